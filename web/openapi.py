"""The description of the API, as OpenAPI 3.1: what the tests hold the API to, and clients may rely on."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import checker
from checker.typed import MOST_CHARACTERS
from checker.verdict import Level
from web.asking import MOST_APPEAL, MOST_CONTACT, MOST_TYPED, ROLES
from web.checks import State
from web.languages import ENGLISH, LANGUAGES
from web.settings import Settings

Part = dict[str, Any]

_TEXT: Part = {"type": "string"}
_FLAG: Part = {"type": "boolean"}
_COUNT: Part = {"type": "integer", "minimum": 0}
_TIME: Part = {"type": ["string", "null"], "format": "date-time"}
_MAYBE: Part = {"type": ["string", "null"]}
_COUNTRY: Part = {
    "type": "string",
    "maxLength": 10,
    "description": "ISO 3166 code of the buyer's country; empty for none.",
}
_LANG: Part = {
    "name": "lang",
    "in": "query",
    "description": "Language of the sentences: the text of every message, and the names of countries.",
    "schema": {"enum": list(LANGUAGES), "default": ENGLISH},
}
_BASE64: Part = {"type": "string", "contentEncoding": "base64"}
_TOLD: Part = {"$ref": "#/components/schemas/message"}

_LIST_OFFERED: Part = {
    "name": _TEXT,
    "serial": _COUNT,
    "made_at": _TIME,
    "expires_at": _TIME,
    "url": _TEXT,
}


def document(settings: Settings) -> Part:
    """The OpenAPI document of a service with ``settings``."""
    described: Part = {
        "openapi": "3.1.0",
        "info": {
            "title": "RxLens",
            "version": checker.__version__,
            "summary": "Is this online pharmacy what it claims to be, and may it sell medicines to me?",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": _paths(settings),
        "components": {"schemas": _schemas(settings) | _report_schemas()},
    }
    if settings.own_origin:
        described["servers"] = [{"url": settings.own_origin}]
    return described


# Paths


def _paths(settings: Settings) -> Part:
    checks, batches = _param("check_id"), _param("batch_id")
    return {
        "/api/v1/checks": {
            "post": _operation(
                "askAboutAddress",
                "Ask about one address. The same question gets the same check until its time is over.",
                {
                    "200": _json("Check", "There is an answer already."),
                    "202": _json("Check", "The check is under way."),
                },
                body="Question",
                spoken=True,
                problems=("400", "413", "415", "422", "429", "503"),
            )
        },
        "/api/v1/checks/{check_id}": {
            "parameters": [checks],
            "get": _operation(
                "getCheck",
                "How far a check is; its report when it is done.",
                {"200": _json("CheckWithReport", "The check.")},
                spoken=True,
                problems=("404", "422"),
            ),
        },
        "/api/v1/checks/{check_id}/events": {
            "parameters": [checks],
            "get": _operation(
                "followCheck",
                "What happens in a check, as server-sent events; their data are Event objects.",
                {
                    "200": {
                        "description": "The events, those after Last-Event-ID only.",
                        "content": {"text/event-stream": {"schema": _TEXT}},
                    }
                },
                spoken=True,
                problems=("404", "422", "503"),
            ),
        },
        "/api/v1/checks/{check_id}/save": {
            "parameters": [checks],
            "post": _operation(
                "saveReport",
                "Keep the report of a finished check at a random address.",
                {"201": _json("SavedAt", "It is kept.")},
                body="SaveFor",
                problems=("400", "404", "409", "413", "415", "422", "503"),
            ),
        },
        "/api/v1/saved/{token}": {
            "parameters": [_param("token")],
            "get": _operation(
                "getSaved",
                "A saved report.",
                {"200": _json("Saved", "The report.")},
                spoken=True,
                problems=("404", "422", "503"),
            ),
        },
        "/api/v1/saved/{token}/delete": {
            "parameters": [_param("token")],
            "post": _operation(
                "deleteSaved",
                "Delete a saved report.",
                {"200": _json("Deleted", "It is deleted.")},
                body="DeleteKey",
                problems=("400", "404", "413", "415", "422", "503"),
            ),
        },
        "/api/v1/batch": {
            "post": _operation(
                "askAboutMany",
                f"Ask about at most {settings.batch_rows} addresses; they wait behind single questions.",
                {"202": _json("Batch", "The checks are under way.")},
                body="Questions",
                problems=("400", "413", "415", "422", "429", "503"),
            )
        },
        "/api/v1/batch/{batch_id}": {
            "parameters": [batches],
            "get": _operation(
                "getBatch",
                "How far a batch is.",
                {"200": _json("Batch", "The batch.")},
                problems=("404",),
            ),
        },
        "/api/v1/batch/{batch_id}/csv": {
            "parameters": [batches],
            "get": _operation(
                "getBatchTable",
                "A batch as a table for spreadsheets.",
                {
                    "200": {
                        "description": "The table.",
                        "content": {"text/csv": {"schema": _TEXT}},
                    }
                },
                problems=("404",),
            ),
        },
        "/api/v1/messages": {
            "post": _operation(
                "readMessage",
                "What a pasted message offers, what gives it away and where it leads. Nothing is kept. A saved mail "
                "may be sent as it is (message/rfc822), with country and check as parameters.",
                {"200": _json("MessageRead", "What was read.")},
                body="PastedMessage",
                problems=("400", "413", "415", "422", "429"),
            )
        },
        "/api/v1/families/{domain}": {
            "parameters": [_param("domain")],
            "get": _operation(
                "getFamily",
                "Which checked sites belong with one, and why.",
                {"200": _json("Family", "The family.")},
                problems=("404", "422"),
            ),
        },
        "/api/v1/appeals": {
            "post": _operation(
                "appeal",
                "Say that an answer is wrong. Nothing is mailed to anybody.",
                {"201": _json("AppealKept", "It is kept.")},
                body="Appeal",
                problems=("400", "413", "415", "422", "429", "503"),
            )
        },
        **{
            f"/api/v1/{name}": {
                "get": _operation(
                    f"get{name.title()}",
                    summary,
                    {
                        "200": _json(name.title(), "Not changed for anybody.", tagged=True),
                        "304": {"description": "It is as you know it."},
                    },
                    problems=(),
                )
            }
            for name, summary in _FOR_ALL.items()
        },
        **{
            f"/api/v1/lists/{name}": {
                "get": _operation(
                    operation,
                    summary,
                    {
                        "200": _json(schema, "The same for everybody.", tagged=True),
                        "304": {"description": "It is as you know it."},
                    },
                    problems=("404",),
                )
            }
            for name, operation, schema, summary in _SIGNED
        },
        "/api/v1/health": {
            "get": _operation(
                "getHealth",
                "Whether the service answers; details for whoever runs it.",
                {"200": _json("Health", "It does.")},
                problems=(),
            )
        },
        "/api/v1/ready": {
            "get": _operation(
                "getReady",
                "Whether tables and model are loaded; checks that come before wait for them.",
                {"200": _json("Ready", "They are.")},
                problems=("503",),
            )
        },
    }


_FOR_ALL = {
    "signals": "Everything that is looked at, and why.",
    "registers": "The registers and warning lists at hand, of which day, and what they can verify.",
    "countries": "The countries a report can speak for.",
    "lists": "The signed lists that are offered to browser extensions.",
}

_SIGNED = (
    (
        "domains",
        "getSignedDomains",
        "SignedList",
        "What registers, accreditations and warning lists say of domains, signed with Ed25519.",
    ),
    ("key", "getListKey", "ListKey", "The public key that lists are signed with, to be pinned."),
)


def _param(name: str) -> Part:
    return {"name": name, "in": "path", "required": True, "schema": _TEXT}


def _operation(
    name: str,
    summary: str,
    answers: Part,
    *,
    problems: tuple[str, ...],
    body: str = "",
    spoken: bool = False,
) -> Part:
    """One operation; ``body`` names the schema of what is sent, ``spoken`` answers are in a language."""
    responses = answers | {code: _problem(code) for code in problems}
    operation: Part = {"operationId": name, "summary": summary, "responses": responses}
    if spoken:
        operation["parameters"] = [_LANG]
        for answer in answers.values():
            answer["headers"] = {"Content-Language": {"schema": _TEXT}}
    if body:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _ref(body)}},
        }
    return operation


def _json(name: str, description: str, *, tagged: bool = False) -> Part:
    answer: Part = {
        "description": description,
        "content": {"application/json": {"schema": _ref(name)}},
    }
    if tagged:
        answer["headers"] = {"ETag": {"schema": _TEXT}}
    return answer


def _problem(code: str) -> Part:
    answer: Part = {
        "description": _PROBLEMS[code],
        "content": {"application/problem+json": {"schema": _ref("Problem")}},
    }
    if code in ("429", "503"):
        answer["headers"] = {"Retry-After": {"schema": {"type": "string"}}}
    return answer


_PROBLEMS = {
    "400": "What was sent cannot be read.",
    "404": "It is not remembered, or never was.",
    "409": "It is not time for that yet.",
    "413": "Too much was sent.",
    "415": "JSON is needed.",
    "422": "What was sent can be read and not used; the reason says why.",
    "429": "You asked too often.",
    "503": "There is no room, or our store cannot be used.",
}


def _ref(name: str) -> Part:
    return {"$ref": f"#/components/schemas/{name}"}


# Schemas


def _object(required: Part, optional: Part | None = None, *, closed: bool = False) -> Part:
    """An object: ``closed`` ones are what is sent to us, and have no other members."""
    schema: Part = {
        "type": "object",
        "properties": required | (optional or {}),
        "required": list(required),
    }
    if closed:
        schema["additionalProperties"] = False
    return schema


def _list(of: Part) -> Part:
    return {"type": "array", "items": of}


def _schemas(settings: Settings) -> Part:
    return _sent(settings) | _answered() | _told_of_others()


def _sent(settings: Settings) -> Part:
    address = {
        "type": "string",
        "maxLength": MOST_TYPED,
        "description": f"As it was found: bare, defanged or wrapped; {MOST_CHARACTERS} characters.",
        "examples": ["https://quickmeds-britain.example/"],
    }
    return {
        "Question": _object(
            {"url": address},
            {
                "country": _COUNTRY,
                "page": {
                    "type": "string",
                    "description": "The page as the asker's browser shows it: HTML of 2 MiB at most.",
                },
                "fresh": {**_FLAG, "description": "Do not take a report older than a minute."},
            },
            closed=True,
        ),
        "Questions": _object(
            {"urls": {**_list(address), "minItems": 1}}, {"country": _COUNTRY}, closed=True
        ),
        "SaveFor": _object(
            {"days": {"type": "integer", "minimum": 1, "maximum": settings.saved_days}}, closed=True
        ),
        "DeleteKey": _object({"delete_key": {**_TEXT, "maxLength": 100}}, closed=True),
        "Appeal": _object(
            {
                "url": {
                    **address,
                    "description": "The address the answer was about; its host is kept.",
                },
                "text": {**_TEXT, "minLength": 1, "maxLength": MOST_APPEAL},
            },
            {
                "level": {"enum": ["", *(level.value for level in Level)]},
                "role": {"enum": list(ROLES)},
                "contact": {
                    **_TEXT,
                    "maxLength": MOST_CONTACT,
                    "description": "A mail address, or nothing.",
                },
            },
            closed=True,
        ),
    }


def _answered() -> Part:
    event = _object(
        {"number": _COUNT, "type": {"enum": ["started", "found", "missing", "done", "failed"]}},
        {"source": _TEXT, "label": _TOLD, "reason": _TEXT, "reason_text": _TOLD, "level": _TEXT},
    )
    check = {
        "id": _TEXT,
        "state": {"enum": [state.value for state in State]},
        "host": _TEXT,
        "display": _TEXT,
        "url": {**_TEXT, "description": "Scheme and host; path and query are never told."},
        "country": _TEXT,
        "seen_by_client": _FLAG,
        "asked_at": _TIME,
        "finished_at": _TIME,
        "expires_at": _TIME,
        "level": {"enum": [None, *(level.value for level in Level)]},
        "messages": _list(_TOLD),
        "events": _list(_ref("Event")),
        "links": _object({"self": _TEXT, "events": _TEXT, "page": _TEXT}),
    }
    row = _object(
        {
            "shown": _TEXT,
            "state": {"enum": [*(state.value for state in State), "refused", "forgotten"]},
            "reason": _MAYBE,
            "message": {"anyOf": [_TOLD, {"type": "null"}]},
            "check": _MAYBE,
            "level": _MAYBE,
        }
    )
    return {
        "Event": event,
        "Check": _object(check),
        "CheckWithReport": _object(
            {**check, "report": {"anyOf": [_ref("Report"), {"type": "null"}]}}
        ),
        "Batch": _object(
            {
                "id": _TEXT,
                "country": _TEXT,
                "asked_at": _TIME,
                "rows_done": _COUNT,
                "rows": _list(row),
                "links": _object({"self": _TEXT, "csv": _TEXT, "page": _TEXT}),
            }
        ),
        "SavedAt": _object({"token": _TEXT, "delete_key": _TEXT, "days": _COUNT, "page": _TEXT}),
        "Saved": _object({"saved_at": _TIME, "expires_at": _TIME, "report": _ref("Report")}),
        "Deleted": _object({"deleted": _FLAG}),
        "AppealKept": _object({"id": _TEXT, "answered_by": _MAYBE}),
        "Signals": _object({"version": _TEXT, "signals": _list({"type": "object"})}),
        "Registers": _object(
            {"lists": _list({"type": "object"}), "verifiable": _list({"type": "object"})}
        ),
        "Countries": _object({"countries": _list(_object({"code": _TEXT, "name": _TEXT}))}),
        "Lists": _object({"key": _MAYBE, "lists": _list(_object(_LIST_OFFERED))}),
        "SignedList": _object({"payload": _TEXT, "signature": _BASE64, "key": _BASE64}),
        "ListKey": _object(
            {"algorithm": {"const": "Ed25519"}, "key": _BASE64, "fingerprint": _TEXT}
        ),
        "Health": _object({"status": {"const": "ok"}, "ready": _FLAG}),
        "Ready": _object({"ready": {"const": True}}),
        "Problem": _object(
            {
                "type": _TEXT,
                "title": _TEXT,
                "status": {"type": "integer"},
                "reason": _TEXT,
                "detail": _TEXT,
                "message": _TOLD,
                "instance": _TEXT,
            }
        ),
    }


@cache
def _told_of_others() -> Part:
    """Messages and families."""
    strings: Part = {"type": "array", "items": _TEXT}
    objects: Part = {"type": "array", "items": {"type": "object"}}
    return {
        "PastedMessage": _object(
            {"message": _TEXT}, {"country": _TEXT, "check": {"type": "boolean"}}, closed=True
        ),
        "MessageRead": _object(
            {
                "schema": _TEXT,
                "offers_medicines": {"type": "boolean"},
                "readable": {"type": "boolean"},
                "sentences": strings,
                "signs": objects,
                "links": objects,
                "cut": {"type": "boolean"},
                "report_to": objects,
                "reports": objects,
                "batch": {"anyOf": [{"$ref": "#/components/schemas/Batch"}, {"type": "null"}]},
            }
        ),
        "Family": _object(
            {
                "schema": _TEXT,
                "domain": _TEXT,
                "sentences": strings,
                "caution": _TEXT,
                "cut": {"type": "boolean"},
                "members": objects,
                "links": objects,
                "related": objects,
                "shared_with": objects,
            }
        ),
    }


def _report_schemas() -> Part:
    """The report's own schema, with its parts among the components."""
    text = (files("checker") / "schema" / "report-v1.schema.json").read_text("utf-8")
    schema: Part = json.loads(text.replace('"#/$defs/', '"#/components/schemas/'))
    parts: Part = schema.pop("$defs")
    for key in ("$schema", "$id"):
        schema.pop(key, None)
    return parts | {"Report": schema}
