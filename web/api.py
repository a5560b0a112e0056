"""The API under ``/api/v1``: JSON in, JSON out, problem documents when something cannot be done."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, current_app, request

import checker
from checker.countries import countries
from checker.message import N_, Message, message
from checker.registers import sources, verifiable
from checker.signals import all_signals
from checker.target import read_target
from web import asking, openapi
from web.batches import Batch, as_csv
from web.checks import Busy, Check, State
from web.languages import ENGLISH, in_language
from web.logs import request_number
from web.plain import dump, iso, load, told
from web.security import API_BYTES, Refused, client_of, is_inside, is_operator
from web.service import Service
from web.signed_lists import NAME
from web.store import NotStored
from web.times import at

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

JSON = "application/json; charset=utf-8"
PROBLEM = "application/problem+json; charset=utf-8"
MOST_TAGS = 1000
"""Characters of ``If-None-Match`` that are read; longer ones get the whole answer."""
_STREAM_SECONDS = 60


def service() -> Service:
    """The parts of the running service."""
    found: Service = current_app.extensions["rxlens"]
    return found


def answer(value: object, status: int = HTTPStatus.OK) -> Response:
    """``value`` as JSON that nobody may keep."""
    return Response(dump(value), status, content_type=JSON)


def spoken(body: bytes, language: str, status: int = HTTPStatus.OK) -> Response:
    """``body``, JSON already, whose sentences are in ``language``."""
    response = Response(body, status, content_type=JSON)
    response.content_language.add(language)
    return response


def public(value: object) -> Response:
    """``value`` as JSON that is the same for all, with a tag, to be asked for again only when changed."""
    return public_bytes(dump(value))


def public_bytes(body: bytes) -> Response:
    """``body``, JSON already, as :func:`public` answers."""
    response = Response(body, content_type=JSON)
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    response.headers["Cache-Control"] = "public, max-age=300"
    if len(request.headers.get("If-None-Match", "")) <= MOST_TAGS:
        response.make_conditional(request)
    return response


def problem(refused: Refused) -> Response:
    """A problem document (RFC 9457); its sentence in the language asked for, where we have it."""
    said = in_language(told(refused.told), request.args.get("lang", ENGLISH))
    body = {
        "type": f"urn:rxlens:problem:{refused.reason}",
        "title": HTTPStatus(refused.code or 500).phrase,
        "status": refused.code,
        "reason": refused.reason,
        "detail": said["text"],
        "message": said,
        "instance": f"urn:rxlens:request:{request_number()}",
    }
    return Response(dump(body), refused.code, content_type=PROBLEM)


# Checks


@blueprint.post("/checks")
def post_check() -> Response:
    """Ask about one address."""
    language = asking.language()
    asked = asking.asked_for(asking.json_body(asking.CHECK_BYTES), service().settings.country)
    check = begin(asked)
    status = HTTPStatus.OK if check.over else HTTPStatus.ACCEPTED
    body = in_language(described(check, events=False), language)
    response = spoken(dump(body), language, status)
    response.headers["Location"] = f"/api/v1/checks/{check.id}"
    return response


def begin(asked: asking.Asked) -> Check:
    """Begin the check that was asked for, unless this client or the service has too many."""
    count_client()
    try:
        return service().checks.submit(asked.url, asked.country, page=asked.page, fresh=asked.fresh)
    except Busy as busy:
        raise Refused(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "busy",
            message(_BUSY, seconds=busy.seconds),
            retry_after=busy.seconds,
        ) from None


def count_client() -> None:
    """Refuse a client that asked for more checks than one may in a minute."""
    wait = service().check_rate.wait(client_of(request, service().settings))
    if wait:
        raise Refused(
            HTTPStatus.TOO_MANY_REQUESTS,
            "rate",
            message(_RATE, seconds=wait),
            retry_after=wait,
        )


def found_check(check_id: str) -> Check:
    """The check called ``check_id``; refuses one that is not remembered."""
    check = service().checks.get(check_id)
    if check is None:
        raise _unknown("no_check", message(_NO_CHECK))
    return check


def _unknown(reason: str, told: Message) -> Refused:
    """The refusal of a number nobody knows; not a word on that while other processes cannot be asked."""
    if service().sealed.problem in ("", "off"):
        return Refused(HTTPStatus.NOT_FOUND, reason, told)
    return Refused(
        HTTPStatus.SERVICE_UNAVAILABLE, "not_shared", message(_NOT_SHARED), retry_after=5
    )


@blueprint.get("/checks/<check_id>")
def get_check(check_id: str) -> Response:
    """How far a check is, and its report when it is done."""
    language, check = asking.language(), found_check(check_id)

    def whole() -> bytes:
        return with_report(described(check), check.report, language)

    if check.over:
        return spoken(service().hot.get((check.id, "json", language), whole), language)
    response = spoken(whole(), language)
    response.headers["Retry-After"] = "1"
    return response


def described(check: Check, *, events: bool = True) -> dict[str, Any]:
    """What is known of a check, without its report."""
    return {
        "id": check.id,
        "state": check.state.value,
        "host": check.host,
        "display": check.display,
        "url": check.origin,
        "country": check.country,
        "seen_by_client": check.seen_by_client,
        "asked_at": iso(at(check.asked)),
        "finished_at": iso(at(check.finished)) if check.over else None,
        "expires_at": iso(at(check.expires)) if check.over else None,
        "level": check.level or None,
        "messages": [told(note) for note in check.notes],
        "events": list(check.events) if events else [],
        "links": {
            "self": f"/api/v1/checks/{check.id}",
            "events": f"/api/v1/checks/{check.id}/events",
            "page": f"/checks/{check.id}",
        },
    }


def with_report(about: dict[str, Any], report: bytes, language: str) -> bytes:
    """``about`` with a report, which is JSON already or empty, as JSON whose sentences are in ``language``."""
    if language == ENGLISH:
        return dump(about)[:-1] + b',"report":' + (report or b"null") + b"}"
    return dump(in_language(about | {"report": load(report) if report else None}, language))


@blueprint.get("/checks/<check_id>/events")
def get_events(check_id: str) -> Response:
    """The events of a check as they come (server-sent events)."""
    language, check = asking.language(), found_check(check_id)
    after = request.headers.get("Last-Event-ID", "")
    first = int(after) if after.isascii() and after.isdecimal() and len(after) < 6 else 0
    if service().streams >= service().settings.streams:
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "streams", message(_STREAMS), retry_after=2)
    response = Response(
        _stream(service(), check, first, language),
        content_type="text/event-stream; charset=utf-8",
    )
    response.content_language.add(language)
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _stream(owner: Service, check: Check, after: int, language: str) -> Iterator[bytes]:
    owner.streams += 1
    try:
        quiet = 0
        for event in owner.checks.events(check, after):
            if event is None:
                quiet += 1
                if quiet * 2 > _STREAM_SECONDS:
                    return
                yield b": waiting\n\n"
                continue
            head = f"id: {event['number']}\nevent: {event['type']}\ndata: "
            yield head.encode() + dump(in_language(event, language)) + b"\n\n"
    finally:
        owner.streams -= 1


# Many at once


@blueprint.post("/batch")
def post_batch() -> Response:
    """Ask about many addresses."""
    settings = service().settings
    operator = is_operator(request, settings)
    most = settings.operator_batch_rows if operator else settings.batch_rows
    body = asking.json_body(asking.BATCH_BYTES)
    urls, country = asking.asked_for_many(body, settings.country, most)
    if not operator:
        count_client()
    batch = begin_batch(urls, country)
    response = answer(batch_described(batch), HTTPStatus.ACCEPTED)
    response.headers["Location"] = f"/api/v1/batch/{batch.id}"
    return response


def begin_batch(urls: list[str], country: str) -> Batch:
    """Ask about all ``urls``, unless too many wait already."""
    checks = service().checks
    if checks.load["bulk"] + len(urls) > service().settings.operator_batch_rows * 2:
        raise Refused(
            HTTPStatus.SERVICE_UNAVAILABLE, "busy", message(_BUSY, seconds=60), retry_after=60
        )
    return service().batches.submit(urls, country)


def found_batch(batch_id: str) -> Batch:
    """The batch called ``batch_id``; refuses one that is not remembered."""
    batch = service().batches.get(batch_id)
    if batch is None:
        raise _unknown("no_batch", message(_NO_BATCH))
    return batch


@blueprint.get("/batch/<batch_id>")
def get_batch(batch_id: str) -> Response:
    """How far a batch is."""
    return answer(batch_described(found_batch(batch_id)))


@blueprint.get("/batch/<batch_id>/csv")
def get_batch_csv(batch_id: str) -> Response:
    """The batch as a table for spreadsheets."""
    return batch_csv(found_batch(batch_id))


def batch_csv(batch: Batch) -> Response:
    """``batch`` as a file for spreadsheets."""
    text = "\ufeff" + as_csv(batch, service().batches.lines(batch))
    response = Response(text.encode("utf-8", "replace"), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="rxlens.csv"'
    return response


def batch_described(batch: Batch) -> dict[str, Any]:
    """A batch and the state of all its rows, without reports."""
    lines = service().batches.lines(batch)
    return {
        "id": batch.id,
        "country": batch.country,
        "asked_at": iso(at(batch.asked)),
        "rows_done": sum(line.over for line in lines),
        "rows": [
            {
                "shown": line.row.shown or (line.check.host if line.check else ""),
                "state": line.state,
                "reason": line.row.reason or None,
                "message": told(line.row.told) if line.row.told else None,
                "check": line.row.check_id or None,
                "level": (line.check.level if line.check else "") or None,
            }
            for line in lines
        ],
        "links": {
            "self": f"/api/v1/batch/{batch.id}",
            "csv": f"/api/v1/batch/{batch.id}/csv",
            "page": f"/batch/{batch.id}",
        },
    }


# Reports that were asked to be kept


@blueprint.post("/checks/<check_id>/save")
def post_save(check_id: str) -> Response:
    """Keep a finished report at a random address."""
    check = found_check(check_id)
    days = asking.days_from(asking.json_body(API_BYTES), service().settings.saved_days)
    token, key = save(check, days)
    body = {"token": token, "delete_key": key, "days": days, "page": f"/saved/{token}"}
    return answer(body, HTTPStatus.CREATED)


def save(check: Check, days: int) -> tuple[str, str]:
    """Keep the report of ``check``; its token and the key that deletes it."""
    if check.state is not State.DONE:
        raise Refused(HTTPStatus.CONFLICT, "not_done", message(_NOT_DONE))
    try:
        return service().store.save(check.report, days)
    except NotStored:
        raise not_stored() from None


def not_stored() -> Refused:
    """The refusal when something was to be kept and the store cannot."""
    service().metrics.count("store", what="kept")
    return Refused(
        HTTPStatus.SERVICE_UNAVAILABLE, "not_stored", message(_NOT_STORED), retry_after=60
    )


@blueprint.get("/saved/<token>")
def get_saved(token: str) -> Response:
    """A saved report."""
    language = asking.language()
    try:
        saved = service().store.saved(token)
    except NotStored:
        raise not_stored() from None
    if saved is None:
        raise Refused(HTTPStatus.NOT_FOUND, "no_saved", message(_NO_SAVED))
    about = {"saved_at": iso(at(saved.made)), "expires_at": iso(at(saved.expires))}
    return spoken(with_report(about, saved.report, language), language)


@blueprint.post("/saved/<token>/delete")
def post_delete_saved(token: str) -> Response:
    """Delete a saved report."""
    key = asking.key_from(asking.json_body(API_BYTES))
    delete_saved(token, key)
    return answer({"deleted": True})


def delete_saved(token: str, key: str) -> None:
    """Delete the saved report at ``token``; refuses a wrong key as if there were no report."""
    try:
        if service().store.delete(token, key):
            return
    except NotStored:
        raise not_stored() from None
    raise Refused(HTTPStatus.NOT_FOUND, "no_saved", message(_NO_SAVED))


# Appeals


@blueprint.post("/appeals")
def post_appeal() -> Response:
    """Say that an answer is wrong."""
    body = asking.json_body(API_BYTES)
    number = appeal(body)
    return answer(
        {"id": number, "answered_by": service().settings.contact or None}, HTTPStatus.CREATED
    )


def appeal(fields: dict[str, Any]) -> str:
    """Keep an appeal; its number. Nothing is mailed to anybody."""
    asking.known_appeal(fields)
    host = read_target(asking.appeal_address(fields)).host
    kept = asking.appeal_from(fields, host)
    wait = service().appeal_rate.wait(client_of(request, service().settings))
    if wait:
        raise Refused(
            HTTPStatus.TOO_MANY_REQUESTS, "rate", message(_RATE, seconds=wait), retry_after=wait
        )
    try:
        return service().store.appeal(kept, service().settings.appeal_days)
    except NotStored:
        raise not_stored() from None


# What is the same for all


@blueprint.get("/signals")
def get_signals() -> Response:
    """Everything that is looked at, and why."""
    return public(
        {
            "version": checker.__version__,
            "signals": [
                {
                    "id": name,
                    "title": signal.meta.title,
                    "why": signal.meta.why,
                    "verify": signal.meta.verify,
                    "source": signal.meta.source,
                    "needs": list(signal.meta.needs),
                    "topic": signal.meta.topic.value,
                    "direction": signal.meta.direction.value,
                    "experimental": signal.meta.experimental,
                    "version": signal.meta.version,
                }
                for name, signal in all_signals().items()
            ],
        }
    )


@blueprint.get("/registers")
def get_registers() -> Response:
    """Which registers and warning lists are at hand, of which day, and what they can verify."""
    return public(
        {
            "lists": [
                {
                    "id": state.source.id,
                    "name": state.source.name,
                    "authority": state.source.authority,
                    "kind": state.source.kind.value,
                    "country": state.source.country,
                    "lookup": state.source.lookup,
                    "snapshot": state.snapshot.isoformat() if state.snapshot else None,
                    "rows": state.rows,
                    "warning": told(state.warning) if state.warning else None,
                }
                for state in sources()
            ],
            "verifiable": [
                {
                    "country": by.country,
                    "authority": by.authority,
                    "name": by.name,
                    "since": by.since.isoformat() if by.since else None,
                }
                for by in verifiable()
            ],
        }
    )


@blueprint.get("/countries")
def get_countries() -> Response:
    """The countries a report can speak for."""
    return public({"countries": [{"code": c, "name": n} for c, n in countries().items()]})


@blueprint.get("/lists")
def get_lists() -> Response:
    """The signed lists that are offered to browser extensions, and the key they are signed with."""
    lists = service().lists
    offered = lists.renew()
    about = (
        {
            "name": NAME,
            "serial": offered.serial,
            "made_at": offered.made_at,
            "expires_at": offered.expires_at,
            "url": f"/api/v1/lists/{NAME}",
        }
        if offered
        else None
    )
    return public(
        {"key": lists.key.public if lists.key else None, "lists": [about] if about else []}
    )


@blueprint.get("/lists/key")
def get_list_key() -> Response:
    """The public key that lists are signed with, to be pinned."""
    key = service().lists.key
    if key is None:
        raise Refused(HTTPStatus.NOT_FOUND, "no_list", message(_NO_LIST))
    return public({"algorithm": "Ed25519", "key": key.public, "fingerprint": key.fingerprint})


@blueprint.get(f"/lists/{NAME}")
def get_list() -> Response:
    """What registers, accreditations and warning lists say of domains, signed."""
    offered = service().lists.renew()
    if offered is None:
        raise Refused(HTTPStatus.NOT_FOUND, "no_list", message(_NO_LIST))
    return public_bytes(offered.body)


@blueprint.get("/openapi.json")
def get_openapi() -> Response:
    """The description of this API."""
    return public(openapi.document(service().settings))


# Health


@blueprint.get("/health")
def get_health() -> Response:
    """Whether the service answers; details for those inside."""
    body: dict[str, Any] = {"status": "ok", "ready": service().engine.is_ready}
    if is_inside(request, service().settings):
        body |= {
            "version": checker.__version__,
            "store": service().store.problems,
            "limits": service().shared.problem,
            "sharing": service().sealed.problem,
            "checks": service().checks.load,
            "streams": service().streams,
            "lists": service().lists.problem or None,
        }
    return answer(body)


@blueprint.get("/ready")
def get_ready() -> Response:
    """Whether tables and model are loaded. Checks are answered before, too, and wait for them.

    A store or a Redis that is away makes nobody unready, because answers are given without: it is named.
    """
    if not service().engine.is_ready:
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "starting", message(_STARTING), retry_after=2)
    body: dict[str, Any] = {"ready": True}
    if is_inside(request, service().settings):
        body |= {"store": service().store.problems, "limits": service().shared.problem}
    return answer(body)


@blueprint.get("/metrics")
def get_metrics() -> Response:
    """Counters, for those inside."""
    if not is_inside(request, service().settings):
        raise Refused(HTTPStatus.FORBIDDEN, "operator", message(_OPERATOR))
    text = service().metrics.text()
    return Response(text, content_type="text/plain; version=0.0.4; charset=utf-8")


_STARTING = N_("The service has begun and is loading what checks need.")
_BUSY = N_("Too many checks are under way. Ask again in {seconds} seconds.")
_RATE = N_("You asked more often than is answered here. Ask again in {seconds} seconds.")
_NO_CHECK = N_("This check is not remembered any longer. Ask about the address again.")
_NO_BATCH = N_("This batch is not remembered any longer. Send the addresses again.")
_NO_SAVED = N_(
    "There is no saved report here: it was deleted, its time is over, or there was none."
)
_NO_LIST = N_("This service signs no lists: it has no place to keep a key.")
_NOT_SHARED = N_(
    "Another process of the service may know this, and cannot be asked at the moment. Try again in a few seconds."
)
_NOT_DONE = N_("The check is not finished, so there is no report to keep.")
_NOT_STORED = N_(
    "This was not saved: our own store cannot be used at the moment. Try again in a minute."
)
_STREAMS = N_("Too many listen at the moment. Ask for the check itself every few seconds instead.")
_OPERATOR = N_("Only whoever runs the service may see this.")
