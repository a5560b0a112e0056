"""Reading an RDAP answer (RFC 9083): a stranger's JSON, of any shape.

Nothing in it is ever fetched: links, referrals and ``port43`` are not even read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from checker.gather.registration.dates import EARLIEST, LATEST, plausible
from checker.gather.registration.places import country_code
from checker.gather.registration.privacy import privacy_of, withheld
from checker.gather.registration.words import clean, host_name, statuses, unique
from checker.patterns import compiled
from checker.registration import Registration, RegistrationState

MAX_CHARACTERS = 1024 * 1024
MOST_ITEMS = 200
"""Elements of one list that are looked at."""
_MOST_DIGITS = 18

_DAY = compiled(r"\s{0,9}(\d{4})-(\d\d)-(\d\d)(?!\d)", 0)
_EVENTS = {
    "registration": "created",
    "reregistration": "created",
    "last changed": "updated",
    "expiration": "expires",
    "transfer": "transferred",
}


def read_rdap(
    document: object, *, domain: str | None = None, today: date | None = None
) -> Registration:
    """What an RDAP answer says; never raises, whatever ``document`` is.

    ``document`` is the parsed object, or its text or bytes (UTF-8, as RFC 8259 demands). With
    ``domain`` an answer about another name is unparseable. Dates later than ``today`` (the day of
    reading, when None) are unknown if they cannot lie ahead. An error answer has the state that its
    ``errorCode`` names. At most 50 ms for an answer within the limits; larger ones are not read.
    """
    found = _parsed(document)
    if not isinstance(found, dict):
        return _without(RegistrationState.UNPARSEABLE)
    if (state := _error(found)) is not None:
        return _without(state)
    name = _name(found)
    if not name or _text(found.get("objectClassName")).lower() != "domain":
        return _without(RegistrationState.UNPARSEABLE)
    if domain is not None and name != (host_name(domain) or domain):
        return _without(RegistrationState.UNPARSEABLE)
    return _registration(name, found, today or date.today())


def state_of_status(status: int) -> RegistrationState | None:
    """What an HTTP status (or RDAP error code) says about the look-up; None for success."""
    if status == 404:
        return RegistrationState.NOT_REGISTERED
    if status in (401, 403, 429):
        return RegistrationState.THROTTLED
    if status in (400, 422):
        return RegistrationState.INVALID
    return RegistrationState.SERVER_ERROR if status >= 400 else None


def _registration(name: str, found: dict[str, Any], today: date) -> Registration:
    dates = _dates(found.get("events"), today)
    entities = list(_entities(found.get("entities")))
    registrar = _first(entities, "registrar")
    registrant = _first(entities, "registrant")
    card = dict(_card(registrant)) if registrant else {}
    texts = [text for key in ("org", "fn") if (text := _card_text(card.get(key)))]
    privacy, service = privacy_of(texts, shown=registrant is not None, redacted=_redacted(found))
    return Registration(
        state=RegistrationState.REGISTERED,
        domain=name,
        created=dates.get("created"),
        updated=dates.get("updated"),
        expires=dates.get("expires"),
        transferred=dates.get("transferred"),
        registrar=_card_name(registrar) if registrar else None,
        registrar_iana_id=_iana_id(registrar) if registrar else None,
        registrant=next((text for text in texts if not withheld(text)), None),
        registrant_country=_country(card.get("adr")),
        privacy=privacy,
        privacy_service=service,
        name_servers=unique(_name_server(item) for item in _dicts(found.get("nameservers"))),
        statuses=statuses(_texts(found.get("status"))),
        dnssec=_signed(found.get("secureDNS")),
        source="rdap",
    )


def _parsed(document: object) -> object:
    if isinstance(document, bytes | bytearray):
        if len(document) > 4 * MAX_CHARACTERS:
            return None
        try:
            document = bytes(document).decode("utf-8-sig")
        except UnicodeDecodeError:
            return None
    if not isinstance(document, str):
        return document
    if len(document) > MAX_CHARACTERS:
        return None
    try:
        return json.loads(document.removeprefix("\ufeff"), parse_int=_int, parse_constant=_none)
    except (ValueError, RecursionError):
        return None


def _int(digits: str) -> int | None:
    # Python refuses to read very long numbers, and would take long for long ones.
    return int(digits) if len(digits) <= _MOST_DIGITS else None


def _none(_: str) -> None:
    return None


def _error(found: dict[str, Any]) -> RegistrationState | None:
    code = found.get("errorCode")
    if isinstance(code, str) and code.isascii() and code.isdecimal():
        code = _int(code)
    return state_of_status(code) if isinstance(code, int) else None


def _name(found: dict[str, Any]) -> str:
    name = found.get("ldhName")
    return host_name(name) or "" if isinstance(name, str) else ""


def _dates(events: object, today: date) -> dict[str, date]:
    """The latest plausible day of each kind: a name registered again is as young as that."""
    found: dict[str, date] = {}
    for event in _dicts(events):
        field = _EVENTS.get(_text(event.get("eventAction")).strip().lower())
        day = _day(event.get("eventDate"))
        latest = LATEST if field == "expires" else today
        if field and day and plausible(day, latest) and day > found.get(field, EARLIEST):
            found[field] = day
    return found


def _day(value: object) -> date | None:
    """The calendar day as printed; the time of day (leap seconds, odd zones) is nobody's concern."""
    match = _DAY.match(_text(value))
    if match is None:
        return None
    try:
        return datetime(*map(int, match.groups())).date()  # type: ignore[arg-type]
    except ValueError:
        return None


def _entities(value: object) -> Iterator[dict[str, Any]]:
    yield from _dicts(value)


def _first(entities: Iterable[dict[str, Any]], role: str) -> dict[str, Any] | None:
    return next((e for e in entities if role in (r.lower() for r in _texts(e.get("roles")))), None)


def _card(entity: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """The properties of a jCard (RFC 7095) by name; the first of each name comes last."""
    card = entity.get("vcardArray")
    rows = card[1] if isinstance(card, list) and len(card) > 1 else None
    rows = rows[:MOST_ITEMS] if isinstance(rows, list) else []
    for row in reversed(rows):
        if isinstance(row, list) and len(row) > 3 and isinstance(row[0], str):
            yield row[0].lower(), row


def _card_name(entity: dict[str, Any]) -> str | None:
    card = dict(_card(entity))
    return _card_text(card.get("fn")) or _card_text(card.get("org"))


def _card_text(row: list[Any] | None) -> str | None:
    value = row[3] if row else None
    if isinstance(value, list):  # An organisation and its units.
        value = next(iter(_texts(value)), "")
    return clean(_text(value)) or None


def _country(row: list[Any] | None) -> str | None:
    """The country of an address: its parameter, else the last component (RFC 6350, 6.3.1)."""
    if row is None:
        return None
    parameter = row[1].get("cc") if isinstance(row[1], dict) else None
    if code := country_code(_text(parameter)):
        return code
    parts = row[3]
    return country_code(_text(parts[-1])) if isinstance(parts, list) and parts else None


def _iana_id(entity: dict[str, Any]) -> int | None:
    for public in _dicts(entity.get("publicIds")):
        number = str(public.get("identifier", ""))[:10]
        if "iana" in _text(public.get("type")).lower() and number.isascii() and number.isdecimal():
            return int(number)
    return None


def _redacted(found: dict[str, Any]) -> bool:
    """Whether the answer says that something was taken out (RFC 9537, or remarks before it)."""
    if isinstance(found.get("redacted"), list) and found["redacted"]:
        return True
    registrants = [_first(_entities(found.get("entities")), "registrant") or {}]
    return any(
        "redacted" in _text(remark.get("title")).lower()
        or "truncated" in _text(remark.get("type")).lower()
        for entity in registrants
        for remark in _dicts(entity.get("remarks"))
    )


def _name_server(item: dict[str, Any]) -> str | None:
    return host_name(_text(item.get("ldhName")))


def _signed(value: object) -> bool | None:
    signed = value.get("delegationSigned") if isinstance(value, dict) else None
    return signed if isinstance(signed, bool) else None


def _dicts(value: object) -> list[dict[str, Any]]:
    items = value[:MOST_ITEMS] if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def _texts(value: object) -> list[str]:
    items = value[:MOST_ITEMS] if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str)]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _without(state: RegistrationState) -> Registration:
    return Registration(state=state, source="rdap")
