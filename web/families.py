"""The page of a family, and the page and the API for messages pasted whole. Importing adds the routes."""

from __future__ import annotations

from http import HTTPStatus
from typing import Protocol, runtime_checkable

from flask import Response, make_response, redirect, render_template, request, url_for

from checker.errors import InputRefused
from checker.evidence import Missing
from checker.evidence import Response as Answered
from checker.family import graph, told
from checker.family.store import Family, FamilyStore
from checker.message import N_, message
from checker.message_text.answer import MessageAnswer, addresses_to_check, message_json, sentences
from checker.message_text.answer import read_message as answer_to
from checker.message_text.parts import MOST_BYTES
from checker.page.facts import PageFacts
from checker.page.worker import PageReader
from checker.target import read_target
from web import api, asking, pages
from web.security import PAGE_BYTES, Refused, one_value
from web.service import store_directory


@runtime_checkable
class ReadsPages(Protocol):
    """An engine that lends its reading processes."""

    def read(self, response: Answered) -> PageFacts | Missing:
        """Facts out of a page, in bounded time."""


FILE = "families.sqlite"
"""Fingerprints, beside the other databases; filled with ``rxlens family remember --store``."""
MOST_PASTED = 256 * 1024
"""Characters of a message pasted into the form."""


@pages.route("/family")
def family_form() -> Response | str:
    """Where to ask for a family; leads to its page."""
    typed = request.args.get("site", "")[: asking.MOST_TYPED]
    if not typed:
        return render_template("family.html", family=None, domain="")
    return redirect(url_for("pages.family", domain=_domain(typed)), HTTPStatus.SEE_OTHER)  # type: ignore[return-value]


@pages.route("/family/<domain>")
def family(domain: str) -> Response | str:
    """Which checked sites belong with ``domain``, drawn and as a table."""
    name = _domain(domain)
    found = _family(name)
    if found is None:
        page = render_template("family.html", family=None, domain=name)
        return make_response(page, HTTPStatus.NOT_FOUND)
    nodes, lines = graph.drawn(found)
    return render_template(
        "family.html",
        family=found,
        domain=name,
        told=told,
        nodes=nodes,
        lines=lines,
        size=(graph.WIDTH, graph.HEIGHT),
    )


@api.blueprint.get("/families/<domain>")
def get_family(domain: str) -> Response:
    """The same as JSON."""
    found = _family(_domain(domain))
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "no_family", message(_UNKNOWN))
    return api.answer(told.to_json(found))


_UNKNOWN = N_("No fingerprint of this site is kept.")


def _domain(typed: str) -> str:
    try:
        target = read_target(typed)
    except InputRefused as refused:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, refused.reason, refused.message) from None
    return target.domain or target.host


def _family(domain: str) -> Family | None:
    directory = store_directory(pages.service().settings)
    if directory is None or not (directory / FILE).is_file():
        return None
    with FamilyStore(directory / FILE) as store:
        one = store.get(domain)
        return None if one is None else store.family(one)


@pages.route("/message")
def message_form() -> Response | str:
    """Where to paste a message."""
    return render_template("message.html", answer=None)


@pages.route("/message/read", post=True)
def read_message() -> Response | str:
    """What a pasted message says and where it leads. Nothing of it is kept."""
    request.max_content_length = MOST_PASTED * 3 + PAGE_BYTES
    request.max_form_memory_size = MOST_PASTED * 3
    answer = _read(one_value("message", MOST_PASTED))
    return render_template(
        "message.html",
        answer=answer,
        told=sentences(answer),
        addresses=addresses_to_check(answer),
        country=pages.service().settings.country,
    )


@api.blueprint.post("/messages")
def post_message() -> Response:
    """Read a message sent as JSON."""
    body = asking.json_body(MOST_BYTES * 2)
    text = body.get("message")
    if not isinstance(text, str) or set(body) != {"message"}:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "member", message(_ONE_MEMBER))
    return api.answer(message_json(_read(text)))


_ONE_MEMBER = N_("Send an object with one member, message: the text as it came.")


def _read(text: str) -> MessageAnswer:
    api.count_client()
    if not text.strip():
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "empty", message(_EMPTY))
    engine = pages.service().engine
    if isinstance(engine, ReadsPages):
        return answer_to(text, engine.read)
    with PageReader(workers=1) as reader:
        return answer_to(text, reader.read)


_EMPTY = N_("Nothing was pasted.")
