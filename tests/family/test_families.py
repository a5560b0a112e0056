"""Which sites are joined, which never, and what is said of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from checker.cli import main
from checker.evidence import Missing, PageVisit, Response
from checker.family.fingerprint import Fingerprint, Listing, Mark, of_pages
from checker.family.links import link, rarity
from checker.family.measure import labelled_sites, measure
from checker.family.sketch import similarity, skeleton, sketch
from checker.family.store import FamilyStore
from checker.family.told import sentences, to_json
from checker.page.worker import read_here

NUMBER = "+44 20 7946 0123"


def page(words: str, *, contact: str = "", theme: str = "kit") -> bytes:
    """A shop's page: a theme with class names of its own around the text."""
    parts = "".join(
        f'<div class="{theme}-box{n} zz{theme}{n}"><span class="{theme}leaf{n}">.</span></div>'
        for n in range(40)
    )
    lines = "".join(f"<p>{line}</p>" for line in words.split("\n"))
    return f"<title>Shop</title><body>{parts}{lines}<footer>{contact}</footer></body>".encode()


def told(subject: str, count: int = 30) -> str:
    """Sentences of which each has a word of its own."""
    names = [f"{one}{other}lin" for one in "bcdfg" for other in "aeiouy"]
    return "\n".join(
        f"Our {subject} {name} comes from the {name} {subject} mill and is packed by hand on {name} days"
        for name in names[:count]
    )


GARDEN = "\n".join(
    f"Plant your {one}{other}rose in {one}oam before the {other}frost and water it well until spring has come"
    for one in "bcdfg"
    for other in "aeiouy"
)


def site(domain: str, *bodies: bytes, listings: tuple[Listing, ...] = ()) -> Fingerprint:
    visits = []
    for body in bodies:
        response = Response(url=f"https://{domain}/", hops=(), status=200, headers=(), body=body)
        facts = read_here(response)
        assert not isinstance(facts, Missing)
        visits.append(PageVisit(role="typed", response=response, facts=facts))
    made = of_pages(domain, "2026-01-02", visits)
    return Fingerprint(
        domain=domain,
        seen=made.seen,
        listings=listings,
        template=made.template,
        text=made.text,
        paths=made.paths,
        marks=made.marks,
    )


CLONE = site("one.example", page(told("pill"), contact=f"Tel {NUMBER}"))


@pytest.mark.parametrize(
    ("case", "body", "joined"),
    [
        ("the same page", page(told("pill"), contact=f"Tel {NUMBER}"), True),
        ("words copied, another theme", page(told("pill"), theme="other"), True),
        (
            "another wording, same theme and number",
            page(told("tool"), contact=f"Tel {NUMBER}"),
            True,
        ),
        ("the theme alone", page(GARDEN, contact="Tel +44 20 7946 0999"), False),
        ("the number alone", page(GARDEN, theme="other", contact=f"Tel {NUMBER}"), False),
        ("nothing", page(GARDEN, theme="other"), False),
    ],
)
def test_who_is_joined(case: str, body: bytes, joined: bool) -> None:
    found = link(CLONE, site("two.example", body), lambda mark: 2, 1000)
    assert (found is not None and found.joined) is joined, case


AGENCY = Mark("telephone", "+442079460555")


def with_marks(domain: str, *marks: Mark, like: Fingerprint | None = None) -> Fingerprint:
    base = like or Fingerprint(domain=domain, seen="2026-01-02")
    return Fingerprint(
        domain=domain, seen=base.seen, template=base.template, marks=frozenset(marks)
    )


@pytest.mark.parametrize(
    ("case", "mine", "theirs"),
    [
        (
            "the agency's telephone beside each one's own",
            (AGENCY, Mark("telephone", "+442079460001")),
            (AGENCY, Mark("telephone", "+442079460002")),
        ),
        ("trackers of a shop platform", (Mark("tracker", "a 1"), Mark("tracker", "a 2")), None),
        ("name servers", (Mark("name_servers", "ns1.host.example ns2.host.example"),), None),
        ("one certificate", (Mark("certificate", "one.example"),), None),
        ("an affiliate programme's mark", (Mark("programme", "Some Programme"),), None),
    ],
)
def test_services_with_a_common_theme_make_no_family(
    case: str, mine: tuple[Mark, ...], theirs: tuple[Mark, ...] | None
) -> None:
    one = with_marks("one.example", *mine, like=CLONE)
    other = with_marks("two.example", *(theirs or mine), like=CLONE)
    found = link(one, other, lambda mark: 2, 1000)
    assert found is not None and not found.joined, case


@pytest.mark.parametrize(("carriers", "share"), [(2, 1.0), (40, 1.0), (620, 0.5), (1200, 0.0)])
def test_what_many_have_counts_less(carriers: int, share: float) -> None:
    assert rarity(carriers, 1_000_000) == pytest.approx(share)
    numbers = with_marks("a.example", AGENCY), with_marks("b.example", AGENCY)
    found = link(*numbers, lambda mark: carriers, 1_000_000)
    assert (found.strength if found else 0.0) == pytest.approx(3.0 * share, abs=0.01)


def test_a_family_is_found_through_a_third_and_told() -> None:
    warned = Listing(authority="An Authority", listed="2025-05-01")
    with FamilyStore(":memory:") as store:
        store.add(
            site("one.example", page(told("pill"), contact=f"Tel {NUMBER}")),
            site("two.example", page(told("pill"), theme="b"), listings=(warned,)),
            site("three.example", page(told("pill"), contact=f"Tel {NUMBER}", theme="b")),
            site("rose.example", page(GARDEN, theme="c")),
        )
        one = store.get("one.example")
        assert one is not None
        family = store.family(one)
        again = store.family(one)
    assert [m.domain for m in family.members] == ["one.example", "three.example", "two.example"]
    assert family == again
    text = " ".join(sentence.text() for sentence in sentences(family))
    assert "belongs with 2 other sites" in text
    assert "On a regulator's list among them: 1" in text
    assert "Shared with sites we checked: telephone number. Sites: 1" in text
    members = to_json(family)["members"]
    assert isinstance(members, list) and len(members) == 3


def test_a_newer_fingerprint_replaces_and_a_forgotten_one_is_gone(tmp_path: Path) -> None:
    with FamilyStore(tmp_path / "f.sqlite") as store:
        store.add(CLONE)
        store.add(CLONE)
        assert len(store) == 1
        assert store.get("one.example") == CLONE
        assert store.forget("one.example")
        assert not store.forget("one.example")
        assert len(store) == 0
        assert not store.alike(CLONE)


def test_what_thousands_share_is_not_followed() -> None:
    everyones = Mark("tracker", "everyone 1")
    with FamilyStore(":memory:") as store:
        store.add(*(with_marks(f"s{n}.example", everyones) for n in range(400)))
        assert store.alike(with_marks("new.example", everyones)) == []


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        (range(100), range(100), 1, 1),
        (range(100), range(50, 150), 0.2, 0.46),
        (range(99), range(100, 200), 0, 0.06),
    ],
)
def test_sketches_estimate_what_is_common(
    one: range, other: range, low: float, high: float
) -> None:
    sketches = [sketch("text", (f"word {n}" for n in numbers)) for numbers in (one, other)]
    assert low <= similarity(*sketches) <= high


@pytest.mark.parametrize(
    "body",
    [b"", b"<" * 100_000, b"<a " * 50_000, b"<div class='" * 20_000, bytes(range(256)) * 400],
)
def test_hostile_bytes_give_a_skeleton_or_none(body: bytes) -> None:
    assert isinstance(list(skeleton(body)), list)


def test_an_unknown_site_is_named_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RXLENS_FAMILIES", os.fspath(tmp_path / "f.sqlite"))
    assert main(["family", "unknown-shop.example"]) == 2
    assert "No fingerprint" in capsys.readouterr().err


def test_the_command_prints_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "f.sqlite"
    with FamilyStore(path) as store:
        store.add(CLONE, site("two.example", page(told("pill"))))
    assert main(["family", "one.example", "--store", os.fspath(path)]) == 0
    assert "two.example" in capsys.readouterr().out
    assert main(["family", "one.example", "--store", os.fspath(path), "--json"]) == 0
    assert '"family-v1"' in capsys.readouterr().out


@pytest.mark.slow
def test_labelled_networks(data_dir: Path) -> None:
    lines = list(measure(data_dir))
    shares = [
        float(part.split()[1])
        for part in lines[1].strip().split(", ")
        if part[:3] in ("pre", "rec")
    ]
    assert shares[0] >= 0.98
    assert shares[1] >= 0.85
    assert lines[-1].endswith(": 0")


@pytest.mark.slow
def test_the_deal_is_the_same_every_time(data_dir: Path) -> None:
    first = next(iter(labelled_sites(data_dir)))
    assert first == next(iter(labelled_sites(data_dir)))
