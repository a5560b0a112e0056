"""The page of a family, and the same as JSON. Importing adds the routes."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, make_response, redirect, render_template, request, url_for

from checker.errors import InputRefused
from checker.family import graph, told
from checker.family.search import Family
from checker.message import N_, message
from checker.target import read_target
from web import api, asking, pages
from web.remembering import memory_of
from web.security import Refused


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
    kept = memory_of(pages.service())
    one = kept.store.get(domain) if kept else None
    return kept.store.family(one) if kept and one else None
