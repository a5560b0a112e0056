"""The pages for people: every one works without script, and none leaves anything with its reader.

Each page exists in English at its plain address and in the other languages below their code
(``/de/privacy``): the language is part of the address, never of a cookie.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)

import checker
from checker.countries import countries
from checker.message import message
from checker.message_text.parts import is_message
from checker.registers import sources, verifiable
from checker.signals import all_signals
from web import api, asking, figures, messages, rendering
from web.batches import Batch
from web.catalogues import translator
from web.checks import Check, State
from web.compare import changes_between
from web.engine import demo_sites
from web.languages import LANGUAGES
from web.logs import request_number
from web.plain import load
from web.security import Refused, is_operator, one_value
from web.service import Service
from web.store import NotStored
from web.times import at

_IN_ADDRESSES = ("country", "host", "level", "sort")
"""What the address of a page may carry into that of another language."""

DAYS = (7, 30, 90, 365)
"""For how long a report can be saved."""

blueprint = Blueprint("pages", __name__)

_View = Callable[..., Response | str]


def route(path: str, *, post: bool = False) -> Callable[[_View], _View]:
    """Register a view at ``path`` in every language."""

    def add(view: _View) -> _View:
        codes = ",".join(code for code in LANGUAGES if code != "en")
        for rule in (path, f"/<any({codes}):lang>{path}"):
            blueprint.add_url_rule(rule, view.__name__, view, methods=["POST"] if post else ["GET"])
        return view

    return add


def register(app: Flask) -> None:
    """Add the pages to ``app``."""
    app.register_blueprint(blueprint)
    rendering.install(app.jinja_env)
    app.jinja_env.trim_blocks = False
    app.context_processor(_words)
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_keep_language)


def service() -> Service:
    """The parts of the running service."""
    found: Service = current_app.extensions["rxlens"]
    return found


# Language


def _take_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.lang = (values or {}).pop("lang", "en")


def _keep_language(endpoint: str, values: dict[str, Any]) -> None:
    lang = g.get("lang", "en")
    if lang != "en" and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values.setdefault("lang", lang)
    if values.get("lang") == "en":
        del values["lang"]


def _words() -> dict[str, Any]:
    """What every template may use."""
    lang = g.get("lang", "en")
    return {
        "_": _translate,
        "lang": lang,
        "locale": "en_GB" if lang == "en" else lang,
        "languages": _languages(lang),
        "version": checker.__version__,
        "demo": service().settings.demo,
        "contact": service().settings.contact,
        "answer_days": service().settings.answer_days,
    }


def _translate(text: str) -> str:
    return translator(g.get("lang", "en"))(text)


def _languages(lang: str) -> list[dict[str, str]]:
    """This very page in every language; none where the page has no address to come back to."""
    endpoint = request.endpoint or ""
    known = endpoint in current_app.view_functions and request.method == "GET"
    if not known or not current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        return []
    values = dict(request.view_args or {})
    values |= {name: request.args[name] for name in _IN_ADDRESSES if name in request.args}
    return [
        {"code": code, "name": name, "url": url_for(endpoint, **values, lang=code)}
        for code, name in LANGUAGES.items()
    ]


# One address


@route("/")
def form() -> Response | str:
    """The form; it begins with the country that its own address names."""
    if set(request.args) - {"country"}:
        return _form(country=_country())
    key = ("form", g.lang, _country(), str("country" in request.args))
    page = service().hot.get(key, lambda: _form(country=_country()).encode("utf-8"))
    return Response(page, content_type="text/html; charset=utf-8")


def _form(**more: Any) -> str:
    return render_template(
        "form.html",
        countries=countries(),
        demo_sites=demo_sites() if service().settings.demo else (),
        **more,
    )


def _country() -> str:
    """The country in the address of this page, else the one of the settings."""
    code = request.args.get("country", "").upper()
    return code if code in countries() else service().settings.country


@route("/check", post=True)
def post_check() -> Response | str:
    """Begin a check and lead to its page."""
    asked = asking.Asked(
        url=one_value("url", asking.MOST_TYPED),
        country=one_value("country", 10),
        fresh=one_value("fresh", 5) == "1",
    )
    if is_message(asked.url):
        return _message_page(**messages.answered(asked.url, asked.country))
    check = api.begin(asked)
    return redirect(url_for("pages.check", check_id=check.id), HTTPStatus.SEE_OTHER)  # type: ignore[return-value]


# Messages


@route("/message")
def message_form() -> Response | str:
    """Where to paste a message."""
    return _message_page(answer=None, country=_country())


@route("/message/read", post=True)
def read_message() -> Response | str:
    """What a pasted message says and where it leads. Nothing of it is kept."""
    messages.allow_long_form()
    typed, country = one_value("message", messages.MOST_PASTED), one_value("country", 10)
    return _message_page(**messages.answered(messages.uploaded() or typed, country))


def _message_page(**more: Any) -> str:
    return render_template("message.html", countries=countries(), **more)


@route("/checks/<check_id>")
def check(check_id: str) -> Response | str:
    """A check: how far it is, or its report."""
    found = api.found_check(check_id)
    if not found.over or request.query_string:
        return _shown(found)
    # What is over stays as it is, and many may look at it.
    page = service().hot.get((found.id, g.lang), lambda: make_response(_shown(found)).get_data())
    return Response(page, content_type="text/html; charset=utf-8")


def _shown(found: Check) -> Response | str:
    described = api.described(found)
    if not found.over:
        return render_template("check.html", check=described)
    if found.state is State.FAILED:
        return render_template("check.html", check=described)
    return _result(load(found.report), check=described, days=_days())


def _result(report: dict[str, Any], **more: Any) -> str:
    """The report page."""
    base = service().settings.own_origin
    return render_template(
        "result.html",
        report=report,
        report_url=f"{base}{request.path}" if base else "",
        **({"check": None, "saved": None, "changes": None} | more),
    )


def _days() -> list[int]:
    return [days for days in DAYS if days <= service().settings.saved_days]


# Many addresses


@route("/batch")
def batch() -> Response | str:
    """The pharmacist's form."""
    return _batch_form(country=_country())


def _batch_form(**more: Any) -> str:
    return render_template(
        "batch.html",
        batch=None,
        lines=(),
        countries=countries(),
        most=service().settings.batch_rows,
        **more,
    )


@route("/batch/new", post=True)
def post_batch() -> Response | str:
    """Ask about many addresses and lead to their table."""
    settings = service().settings
    operator = is_operator(request, settings)
    most = settings.operator_batch_rows if operator else settings.batch_rows
    typed = one_value("urls", asking.MOST_TYPED * 4).splitlines()
    urls = asking.rows_of(asking.first_cells(typed, _uploaded()), most)
    country = one_value("country", 10)
    if not operator:
        api.count_client()
    made = api.begin_batch(urls, country)
    return redirect(url_for("pages.batch_table", batch_id=made.id), HTTPStatus.SEE_OTHER)  # type: ignore[return-value]


def _uploaded() -> str:
    """The text of a CSV file that was sent along, if any."""
    file = request.files.get("file")
    return file.read().decode("utf-8-sig", "replace") if file else ""


@route("/batch/<batch_id>")
def batch_table(batch_id: str) -> Response | str:
    """The table of a batch; without script it comes again until all is done."""
    found = api.found_batch(batch_id)
    lines = _sorted(found)
    described = api.batch_described(found)
    return render_template(
        "batch.html",
        batch=described,
        lines=lines,
        sort=request.args.get("sort", ""),
        level=request.args.get("level", ""),
    )


_ORDER = ("high_risk", "caution", "unverified", "inconclusive", "not_a_pharmacy", "verified", "")


def _sorted(found: Batch) -> list[dict[str, Any]]:
    """The rows as dictionaries, sorted and filtered as the address says."""
    lines: list[dict[str, Any]] = [
        {
            "shown": line.row.shown or (line.check.host if line.check else ""),
            "display": line.check.display if line.check else "",
            "state": line.state,
            "told": line.row.told,
            "check_id": line.row.check_id,
            "level": line.check.level if line.check else "",
            "verdict": _verdict(line.check) if line.check else None,
        }
        for line in service().batches.lines(found)
    ]
    level = request.args.get("level", "")
    if level:
        lines = [line for line in lines if line["level"] == level]
    if request.args.get("sort") == "level":
        lines.sort(key=lambda line: _ORDER.index(line["level"] or ""))
    elif request.args.get("sort") == "host":
        lines.sort(key=lambda line: line["shown"])
    return lines


def _verdict(found: Check) -> dict[str, Any] | None:
    if found.state is not State.DONE:
        return None
    verdict: dict[str, Any] = load(found.report)["verdict"]
    return verdict


@route("/batch/<batch_id>/csv")
def batch_csv(batch_id: str) -> Response | str:
    """The table as a file for spreadsheets."""
    return api.batch_csv(api.found_batch(batch_id))


@route("/batch/<batch_id>/print")
def batch_print(batch_id: str) -> Response | str:
    """All reports of a batch on one page, to be printed."""
    base = service().settings.own_origin
    reports = [
        {
            "report": load(done.report),
            "url": base and base + url_for("pages.check", check_id=done.id),
        }
        for done in _done(batch_id)
    ]
    return render_template("bundle.html", reports=reports)


@route("/batch/<batch_id>/evidence")
def batch_evidence(batch_id: str) -> Response | str:
    """All reports of a batch in one JSON file."""
    body = b'{"reports":[' + b",".join(done.report for done in _done(batch_id)) + b"]}"
    response = Response(body, content_type=api.JSON)
    response.headers["Content-Disposition"] = 'attachment; filename="rxlens-evidence.json"'
    return response


def _done(batch_id: str) -> list[Check]:
    """The checks of a batch that have their report."""
    lines = service().batches.lines(api.found_batch(batch_id))
    return [line.check for line in lines if line.check and line.check.state is State.DONE]


# Reports that are kept


@route("/checks/<check_id>/save", post=True)
def post_save(check_id: str) -> Response | str:
    """Keep a report, and show where it lies and the key that deletes it."""
    found = api.found_check(check_id)
    typed = one_value("days", 5)
    days = int(typed) if typed.isascii() and typed.isdecimal() else None
    kept = asking.checked_days(days, service().settings.saved_days)
    token, key = api.save(found, kept)
    return render_template(
        "saved.html", check=api.described(found), token=token, delete_key=key, days=kept
    )


@route("/saved/<token>")
def saved(token: str) -> Response | str:
    """A saved report."""
    kept = _saved(token)
    about = {"token": token, "made": at(kept.made), "expires": at(kept.expires)}
    return _result(load(kept.report), saved=about)


def _saved(token: str) -> Any:
    try:
        kept = service().store.saved(token)
    except NotStored:
        raise api.not_stored() from None
    if kept is None:
        raise Refused(HTTPStatus.NOT_FOUND, "no_saved", message(api._NO_SAVED))
    return kept


@route("/saved/<token>/delete", post=True)
def post_delete(token: str) -> Response | str:
    """Delete a saved report."""
    api.delete_saved(token, one_value("delete_key", 100))
    return render_template("deleted.html")


@route("/saved/<token>/again", post=True)
def post_again(token: str) -> Response | str:
    """Check the host of a saved report once more, and compare."""
    report = load(_saved(token).report)
    asked = asking.Asked(
        url=report["address"]["url"], country=report["country"]["code"], fresh=True
    )
    found = api.begin(asked)
    where = url_for("pages.compare", token=token, check_id=found.id)
    return redirect(where, HTTPStatus.SEE_OTHER)  # type: ignore[return-value]


@route("/saved/<token>/compare/<check_id>")
def compare(token: str, check_id: str) -> Response | str:
    """What changed between a saved report and a check."""
    before, found = _saved(token), api.found_check(check_id)
    if found.state is not State.DONE:
        return _shown(found)
    report = load(found.report)
    changes = changes_between(load(before.report), report)
    return _result(
        report, check=api.described(found), days=_days(), changes=changes, before=at(before.made)
    )


# Is this wrong?


@route("/appeal")
def appeal() -> Response | str:
    """The form for whoever thinks that an answer is wrong."""
    return render_template("appeal.html", host=request.args.get("host", "")[:255], sent=None)


@route("/appeal/new", post=True)
def post_appeal() -> Response | str:
    """Keep an appeal."""
    fields = {
        name: one_value(name, most)
        for name, most in (
            ("url", asking.MOST_TYPED),
            ("level", 20),
            ("role", 20),
            ("text", asking.MOST_APPEAL * 2),
            ("contact", 2 * asking.MOST_CONTACT),
        )
    }
    fields["text"] = fields["text"].replace("\r\n", "\n")
    number = api.appeal(fields)
    return render_template("appeal.html", host="", sent=number)


# What is told


@route("/what-we-check")
def what_we_check() -> Response | str:
    """Every signal with its reasons."""
    return render_template(
        "what_we_check.html",
        signals={name: signal.meta for name, signal in all_signals().items()},
        lists=sources(),
        verifiable=verifiable(),
    )


@route("/how-good")
def how_good() -> Response | str:
    """How the model did on what it had never seen."""
    return render_template(
        "how_good.html",
        figures=figures.shipped(),
        group_names=figures.GROUPS,
        part_names=figures.PARTS,
        most_calibration_error=figures.MOST_CALIBRATION_ERROR,
        signals={name: signal.meta for name, signal in all_signals().items()},
    )


@route("/privacy")
def privacy() -> Response | str:
    """What is kept of a question, and for how long."""
    return render_template("privacy.html", settings=service().settings)


@route("/changes")
def changes() -> Response | str:
    """The log of lists and levels that changed."""
    try:
        found, readable = service().store.changes(), True
    except NotStored:
        found, readable = [], False
    rows = [{"change": change, "at": at(change.at)} for change in found]
    return render_template("changes.html", changes=rows, readable=readable)


@route("/demo")
def demo() -> Response | str:
    """The invented sites and what each of them shows."""
    return render_template("demo.html", demo_sites=demo_sites(), can_check=service().settings.demo)


def problem(refused: Refused) -> Response:
    """A page that says why something cannot be done: the form again where something else can be typed."""
    g.setdefault("lang", "en")
    typed_wrong = refused.code == HTTPStatus.UNPROCESSABLE_ENTITY or refused.reason == "too_many"
    fill = _FORMS.get(request.endpoint or "") if typed_wrong else None
    if fill is not None:
        return make_response(fill(refused), refused.code)
    page = render_template(
        "problem.html",
        told=refused.told,
        reason=refused.reason,
        status=refused.code,
        retry_after=refused.retry_after,
        number=request_number(),
    )
    return make_response(page, refused.code)


def _form_again(refused: Refused) -> str:
    typed, country = request.form.get("url", ""), request.form.get("country", "")
    return _form(problem=refused.told, typed=typed, country=country)


def _message_form_again(refused: Refused) -> str:
    return _message_page(answer=None, country=request.form.get("country", ""), problem=refused.told)


def _batch_form_again(refused: Refused) -> str:
    typed, country = request.form.get("urls", ""), request.form.get("country", "")
    return _batch_form(problem=refused.told, typed=typed, country=country)


def _appeal_again(refused: Refused) -> str:
    fields = {name: request.form.get(name, "") for name in ("url", "text", "role", "contact")}
    wrong = refused.reason.removeprefix("bad_")
    return render_template(
        "appeal.html",
        problem=refused.told,
        fields=fields,
        level=request.form.get("level", ""),
        wrong=wrong if wrong in fields else "url",
        sent=None,
    )


_FORMS: Mapping[str, Callable[[Refused], str]] = {
    "pages.post_check": _form_again,
    "pages.read_message": _message_form_again,
    "pages.post_batch": _batch_form_again,
    "pages.post_appeal": _appeal_again,
}
"""The forms that are shown again, filled in, when what was typed cannot be used."""
