"""The invented registers and warning list: beside the real ones, fresh on any day, of demonstration hosts."""

from __future__ import annotations

import re
from datetime import date

import pytest

from checker.demo.lists import AUTHORITY, demo_lists
from checker.demo.manifest import demo_hosts
from checker.demo.pages import pages_of
from checker.domains import registrable
from checker.registers import EntryKind, RegisterAnswer, Worth, answer

TODAY = date(2030, 5, 17)
REGISTERED, LAPSED = "fernhollow-pharmacy.example", "larkspur-chemist.example"
ABROAD, WARNED = "glasheen-road-pharmacy.example", "pillharbour-direct.example"


def asked(domain: str, today: date = TODAY) -> RegisterAnswer:
    return demo_lists(domain, domain, today)


@pytest.mark.parametrize(
    ("domain", "worth", "country", "listed"),
    [
        (REGISTERED, Worth.CURRENT, "GB", "2023-04-04"),
        (LAPSED, Worth.CURRENT, "GB", "2020-01-30"),
        (ABROAD, Worth.CURRENT, "IE", "2026-05-28"),
        (WARNED, Worth.WARNING, "GB", "2030-03-03"),
    ],
)
def test_entries(domain: str, worth: Worth, country: str, listed: str) -> None:
    (entry,) = asked(domain).entries
    assert (entry.worth, entry.country, entry.listed) == (worth, country, listed)
    assert "invented" in entry.authority
    assert entry.kind is (EntryKind.WARNING if worth is Worth.WARNING else EntryKind.OFFICIAL)


def test_ages_stay() -> None:
    (then,), (later,) = asked(LAPSED).entries, asked(LAPSED, date(2031, 5, 17)).entries
    assert (date.fromisoformat(later.listed) - date.fromisoformat(then.listed)).days == 365
    assert all(one.fresh for one in asked(LAPSED).lists if one.source.startswith("demo_"))


@pytest.mark.parametrize("domain", ["corner.pharmacy", "lloydspharmacy.com", "unheard-of.example"])
def test_of_other_domains_the_real_lists_are_asked(domain: str) -> None:
    assert asked(domain).entries == answer(domain, domain, TODAY).entries


def test_the_lists_are_among_those_asked() -> None:
    added = {one.source for one in asked("unheard-of.example").lists}
    added -= {one.source for one in answer("unheard-of.example", "unheard-of.example", TODAY).lists}
    assert added == {"demo_sellers", "demo_sellers_ie", "demo_warned"}


def test_what_is_listed_is_served() -> None:
    listed = [host for host in demo_hosts() if asked(registrable(host).domain).entries]
    sisters = ("pennywort-direct.example", "swiftlet-meds.example")
    assert sorted(listed) == sorted((REGISTERED, LAPSED, ABROAD, WARNED, *sisters))


@pytest.mark.parametrize("domain", [REGISTERED, LAPSED])
def test_the_authority_has_a_page_for_what_its_register_names(domain: str) -> None:
    (entry,) = asked(domain).entries
    assert AUTHORITY.number_form is not None
    assert AUTHORITY.number_form.fullmatch(entry.entry_id)
    page = pages_of("medicines-authority.example", "")[f"/register/{entry.entry_id}"]
    assert re.search(rf"<dt>Web address</dt><dd>www\.{re.escape(domain)}</dd>", page)
    assert f"<dd>{entry.name}</dd>" in page
