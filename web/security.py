"""What stands around every answer: headers, who may post from where, how much, and who is asking."""

from __future__ import annotations

import hmac
from http import HTTPStatus
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, Request, Response, current_app, request
from werkzeug.exceptions import HTTPException

from checker.message import N_, Message, message
from web.settings import Settings

API = "/api/"

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "object-src 'none'"
)
_API_POLICY = (
    "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "object-src 'none'; sandbox"
)
_SWITCHED_OFF = (
    "accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture",
    "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "idle-detection",
    "local-fonts", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
    "publickey-credentials-get", "screen-wake-lock", "serial", "storage-access", "usb", "web-share",
    "xr-spatial-tracking",
)  # fmt: skip
_EVERYWHERE = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _SWITCHED_OFF),
}
_PAGE = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
}
_API = {
    "Content-Security-Policy": _API_POLICY,
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type, If-None-Match, Last-Event-ID",
    "Access-Control-Expose-Headers": "ETag, Location, Retry-After",
    "Access-Control-Max-Age": "86400",
}

PAGE_BYTES = 64 * 1024
"""Longest body of a form."""
FIELD_BYTES = 16 * 1024
"""Longest form field held in memory."""
FIELDS = 20
API_BYTES = 64 * 1024
LARGE_API_BYTES = 3 * 1024 * 1024
"""Longest JSON body where a page or a batch may be sent."""


class Refused(HTTPException):
    """A request that is turned away: status, stable reason, and a sentence for a person."""

    def __init__(
        self, code: int, reason: str, told: Message, *, retry_after: int | None = None
    ) -> None:
        super().__init__(told.text())
        self.code = code
        self.reason, self.told, self.retry_after = reason, told, retry_after


_FOR_API, _FOR_PAGES = tuple((_EVERYWHERE | _API).items()), tuple((_EVERYWHERE | _PAGE).items())


def headers_for(path: str) -> tuple[tuple[str, str], ...]:
    """The headers that every answer under ``path`` carries."""
    return _FOR_API if path.startswith(API) else _FOR_PAGES


def guard(app: Flask) -> None:
    """Put the rules of this module around every request of ``app``."""
    app.before_request(_check_request)
    app.after_request(_add_headers)


def _add_headers(response: Response) -> Response:
    response.headers.extend(headers_for(request.path))
    if request.method == "OPTIONS" and request.path.startswith(API):
        response.headers.update(_PREFLIGHT)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def _check_request() -> None:
    settings: Settings = current_app.extensions["rxlens"].settings
    request.max_content_length = PAGE_BYTES
    request.max_form_memory_size = FIELD_BYTES
    request.max_form_parts = FIELDS
    if request.headers.get("Content-Encoding", "identity").lower() not in ("", "identity"):
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "content_encoding", message(_CODED))
    _refuse_plain_http(settings)
    if request.method not in ("GET", "HEAD", "OPTIONS") and not request.path.startswith(API):
        _refuse_foreign_forms(settings)


def _refuse_plain_http(settings: Settings) -> None:
    """A service known by https answers nothing that came to its proxy in the open."""
    if not settings.public_url.startswith("https:") or not _by_proxy(request, settings):
        return
    came_by = request.headers.get("X-Forwarded-Proto", "https").rpartition(",")[2].strip()
    if came_by != "https":
        raise Refused(HTTPStatus.FORBIDDEN, "https_required", message(_HTTPS))


def _refuse_foreign_forms(settings: Settings) -> None:
    """A form is taken from our own pages only. Without cookies a foreign one could do little, and
    still make its reader's computer ask about an address."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if site not in ("same-origin", "none"):
        raise Refused(HTTPStatus.FORBIDDEN, "foreign_form", message(_FOREIGN))
    origin = request.headers.get("Origin")
    if origin is None:
        return
    own = {urlsplit(settings.own_origin).netloc, request.headers.get("Host", "")} - {""}
    try:
        parts = urlsplit(origin)
        foreign = parts.scheme not in ("http", "https") or parts.netloc not in own
    except ValueError:
        foreign = True
    # Our own pages send no referrer, and browsers then say "null" of some of their forms.
    if foreign and not (origin == "null" and "Sec-Fetch-Site" in request.headers):
        raise Refused(HTTPStatus.FORBIDDEN, "foreign_form", message(_FOREIGN))


def one_value(name: str, most: int) -> str:
    """The form field ``name``; refuses it twice, and longer than ``most`` characters."""
    values = request.form.getlist(name)
    if len(values) > 1:
        raise Refused(HTTPStatus.BAD_REQUEST, "field_twice", message(_TWICE, name=name))
    value = values[0] if values else ""
    if len(value) > most:
        raise Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY, "too_long", message(_LONG, name=name, most=most)
        )
    return value


# Who is asking


def client_of(asked: Request, settings: Settings) -> str:
    """The address of the client: the nearest one that is no trusted proxy."""
    here = asked.remote_addr or ""
    if not settings.proxies:
        return here
    told = asked.headers.get("X-Forwarded-For", "").split(",")
    for address in (here, *(part.strip() for part in reversed(told))):
        if not address:
            break
        if not _trusted(address, settings):
            return address
        here = address
    return here


_BY_PROXY = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via")
"""What says that a request came through somebody who is not told of in the settings."""


def _by_proxy(asked: Request, settings: Settings) -> bool:
    return _trusted(asked.remote_addr or "", settings)


def _trusted(text: str, settings: Settings) -> bool:
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return any(address in network for network in settings.proxies)


def is_operator(asked: Request, settings: Settings) -> bool:
    """The request carries the operator's token."""
    given = asked.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(settings.operator_token) and hmac.compare_digest(
        given.encode("utf-8", "replace"), settings.operator_token.encode()
    )


def is_inside(asked: Request, settings: Settings) -> bool:
    """The operator, or a program on this very computer that came by no proxy."""
    if is_operator(asked, settings):
        return True
    try:
        loopback = ip_address(asked.remote_addr or "").is_loopback
    except ValueError:
        return False
    return loopback and not settings.proxies and not any(n in asked.headers for n in _BY_PROXY)


_CODED = N_("Compressed requests are not read. Send the request as it is.")
_HTTPS = N_("This service answers encrypted connections only: use https.")
_FOREIGN = N_("This form was sent from another site. Fill it in on our own page.")
_TWICE = N_("The field {name} came twice, so that it is not clear what is meant.")
_LONG = N_("The field {name} is longer than {most} characters.")
