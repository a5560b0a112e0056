"""What is to be said of a way: each step in words, and what is odd about all of them together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.countries import country_name
from checker.domains import siblings
from checker.evidence import View
from checker.message import N_, Message, message
from checker.page.medicines import in_host
from checker.services import takes_payments
from checker.shown import printable
from checker.way import TAKEN, How, Subject, Way, WayStep

LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class WayFact:
    """One thing about the way. Facts carry no weight."""

    fact: str
    """``passed_on``, ``unrelated_start``, ``passed_on_to_order``, ``affiliate``, ``sent_on``, ``framed``,
    ``order_elsewhere`` or ``some_passed_on``."""
    text: Message


def step_text(step: WayStep) -> Message:
    """How the visitor comes to the step's host."""
    return message(_HOW[step.how], host=step.host)


def step_details(step: WayStep) -> tuple[Message, ...]:
    """What is known of a step beside its host, and, of one that was asked, what is not."""
    return tuple(_details(step))


def _details(step: WayStep) -> Iterator[Message]:
    asked = step.how in TAKEN
    if step.view in _ONLY:
        yield message(_ONLY[step.view])
    if step.status:
        yield message(N_("answered {status}"), status=step.status)
    if step.fault:
        yield message(N_("fault of its certificate: {fault}"), fault=step.fault)
    if step.country:
        yield message(N_("server in {country}"), country=country_name(step.country).text())
    elif step.front:
        yield message(N_("behind {front}: country not known"), front=step.front)
    elif asked:
        yield message(N_("country not known"))
    if asked:
        yield message(_SUBJECTS[step.subject])
    if step.medicine:
        yield message(N_("its address names a medicine"))
    if step.affiliate:
        yield message(N_("its address says whom to pay for the visitor"))


def facts_of(way: Way) -> tuple[WayFact, ...]:
    """What is odd about ``way``, in its order."""
    everybodys = [step for step in way.steps if step.view not in _ONLY]
    taken = [step for step in everybodys if step.how in TAKEN]
    found = (
        *_passed_on(taken),
        *_unrelated_start(way.steps),
        *_passed_on_to_order(taken),
        *_affiliate(way),
        *_onwards(everybodys),
        *_some(way.steps),
    )
    return tuple(WayFact(fact=fact, text=text) for fact, text in found)


_Facts = Iterator[tuple[str, Message]]


def _passed_on(taken: Sequence[WayStep]) -> _Facts:
    changes = [step for step in taken if step.other_site]
    if all(siblings(taken[0].domain, step.domain) for step in changes):
        return  # The same name under another ending.
    if len(changes) >= 2:
        hosts = " → ".join([taken[0].host, *(step.host for step in changes)])
        text = message(
            N_("The visitor was passed on through {count} sites: {hosts}"),
            count=len(changes) + 1,
            hosts=hosts,
        )
        yield "passed_on", text
    elif changes:
        text = message(
            N_("{start} passed the visitor on to {end}, another site"),
            start=taken[0].host,
            end=changes[0].host,
        )
        yield "passed_on", text


def _unrelated_start(steps: Sequence[WayStep]) -> _Facts:
    """A host about something else at the beginning, and medicines on another one further on."""
    own = [step for step in steps if step.how not in (How.WRAPPER, How.SHORT_LINK)]
    if not own or in_host(own[0].host) or own[0].subject is Subject.MEDICINES:
        return
    start, further = own[0], [step for step in own[1:] if step.other_site]
    end = next((s for s in further if s.medicine or s.subject is Subject.MEDICINES), None)
    if end is None:
        return
    if start.subject is Subject.SOMETHING_ELSE:
        text = message(
            N_("{start} is about something else (“{title}”), and medicines are at {end}"),
            start=start.host,
            title=printable(start.title)[:LONGEST_TITLE],
            end=end.host,
        )
        yield "unrelated_start", text
    elif named := next((step.medicine for step in own if step.medicine), ""):
        text = message(
            N_(
                "The name of {start} has nothing of medicines; an address on the way names {medicine}"
            ),
            start=start.host,
            medicine=named,
        )
        yield "unrelated_start", text


def _passed_on_to_order(taken: Sequence[WayStep]) -> _Facts:
    """A second redirect, and at its end the till: the shop and its billing host are two."""
    changes = [step for step in taken if step.other_site]
    if len(changes) >= 2 and changes[-1].takes_orders and not takes_payments(changes[-1].domain):
        text = message(
            N_("{shop} passed the visitor on once more, to {desk}, where the order is taken"),
            shop=changes[-2].host,
            desk=changes[-1].host,
        )
        yield "passed_on_to_order", text


def _affiliate(way: Way) -> _Facts:
    if paid := next((step for step in way.steps if step.affiliate), None):
        text = message(N_("An address on {host} says whom to pay for the visitor"), host=paid.host)
        yield "affiliate", text
    elif way.paid_links:
        text = message(
            N_("Links about medicines to {hosts} say whom to pay for the visitor"),
            hosts=", ".join(way.paid_links[:3]),
        )
        yield "affiliate", text


def _onwards(steps: Sequence[WayStep]) -> _Facts:
    for step in steps:
        known = step.how is How.ORDER and takes_payments(step.domain)
        known |= step.how is How.REFRESH and any(siblings(step.domain, o.domain) for o in steps)
        if step.how in _ONWARDS and not known:
            fact, text = _ONWARDS[step.how]
            yield fact, message(text, host=step.host)


def _some(steps: Sequence[WayStep]) -> _Facts:
    """Visitors of one kind are taken or sent to another site, and those who come by the address are not."""
    for view, text in _SOME.items():
        there = [step.host for step in steps if step.view is view and step.how in _LEADING]
        if there:
            hosts = " → ".join(dict.fromkeys(there))
            yield "some_passed_on", message(text, hosts=hosts)


_LEADING = (*TAKEN, How.REFRESH, How.FRAME)
_SOME = {
    View.SEARCH: N_(
        "Visitors who come from a search page are led to {hosts}; those who come by the address are not"
    ),
    View.CRAWLER: N_(
        "The crawler of a search engine is led to {hosts}; visitors who come by the address are not"
    ),
}
_ONLY = {
    View.SEARCH: N_("only for visitors who come from a search page"),
    View.CRAWLER: N_("only for the crawler of a search engine"),
}
_ONWARDS = {
    How.REFRESH: (
        "sent_on",
        N_("The page can send its visitor on to {host} by itself; this was read, not followed"),
    ),
    How.FRAME: ("framed", N_("The page shows {host} in a frame")),
    How.ORDER: ("order_elsewhere", N_("Orders go to {host}, another site")),
}
_HOW = {
    How.TYPED: N_("{host}: the address itself"),
    How.WRAPPER: N_("{host}: wrapped around it, opened without asking anyone"),
    How.SHORT_LINK: N_("{host}: a short link, opened by asking its service"),
    How.REDIRECT: N_("{host}: the server before it sends the visitor here"),
    How.REFRESH: N_("{host}: the page sends the visitor here (read, not followed)"),
    How.FRAME: N_("{host}: shown in a frame of the page (read, not followed)"),
    How.ORDER: N_("{host}: orders go here (read, not followed)"),
}
_SUBJECTS = {
    Subject.MEDICINES: N_("about medicines"),
    Subject.SOMETHING_ELSE: N_("about something else"),
    Subject.UNKNOWN: N_("not known what it is about"),
}
