"""Messages pasted whole: what is answered, and their API. Importing adds its route."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Protocol, runtime_checkable

from flask import Response, request

from checker.countries import read_country
from checker.evidence import Missing
from checker.evidence import Response as Answered
from checker.message import N_, message
from checker.message_text.answer import MessageAnswer, addresses_to_check, message_json, sentences
from checker.message_text.answer import read_message as answer_to
from checker.message_text.parts import MOST_BYTES
from checker.page.facts import PageFacts
from checker.page.worker import PageReader
from web import api, asking
from web.batches import Batch
from web.security import PAGE_BYTES, Refused

MOST_PASTED = 256 * 1024
"""Characters of a message pasted into the form."""
MAIL = "message/rfc822"
"""Media type of a mail as it is saved."""


@runtime_checkable
class ReadsPages(Protocol):
    """An engine that lends its reading processes."""

    def read(self, response: Answered) -> PageFacts | Missing:
        """Facts out of a page, in bounded time."""


def answered(pasted: bytes | str, country: str) -> dict[str, Any]:
    """What the page of a message shows of ``pasted``, for somebody in ``country``; checks of the sites it leads
    to have begun."""
    answer = _read(pasted, country)
    batch = _begin(answer, country)
    lines = api.service().batches.lines(batch) if batch else ()
    return {
        "answer": answer,
        "told": sentences(answer),
        "batch": batch,
        "lines": lines,
        "country": country,
    }


def uploaded() -> bytes:
    """The file that was sent along with the form, if any."""
    file = request.files.get("file")
    return file.read(MOST_BYTES + 1) if file else b""


def allow_long_form() -> None:
    """Let the request that is being answered carry a whole message."""
    request.max_content_length = MOST_BYTES + MOST_PASTED * 3 + PAGE_BYTES
    request.max_form_memory_size = MOST_PASTED * 3


@api.blueprint.post("/messages")
def post_message() -> Response:
    """Read a message sent as JSON, or as the mail itself; ``check`` begins checks of the sites it leads to."""
    if request.mimetype == MAIL:
        request.max_content_length = MOST_BYTES
        pasted: bytes | str = request.get_data(cache=False)
        country, check = request.args.get("country", ""), request.args.get("check", "") == "true"
    else:
        pasted, country, check = asking.pasted_from(asking.json_body(MOST_BYTES * 2))
    answer = _read(pasted, country)
    told = message_json(answer)
    batch = _begin(answer, country) if check else None
    return api.answer({**told, "batch": api.batch_described(batch) if batch else None})


def _read(pasted: bytes | str, country: str) -> MessageAnswer:
    api.count_client()
    code = read_country(country)
    if not pasted.strip():
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "empty", message(_EMPTY))
    engine = api.service().engine
    if isinstance(engine, ReadsPages):
        return answer_to(pasted, engine.read, code)
    with PageReader(workers=1) as reader:
        return answer_to(pasted, reader.read, code)


def _begin(answer: MessageAnswer, country: str) -> Batch | None:
    """Checks of the sites the message leads to; none where it leads to none, or too many wait already."""
    addresses = addresses_to_check(answer)
    try:
        return api.begin_batch(list(addresses), country) if addresses else None
    except Refused:
        return None


_EMPTY = N_("Nothing was pasted.")
