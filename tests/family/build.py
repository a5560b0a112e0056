"""Sites for the tests of families: pages out of sentences, a theme and a contact, read as any page is."""

from __future__ import annotations

from dataclasses import replace

from checker.evidence import Missing, PageVisit, Response
from checker.family.fingerprint import Fingerprint, Mark, of_pages
from checker.page.worker import read_here
from checker.relatives import Warned

NUMBER = "+44 20 7946 0123"


def page(
    words: str, *, contact: str = "", theme: str = "kit", title: str = "Shop", more: str = ""
) -> bytes:
    """A shop's page: a theme with class names of its own around the text, ``more`` as it is."""
    parts = "".join(
        f'<div class="{theme}-box{n} zz{theme}{n}"><span class="{theme}leaf{n}">.</span></div>'
        for n in range(40)
    )
    lines = "".join(f"<p>{line}</p>" for line in words.split("\n"))
    foot = f"<footer>{contact}</footer>"
    return f"<title>{title}</title><body>{parts}{lines}{more}{foot}</body>".encode()


def told(subject: str, count: int = 30) -> str:
    """Sentences of which each has a word of its own."""
    names = [f"{one}{other}lin" for one in "bcdfg" for other in "aeiouy"]
    return "\n".join(
        f"Our {subject} {name} comes from the {name} {subject} mill and is packed by hand on {name} days"
        for name in names[:count]
    )


GARDEN = "\n".join(
    f"Plant your {one}{other}rose in {one}oam before the {other}frost and water it well until spring has come"
    for one in "bcdfg"
    for other in "aeiouy"
)


def site(domain: str, *bodies: bytes, listings: tuple[Warned, ...] = ()) -> Fingerprint:
    """The fingerprint of pages served at ``domain``."""
    visits = []
    for body in bodies:
        response = Response(url=f"https://{domain}/", hops=(), status=200, headers=(), body=body)
        facts = read_here(response)
        assert not isinstance(facts, Missing)
        visits.append(PageVisit(role="typed", response=response, facts=facts))
    return replace(of_pages(domain, "2026-01-02", visits), listings=listings)


def with_marks(domain: str, *marks: Mark, like: Fingerprint | None = None) -> Fingerprint:
    """A fingerprint that has ``marks`` and the build of ``like``."""
    template = like.template if like else ()
    return Fingerprint(domain=domain, seen="2026-01-02", template=template, marks=frozenset(marks))
