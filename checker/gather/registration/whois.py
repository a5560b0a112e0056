"""Reading a WHOIS answer: free text of a stranger, in any of some hundred layouts.

Our own reader, for python-whois and asyncwhois measure worse and cannot be trusted with time:
python-whois needs up to 100 s for a real record of 900 bytes. ``benchmarks/registration.py`` prints
the comparison. Every step here is linear in the text, which is cut at 64 KiB.

The creation date is the one fact that others would like to choose. It is taken from the domain's
own part only: dates of contacts, hosts and registrars are not the domain's, and of two different
dates in one record the later one counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from checker.gather.registration.conventions import order_of
from checker.gather.registration.dates import LATEST, Order, order_shown, plausible, read_day
from checker.gather.registration.lines import labels, lines_of
from checker.gather.registration.places import country_at_end, country_code
from checker.gather.registration.privacy import privacy_of, withheld
from checker.gather.registration.sections import (
    CONTACT,
    HOST,
    REGISTRANT,
    REGISTRAR,
    Placed,
    placed,
)
from checker.gather.registration.states import state_told
from checker.gather.registration.words import host_name, statuses, unique
from checker.patterns import compiled
from checker.registration import Registration, RegistrationState

_NOTHING = compiled(
    r"[-.,/ ]{0,9}|n/?a|none|null|unknown|undefined|not (?:defined|available|applicable|specified)"
    r"|\(?not [a-z ]{1,40}\)?|https?://\S{1,200}|\S{1,60}@\S{1,60}"
)
# A registry's own number of a registrar, printed behind its name.
_CODE = compiled(r" \(?R\d{1,6}-[A-Z]{2,6}\)?(?: \(\d{1,6}\))?$", 0)
# `GOO123-TEST`: the registry's key of a contact.
_HANDLE = compiled(r"(?=[^\d]{0,30}\d)[\w.:/-]{4,40}", 0)
_REGISTRANT_LABELS = ("registrant", "owner", "holder", "org", "descr", "person", "domain holder")
MOST_OF_A_KIND = 100
"""Lines of one meaning that are looked at."""
_PEOPLE = (CONTACT, REGISTRANT)
_DATES = frozenset(("creation", "created", "updated", "expires", "transferred"))
_REGISTRAR_NAMES = (
    "organization",
    "organisation",
    "organization name",
    "organisation name",
    "registrar name",
    "name",
    "company",
)
_PLACES = ("address", "street address", "address loc", "city", "location")
_COUNTRIES = ("country", "country code", "countrycode", "country loc", "country region", "pais")
_COUNTRY_OF = ("registrant ", "owner ", "holder ", "domain holder ", "org ")
_REFERRALS = frozenset(("registrar_whois",))
_OF_PEOPLE = ("registrant", "admin", "tech", "owner", "holder", "billing")
_THIN = frozenset(("registrar", "whois server", "referral url", "name server"))


def read_whois(text: str, *, domain: str | None = None, today: date | None = None) -> Registration:
    """What a WHOIS answer says; never raises, whatever ``text`` is.

    ``domain`` is the name that was asked for: an answer about another one is unparseable, and dates
    are read as its registry writes them. When None it is taken from the text. Dates after ``today``
    (the day of reading, when None) are unknown unless they may lie ahead. An answer without content
    is a server error; one that says nothing of use is unparseable. At most 50 ms.
    """
    lines = lines_of(text)
    record = _Record(placed(lines), today or date.today(), host_name(domain or "") or "")
    state = state_told(lines, record=record.has_facts)
    if state is RegistrationState.UNPARSEABLE and record.has_hints:
        state = RegistrationState.REGISTERED
    if state is RegistrationState.REGISTERED and record.is_other:
        return Registration(state=RegistrationState.UNPARSEABLE, source="whois")
    if state is not RegistrationState.REGISTERED:
        return Registration(state=state, domain=record.domain, source="whois")
    return record.registration()


def referral_of(text: str) -> str | None:
    """The registrar's WHOIS server that an answer names; only ever a host name."""
    for line in lines_of(text):
        if labels().get(line.label, frozenset()) & _REFERRALS and not line.remark:
            return host_name(line.value)
    return None


class _Record:
    """The facts of an answer, looked up in its placed lines."""

    def __init__(self, lines: list[Placed], today: date, asked: str) -> None:
        _fill(lines)
        names = _names(lines)
        self._lines = _about(lines, names, asked)
        self._today = today
        self._by_meaning: dict[str, list[Placed]] = {}
        for place in self._lines:
            for meaning in labels().get(place.line.label, ()):
                known = self._by_meaning.setdefault(meaning, [])
                if len(known) < MOST_OF_A_KIND:
                    known.append(place)
        self.domain = asked if asked in names.values() else next(iter(names.values()), asked)
        self.is_other = bool(asked) and not _same_name(asked, self.domain)
        self._order = self._date_order(asked or self.domain)

    @property
    def has_facts(self) -> bool:
        """Whether there is what only a registered name has."""
        return bool(
            self._created() or self._day("expires") or self._registrar() or self._name_servers()
        )

    @property
    def has_hints(self) -> bool:
        """Whether there is at least a name with something about it, if unreadable."""
        about = ("creation", "created", "status", "org", "handle", "updated")
        return bool(self.domain) and any(self._by_meaning.get(meaning) for meaning in about)

    def registration(self) -> Registration:
        """All facts."""
        texts = self._registrant_texts()
        privacy, service = privacy_of(texts, shown=bool(texts))
        return Registration(
            state=RegistrationState.REGISTERED,
            domain=self.domain,
            created=self._created(),
            updated=self._day("updated"),
            expires=self._day("expires"),
            transferred=self._day("transferred"),
            registrar=self._registrar(),
            registrar_iana_id=self._iana_id(),
            registrant=next((text for text in texts if not withheld(text)), None),
            registrant_country=self._country(),
            privacy=privacy,
            privacy_service=service,
            name_servers=self._name_servers(),
            statuses=statuses(place.line.value for place in self._with("status")),
            dnssec=self._dnssec(),
            source="whois",
        )

    def _with(self, meaning: str) -> Iterator[Placed]:
        """The filled lines whose label has ``meaning``, contacts' own parts left out."""
        for place in self._by_meaning.get(meaning, ()):
            if place.line.value and place.section != CONTACT:
                yield place

    def _in(self, section: str) -> Iterator[Placed]:
        return (place for place in self._lines if place.section == section and place.line.value)

    # Names

    def _name_servers(self) -> tuple[str, ...]:
        values = [place.line.value for place in self._with("ns") if place.section != REGISTRANT]
        values += [place.line.value for place in self._in(HOST) if not place.line.label]
        return unique(host_name(value.split(" ", 1)[0]) for value in values)

    # Dates

    def _date_order(self, domain: str) -> Order:
        hints = "".join(place.line.hint for place in self._lines)
        if any(mark in hints for mark in ("dd/mm", "dd-mm", "jj/mm")):
            return Order.DAY_FIRST
        if "mm/dd" in hints or "mm-dd" in hints:
            return Order.MONTH_FIRST
        shown = {
            order_shown(place.line.value)
            for meaning in _DATES
            for place in self._by_meaning.get(meaning, ())
        } - {Order.UNKNOWN}
        return shown.pop() if len(shown) == 1 else order_of(domain)

    def _created(self) -> date | None:
        """Unmistakable labels first; then those that mean the domain only in its own part.

        Of different days in one record (or block) the latest: an older one may have been planted.
        """
        again = self._registered_again()
        certain = [
            place
            for place in self._by_meaning.get("creation", ())
            if _is_certainly_domains(place) and place not in again
        ]
        registrys = [place for place in certain if place.record in self._thin]
        for places in (registrys, certain):
            if (found := self._latest_of_first(places, lambda place: place.record)) is not None:
                return found
        own = [place for place in self._with("created") if _is_domains(place)]
        return self._latest_of_first(own, lambda place: (place.line.block, place.line.label))

    def _registered_again(self) -> list[Placed]:
        """Some registrars print when the name came to them right below its creation."""
        return [
            place
            for above, place in pairwise(self._lines)
            if place.line.label == "registration date" and above.line.label == "creation date"
        ]

    @property
    def _thin(self) -> frozenset[int]:
        """Records of a registry that leaves the registrant to the registrar, and so dates better."""
        found: dict[int, set[str]] = {}
        for place in self._lines:
            found.setdefault(place.record, set()).add(place.line.label)
        return frozenset(
            record
            for record, seen in found.items()
            if seen >= _THIN and not any(label.startswith(_OF_PEOPLE) for label in seen)
        )

    def _latest_of_first(
        self, places: Sequence[Placed], group: Callable[[Placed], object]
    ) -> date | None:
        chosen, latest = None, None
        for place in places:
            day = self._read(place, self._today)
            if day is None or (chosen is not None and group(place) != chosen):
                continue
            chosen = group(place)
            latest = max(day, latest or day)
        return latest

    def _day(self, meaning: str) -> date | None:
        """The first day with this meaning in the domain's part."""
        latest, own = self._today, _is_domains
        if meaning == "expires":  # Nothing else in a record expires, and it may lie ahead.
            latest, own = LATEST, _is_not_somebodys
        days = (self._read(p, latest) for p in self._with(meaning) if own(p))
        return next((day for day in days if day is not None), None)

    def _read(self, place: Placed, latest: date) -> date | None:
        found = read_day(place.line.value, self._order, self._today)
        return found.day if found and plausible(found.day, latest) else None

    # The registrar

    def _registrar(self) -> str | None:
        named = [
            name
            for place in self._with("registrar")
            if (not place.deep or place.section == REGISTRAR) and (name := _named(place))
        ]
        # Of an answer in two languages the part in Latin letters.
        found = next((name for name in named if name.isascii()), None) if named else None
        found = found or next(iter(named), None)
        name = self._registrar_label() or found or self._registrar_text() or self._registrar_code()
        return _CODE.sub("", name) or name if name else None

    def _registrar_label(self) -> str | None:
        """The name inside the registrar's own part."""
        inside = [place for place in self._in(REGISTRAR) if place.line.label]
        for label in _REGISTRAR_NAMES:
            for place in inside:
                if place.line.label == label and (name := _named(place)):
                    return name
        return None

    def _registrar_text(self) -> str | None:
        texts = (place for place in self._in(REGISTRAR) if not place.line.label)
        return next((name for place in texts if (name := _named(place))), None)

    def _registrar_code(self) -> str | None:
        return next((v for p in self._with("registrar-code") if (v := _named(p))), None)

    def _iana_id(self) -> int | None:
        for place in self._with("registrar_iana_id"):
            if place.line.value.isascii() and place.line.value.isdecimal():
                return int(place.line.value[:9])
        return None

    def _dnssec(self) -> bool | None:
        value = next((p.line.value.lower() for p in self._with("dnssec")), "")
        if value.startswith(("unsigned", "no", "inactive", "미서명")) or value == "n":
            return False
        return True if value.startswith(("signed", "yes", "active")) or value == "y" else None

    # The registrant

    def _registrant_texts(self) -> list[str]:
        """Organisation, else name, as printed; handles and addresses left out."""
        found = [
            place.line.value
            for meaning in ("org", "name")
            for place in self._with(meaning)
            if _is_registrants(place)
        ]
        found += [p.line.value for p in self._in(REGISTRANT) if p.line.label == "contact"]
        found += [p.line.value for p in self._in(REGISTRANT) if not p.line.label][:1]
        return [
            text for text in found if not _NOTHING.fullmatch(text) and not _HANDLE.fullmatch(text)
        ]

    def _country(self) -> str | None:
        direct = (p.line.value for p in self._lines if _is_registrants_country(p))
        inside = (
            p.line.value
            for section in (REGISTRANT, "", "domain")
            for p in self._in(section)
            if p.line.label in _COUNTRIES
        )
        for values in (direct, inside):
            for value in values:
                if code := country_code(value):
                    return code
        return self._country_of_address() or self._country_as_province()

    def _country_as_province(self) -> str | None:
        """Some country-code registries have no field for the country and use another."""
        for place in self._lines:
            if place.line.label == "registrant state province":
                code = country_code(place.line.value)
                if code and code.lower() == self.domain.rpartition(".")[2]:
                    return code
        return None

    def _country_of_address(self) -> str | None:
        texts = [
            place.line.value
            for place in self._in(REGISTRANT)
            if not place.line.label or place.line.label in _PLACES
        ]
        for text in reversed(texts[:20]):
            if code := country_at_end(text):
                return code
        return None


def _is_certainly_domains(place: Placed) -> bool:
    """Whether a line of unmistakable label stands where its registry would put it.

    In somebody's part it may be that somebody's own words, unless the label names the domain.
    """
    if place.section not in _PEOPLE:
        return True
    return not place.deep and place.line.label.startswith(("domain", "record"))


def _is_domains(place: Placed) -> bool:
    """Whether a line of uncertain label is about the domain."""
    if place.section in ("", "domain"):
        return True
    return not place.deep and place.section in (HOST, REGISTRAR)


def _is_not_somebodys(place: Placed) -> bool:
    return not place.deep or _is_domains(place)


def _named(place: Placed) -> str | None:
    value = place.line.value
    return None if _NOTHING.fullmatch(value) else value


def _is_registrants_country(place: Placed) -> bool:
    label = place.line.label
    if place.section == CONTACT or not place.line.value:
        return False
    whole = "country" in labels().get(label, ())
    return whole or (label.startswith(_COUNTRY_OF) and label.endswith(_COUNTRIES))


def _is_registrants(place: Placed) -> bool:
    """Whether an organisation or a person is the registrant."""
    label = place.line.label
    own = place.section in ("", "domain") and not place.deep
    return place.section == REGISTRANT or (own and label.startswith(_REGISTRANT_LABELS))


def _names(lines: Sequence[Placed]) -> dict[int, str]:
    """The name each record is about."""
    names: dict[int, str] = {}
    for place in lines:
        own = place.section == "domain" and place.line.label == "name"
        if own or ("domain" in labels().get(place.line.label, ()) and place.section not in _PEOPLE):
            name = host_name(place.line.value.split(" ", 1)[0])
            if name and place.record not in names:
                names[place.record] = name
    return names


def _about(lines: list[Placed], names: dict[int, str], asked: str) -> list[Placed]:
    """The lines of the records about ``asked``, if there are any; else all."""
    if asked not in names.values():
        return lines
    return [place for place in lines if names.get(place.record, asked) == asked]


def _same_name(asked: str, found: str) -> bool:
    """Whether a record about ``found`` answers for ``asked``: also the domain above a host, and the
    same name under the two spellings of one internationalised ending."""
    if asked == found or asked.endswith(f".{found}"):
        return True
    (name, _, ending), (other, _, variant) = asked.partition("."), found.partition(".")
    return name == other and ending.startswith("xn--") and variant.startswith("xn--")


def _fill(lines: list[Placed]) -> None:
    """Give a label without value the text on the line below it."""
    for place, below in pairwise(lines):
        line, text = place.line, below.line
        waits = not line.value and labels().get(line.label, frozenset()) & _FILLED
        if waits and not text.label and text.block - line.block <= 1:
            line.value = text.value


_FILLED = frozenset(("domain", "creation", "created", "updated", "expires", "registrar", "status"))
