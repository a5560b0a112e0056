"""What the DNS says: addresses, name servers, mail set-up, and whether any name gets an answer.

All questions are asked side by side of the name servers the network names, and each may fail for
itself. Answers are data: none of them is ever dialled from here.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from functools import partial
from ipaddress import ip_address

from checker.dns_records import DnsRecords
from checker.domains import registrable
from checker.evidence import Missing, MissingReason
from checker.gather.side_by_side import side_by_side
from checker.net import DnsAnswer, Network
from checker.target import Target

SOURCE = "dns"
MOST_KEPT = 20
"""Addresses and servers of one kind that are kept."""
POLICIES = ("none", "quarantine", "reject")


def ask_dns(target: Target, network: Network, seconds: float) -> DnsRecords | Missing:
    """The records of ``target``'s host and domain, within about ``seconds``; raises nothing.

    ``not_applicable`` for an address without a name, ``not_asked`` where the network has no name
    servers, ``dns`` when there is no such domain, ``dns_timeout`` when nothing was answered in time,
    ``no_network`` when nobody could be asked.
    """
    if not target.domain:
        detail = "an address without a domain"
        return Missing(source=SOURCE, reason=MissingReason.NOT_APPLICABLE, detail=detail)
    ask = network.asks_records
    if ask is None:
        detail = "this network has no name servers"
        return Missing(source=SOURCE, reason=MissingReason.NOT_ASKED, detail=detail)
    questions = _questions(target)
    answers = side_by_side(
        {part: partial(ask, name, kind, seconds) for part, (name, kind) in questions.items()},
        seconds,
    )
    return _records(target, dict(answers))


def _questions(target: Target) -> dict[str, tuple[str, str]]:
    """(name, kind) for each part. The random label cannot exist unless every label does.

    A name that a company lends stands in the company's own zone, whose mail and servers say nothing
    about this site: only its addresses are asked.
    """
    addresses = {"a": (target.host, "A"), "aaaa": (target.host, "AAAA")}
    if registrable(target.host).private:
        return addresses
    domain = target.domain
    return addresses | {
        "ns": (domain, "NS"),
        "mx": (domain, "MX"),
        "txt": (domain, "TXT"),
        "dmarc": (f"_dmarc.{domain}", "TXT"),
        "random": (f"rx{secrets.token_hex(8)}.{domain}", "A"),
    }


def _records(
    target: Target, answers: dict[str, DnsAnswer | Exception | None]
) -> DnsRecords | Missing:
    known = {part: a for part, a in answers.items() if isinstance(a, DnsAnswer)}
    if not known:
        reason = _why_none(list(answers.values()))
        return Missing(source=SOURCE, reason=reason, detail="no question was answered")
    domain = known.get("ns") or known.get("txt") or known.get("mx")
    if domain is not None and not domain.exists:
        return Missing(source=SOURCE, reason=MissingReason.DNS, detail="no such domain")
    dmarc = _texts(known.get("dmarc"), "v=dmarc1")
    return DnsRecords(
        host=target.host,
        domain=target.domain,
        addresses=_addresses(known.get("a"), known.get("aaaa")),
        aliases=known["a"].aliases[:MOST_KEPT] if "a" in known else None,
        name_servers=_name_servers(known.get("ns")),
        mail_servers=_mail_servers(known.get("mx")),
        spf=_is_there(_texts(known.get("txt"), "v=spf1")),
        dmarc=_is_there(dmarc),
        dmarc_policy=_policy(dmarc),
        wildcard=bool(known["random"].values) if "random" in known else None,
    )


def _why_none(failures: Sequence[object]) -> MissingReason:
    # TimeoutError and ConnectionError are both kinds of OSError.
    if any(failure is None or isinstance(failure, TimeoutError) for failure in failures):
        return MissingReason.DNS_TIMEOUT
    if all(isinstance(failure, OSError) for failure in failures):
        return MissingReason.NO_NETWORK
    return MissingReason.DNS


def _addresses(four: DnsAnswer | None, six: DnsAnswer | None) -> tuple[str, ...] | None:
    """Those of both kinds; unknown when both are, or when one is and the other has none."""
    found = {
        ip_address(value)
        for answer in (four, six)
        if answer is not None
        for value in answer.values
        if _is_address(value)
    }
    # Name servers turn their answers round and round; a report does not.
    kept = sorted(found, key=lambda address: (address.version, int(address)))[:MOST_KEPT]
    return tuple(map(str, kept)) if kept or (four is not None and six is not None) else None


def _is_address(value: str) -> bool:
    try:
        ip_address(value)
    except ValueError:
        return False
    return True


def _name_servers(answer: DnsAnswer | None) -> tuple[str, ...] | None:
    if answer is None:
        return None
    return tuple(sorted({_name(value) for value in answer.values} - {""})[:MOST_KEPT])


def _mail_servers(answer: DnsAnswer | None) -> tuple[str, ...] | None:
    """By preference. One record with the root as its host says "no mail here" (RFC 7505)."""
    if answer is None:
        return None
    pairs = [value.partition(" ") for value in answer.values]
    ranked = sorted((int(n), _name(host)) for n, _, host in pairs if n.isdecimal() and len(n) < 6)
    return tuple(dict.fromkeys(host for _, host in ranked if host))[:MOST_KEPT]


def _name(value: str) -> str:
    return value.strip().rstrip(".").lower()


def _texts(answer: DnsAnswer | None, version: str) -> list[str] | None:
    """The texts of the given version, in lower case; other texts are anybody's notes."""
    if answer is None:
        return None
    return [text for text in map(str.lower, answer.values) if _is_version(text, version)]


def _is_version(text: str, version: str) -> bool:
    head = text.replace(" ", "") if version == "v=dmarc1" else text
    return head.startswith(version) and head[len(version) : len(version) + 1] in ("", " ", ";")


def _is_there(texts: list[str] | None) -> bool | None:
    return None if texts is None else bool(texts)


def _policy(texts: list[str] | None) -> str | None:
    for text in texts or ():
        for part in text.split(";"):
            key, _, value = part.partition("=")
            if key.strip() == "p" and value.strip() in POLICIES:
                return value.strip()
    return None
