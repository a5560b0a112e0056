"""Rows of the checklist that are read from the source and the documents."""

from __future__ import annotations

import ast
import logging
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.reports import ROGUE, report
from tests.web.asking import answer, ask, body_of
from tests.web.conftest import SHOP, Canned, MakeApp
from web.asking import MOST_APPEAL
from web.logs import Json, Text
from web.security import headers_for

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted([*(ROOT / "web").rglob("*.py"), *(ROOT / "checker").rglob("*.py")])


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported() -> Iterator[tuple[Path, str]]:
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                yield from ((path, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((path, f"{node.module}.{alias.name}") for alias in node.names)


def importing(*names: str) -> list[str]:
    return [
        str(path.relative_to(ROOT))
        for path, name in imported()
        if any(f"{name}.".startswith(f"{banned}.") for banned in names)
    ]


def called() -> Iterator[tuple[Path, str, ast.Call]]:
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                function = node.func
                name = function.attr if isinstance(function, ast.Attribute) else ""
                yield path, name or getattr(function, "id", ""), node


def test_no_shell() -> None:
    assert importing("subprocess", "pty", "commands") == []
    assert [name for _, name, _ in called() if name in ("system", "popen", "execv", "spawnv")] == []


def test_no_code_from_data() -> None:
    assert importing("pickle", "marshal", "shelve", "yaml", "dill", "joblib") == []
    assert [
        (path, name)
        for path, name, node in called()
        if name in ("eval", "exec", "__import__") and isinstance(node.func, ast.Name)
    ] == []


def test_no_xml() -> None:
    assert importing("xml", "lxml", "defusedxml") == []


def test_no_mail() -> None:
    assert importing("smtplib", "aiosmtplib", "flask_mail", "email.mime") == []


def test_no_template_from_text() -> None:
    assert [
        name for _, name, _ in called() if name in ("render_template_string", "from_string")
    ] == []
    for path in (ROOT / "web/templates").rglob("*.html"):
        assert "|safe" not in path.read_text("utf-8").replace(" ", ""), path.name
        assert "autoescape false" not in path.read_text("utf-8"), path.name


def test_no_client_follows_redirects() -> None:
    for path, _, node in called():
        for keyword in node.keywords:
            if keyword.arg in ("follow_redirects", "allow_redirects"):
                assert isinstance(keyword.value, ast.Constant), path
                assert keyword.value.value is False, path


def test_scripts_store_nothing() -> None:
    for path in (ROOT / "web/static").rglob("*.js"):
        text = path.read_text("utf-8")
        for word in ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "caches."):
            assert word not in text, (path.name, word)
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert word not in text, (path.name, word)


def test_every_package_is_pinned() -> None:
    for name in ("run", "test"):
        text = (ROOT / f"requirements/{name}.txt").read_text("utf-8")
        packages = re.findall(r"^([a-z0-9._-]+)==\S+ .*\\$", text, re.MULTILINE | re.IGNORECASE)
        assert len(packages) > 20
        assert text.count("--hash=sha256:") >= len(packages)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for wanted in project["dependencies"]:
        assert re.split(r"[<>=!~\[; ]", wanted)[0] in (ROOT / "requirements/run.txt").read_text()


def web_page() -> str:
    return " ".join((ROOT / "docs/web.md").read_text("utf-8").split())


def test_limits_are_documented() -> None:
    told = web_page()
    for words in ("2,048 characters", "http or https", "ports 80 and 443", "2 MiB", "3 MiB"):
        assert words in told
    assert f"{MOST_APPEAL:,} characters" in told
    assert "Expensive are checks alone" in told


def test_health_data_is_named() -> None:
    assert "is health data" in web_page()


def test_outside_services_are_listed() -> None:
    assert "### Outside services" in (ROOT / "docs/web.md").read_text("utf-8")


def test_the_recipe() -> None:
    proxy = (ROOT / "docs/deploy/nginx/rxlens.conf").read_text("utf-8")
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in proxy
    assert "TLS 1.2 and 1.3" in web_page()
    assert "`make audit` compares the pinned packages" in web_page()


def test_the_log_is_listed() -> None:
    """Every line that the service logs stands in the inventory."""
    told = web_page()
    for path in [*(ROOT / "web").rglob("*.py"), *(ROOT / "checker/store").rglob("*.py")]:
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "log"
            ):
                (line, *_) = node.args
                assert isinstance(line, ast.Constant), path
                assert str(line.value).partition("%s")[0].rstrip(": ") in told, line.value


@pytest.mark.parametrize("form", [Text(), Json()])
@pytest.mark.parametrize("logger", ["rxlens.web", "a.library"])
def test_a_record_is_one_line(form: logging.Formatter, logger: str) -> None:
    try:
        raise ValueError("secret\nof a page")
    except ValueError as error:
        fault = (type(error), error, error.__traceback__)
    record = logging.LogRecord(logger, 40, "f", 1, "two\nlines\r\x1b[31m %s", ("a\nb",), fault)
    text = form.format(record)
    assert len(text.splitlines()) == 1
    assert "secret" not in text
    assert "\x1b" not in text


def test_raw_answers_are_sandboxed() -> None:
    policy = dict(headers_for("/api/v1/checks"))["Content-Security-Policy"]
    assert policy.endswith("sandbox")
    assert policy.startswith("default-src 'none'")


def test_refused_visits_are_counted(make_app: MakeApp) -> None:
    client = make_app().test_client()
    for url in ("http://secret.corp/", "http://secret.internal/"):
        assert ask(client, url).status_code == 422
    text = client.get("/api/v1/metrics").text
    assert 'rxlens_guard_total{reason="internal_name"} 2' in text
    assert "secret" not in text


def test_pages_link_to_no_shop(make_app: MakeApp) -> None:
    """What a report links to is ours, an authority's or a register's; never the site that was checked."""
    client = make_app().test_client()
    page = client.get(answer(client, f"http://{SHOP}/viagra")["links"]["page"])
    for link in LexborHTMLParser(page.text).css("a[href]"):
        place = link.attributes["href"] or ""
        assert SHOP not in place.partition("?")[0], place
        if place.startswith("http"):
            assert "noreferrer" in (link.attributes.get("rel") or ""), place


def test_appeal_is_one_click_away(make_app: MakeApp) -> None:
    """F3."""
    client = make_app(by=Canned(report(ROGUE))).test_client()
    page = client.get(answer(client, "shop.com")["links"]["page"]).text
    links = [a.attributes["href"] or "" for a in LexborHTMLParser(page).css("a[href]")]
    (first, *_) = [link for link in links if link.startswith("/appeal?")]
    form = client.get(first)
    assert form.status_code == 200
    assert LexborHTMLParser(form.text).css_first('form[action="/appeal/new"]') is not None
    assert body_of(client.get("/api/v1/health"))["status"] == "ok"


ACCUSING = re.compile(r"\b(?:illegal|scam|fraud)\w*", re.IGNORECASE)


def test_no_word_accuses(make_app: MakeApp) -> None:
    """F2: our own sentences say what was seen."""
    client = make_app().test_client()
    done = answer(client, f"http://{SHOP}/")
    page = LexborHTMLParser(client.get(done["links"]["page"]).text)
    # Words of the site, and names of authorities, which lead there.
    for quote in page.css("q, blockquote, a[rel]"):
        quote.decompose()
    text = page.body.text(separator=" ") if page.body else ""
    # The service of the British police carries the word in its name.
    assert ACCUSING.findall(re.sub(r"(?:Report|Action) Fraud", "", text)) == []
    for reason in (*done["report"]["reasons_against"], *done["report"]["reasons_for"]):
        assert reason["source"]
        assert reason["seen_at"]
    for source in done["report"]["coverage"]["sources"]:
        assert source["state"] != "found" or source["at"]
