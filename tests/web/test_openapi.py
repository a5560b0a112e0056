"""The API keeps to its description: valid itself, true of every answer, and fuzzed by it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.reports import ROGUE, report
from tests.web.asking import CHECKS, answer, body_of
from tests.web.conftest import QUIET, Canned, MakeApp
from web import create_app
from web.openapi import document

ROUNDS = 200 if os.environ.get("CI") == "true" else 8


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    return make_app(by=Canned(report(ROGUE)), store=True, appeals_per_hour=0)


def described(app: Flask) -> dict[str, Any]:
    found: dict[str, Any] = body_of(app.test_client().get("/api/v1/openapi.json"))
    return found


def test_every_route_of_the_api_is_described(app: Flask) -> None:
    paths = described(app)["paths"]
    told = {(path, method.upper()) for path, item in paths.items() for method in item}
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/"):
            path = rule.rule.replace("<", "{").replace(">", "}")
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                if path not in ("/api/v1/openapi.json", "/api/v1/metrics"):
                    assert (path, method) in told


def test_all_references_lead_somewhere(app: Flask) -> None:
    text = json.dumps(described(app))
    schemas = described(app)["components"]["schemas"]
    for name in {part.partition('"')[0] for part in text.split("#/components/schemas/")[1:]}:
        assert name in schemas
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)


def valid(app: Flask, name: str, value: object) -> None:
    whole = described(app)
    schema = {"$ref": f"#/components/schemas/{name}", "components": whole["components"]}
    jsonschema.Draft202012Validator(schema).validate(value)


def test_answers_are_as_described(app: Flask) -> None:
    client = app.test_client()
    asked = client.post(CHECKS, json={"url": "shop.com"})
    valid(app, "Check", body_of(asked))
    done = answer(client, "shop.com")
    valid(app, "CheckWithReport", done)
    saved = body_of(client.post(f"{CHECKS}/{done['id']}/save", json={"days": 7}))
    valid(app, "SavedAt", saved)
    valid(app, "Saved", body_of(client.get(f"/api/v1/saved/{saved['token']}")))
    batch = body_of(client.post("/api/v1/batch", json={"urls": ["shop.com", "two words"]}))
    valid(app, "Batch", batch)
    appeal = client.post("/api/v1/appeals", json={"url": "shop.com", "text": "wrong"})
    valid(app, "AppealKept", body_of(appeal))
    for name in ("Signals", "Registers", "Countries", "Lists", "Health"):
        valid(app, name, body_of(client.get(f"/api/v1/{name.lower()}")))
    valid(app, "Problem", body_of(client.get(f"{CHECKS}/none")))


def test_the_service_address_is_the_one_of_the_settings(make_app: MakeApp) -> None:
    app = make_app(by=Canned(report(ROGUE)), public_url="https://rxlens.example")
    assert described(app)["servers"] == [{"url": "https://rxlens.example"}]
    assert "servers" not in document(QUIET)


# Fuzzed

OPERATIONS = [
    f"{method.upper()} {path}"
    for path, item in document(QUIET)["paths"].items()
    for method in item
    if method != "parameters"
]


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The description of a service that answers at once, bound to it."""
    store = str(tmp_path_factory.mktemp("store"))
    app = create_app(replace(QUIET, store=store, appeals_per_hour=0), engine=Canned(report(ROGUE)))
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    schema.config.checks.negative_data_rejection.expected_statuses.append("413")
    yield schema
    app.extensions["rxlens"].close()


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("name", OPERATIONS)
def test_fuzzed(fuzzed: Any, name: str, mode: GenerationMode) -> None:
    """Whatever the description allows or forbids: no server error, and only answers it names."""
    method, path = name.split()
    operation = fuzzed[path][method]

    @settings(
        max_examples=ROUNDS,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def fuzz(case: Any) -> None:
        # That a text has the right length does not make it an address.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    try:
        fuzz()
    except Unsatisfiable:
        pytest.skip("nothing can be wrong about a request without parameters")
