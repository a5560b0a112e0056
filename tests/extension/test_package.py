"""What the package is made of: permissions, labels, links, sizes; and that it is the same each time."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader

from checker.registers.domain_list import FORMAT
from checker.verdict import Level
from checker.wording import LEVELS
from tests.conftest import ROOT
from tests.extension.copies import EXTENSION, command
from web.catalogues import translator
from web.languages import LANGUAGES
from web.signing import is_signed

_STORES = ("chromium", "firefox")
_MOST = 300_000
_SOURCES = sorted(EXTENSION.glob("js/**/*.js"))


def _manifest(store: str) -> dict[str, Any]:
    found: dict[str, Any] = command("pack").manifest(store)
    return found


def _words(language: str) -> dict[str, Any]:
    text = (EXTENSION / "_locales" / language / "messages.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def _code(module: str) -> str:
    return (EXTENSION / "js" / module).read_text("utf-8")


# Permissions


@pytest.mark.parametrize("store", _STORES)
def test_permissions_are_the_least_there_are(store: str) -> None:
    manifest = _manifest(store)
    assert manifest["permissions"] == ["activeTab", "storage"]
    # "scripting" gives no right and asks no question by itself: it works where a click or a host was granted.
    assert manifest["optional_permissions"] == ["tabs", "scripting"]
    assert manifest["optional_host_permissions"] == ["http://*/*", "https://*/*"]
    more = {"host_permissions", "content_scripts", "web_accessible_resources"}
    assert not more & set(manifest)


def test_each_store_gets_its_own_manifest() -> None:
    chromium, firefox = map(_manifest, _STORES)
    assert list(chromium["background"]) == ["service_worker", "type"]
    assert list(firefox["background"]) == ["scripts", "type"]
    assert "browser_specific_settings" not in chromium
    collected = firefox["browser_specific_settings"]["gecko"]["data_collection_permissions"]
    assert collected == {"required": ["none"], "optional": ["browsingActivity", "websiteContent"]}


def test_no_code_from_elsewhere_can_run() -> None:
    policy = _manifest("chromium")["content_security_policy"]["extension_pages"]
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert parts["default-src"] == "'none'"
    assert parts["script-src"] == "'self'"
    unencrypted = {part for part in parts["connect-src"].split() if part.startswith("http:")}
    assert unencrypted == {"http://127.0.0.1:*", "http://localhost:*"}
    for source in _SOURCES:
        code = source.read_text("utf-8")
        assert not re.search(r"\beval\(|new Function|\.innerHTML\s*=|insertAdjacentHTML", code)


def test_only_the_client_asks_and_links_lead_to_the_service_only() -> None:
    for source in _SOURCES:
        code = source.read_text("utf-8")
        fetches = re.findall(r"\bfetch\((\S*)", code)
        if source.name != "client.js":
            assert all(start.startswith("chrome.runtime.getURL") for start in fetches), source
        assert "XMLHttpRequest" not in code
        assert "sendBeacon" not in code
        addresses = set(re.findall(r"https?://[^\s\"'`$*/]+", code))
        assert addresses <= {"http://127.0.0.1:8000", "http://www.w3.org"}, source


# The local answer


def _needed(name: str) -> set[str]:
    """The module ``name`` with all that it waits for before it runs."""
    found = re.findall(r"^import [^;]*?from \"\./(\S+)\";", _code(name), re.MULTILINE)
    return {name}.union(*(_needed(one) for one in found))


def test_all_that_the_local_answer_needs_is_asked_for_at_once() -> None:
    """Each file found out about by another one costs the person some milliseconds more."""
    page = (EXTENSION / "popup.html").read_text("utf-8")
    early = re.findall(r"<link rel=\"modulepreload\" href=\"js/(\S+)\">", page)
    assert sorted(early) == sorted(_needed("popup.js"))
    assert re.findall(r"<script .*>", page) == [
        '<script type="module" async src="js/popup.js"></script>'
    ]
    assert page.rindex("id=") < page.index("<script")


# Labels


def test_languages_are_those_of_the_web_pages() -> None:
    assert {path.name for path in (EXTENSION / "_locales").iterdir()} == set(LANGUAGES)
    offered = re.search(r"LANGUAGES = Object.freeze\(\{(.*)\}\)", _code("words.js"))
    assert offered
    assert dict(re.findall(r"(\w\w): \"(\w+)\"", offered[1])) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_label_with_its_places(language: str) -> None:
    english, words = _words("en"), _words(language)
    assert list(words) == list(english)
    for key, entry in words.items():
        places = set(re.findall(r"\$(\w+)\$", entry["message"]))
        assert places == set(entry.get("placeholders", {})), key
        assert entry.get("placeholders") == english[key].get("placeholders"), key
        assert not re.search(r"\b(safe|illegal|scam|fraud)\b", entry["message"], re.IGNORECASE), key


def test_every_label_in_use_is_there_and_every_one_there_in_use() -> None:
    pages = [*EXTENSION.glob("*.html"), *_SOURCES, EXTENSION / "manifest.json"]
    names_only = EXTENSION / "js" / "content" / "words.js"
    text = "\n".join(path.read_text("utf-8") for path in pages if path != names_only)
    used = set(re.findall(r"data-(?:say|label)=\"(\w+)\"|say\(\"(\w+)\"|__MSG_(\w+)__", text))
    keys = {next(filter(None, groups)) for groups in used}
    built = re.compile(r"^(badge|level|means|local|outcome|kind)_")
    quoted = set(re.findall(r"\"(\w+)\"", text))
    words = set(_words("en"))
    assert keys <= words
    assert {key for key in words if not built.match(key)} <= keys | quoted


@pytest.mark.parametrize("language", LANGUAGES)
def test_levels_are_called_as_on_the_web_page(language: str) -> None:
    say = translator(language)
    for level, told in LEVELS.items():
        translated = say(told.template)
        if language == "en" or translated != told.template:
            assert _words(language)[f"level_{level}"]["message"] == translated


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", ["verified", "caution", "high_risk"])
def test_the_icon_calls_levels_by_their_names(language: str, level: str) -> None:
    words = _words(language)
    name = words[f"level_{level}"]["message"].lower()
    assert name in words[f"badge_{level}"]["message"].lower()


# Signs and colours


def _badges() -> dict[str, tuple[str, str, str]]:
    code = _code("badge.js")
    rows = re.findall(r"(\w+): \{text: \"(.?)\", ground: \"#(\w{6})\", ink: \"#(\w{6})\"\}", code)
    return {name: (text, ground, ink) for name, text, ground, ink in rows}


def _luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_signs_differ_and_can_be_read() -> None:
    shown = {name: badge for name, badge in _badges().items() if badge[0]}
    assert {badge[0] for badge in shown.values()} == {"✓", "?", "!", "✕", "…"}
    for _, ground, ink in shown.values():
        assert _contrast(ground, ink) >= 4.5


def test_good_and_bad_differ_without_colours_too() -> None:
    """What is taken for each other on a glance differs in lightness, or is the sign of the other's opposite."""
    badges = _badges()
    for one, other in combinations(("caution", "high_risk"), 2):
        assert _contrast(badges[one][1], badges[other][1]) >= 3
    assert _contrast(badges["verified"][1], badges["caution"][1]) >= 3


@pytest.mark.parametrize("level", LEVELS)
def test_shapes_are_those_of_the_web_pages(level: Level) -> None:
    templates = Environment(loader=FileSystemLoader(ROOT / "web" / "templates"), autoescape=True)
    shape = getattr(templates.get_template("_shapes.html").module, "shape")(level.value)  # noqa: B009
    popup = (EXTENSION / "popup.html").read_text("utf-8")
    assert "".join(shape.split()) in "".join(popup.split())


# The list and the words that are carried


def test_the_carried_list_is_signed_and_dated() -> None:
    envelope = json.loads((EXTENSION / "data" / "list.json").read_text("utf-8"))
    assert is_signed(envelope, envelope["key"])
    told = json.loads(envelope["payload"])
    assert told["format"] == FORMAT
    assert told["made_at"] < told["expires_at"]
    assert sum(section["count"] for section in told["sections"]) > 0


def test_the_words_of_the_gate_are_those_of_the_tables() -> None:
    gate = command("gate_words")
    assert gate.WORDS.read_text("utf-8") == gate.script(), "type: python extension/gate_words.py"


# The packs


def test_packs_are_the_same_bytes_wherever_and_whenever_they_are_made(tmp_path: Path) -> None:
    """Another copy of the files, made later, in another time zone."""
    copy = shutil.copytree(EXTENSION, tmp_path / "copy", copy_function=shutil.copyfile)
    for name, place, zone in (("one", EXTENSION, "UTC"), ("two", copy, "Asia/Tokyo")):
        subprocess.run(
            [sys.executable, str(place / "pack.py"), str(tmp_path / name)],
            env={**os.environ, "TZ": zone},
            check=True,
            capture_output=True,
        )
    for store in _STORES:
        one, two = (
            (tmp_path / name / f"rxlens-{store}.zip").read_bytes() for name in ("one", "two")
        )
        assert one == two == command("pack").packed(store)


@pytest.mark.parametrize("store", _STORES)
def test_packs_are_small_and_whole(store: str) -> None:
    data = command("pack").packed(store)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sizes = {entry.filename: entry.compress_size for entry in archive.infolist()}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        manifest = json.loads(archive.read("manifest.json"))
    assert len(data) - sizes["data/list.json"] <= _MOST
    pages = {manifest["action"]["default_popup"], manifest["options_ui"]["page"]}
    assert {*manifest["icons"].values(), *pages} <= set(sizes)
    assert not [name for name in sizes if name.endswith((".py", ".ts", ".md", ".svg"))]
