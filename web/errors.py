"""Whatever goes wrong becomes one sentence: a problem document for programs, a page for people."""

from __future__ import annotations

import logging
from http import HTTPStatus

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import HTTPException

from checker.errors import CheckerError
from checker.message import N_, message
from web import api, pages
from web.logs import place_of
from web.security import API, Refused

log = logging.getLogger("rxlens.web")


def handle(app: Flask) -> None:
    """Answer every error of ``app``."""
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(CheckerError, _not_checked)
    app.register_error_handler(Exception, _defect)


def _refused(error: HTTPException) -> Response:
    response = _answer(error if isinstance(error, Refused) else _in_our_words(error))
    allowed = dict(error.get_headers()).get("Allow")
    if allowed:
        response.headers["Allow"] = allowed
    return response


def _not_checked(error: CheckerError) -> Response:
    return _answer(Refused(HTTPStatus.UNPROCESSABLE_ENTITY, error.reason, error.message))


def _defect(error: Exception) -> Response:
    # Of a failure type and place are told and nothing more: its words may hold what was sent.
    log.error("a request failed: %s", place_of(error))
    return _answer(Refused(HTTPStatus.INTERNAL_SERVER_ERROR, "internal", message(_DEFECT)))


def _answer(refused: Refused) -> Response:
    current_app.extensions["rxlens"].metrics.count("refused", reason=refused.reason)
    g.refused = refused.reason
    as_problem = api.problem if request.path.startswith(API) else pages.problem
    response = as_problem(refused)
    if refused.retry_after is not None:
        response.headers["Retry-After"] = str(refused.retry_after)
    return response


def _in_our_words(error: HTTPException) -> Refused:
    """One of Werkzeug's own errors, with a sentence of ours."""
    code = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    reason, told = _KNOWN.get(code, ("refused", _OTHER))
    return Refused(code, reason, message(told))


_DEFECT = N_("This failed inside our own program. Nothing can be said about the address.")
_OTHER = N_("This request cannot be answered.")
_KNOWN = {
    400: ("bad_request", N_("This request cannot be read.")),
    404: ("not_found", N_("There is nothing at this address, or it is there no longer.")),
    405: ("method", N_("This cannot be asked for in this way.")),
    413: ("too_large", N_("More was sent than is read here.")),
    415: ("media_type", N_("What was sent is of another kind than is read here.")),
}
