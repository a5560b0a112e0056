"""A family of invented shops as checks keep and find it, for the golden reports and the pages that show one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from checker.evidence import FAMILIES, Evidence, Missing, Observation, View
from checker.family.fingerprint import Fingerprint, fingerprint
from checker.family.memory import FamilyMemory
from checker.family.store import FamilyStore
from checker.registers import RegisterAnswer
from checker.relatives import Common, Relative, Relatives, Warned
from checker.verdict import Level
from tests.reports import NOON, evidence

CHECKED = "saltmarsh-chemist.example"
"""The shop that is checked. Its pages give nothing away."""

_MEDICINES = Warned(authority="National Medicines Authority (invented)", listed="2026-03-14")
_BEFORE = Warned(authority="National Medicines Authority (invented)", listed="2024-11-30")
_ABROAD = Warned(authority="Agence du médicament (invented)", listed="")

_WORDS = """Ibuprofen 200mg tablets £2.49 <button>Add to basket</button>
We have looked after families on both sides of the marsh since the old bridge was built
Tell us which medicine you take and how long you have taken it, and we answer within the day
Every parcel leaves our dispensary by four in the afternoon and is carried by the ordinary post
Ibuprofen 200mg tablets, sixteen in a box, for the pain that comes with a long day at the nets
Paracetamol 500mg tablets, thirty two in a box, no more than eight of them in a day
Our counter staff will ring you back when a question is better answered by voice than by letter
Send back what you did not open within a month and we return what you paid for it
Children under twelve are served with an adult beside them, and never by the morning boat"""
_COUSIN_WORDS = """Winter creams from our own kitchen are poured on Tuesdays and labelled by hand on Wednesdays
Ask for the heather balm by its number, since three of them are called the same on the islands
The kettle house closes when the ferry does, and whoever comes later finds the key with the neighbour
A jar that arrives broken is replaced by the next boat without a question and without a form
Our oldest customer has bought the same tin for forty years and still sends us a card about it
Orders of more than nine jars are packed in straw, as paper does not survive the winter crossing"""
_OTHER_WORDS = """Sharpened skates are ready on the second day and wrapped in oiled paper for the way home
We string rackets to the tension that you name, and say so when we think you are mistaken"""

_TELEPHONE = "Tel +44 20 7946 0471"
_MAIL = "orders@saltmarsh-dispensary.example"
_CHAT = '<a href="https://wa.me/447700900471">Write to us</a>'
_TILL = '<form action="https://tillhouse-orders.test/checkout" method="post"><button>Add to basket</button></form>'

_OWN = (_WORDS, f"{_TELEPHONE} {_MAIL}", _CHAT + _TILL)

_LONG = f"{'every-medicine-without-a-wait-' * 2}now.test"
_FOREIGN = "xn----7sbaba3a9a0bfilg9n.test"


def known() -> Iterator[Fingerprint]:
    """The shops that were checked before; the one that is checked now among them."""
    yield _kept(CHECKED, *_OWN, level=Level.CAUTION)
    sisters = (_WORDS, f"{_TELEPHONE} {_MAIL}")
    yield _kept("pennyroyal-direct.example", *sisters, _CHAT, warned=(_MEDICINES,))
    yield _kept("tidewater-meds.example", *sisters, _TILL, warned=(_BEFORE, _ABROAD))
    yield _kept("harbour-tablets.test", *sisters, _CHAT, warned=(_ABROAD,))
    yield _kept(_LONG, *sisters, _TILL, warned=(_MEDICINES,))
    yield _kept(_FOREIGN, *sisters, _CHAT)
    yield _kept("mallow-and-reed.example", *sisters, level=Level.CAUTION)
    yield _kept("old-quay-remedies.example", *sisters, level=Level.CAUTION)
    for name in ("causeway", "lantern-street", "ropewalk"):
        yield _kept(f"{name}-chemist.example", _WORDS, "", level=Level.UNVERIFIED)
    # Of the family through one of them alone, which has its words, too.
    both = f"{_WORDS}\n{_COUSIN_WORDS}"
    yield _kept("kettlehouse-pharmacy.example", both, _MAIL, level=Level.CAUTION)
    yield _kept("heather-balm.example", _COUSIN_WORDS, "", level=Level.UNVERIFIED)
    # With the telephone number, and nothing beside it.
    yield _kept("frozen-pond-sports.example", _OTHER_WORDS, _TELEPHONE, warned=(_MEDICINES,))
    yield _kept("racket-and-blade.example", _OTHER_WORDS, _TELEPHONE, level=Level.UNVERIFIED)


def seen() -> Evidence:
    """The checked shop's evidence with what the store says of its family, asked as a check asks it."""
    page = _page(CHECKED, *_OWN)
    with FamilyStore(":memory:") as store:
        store.add(*known())
        told = FamilyMemory(store, lists=_no_lists).ask(page)
    return with_relatives(page, told)


def with_relatives(page: Evidence, told: Relatives | Missing) -> Evidence:
    """``page`` after the sites checked before were asked about."""
    asked = Observation(source=FAMILIES, view=View.ASKED, at=NOON, value=told)
    return replace(page, observations=(*page.observations, asked))


def hostile(words: str) -> Relatives:
    """Strangers' ``words`` wherever a family can carry them."""
    warned = Warned(authority=words, listed="2026-03-14")
    common = (
        Common(kind="messenger", value=words),
        Common(kind="email", value=words),
        Common(kind="tracker", value=f"ga {words}"),
        Common(kind="name", value="صيدلية الميناء"),
    )
    long = ".".join(["xn--" + "a" * 59] * 3)
    return Relatives(
        sites=(
            Relative(domain=f"{long}.test", seen="2026-10-02", warned=(warned,), common=common),
            Relative(domain="one.example", seen="2026-10-02", common=common[:1], joined=False),
        ),
        more=True,
    )


def _kept(
    domain: str,
    words: str,
    contact: str,
    rest: str = "",
    *,
    warned: tuple[Warned, ...] = (),
    level: Level = Level.HIGH_RISK,
) -> Fingerprint:
    made = fingerprint(_page(domain, words, contact, rest), level.value)
    assert made is not None
    day = date(2026, 8, 1 + len(domain) % 28).isoformat()
    return replace(made, seen=day, listings=warned)


def _page(domain: str, words: str, contact: str, rest: str) -> Evidence:
    lines = "".join(f"<p>{line}</p>" for line in words.split("\n"))
    title = domain.partition(".")[0].replace("-", " ").title()
    html = (
        f'<html lang="en"><title>{title}</title><h1>{title}</h1>{lines}{rest}'
        f"<footer>{contact}</footer></html>"
    )
    return evidence(html, f"https://{domain}/", country="")


def _no_lists(host: str, domain: str, today: date) -> RegisterAnswer:
    """Lists that name nobody today: the warnings are those of the days of the checks."""
    return RegisterAnswer(host=host, domain=domain, asked_on=today.isoformat())
