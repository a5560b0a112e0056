"""Small readings shared by RDAP and WHOIS: clean text, names of hosts, status codes."""

from __future__ import annotations

from collections.abc import Iterable

import ada_url

from checker.patterns import compiled

MAX_VALUE = 300
"""Characters of a value that are kept."""
MOST_NAME_SERVERS = 26
MOST_STATUSES = 20

# Control characters, and those that reorder or hide the text around them.
_INVISIBLE = compiled(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc]",
    0,
)
_HOST = compiled(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.){1,20}[a-z][a-z0-9-]{0,61}", 0)

_STATUSES = (
    "ok",
    "inactive",
    "addPeriod",
    "autoRenewPeriod",
    "renewPeriod",
    "transferPeriod",
    "redemptionPeriod",
    "pendingCreate",
    "pendingDelete",
    "pendingRenew",
    "pendingRestore",
    "pendingTransfer",
    "pendingUpdate",
    *(
        f"{who}{what}"
        for who in ("client", "server")
        for what in (
            "DeleteProhibited",
            "Hold",
            "RenewProhibited",
            "TransferProhibited",
            "UpdateProhibited",
        )
    ),
)
# RFC 8056, section 2: RDAP says "active" where EPP says "ok".
_BY_WORD = {status.lower(): status for status in _STATUSES} | {"active": "ok"}


def clean(text: str) -> str:
    """``text`` on one line without invisible signs, cut at :data:`MAX_VALUE`."""
    text = text[: 4 * MAX_VALUE]
    if not (text.isascii() and text.isprintable()):  # Mostly there is nothing to do.
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())[:MAX_VALUE]


def host_name(text: str) -> str | None:
    """``text`` as a host name in ASCII and lower case, or None when it is none.

    >>> host_name("NS1.Example.COM.")
    'ns1.example.com'
    >>> host_name("not defined") is None
    True
    """
    name = text.strip().lower().removesuffix(".")[:254]
    if not name.isascii():
        name = ada_url.idna_to_ascii(name).decode("ascii", "replace")
    return name if len(name) < 254 and _HOST.fullmatch(name) else None


def statuses(words: Iterable[str]) -> tuple[str, ...]:
    """Status codes without repetition, in EPP's spelling where it has one.

    >>> statuses(["client transfer prohibited", "ACTIVE", "clientHold https://icann.org/epp#clientHold"])
    ('clientTransferProhibited', 'ok', 'clientHold')
    """
    found: dict[str, None] = {}
    for word in words:
        if code := _status(clean(word)):
            found[code] = None
        if len(found) == MOST_STATUSES:
            break
    return tuple(found)


def _status(word: str) -> str:
    # EPP's codes come with the address of their explanation.
    word = word.partition("http")[0].strip(" (").rstrip(",;")
    joined = word.lower().replace(" ", "").replace("-", "").replace("_", "")
    return _BY_WORD.get(joined, word[:60])


def unique(hosts: Iterable[str | None]) -> tuple[str, ...]:
    """The host names given, without repetition, in their order."""
    kept = dict.fromkeys(host for host in hosts if host)
    return tuple(kept)[:MOST_NAME_SERVERS]
