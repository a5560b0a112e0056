"""The precedence of what lists say: one row for each case."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from checker.evidence import Missing, MissingReason
from checker.listing import Standing, listing
from checker.registers.answer import RegisterAnswer, ValuedEntry
from checker.registers.entry import EntryKind
from checker.registers.worth import Worth
from checker.registration import Registration, RegistrationState

REGISTER = {"worth": Worth.CURRENT, "kind": EntryKind.OFFICIAL, "country": "GB"}
ACCREDITED = {"worth": Worth.CURRENT, "kind": EntryKind.ACCREDITATION, "country": "US"}
STALE = {**REGISTER, "worth": Worth.STALE}
WARNING = {
    "worth": Worth.WARNING,
    "kind": EntryKind.WARNING,
    "country": "GB",
    "listed": "2024-03-01",
}
WARNING_ABROAD = {**WARNING, "country": "CZ"}
DELISTED = {**WARNING, "worth": Worth.DELISTED}
BRAND = {"worth": Worth.BRAND, "kind": EntryKind.BRAND, "country": "GB"}
BY_NAME = {**ACCREDITED, "snapshot": "", "listed": ""}
OLD = date(2010, 5, 1)
NEW = date(2026, 10, 1)
UNSEEN = Missing(source="registration", reason=MissingReason.TIMEOUT)
NOT_ASKED = Missing(source="registration", reason=MissingReason.NOT_ASKED)


def entry(fields: dict[str, Any]) -> ValuedEntry:
    defaults: dict[str, Any] = {
        "source": "some_list",
        "authority": "Some Authority",
        "domain": "shop.example",
        "listed": "2020-01-01",
        "snapshot": "2026-11-01",
    }
    return ValuedEntry(**{**defaults, **fields})


def answer(*entries: dict[str, Any]) -> RegisterAnswer:
    return RegisterAnswer(
        host="shop.example",
        domain="shop.example",
        asked_on="2026-11-24",
        entries=tuple(map(entry, entries)),
    )


def registered(created: date | None) -> Registration:
    return Registration(
        state=RegistrationState.REGISTERED,
        domain="shop.example",
        created=created,
        at=datetime(2026, 11, 24, tzinfo=UTC),
    )


S = Standing
CASES: list[tuple[str, tuple[dict[str, Any], ...], Registration | Missing, str, Standing]] = [
    ("no list names it", (), registered(OLD), "GB", S.UNLISTED),
    ("register of the buyer's country", (REGISTER,), registered(OLD), "GB", S.REGISTERED),
    ("no country chosen", (REGISTER,), registered(OLD), "", S.REGISTERED),
    ("registry shows no date", (REGISTER,), registered(None), "GB", S.REGISTERED),
    ("accreditation at home", (ACCREDITED,), registered(OLD), "US", S.REGISTERED),
    ("accreditation elsewhere", (ACCREDITED,), registered(OLD), "GB", S.REGISTERED_ABROAD),
    ("one of several at home", (ACCREDITED, REGISTER), registered(OLD), "GB", S.REGISTERED),
    ("named in the address itself", (BY_NAME,), UNSEEN, "US", S.REGISTERED),
    ("name bought since", (REGISTER,), registered(NEW), "GB", S.CHANGED_HANDS),
    ("old entry, name bought since", (STALE,), registered(NEW), "GB", S.CHANGED_HANDS),
    ("registration could not be seen", (REGISTER,), UNSEEN, "GB", S.UNCONFIRMED),
    ("registration was not asked", (REGISTER,), NOT_ASKED, "GB", S.UNCONFIRMED),
    ("snapshot too old", (STALE,), registered(OLD), "GB", S.STALE),
    ("warning at home", (WARNING,), registered(OLD), "GB", S.WARNED_HERE),
    ("warning at home and a brand", (WARNING, BRAND), registered(OLD), "GB", S.WARNED_HERE),
    ("warning elsewhere", (WARNING_ABROAD,), registered(OLD), "GB", S.WARNED),
    ("warning, no country chosen", (WARNING,), registered(OLD), "", S.WARNED),
    ("warning, date unseen", (WARNING,), UNSEEN, "GB", S.WARNED),
    ("warning without a day", ({**WARNING, "listed": ""},), registered(OLD), "GB", S.WARNED),
    ("warning of an earlier owner", (WARNING,), registered(NEW), "GB", S.PAST),
    ("warning at home, register too", (WARNING, REGISTER), registered(OLD), "GB", S.WARNED),
    ("warning at home, old register", (WARNING, STALE), registered(OLD), "GB", S.WARNED),
    (
        "warning elsewhere, register at home",
        (WARNING_ABROAD, REGISTER),
        registered(OLD),
        "GB",
        S.REGISTERED,
    ),
    ("taken off the warning list", (DELISTED,), registered(OLD), "GB", S.PAST),
    ("brand", (BRAND,), registered(OLD), "GB", S.BRAND),
    ("brand and old register", (BRAND, STALE), registered(OLD), "GB", S.STALE),
]


@pytest.mark.parametrize(
    ("entries", "registration", "country", "standing"),
    [pytest.param(*case, id=name.replace(" ", "-")) for name, *case in CASES],
)
def test_precedence(
    entries: tuple[dict[str, Any], ...],
    registration: Registration | Missing,
    country: str,
    standing: Standing,
) -> None:
    found = listing(answer(*entries), registration, country)
    assert found.standing is standing
    assert (found.text is None) == (standing is S.UNLISTED)
    assert (found.entry is None) == (standing is S.UNLISTED)


@pytest.mark.parametrize(
    ("entries", "missing", "incomplete"),
    [
        pytest.param((REGISTER,), UNSEEN, True, id="a-register-asked-in-vain"),
        pytest.param((STALE,), UNSEEN, True, id="an-old-register"),
        pytest.param((REGISTER,), NOT_ASKED, True, id="a-registration-nobody-asked"),
        pytest.param((BY_NAME,), NOT_ASKED, False, id="the-name-itself-is-the-entry"),
        pytest.param((BRAND,), UNSEEN, False, id="a-brand-decides-nothing"),
        pytest.param((), UNSEEN, False, id="unlisted"),
    ],
)
def test_what_could_have_been_worse_is_incomplete(
    entries: tuple[dict[str, Any], ...], missing: Missing, incomplete: bool
) -> None:
    assert listing(answer(*entries), missing, "GB").incomplete is incomplete


@pytest.mark.parametrize(
    ("reason", "incomplete"),
    [
        pytest.param(MissingReason.UNREADABLE, True, id="damaged-lists"),
        pytest.param(MissingReason.NOT_ASKED, False, id="nobody-asked"),
        pytest.param(MissingReason.NOT_APPLICABLE, False, id="no-name-to-look-up"),
    ],
)
def test_lists_that_could_not_be_read_establish_nothing(
    reason: MissingReason, incomplete: bool
) -> None:
    found = listing(Missing(source="registers", reason=reason), registered(OLD), "GB")
    assert (found.standing, found.incomplete) == (S.UNKNOWN, incomplete)
