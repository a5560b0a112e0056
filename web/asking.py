"""What a request asks for, read from JSON or a form once, and refused in sentences."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import request

from checker.message import N_, message
from checker.patterns import compiled
from checker.seen import MAX_PAGE_BYTES
from checker.typed import MOST_CHARACTERS
from web.languages import ENGLISH, LANGUAGES
from web.plain import NotJsonError, load
from web.security import LARGE_API_BYTES, Refused
from web.store import Appeal

MOST_TYPED = 16_000
"""Characters of the address box: whole messages are pasted there, and refused with a sentence."""
MOST_APPEAL = 4_000
MOST_CONTACT = 254
ROLES = ("public", "pharmacist", "site", "authority", "other", "")
"""Who says that an answer is wrong."""

# What mail systems accept without quoting; literals and quoted names are not worth their traps.
_MAIL = compiled(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}", 0)


def language() -> str:
    """The language that the query asks for, English where it names none."""
    named = request.args.getlist("lang") or [ENGLISH]
    if len(named) > 1 or named[0] not in LANGUAGES:
        raise _member_refused("lang", message(N_("it is none of those offered")))
    return named[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One address to check."""

    url: str
    country: str
    page: bytes | None = None
    fresh: bool = False


def json_body(most: int) -> dict[str, Any]:
    """The JSON object that was sent, ``most`` bytes long at most."""
    request.max_content_length = most
    if request.mimetype != "application/json":
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "media_type", message(_JSON_NEEDED))
    try:
        found = load(request.get_data(cache=False))
    except NotJsonError:
        raise Refused(HTTPStatus.BAD_REQUEST, "not_json", message(_NOT_JSON)) from None
    if not isinstance(found, dict):
        raise Refused(HTTPStatus.BAD_REQUEST, "not_an_object", message(_NOT_AN_OBJECT))
    return found


def asked_for(body: Mapping[str, Any], country: str) -> Asked:
    """One check out of a JSON object; ``country`` is meant when none is named."""
    _known(body, ("url", "country", "page", "fresh"))
    page = _member(body, "page", str, None)
    encoded = None if page is None else page.encode("utf-8", "replace")
    if encoded is not None and len(encoded) > MAX_PAGE_BYTES:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "page_too_large", message(_PAGE_SIZE))
    return Asked(
        url=_text(body, "url", MOST_TYPED),
        country=_text(body, "country", 10, country),
        page=encoded,
        fresh=_member(body, "fresh", bool, False),
    )


def asked_for_many(body: Mapping[str, Any], country: str, most: int) -> tuple[list[str], str]:
    """The addresses of a batch and the country, out of a JSON object."""
    _known(body, ("urls", "country"))
    urls = _member(body, "urls", list, None)
    if not urls or not all(isinstance(url, str) for url in urls):
        raise _member_refused("urls", message(N_("a list of addresses is needed")))
    if any(len(url) > MOST_TYPED for url in urls):
        raise _member_refused("urls", message(_MOST, most=MOST_TYPED))
    return rows_of(urls, most), _text(body, "country", 10, country)


def pasted_from(body: Mapping[str, Any]) -> tuple[str, str, bool]:
    """A message, the country of who asks, and whether the sites it leads to are to be checked."""
    _known(body, ("message", "country", "check"))
    text = _member(body, "message", str, None)
    if text is None:
        raise _member_refused("message", message(N_("it is missing")))
    return text, _text(body, "country", 10, ""), _member(body, "check", bool, False)


def rows_of(typed: Sequence[str], most: int) -> list[str]:
    """The addresses among lines, at most ``most`` of them; blank lines are no addresses."""
    rows = [line.strip()[: MOST_CHARACTERS + 1] for line in typed if line.strip()]
    if not rows:
        raise _member_refused("urls", message(N_("a list of addresses is needed")))
    if len(rows) > most:
        raise Refused(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_many", message(_TOO_MANY, most=most)
        )
    return rows


def appeal_from(fields: Mapping[str, Any], host: str) -> Appeal:
    """An appeal about ``host`` out of its fields."""
    text, contact = _text(fields, "text", MOST_APPEAL), _text(fields, "contact", MOST_CONTACT, "")
    role, level = _text(fields, "role", 20, ""), _text(fields, "level", 20, "")
    if not text.strip():
        raise _member_refused("text", message(N_("some words are needed")))
    if any(ord(char) < 32 and char not in "\n\r\t" for char in text):
        raise _member_refused("text", message(N_("it holds signs that are no text")))
    if role not in ROLES:
        raise _member_refused("role", message(N_("it is none of those offered")))
    if contact and not is_mail_address(contact):
        raise _member_refused("contact", message(N_("this is no mail address")))
    return Appeal(host=host, level=level, role=role, text=_encodable(text), contact=contact)


def is_mail_address(text: str) -> bool:
    """``text`` is one plain mail address.

    >>> is_mail_address("jo@shop.example"), is_mail_address("jo@shop.example\\nBcc: x@y.example")
    (True, False)
    """
    name, _, host = text.partition("@")
    return (
        bool(_MAIL.fullmatch(text))
        and ".." not in text
        and not name.startswith(".")
        and not name.endswith(".")
        and not host.startswith(("-", "."))
    )


def _encodable(text: str) -> str:
    """Halves of characters cannot be stored."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _known(body: Mapping[str, Any], names: Sequence[str]) -> None:
    for name in body:
        if name not in names:
            raise Refused(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                "unknown_member",
                message(_UNKNOWN, known=", ".join(names)),
            )


def _member(body: Mapping[str, Any], name: str, kind: type, otherwise: Any) -> Any:
    value = body.get(name, otherwise)
    if value is not otherwise and type(value) is not kind:
        raise _member_refused(name, message(N_("a value of another kind is needed")))
    return value


def _text(body: Mapping[str, Any], name: str, most: int, otherwise: str | None = None) -> str:
    value = _member(body, name, str, otherwise)
    if value is None:
        raise _member_refused(name, message(N_("it is missing")))
    if len(value) > most:
        raise _member_refused(name, message(_MOST, most=most))
    return str(value)


def _member_refused(name: str, why: Any) -> Refused:
    told = message(N_("{name} cannot be used: {why}."), name=name, why=why)
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"bad_{name}", told)


CHECK_BYTES = BATCH_BYTES = LARGE_API_BYTES

_MOST = N_("{most} characters are read at most")
_JSON_NEEDED = N_("Send JSON, with the header Content-Type: application/json.")
_NOT_JSON = N_("What was sent is not one JSON document in UTF-8.")
_NOT_AN_OBJECT = N_("What was sent is JSON and no object.")
_PAGE_SIZE = N_("A page of more than 2 MiB is not read.")
_TOO_MANY = N_("More than {most} addresses are not taken at once.")
_UNKNOWN = N_("There is a member that is not known here. Known are: {known}.")


def days_from(fields: Mapping[str, Any], most: int) -> int:
    """For how many days a report is to be kept."""
    _known(fields, ("days",))
    days = _member(fields, "days", int, None)
    return checked_days(days, most)


def checked_days(days: int | None, most: int) -> int:
    """``days`` when it is a number of days for which reports are kept."""
    if days is None or not 1 <= days <= most:
        raise _member_refused("days", message(N_("a number from 1 to {most} is needed"), most=most))
    return days


def key_from(fields: Mapping[str, Any]) -> str:
    """The key that deletes a saved report."""
    _known(fields, ("delete_key",))
    return _text(fields, "delete_key", 100)


def known_appeal(fields: Mapping[str, Any]) -> None:
    """Refuse an appeal with members that it does not have."""
    _known(fields, ("url", "level", "role", "text", "contact"))


def appeal_address(fields: Mapping[str, Any]) -> str:
    """The address that an appeal is about."""
    return _text(fields, "url", MOST_TYPED)


def first_cells(typed: Sequence[str], table: str) -> list[str]:
    """Lines that were typed and, of a CSV table, the first cell of each row that holds a dot."""
    rows = list(csv.reader(io.StringIO(table[:MOST_TABLE], newline=""))) if table else []
    cells = [next((cell for cell in row if "." in cell), "") for row in rows]
    return [*typed, *cells]


MOST_TABLE = 64 * 1024
"""Characters of a CSV file that are read."""
