"""What stands around every answer: headers, cookies, forms of others, and doors that are shut."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from tests.web.asking import CHECKS, answer, body_of, routes
from tests.web.conftest import SHOP, Canned, MakeApp
from tests.web.observatory import score
from web.security import headers_for

SHOP_URL = f"http://{SHOP}/"
BESIDE = ("/nope", "/static/css/rxlens.css", "/static/none", "/api/v1/nope", "/%00", "/check")

REQUIRED = {
    "Strict-Transport-Security": r"max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": r"nosniff",
    "Referrer-Policy": r"no-referrer",
    "Cross-Origin-Opener-Policy": r"same-origin",
    "Cross-Origin-Embedder-Policy": r"require-corp",
    "Cross-Origin-Resource-Policy": r"same-origin|cross-origin",
    "Permissions-Policy": r".*camera=\(\).*geolocation=\(\).*",
    "Content-Security-Policy": r"default-src 'none';.*base-uri 'none'; frame-ancestors 'none'; "
    r"object-src 'none'.*",
    "Content-Type": r".*charset=utf-8",
}


def closed(response: TestResponse) -> TestResponse:
    """``response`` with its file, if it is one, read and closed."""
    response.get_data()
    response.close()
    return response


def everything(app: Flask) -> list[tuple[str, TestResponse]]:
    """An answer of every route, those that fail too, and of a finished check."""
    client = app.test_client()
    check = answer(client, SHOP_URL)
    places = [*routes(app), *BESIDE, *check["links"].values()]
    answers = [(f"GET {place}", closed(client.get(place))) for place in places]
    for place in routes(app, "POST"):
        answers.append((f"POST {place}", client.post(place)))
    answers.append(("TRACE /", client.open("/", method="TRACE")))
    return answers


def test_headers_of_every_answer(app: Flask) -> None:
    for place, response in everything(app):
        for name, wanted in REQUIRED.items():
            found = response.headers.getlist(name)
            assert len(found) == 1, (place, name, found)
            assert re.fullmatch(wanted, found[0]), (place, name, found)
        assert "unsafe" not in response.headers["Content-Security-Policy"]


def test_observatory(app: Flask) -> None:
    """A3: an A+ (100) everywhere, 150 on pages."""
    for place, response in everything(app):
        reached = score(dict(response.headers), response.text)
        assert reached >= (150 if response.mimetype == "text/html" else 100), (place, reached)


def test_no_cookie_no_inline_no_third_party(app: Flask) -> None:
    """A4."""
    for place, response in everything(app):
        assert "Set-Cookie" not in response.headers, place
        if response.mimetype != "text/html":
            continue
        tree = LexborHTMLParser(response.text)
        assert not tree.css("style, iframe, object, embed, base"), place
        for script in tree.css("script"):
            assert script.attributes.get("src", "").startswith("/static/"), place  # type: ignore[union-attr]
            assert not script.text().strip(), place
        for node in tree.css("*"):
            names = set(node.attributes)
            assert "style" not in names, (place, node.html)
            assert not [name for name in names if name.startswith("on")], (place, node.html)
        for node in tree.css("link[href], img[src], script[src], source[src], use[href]"):
            address = node.attributes.get("src") or node.attributes.get("href") or ""
            assert address.startswith(("/", "#")), (place, address)


def test_answers_about_addresses_are_not_kept(app: Flask) -> None:
    public = ("signals", "registers", "countries", "lists", "openapi.json")
    for place, response in everything(app):
        kept = response.headers["Cache-Control"]
        if place.startswith("GET /static/"):
            continue
        if place.rpartition("/")[2] in public and response.status_code == 200:
            assert kept == "public, max-age=300", place
        else:
            assert kept == "no-store", place


@pytest.mark.parametrize("name", ["signals", "registers", "countries", "openapi.json"])
def test_what_is_the_same_for_all_has_a_tag(app: Flask, name: str) -> None:
    client = app.test_client()
    first = client.get(f"/api/v1/{name}")
    tag = first.headers["ETag"]
    same = client.get(f"/api/v1/{name}", headers={"If-None-Match": tag})
    assert (same.status_code, same.data) == (304, b"")
    other = client.get(f"/api/v1/{name}", headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


# Forms of others


def check(client: FlaskClient, **headers: str) -> int:
    data = {"url": SHOP_URL, "country": "GB"}
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/check", data=data, headers=names).status_code


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"Sec_Fetch_Site": "same-origin", "Origin": "http://localhost"}, 303),
        ({"Sec_Fetch_Site": "none"}, 303),
        ({"Sec_Fetch_Site": "same-origin", "Origin": "null"}, 303),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "https://evil.test"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost.evil.test"}, 403),
        ({"Origin": "http://["}, 403),
        ({"Origin": "file://localhost"}, 403),
        ({"Host": "evil.test", "Origin": "https://other.test"}, 403),
    ],
)
def test_forms_are_taken_from_our_own_pages(
    app: Flask, headers: dict[str, str], status: int
) -> None:
    assert check(app.test_client(), **headers) == status


def test_the_api_answers_every_page_and_reflects_none(app: Flask) -> None:
    client = app.test_client()
    for origin in ("https://evil.test", "null", "chrome-extension://abc"):
        response = client.get("/api/v1/signals", headers={"Origin": origin})
        assert response.headers.getlist("Access-Control-Allow-Origin") == ["*"]
        assert "Access-Control-Allow-Credentials" not in response.headers
        page = client.get("/", headers={"Origin": origin})
        assert "Access-Control-Allow-Origin" not in page.headers
    asked = {"Origin": "https://evil.test", "Access-Control-Request-Method": "POST"}
    before = client.options(CHECKS, headers=asked)
    assert before.status_code == 200
    assert before.headers["Access-Control-Allow-Headers"].startswith("Content-Type")


def test_a_form_post_to_the_api_is_refused(app: Flask) -> None:
    """What a foreign page may send without asking first is no JSON."""
    client = app.test_client()
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        sent = client.post(CHECKS, data=b'{"url": "http://x.com/"}', content_type=kind)
        assert sent.status_code == 415


# Doors that are shut


@pytest.mark.parametrize(
    "path",
    [
        *("/.git/config", "/.git/HEAD", "/.env", "/console", "/static/../__init__.py"),
        *("/static/%2e%2e/settings.py", "/static/..%2f..%2fpyproject.toml", "/server-status"),
        *("/?__debugger__=yes&cmd=resource&f=debugger.js", "/web/store.py", "/debug"),
    ],
)
def test_nothing_else_is_served(app: Flask, path: str) -> None:
    response = app.test_client().get(path)
    assert response.status_code in (404, 400) or (
        path.startswith("/?") and response.status_code == 200
    )
    assert "import" not in response.text
    assert "debugger" not in response.text.lower().replace("__debugger__", "")


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT"])
def test_other_methods(app: Flask, method: str) -> None:
    for place in ("/", "/api/v1/health"):
        response = app.test_client().open(place, method=method)
        assert response.status_code == 405
        assert "GET" in response.headers["Allow"]


def test_debugging_is_off(app: Flask) -> None:
    assert not app.debug
    assert not app.testing
    assert not app.config["PROPAGATE_EXCEPTIONS"]


@pytest.mark.parametrize(
    ("settings", "headers", "open_"),
    [
        ({}, {}, True),
        ({}, {"X-Forwarded-For": "127.0.0.1"}, False),
        ({"trusted_proxies": ("127.0.0.1",)}, {}, False),
        ({"trusted_proxies": ("127.0.0.1",), "operator_token": "t"}, {}, False),
        (
            {"trusted_proxies": ("127.0.0.1",), "operator_token": "t"},
            {"Authorization": "Bearer t"},
            True,
        ),
        (
            {"trusted_proxies": ("127.0.0.1",), "operator_token": "t"},
            {"Authorization": "Bearer x"},
            False,
        ),
        ({"trusted_proxies": ("127.0.0.1",)}, {"Authorization": "Bearer "}, False),
    ],
)
def test_metrics_and_details_are_for_those_inside(
    make_app: MakeApp, settings: dict[str, object], headers: dict[str, str], open_: bool
) -> None:
    client = make_app(**settings).test_client()
    metrics = client.get("/api/v1/metrics", headers=headers)
    assert metrics.status_code == (200 if open_ else 403)
    health = client.get("/api/v1/health", headers=headers)
    assert health.status_code == 200
    assert ("store" in body_of(health)) is open_


def test_plain_http_is_refused_where_https_is_promised(make_app: MakeApp) -> None:
    app = make_app(public_url="https://rxlens.example", trusted_proxies=("127.0.0.1",))
    client = app.test_client()
    assert client.get("/api/v1/health", headers={"X-Forwarded-Proto": "http"}).status_code == 403
    assert client.get("/api/v1/health", headers={"X-Forwarded-Proto": "https"}).status_code == 200


def test_no_address_is_built_from_the_host_header(app: Flask) -> None:
    client = app.test_client()
    done = answer(client, SHOP_URL)
    for headers in ({"Host": "evil.test"}, {"X-Forwarded-Host": "evil.test"}):
        for place in (*routes(app), *BESIDE, done["links"]["page"], "//evil.test/", "/de"):
            response = closed(client.get(place, headers=headers))
            assert "evil.test" not in response.headers.get("Location", ""), place
            assert "evil.test" not in response.text, place


@pytest.mark.parametrize("name", ["next", "return", "url", "redirect"])
def test_no_parameter_leads_away(app: Flask, name: str) -> None:
    client = app.test_client()
    for place in ("/", "/privacy", "/batch"):
        response = client.get(f"{place}?{name}=https://evil.test/")
        assert "Location" not in response.headers
        assert 'href="https://evil.test' not in response.text
    sent = client.post("/check", data={"url": SHOP_URL, "country": "GB", name + "2": "//evil.test"})
    assert sent.headers["Location"].startswith("/checks/")


def test_an_error_of_ours_is_told_without_its_words(
    make_app: MakeApp, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Canned):
        def __init__(self) -> None:
            self.asked = []

        def steps(self, question: object) -> object:  # type: ignore[override]
            raise ValueError("secret of http://shop.com/viagra")

    app = make_app(by=Broken())
    client = app.test_client()
    failed = answer(client, "shop.com")
    assert failed["state"] == "failed"
    assert failed["report"] is None
    assert failed["level"] is None
    assert client.get(failed["links"]["page"]).status_code == 200

    app.extensions["rxlens"].checks.get = None
    broken = client.get(f"{CHECKS}/x")
    assert broken.status_code == 500
    assert body_of(broken)["reason"] == "internal"
    assert "Traceback" not in broken.text
    assert "NoneType" not in broken.text
    assert "secret" not in caplog.text
    assert "shop.com" not in caplog.text
    assert [r.name for r in caplog.records if r.levelname == "ERROR"].count("rxlens.web") == 2


def test_the_server_itself_answers_errors_with_the_same_headers() -> None:
    assert dict(headers_for("/"))["X-Content-Type-Options"] == "nosniff"
