"""Stand-ins for the page reader, to be named to the reading processes."""

from __future__ import annotations

import os
import time
from dataclasses import replace

from checker.page.dom import parse
from checker.page.encoding import decode
from checker.page.facts import OutLink, PageFacts

EMPTY = PageFacts(
    url="",
    title="",
    description="",
    declared_language="",
    language="",
    text="",
    hidden_text="",
    headings=(),
    links=(),
    forms=(),
    frames=(),
    refreshes=(),
    medicines=(),
    offers=(),
    prices=(),
    phrases=(),
    phones=(),
    emails=(),
    addresses=(),
    identifiers=(),
    seals=(),
    contacts=(),
    trackers=(),
    structured=(),
    markers=(),
    images=0,
    shell="",
    cuts=(),
)


def document_only(body: bytes, content_type: str | None, url: str) -> PageFacts:
    """The part of the facts that needs no tables: decoding and parsing."""
    document = parse(decode(body, content_type)[0], url)
    return replace(
        EMPTY,
        url=url,
        title=document.title,
        text=document.text,
        hidden_text=document.hidden_text,
        links=tuple(
            OutLink(url=link.url, text=link.text, place=link.place, visible=link.visible)
            for link in document.links
        ),
        cuts=tuple(document.cuts),
    )


def obey(body: bytes, content_type: str | None, url: str) -> PageFacts:
    """Do what the page says: ``spin``, ``sleep``, ``die``, ``eat``, ``raise``, ``lie``, else nothing."""
    order = body.decode()
    if order == "spin":
        while True:
            pass
    if order == "sleep":
        time.sleep(60)
    if order == "die":
        os._exit(3)
    if order == "eat":
        return [bytearray(1 << 20) for _ in range(4096)]  # type: ignore[return-value]
    if order == "raise":
        raise LookupError("a word of the page")
    return document_only(body, content_type, url)


def own_number(body: bytes, content_type: str | None, url: str) -> PageFacts:
    """Facts whose text is the number of the process that read them."""
    return replace(EMPTY, text=str(os.getpid()))


def lie(body: bytes, content_type: str | None, url: str) -> PageFacts:
    """Facts that are none."""
    return replace(EMPTY, text=17)  # type: ignore[arg-type]


def timed(body: bytes, content_type: str | None, url: str) -> PageFacts:
    """The facts of :func:`document_only`, with the processor seconds it took as the title."""
    begin = time.process_time()
    facts = document_only(body, content_type, url)
    return replace(facts, title=str(time.process_time() - begin))
