"""What stands behind an address, as lines of a report: seen and dated, and not judged here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from checker.certificate import Certificate
from checker.countries import country_name
from checker.dns_records import DnsRecords
from checker.evidence import ADDRESS_SOURCES, Evidence, PageVisit
from checker.message import N_, Message, message
from checker.origin import Origin
from checker.registration import Privacy, Registration, RegistrationState

MOST_NAMED = 5
"""Servers or domains told by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressFact:
    """One line about an address: what it is about, what was seen, who told it and when."""

    label: Message
    text: Message
    source: str
    """``registration``, ``dns``, ``certificate`` or ``origin``."""
    at: datetime


def address_facts(evidence: Evidence) -> tuple[AddressFact, ...]:
    """Everything that was learnt about what stands behind the address, in a steady order."""
    newest = {o.source: o for o in evidence.observations}
    seen = (newest[source] for source in ADDRESS_SOURCES if source in newest)
    return tuple(
        AddressFact(label=label, text=text, source=observation.source, at=observation.at)
        for observation in seen
        for label, text in _lines(observation.value)
    )


Line = tuple[Message, Message]


def _lines(value: object) -> Iterator[Line]:
    match value:
        case Registration():
            yield from _registration(value)
        case DnsRecords():
            yield from _dns(value)
        case Certificate():
            yield from _certificate(value)
        case Origin():
            yield from _origin(value)
        case PageVisit() | _:
            return


# Registration

_STATES = {
    RegistrationState.NOT_REGISTERED: message(N_("the registry knows no such name")),
    RegistrationState.RESERVED: message(N_("kept back by the registry")),
    RegistrationState.INVALID: message(N_("the registry says that such a name cannot exist")),
    RegistrationState.UNAVAILABLE: message(N_("the registry tells the public nothing about it")),
}
_HOLDERS = {
    Privacy.REDACTED: message(N_("withheld by the registry, as is usual")),
    Privacy.NOT_PUBLISHED: message(N_("this registry never shows one")),
    Privacy.PROXY: message(N_("hidden by a privacy service")),
}


def _registration(record: Registration) -> Iterator[Line]:
    label = message(N_("Registered"))
    if record.state in _STATES:
        yield label, _STATES[record.state]
    if record.state is not RegistrationState.REGISTERED:
        return
    yield label, _since(record)
    if record.registrar:
        yield message(N_("Through")), _plain(record.registrar)
    if record.expires is not None:
        yield message(N_("Registered until")), _plain(record.expires.isoformat())
    if record.transferred is not None:
        yield message(N_("Last transferred")), _plain(record.transferred.isoformat())
    holder = _holder(record)
    if holder is not None:
        yield message(N_("Holder of the name")), holder


def _since(record: Registration) -> Message:
    if record.created is None:
        return message(N_("yes; this registry does not say since when"))
    if record.age_days is None:
        return _plain(record.created.isoformat())
    return message(
        N_("{date}, {days} days before this check"),
        date=record.created.isoformat(),
        days=record.age_days,
    )


def _holder(record: Registration) -> Message | None:
    if record.privacy is Privacy.PROXY and record.privacy_service:
        return message(N_("hidden by {service}"), service=record.privacy_service)
    if record.privacy in _HOLDERS:
        return _HOLDERS[record.privacy]
    if record.registrant and record.registrant_country:
        country = country_name(record.registrant_country)
        return message(N_("{name}, {country}"), name=record.registrant, country=country)
    return _plain(record.registrant) if record.registrant else None


# DNS


def _dns(records: DnsRecords) -> Iterator[Line]:
    if records.name_servers:
        yield message(N_("Name servers")), _named(records.name_servers)
    if records.mail_servers is not None:
        none = message(N_("the domain takes no mail"))
        servers = records.mail_servers
        yield message(N_("Mail")), _named(servers) if servers else none
    policy = _mail_policy(records)
    if policy is not None:
        yield message(N_("Protection of its mail")), policy
    if records.wildcard:
        yield (
            message(N_("Names below it")),
            message(N_("every name has an address, also one made up at random")),
        )
    if records.shared_with is not None:
        told = message(N_("{count} other domains were seen there"), count=records.shared_with)
        yield message(N_("At the same addresses")), told


def _mail_policy(records: DnsRecords) -> Message | None:
    if records.spf is None or records.dmarc is None:
        return None
    if not records.spf and not records.dmarc:
        return message(N_("it does not say who may send mail in its name"))
    return message(
        N_("SPF: {spf}, DMARC: {dmarc}"),
        spf=_yes_or_no(records.spf),
        dmarc=_plain(records.dmarc_policy) if records.dmarc_policy else _yes_or_no(records.dmarc),
    )


def _yes_or_no(value: bool) -> Message:
    return message(N_("yes")) if value else message(N_("no"))


# Certificate

_FAULTS = {
    "expired": message(N_("it has run out")),
    "not_yet_valid": message(N_("it is not good yet")),
    "self_signed": message(N_("it vouches for itself only")),
    "wrong_host": message(N_("it is made out to another name")),
    "revoked": message(N_("it was revoked")),
    "untrusted": message(N_("no authority that browsers trust signed it")),
    "weak": message(N_("it or the connection is too weak")),
    "old_protocol": message(N_("the server only speaks protocols that were given up")),
}


def _certificate(certificate: Certificate) -> Iterator[Line]:
    if certificate.age_days is not None and certificate.lifetime_days is not None:
        yield (
            message(N_("Certificate")),
            message(
                N_("by {issuer}, {age} days old, good for {life} days in all"),
                issuer=certificate.issuer or "?",
                age=certificate.age_days,
                life=certificate.lifetime_days,
            ),
        )
    if certificate.fault is not None:
        told = _FAULTS.get(certificate.fault) or message(N_("the encrypted connection is faulty"))
        yield message(N_("Browsers do not trust it")), told
    if certificate.other_domains:
        yield message(N_("Also good for")), _named(certificate.other_domains)


# Network and country


def _origin(origin: Origin) -> Iterator[Line]:
    if origin.asn is not None:
        told = message(
            N_("{organisation} (AS{number})"),
            organisation=origin.organisation or "?",
            number=origin.asn,
        )
        yield message(N_("Network")), told
    label = message(N_("Country of the server"))
    if origin.front is not None:
        yield label, message(N_("not known: the site stands behind {front}"), front=origin.front)
    elif origin.country is not None and origin.data_date is not None:
        yield (
            label,
            message(
                N_("{country}, by a database of {date}"),
                country=country_name(origin.country),
                date=origin.data_date.isoformat(),
            ),
        )


# Words


def _named(names: tuple[str, ...]) -> Message:
    """The first names, and how many more there are."""
    shown = ", ".join(names[:MOST_NAMED])
    if len(names) <= MOST_NAMED:
        return _plain(shown)
    return message(N_("{names} and {count} more"), names=shown, count=len(names) - MOST_NAMED)


def _plain(text: str) -> Message:
    return message("{text}", text=text)
