"""The way to an offer and on from it: who passed the visitor on, how, and what is odd about that.

Steps are read from what was seen: answers of servers, and what the page itself holds (read, never run or
followed). Facts are sentences about the steps; they carry no weight.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from checker.domains import domain_of
from checker.evidence import Evidence, Missing
from checker.message import N_, Message, message
from checker.page.facts import PageFacts
from checker.page.medicines import in_host, names_in

MOST_STEPS = 30
_ORDERS = frozenset(("basket", "checkout"))
_AFFILIATE = frozenset(
    """aff affid aff_id affiliate affiliate_id afid partner partner_id pid ref refid referrer wmid webmaster sub
    subid sub_id click_id clickid""".split()  # noqa: SIM905
)
"""Names of parameters in which shops are told whom to pay for a visitor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WayStep:
    """One step: a host, and how the visitor comes from it or is sent to it."""

    how: str
    """``typed``, ``wrapper`` (opened without asking anyone), ``redirect`` (a server's answer), ``refresh`` (meta
    refresh or script, not followed), ``frame``, ``order`` (where an order form leads)."""
    host: str
    domain: str
    other_site: bool
    """Another registrable domain than the step before."""
    medicine: str
    """A medicine that the address names, or empty."""
    affiliate: bool
    """The address says whom to pay for the visitor."""
    country: str = ""
    """ISO 3166 code of the network, where it was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """All steps in order, and what is to be said of them."""

    steps: tuple[WayStep, ...] = ()
    facts: tuple[Message, ...] = ()


NO_WAY = Way()
"""Nothing was seen."""


def way_of(evidence: Evidence) -> Way:
    """The way as far as it was seen; pure."""
    steps = tuple(_steps(evidence))[:MOST_STEPS]
    return Way(steps=steps, facts=tuple(_facts(steps)))


def _steps(evidence: Evidence) -> Iterator[WayStep]:
    before = ""
    for host in evidence.target.unwrapped_from:
        yield _step("wrapper", f"https://{host}/", "")
        before = ""
    hops, page = evidence.hops, evidence.page
    if isinstance(hops, Missing):
        yield _step("typed", evidence.target.url, before)
        before = evidence.target.domain
    else:
        for number, hop in enumerate(hops):
            last = number == len(hops) - 1
            country = _country(evidence, hop.host) if last else ""
            yield _step("redirect" if number else "typed", hop.url, before, country)
            before = domain_of(hop.url)
    if not isinstance(page, Missing):
        yield from _onwards(page.facts, before)


def _onwards(page: PageFacts, before: str) -> Iterator[WayStep]:
    """Where the page leads by itself, shows another site, or sends an order."""
    orders = [form.action for form in page.forms if form.purpose in _ORDERS]
    seen: set[tuple[str, str]] = set()
    for how, urls in (("refresh", page.refreshes), ("frame", page.frames), ("order", orders)):
        for url in urls:
            other = domain_of(url) if url.startswith("http") else ""
            if other and other != before and (how, other) not in seen:
                seen.add((how, other))
                yield _step(how, url, before)


def _step(how: str, url: str, before: str, country: str = "") -> WayStep:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        fields = {name.lower() for name, _ in parse_qsl(parts.query, max_num_fields=60)}
    except ValueError:
        return WayStep(how=how, host="", domain="", other_site=False, medicine="", affiliate=False)
    domain = domain_of(url)
    named = (*in_host(host), *names_in(unquote(parts.path).translate(_BREAKS)))
    return WayStep(
        how=how,
        host=host,
        domain=domain,
        other_site=bool(before) and domain != before,
        medicine=named[0].name if named else "",
        affiliate=not _AFFILIATE.isdisjoint(fields),
        country=country,
    )


_BREAKS = str.maketrans(dict.fromkeys("-_/+.", " "))


def _country(evidence: Evidence, host: str) -> str:
    origin = evidence.origin
    if isinstance(origin, Missing):
        return ""
    found = getattr(origin, "country", "") or ""
    return str(found) if host == evidence.target.host else ""


def _facts(steps: Sequence[WayStep]) -> Iterator[Message]:
    taken = [step for step in steps if step.how in ("typed", "redirect")]
    changes = [step for step in taken if step.other_site]
    if len(changes) >= 2:
        yield message(
            N_("The visitor was passed on through {count} sites: {hosts}"),
            count=len(changes) + 1,
            hosts=" → ".join([taken[0].host, *(step.host for step in changes)]),
        )
    elif changes:
        yield message(
            N_("{start} passed the visitor on to {end}, another site"),
            start=taken[0].host,
            end=changes[0].host,
        )
    if changes and not in_host(taken[0].host) and any(step.medicine for step in taken):
        yield message(
            N_(
                "The name of {start} has nothing of medicines; an address on the way names {medicine}"
            ),
            start=taken[0].host,
            medicine=next(step.medicine for step in taken if step.medicine),
        )
    if paid := next((step for step in steps if step.affiliate), None):
        yield message(N_("An address on {host} says whom to pay for the visitor"), host=paid.host)
    for step in steps:
        if step.how in _ONWARDS:
            yield message(_ONWARDS[step.how], host=step.host)


_ONWARDS = {
    "refresh": N_("The page sends its visitor on to {host} by itself; this was read, not followed"),
    "frame": N_("The page shows {host} in a frame"),
    "order": N_("Orders go to {host}, another site"),
}
