"""Legal where? What is established about buying medicines by post in the buyer's country, and what is not.

The facts stand in ``reference/law.csv``, each with its source. Nothing is said on general knowledge: what
we have no source for is listed as not established. The law depends on the buyer, so that without a
chosen country nothing is answered at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from checker.authorities import EEA
from checker.countries import countries
from checker.message import N_, Message, message
from checker.page.facts import MedicineMention
from checker.reference import table

MOST_MEDICINES = 5
"""Medicines whose status is told."""


class Permission(StrEnum):
    """Whether medicines of a class may be sold to a buyer by mail order."""

    YES = "yes"
    NO = "no"
    RESTRICTED = "restricted"
    UNKNOWN = "unknown"
    """No source says so, or the law leaves it open."""


class Topic(StrEnum):
    """What a statement is about."""

    PRESCRIPTION = "prescription"
    OVER_THE_COUNTER = "over_the_counter"
    ABROAD = "abroad"
    """Parcels from other countries."""
    LOGO = "logo"
    """The common European logo."""
    SELLER = "seller"
    """What an entry in a register of some country means for this buyer."""
    MEDICINE = "medicine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing that is established."""

    topic: Topic
    text: Message
    source: str = ""
    """Empty for the classes of medicines, which our own table gives as a hint to be checked."""
    as_of: str = ""
    """ISO day of the source, where it has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """One thing that is not established."""

    topic: Topic
    text: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class LawAnswer:
    """What is established for one buyer, and what is not."""

    country: str
    """ISO 3166 code; empty when no country was chosen."""
    prescription: Permission = Permission.UNKNOWN
    over_the_counter: Permission = Permission.UNKNOWN
    established: tuple[Statement, ...] = ()
    not_established: tuple[OpenQuestion, ...] = ()

    @property
    def chosen(self) -> bool:
        """Whether a country was chosen."""
        return bool(self.country)


def law_for(
    country: str,
    medicines: Sequence[MedicineMention] = (),
    sellers: Iterable[str] = (),
) -> LawAnswer:
    """The answer for a buyer in ``country`` (ISO 3166, empty: none chosen).

    ``medicines`` are those seen on the site, ``sellers`` the countries whose registers name the site or are
    named by it.
    """
    if not country:
        return LawAnswer(
            country="",
            not_established=(OpenQuestion(topic=Topic.SELLER, text=message(NO_COUNTRY)),),
        )
    row = standing(country)
    parts = [
        *_classes(row),
        *_logo(row),
        *_abroad(row),
        *_entries(row, tuple(dict.fromkeys(sellers))),
        *_medicines(row, medicines),
    ]
    return LawAnswer(
        country=country,
        prescription=row.prescription,
        over_the_counter=row.over_the_counter,
        established=tuple(part for part in parts if isinstance(part, Statement)),
        not_established=tuple(part for part in parts if isinstance(part, OpenQuestion)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The row of one country; all unknown where the table has none."""

    country: str
    name: str
    prescription: Permission = Permission.UNKNOWN
    over_the_counter: Permission = Permission.UNKNOWN
    source: str = ""
    as_of: str = ""
    from_eea: str = "unknown"
    """Rule for parcels from the European Economic Area: a key of :data:`_PARCELS`, or ``unknown``."""
    from_elsewhere: str = "unknown"
    limit: str = ""
    states: tuple[str, ...] = ()
    """With the rule ``listed``: whose pharmacies may send."""
    abroad_source: str = ""
    abroad_as_of: str = ""


@cache
def standing(country: str) -> Standing:
    """What the table holds on ``country``."""
    for row in table("law"):
        if row["iso2"] == country:
            return Standing(
                country=country,
                name=row["country"],
                prescription=Permission(row["prescription"]),
                over_the_counter=Permission(row["over_the_counter"]),
                source=row["source"],
                as_of=row["as_of"],
                from_eea=row["from_eea"],
                from_elsewhere=row["from_elsewhere"],
                limit=row["limit"],
                states=tuple(row["states"].split()),
                abroad_source=row["abroad_source"],
                abroad_as_of=row["abroad_as_of"],
            )
    return Standing(country=country, name=_name(country))


_Part = Statement | OpenQuestion


def _classes(row: Standing) -> Iterator[_Part]:
    """May medicines be sold by post at all?"""
    for topic, permission, sentences in (
        (Topic.PRESCRIPTION, row.prescription, _PRESCRIPTION),
        (Topic.OVER_THE_COUNTER, row.over_the_counter, _OVER_THE_COUNTER),
    ):
        text = message(sentences[permission], country=row.name)
        if permission is Permission.UNKNOWN or not row.source:
            yield OpenQuestion(topic=topic, text=text)
        else:
            yield Statement(topic=topic, text=text, source=row.source, as_of=row.as_of)


def _logo(row: Standing) -> Iterator[_Part]:
    if row.country in EEA:
        yield Statement(
            topic=Topic.LOGO, text=message(_COMMON_LOGO, country=row.name), source=_REGULATION
        )


def _abroad(row: Standing) -> Iterator[_Part]:
    """May parcels come from other countries?"""
    same = row.from_eea == row.from_elsewhere
    rules = [(row.from_eea, N_("other countries"))] if same else []
    if not same:
        rules = [
            (row.from_eea, N_("other states of the European Economic Area")),
            (row.from_elsewhere, N_("countries outside the European Economic Area")),
        ]
    for rule, places in rules:
        text = message(
            _PARCELS.get(rule, _PARCELS_UNKNOWN),
            country=row.name,
            places=message(places),
            limit=row.limit,
            states=", ".join(map(_name, row.states)),
        )
        if rule in _PARCELS and row.abroad_source:
            yield Statement(
                topic=Topic.ABROAD, text=text, source=row.abroad_source, as_of=row.abroad_as_of
            )
        else:
            yield OpenQuestion(topic=Topic.ABROAD, text=text)


def _entries(row: Standing, sellers: tuple[str, ...]) -> Iterator[_Part]:
    """What does an entry of each seller's country mean for this buyer?"""
    for seller in sellers:
        names = {"country": row.name, "seller": _name(seller)}
        if seller == row.country:
            yield OpenQuestion(topic=Topic.SELLER, text=message(_SAME_COUNTRY, **names))
        elif seller in EEA and row.country in EEA:
            yield Statement(
                topic=Topic.SELLER, text=message(_WITHIN_EEA, **names), source=_DIRECTIVE
            )
        elif row.country in _LICENSED_AT_HOME:
            yield Statement(
                topic=Topic.SELLER,
                text=message(_NO_LICENCE_HERE, **names),
                source=_LICENSED_AT_HOME[row.country],
            )
        else:
            yield OpenQuestion(topic=Topic.SELLER, text=message(_FOREIGN_UNKNOWN, **names))


def _medicines(row: Standing, medicines: Sequence[MedicineMention]) -> Iterator[_Part]:
    """What class are the medicines seen in there?"""
    market = _market(row.country)
    seen: dict[str, MedicineMention] = {}
    for medicine in medicines:
        seen.setdefault(medicine.inn or medicine.name, medicine)
    for substance, medicine in list(seen.items())[:MOST_MEDICINES]:
        words = {"medicine": substance, "country": row.name}
        told = any(name == market for name, _ in medicine.status)
        if not market or not told:
            yield OpenQuestion(topic=Topic.MEDICINE, text=message(_CLASS_UNKNOWN, **words))
        else:
            restricted = medicine.restricted_in(market)
            template = _ON_PRESCRIPTION if restricted else _FREE
            yield Statement(topic=Topic.MEDICINE, text=message(template[market], **words))


def _market(country: str) -> str:
    """The market of medicines.csv that ``country`` is part of; empty when it is none."""
    if country in ("GB", "US"):
        return country
    return "EU" if country in EEA else ""


def _name(country: str) -> str:
    return countries().get(country, country)


NO_COUNTRY = N_(
    "No country chosen: whether these medicines may be bought by post depends on where you are. Choose your "
    "country to have that answered."
)
_PRESCRIPTION = MappingProxyType(
    {
        Permission.YES: N_(
            "{country}: medicines on prescription may be sold by post, by sellers licensed there and "
            "against a valid prescription."
        ),
        Permission.NO: N_("{country}: medicines on prescription may not be sold by post."),
        Permission.RESTRICTED: N_(
            "{country}: medicines on prescription may be sold by post in a few cases only."
        ),
        Permission.UNKNOWN: N_(
            "{country}: whether medicines on prescription may be sold by post is not established here. "
            "Ask a pharmacy near you."
        ),
    }
)
_OVER_THE_COUNTER = MappingProxyType(
    {
        Permission.YES: N_(
            "{country}: medicines without prescription may be sold by post, by sellers allowed to do so."
        ),
        Permission.NO: N_("{country}: medicines may not be sold by post without a prescription."),
        Permission.RESTRICTED: N_(
            "{country}: some medicines without prescription may be sold by post."
        ),
        Permission.UNKNOWN: N_(
            "{country}: whether medicines without prescription may be sold by post is not established here."
        ),
    }
)
_PARCELS = MappingProxyType(
    {
        "no": N_("Medicines may not be sent to buyers in {country} by post from {places}."),
        "no_rx": N_(
            "Medicines on prescription may not be sent to buyers in {country} by post from {places}."
        ),
        "mostly_no": N_(
            "In most circumstances, medicines for one's own use may not be brought into {country} from "
            "{places}: they are mostly not approved there."
        ),
        "otc": N_(
            "From {places}, buyers in {country} may receive by post only medicines that are approved there "
            "and need no prescription, from pharmacies allowed to send them."
        ),
        "rx": N_(
            "From {places}, buyers in {country} may receive medicines by post for their own use, for at most "
            "{limit}, when they are approved and, where a prescription is needed, prescribed."
        ),
        "listed": N_(
            "From {places}, only pharmacies of these states may send medicines to buyers in {country}, some of "
            "them not every class: {states}."
        ),
        "as_home": N_(
            "A seller allowed to sell at a distance in {places} may send to {country} only medicines approved "
            "there, and only of a class that the law of {country} lets be sold by post."
        ),
        "quantity": N_(
            "From {places}, buyers in {country} may receive by post what they need themselves for {limit}; "
            "narcotics are excepted."
        ),
        "prescription": N_(
            "From {places}, buyers in {country} may receive by post what they need themselves for {limit}, with "
            "a prescription of a doctor in {country} where the medicine is one on prescription there."
        ),
    }
)
_PARCELS_UNKNOWN = N_(
    "Whether buyers in {country} may have medicines sent from {places} is not established here. Ask the "
    "customs or medicines authority."
)
_SAME_COUNTRY = N_(
    "The site refers to the register of {seller}, the buyer's own country: what counts is whether that register "
    "names this web address."
)
_WITHIN_EEA = N_(
    "An entry in the list of {seller} is the permission of {seller}. For buyers in {country} it goes no further "
    "than the law of {country}: classes that may not be sold by post there stay excluded."
)
_NO_LICENCE_HERE = N_(
    "An entry in a register of {seller} is no licence for {country}, where sellers have to be licensed or "
    "registered themselves."
)
_FOREIGN_UNKNOWN = N_(
    "What an entry in a register of {seller} means for a buyer in {country} is not established here. It is no "
    "entry in a register of {country}."
)
_COMMON_LOGO = N_(
    "Whoever sells medicines at a distance in {country} has to show the common European logo, and clicking it "
    "has to open the seller's entry in the list of the authority. A logo that leads nowhere, or elsewhere, says "
    "nothing."
)
_REGULATION = "Commission Implementing Regulation (EU) 699/2014"
_DIRECTIVE = "Directive 2001/83/EC, article 85c"
_LICENSED_AT_HOME = MappingProxyType(
    {
        "US": "FDA: BeSafeRx (licensed by the state board of pharmacy)",
        "CA": "NAPRA: How to verify if a Canadian online pharmacy is legitimate",
        "CH": "Therapeutic Products Act (SR 812.21), article 27",
        "GB": "GPhC: registers premises in Great Britain only",
        "NO": "DMP: Importing medicines for personal use in the form of consignments",
    }
)
_ON_PRESCRIPTION = MappingProxyType(
    {
        "GB": N_(
            "{medicine}: on prescription, controlled or not licensed in {country}, by our table."
        ),
        "US": N_(
            "{medicine}: on prescription, controlled or not approved in {country}, by our table."
        ),
        "EU": N_(
            "{medicine}: on prescription or not authorised in the European Union, by our table; {country} may "
            "differ for single packs."
        ),
    }
)
_FREE = MappingProxyType(
    {
        "GB": N_(
            "{medicine}: to be had without prescription in {country}, at least some packs, by our table."
        ),
        "US": N_(
            "{medicine}: to be had without prescription in {country}, at least some packs, by our table."
        ),
        "EU": N_(
            "{medicine}: without prescription in some states of the European Union, by our table; ask for "
            "{country}."
        ),
    }
)
_CLASS_UNKNOWN = N_("{medicine}: its class in {country} is not established here.")
