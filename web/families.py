"""The page of a family, and the same as JSON. Importing adds the routes."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from flask import Response, make_response, redirect, render_template, request, url_for

from checker.errors import InputRefused
from checker.family import graph, told
from checker.family.search import Family
from checker.family.store import FamilyStore
from checker.message import N_, message
from checker.store.database import file_in
from checker.store.schema import FAMILIES
from checker.target import read_target
from web import api, asking, pages
from web.security import Refused
from web.service import store_directory


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
    kept = pages.service().families
    if kept is not None:
        return _in(kept.store, domain)
    # None were there when the service began; a file may have been filled since.
    place = file_in(store_directory(pages.service().settings), FAMILIES)
    if place is None or not Path(place).is_file():
        return None
    with FamilyStore(place) as store:
        return _in(store, domain)


def _in(store: FamilyStore, domain: str) -> Family | None:
    one = store.get(domain)
    return None if one is None else store.family(one)
