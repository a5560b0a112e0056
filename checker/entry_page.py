"""What an authority's answer says about a claim: found by its content, not by its lay-out.

Looked for are this domain, the claimed number, the trading name and the postcode, in what a person
would see. Whatever is not clearly an entry is "could not be read"; nothing is guessed. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from checker.authorities import Authority, SpeaksOf, host_of
from checker.claims import Claim, ClaimKind, ClaimOutcome, SiteIdentity, Why, same_label
from checker.domains import registrable
from checker.entry_words import MOST_TEXT, says, says_it_ended, words
from checker.page.facts import PageFacts
from checker.page.folding import fold
from checker.patterns import compiled


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked, of whom, for whom."""

    claim: Claim
    authority: Authority
    identity: SiteIdentity
    asked: str
    """The address asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the answer comes to."""

    outcome: ClaimOutcome
    why: Why
    other: str = ""
    agrees: tuple[str, ...] = ()


def echoes(asked: str, identity: SiteIdentity) -> bool:
    """Whether the question itself carries the domain, so that an answer may just repeat it."""
    spelt = unquote(unquote(asked)).lower()
    _, _, way = spelt.partition("://")
    _, _, way = way.partition("/")
    label = identity.domain.partition(".")[0]
    in_query = len(label) >= 4 and label in way.partition("?")[2]
    return in_query or any(name in way for name in spellings(identity.domain))


def spellings(domain: str) -> tuple[str, ...]:
    """``domain`` in ASCII and, where it differs, in Unicode.

    >>> spellings("xn--pharmcie-f1a.example")
    ('xn--pharmcie-f1a.example', 'pharmécie.example')
    """
    try:
        shown = domain.encode("ascii").decode("idna").lower()
    except UnicodeError:
        return (domain,)
    return tuple(dict.fromkeys((domain, shown)))


def read_answer(question: Question, page: PageFacts, control: PageFacts | None = None) -> Said:
    """What ``page``, answered by the authority, says about the claim.

    ``control`` is the answer to the same question about a domain that does not exist; needed where the
    question carries the domain, which then counts only if the control does not show the like.
    """
    if page.shell or not page.text.strip() or says("no_page", _head(page)):
        return _unchecked(Why.UNREADABLE)
    marks = question.authority.page_words
    if marks is not None and not marks.search(f"{page.title}\n{page.text}"[:MOST_TEXT]):
        return _unchecked(Why.UNREADABLE)
    if question.authority.speaks_of is SpeaksOf.VERDICT:
        return _verdict(question, page, control)
    return _entry(question, page, control)


def mentions(page: PageFacts, domain: str) -> tuple[str, ...]:
    """The visible lines that name ``domain``, as a whole and not within a mail address; visible links
    to it count as lines of their text."""
    names = spellings(domain)
    lines = [line for line in page.text.split("\n") if any(_holds(line, n) for n in names)]
    lines += [
        link.text
        for link in page.links
        if link.visible and (registrable(host_of(link.url)).domain or host_of(link.url)) == domain
    ]
    return tuple(lines)


# -- entries ------------------------------------------------------------------------------------


def _entry(question: Question, page: PageFacts, control: PageFacts | None) -> Said:
    identity = question.identity
    named = mentions(page, identity.domain)
    numbered = _shows_number(question, page)
    if named:
        return _named(question, page, named, control, numbered)
    empty = says("empty", page.text)
    others = _others(question, page)
    if empty and not others:
        return Said(outcome=ClaimOutcome.NOT_IN_REGISTER, why=Why.EMPTY)
    if not numbered or empty:
        return _unchecked(Why.UNREADABLE)
    if question.authority.speaks_of in (SpeaksOf.WEB, SpeaksOf.PREMISES, SpeaksOf.CARE) and others:
        return _anothers(question, page, others)
    return _details(question, page)


def _named(
    question: Question,
    page: PageFacts,
    named: tuple[str, ...],
    control: PageFacts | None,
    numbered: bool,
) -> Said:
    if echoes(question.asked, question.identity) and not _differs(control):
        return _unchecked(Why.ECHO)
    if says("warning", _head(page)) or any(says("warning", line) for line in named):
        return _unchecked(Why.WARNING_PAGE)
    if not numbered or says("empty", page.text):
        return _unchecked(Why.UNREADABLE)
    if says_it_ended(page.text):
        return Said(outcome=ClaimOutcome.NOT_IN_REGISTER, why=Why.ENDED)
    agrees = ("domain", *_agreeing(question, page))
    return Said(outcome=ClaimOutcome.MATCHES, why=Why.NAMED, agrees=agrees)


def _differs(control: PageFacts | None) -> bool:
    """Whether the answer about a domain that does not exist does not name that domain."""
    return control is not None and not control.shell and not mentions(control, CONTROL)


CONTROL = "rxlens-control-7f3k.com"
"""A domain for questions to which the only honest answer is "no such entry"."""


def _anothers(question: Question, page: PageFacts, others: dict[str, bool]) -> Said:
    """``others`` are the domains the entry names, each with whether it is marked as a web address."""
    marked = [domain for domain, marked in others.items() if marked]
    named = marked or list(others)
    if len(named) > _MOST_NAMED or (not marked and len(named) > 1):
        return _unchecked(Why.SEVERAL)
    if any(same_label(domain, question.identity.domain) for domain in named):
        return _unchecked(Why.OTHER_ENDING)
    # Name and postcode agree on a copy as they do on the owner's second address: told, not judged.
    return Said(
        outcome=ClaimOutcome.BELONGS_TO_ANOTHER,
        why=Why.OTHER_DOMAIN,
        other=named[0],
        agrees=_agreeing(question, page),
    )


_MOST_NAMED = 3
"""Web addresses of one seller; more of them is a list of sellers."""


def _details(question: Question, page: PageFacts) -> Said:
    agrees = _agreeing(question, page)
    if "name" in agrees and "postcode" in agrees:
        return Said(outcome=ClaimOutcome.COULD_NOT_BE_CHECKED, why=Why.DETAILS_ONLY, agrees=agrees)
    if question.authority.speaks_of is SpeaksOf.WEB:
        return _unchecked(
            Why.UNREADABLE
        )  # Its entries name web addresses: this is no entry we know.
    theirs = [a.postcode for a in page.addresses if a.valid and a.postcode]
    known = question.identity.postcodes and question.identity.names
    if theirs and known and not {"name", "postcode"} & set(agrees):
        return Said(
            outcome=ClaimOutcome.COULD_NOT_BE_CHECKED, why=Why.DETAILS_DIFFER, agrees=agrees
        )
    return Said(outcome=ClaimOutcome.COULD_NOT_BE_CHECKED, why=Why.NO_DOMAIN, agrees=agrees)


def _agreeing(question: Question, page: PageFacts) -> tuple[str, ...]:
    text = f"{page.title}\n{page.text}"
    agrees = []
    if any(_holds_name(text, name) for name in question.identity.names):
        agrees.append("name")
    if any(_holds_code(text, code) for code in question.identity.postcodes):
        agrees.append("postcode")
    if question.claim.id and _holds(text.lower(), question.claim.id.lower()):
        agrees.append("number")
    return tuple(agrees)


def _shows_number(question: Question, page: PageFacts) -> bool:
    """Whether the answer is about the claimed entry: a number must be printed in it, while ids that
    only a link carries need not. A list of web addresses may keep its number to the entry's address."""
    number, authority = question.claim.id, question.authority
    by_number = question.claim.kind is ClaimKind.NUMBER or authority.addresses(number)
    if not by_number or not _NUMBER.fullmatch(number):
        return True
    if authority.speaks_of is SpeaksOf.WEB and _holds(page.url.partition("//")[2], number):
        return True
    return _holds(page.text, number.lower())


_NUMBER = compiled(r"[A-Z]{0,3}/?\d[\d/#-]{2,16}[A-Z]?")


def _others(question: Question, page: PageFacts) -> dict[str, bool]:
    """Other web addresses in the answer that may be the entry's, each with whether words mark it so."""
    found: dict[str, bool] = {}
    before = ""
    for line in page.text.split("\n")[:_MOST_LINES]:
        marked = says("label", f"{before[-60:]} {line[:200]}")
        for match in _HOST_IN_TEXT.finditer(line[:_LONGEST_LINE]):
            domain = _foreign(question, match.group())
            if domain:
                found[domain] = found.get(domain, False) or marked
        before = line
    for link in page.links[:_MOST_LINES]:
        domain = _foreign(question, host_of(link.url)) if _may_be_entry(link.place) else ""
        if domain and link.visible:
            found.setdefault(domain, says("label", link.text))
    return found


_MOST_LINES = 2000
_LONGEST_LINE = 1000


def _may_be_entry(place: str) -> bool:
    return place not in ("header", "nav", "footer", "aside")


def _foreign(question: Question, host: str) -> str:
    """The registrable domain of ``host`` when it may be another seller's."""
    found = registrable(host.lower())
    own = [registrable(h) for h in question.authority.hosts]
    real = found.listed or found.suffix in {
        one.suffix for one in own
    }  # Its own ending is no file's.
    if not real or not found.domain:
        return ""
    if found.domain in {one.domain for one in own} or found.domain == question.identity.domain:
        return ""
    if _OFFICIAL.search(f".{host.lower()}") or found.domain in words("everywhere"):
        return ""
    return found.domain


# -- verdicts -----------------------------------------------------------------------------------


def _verdict(question: Question, page: PageFacts, control: PageFacts | None) -> Said:
    """What a body says that gives its opinion of a web address."""
    yes, no = question.authority.yes_words, question.authority.no_words
    named = _surroundings(page, question.identity.domain)
    if not named or yes is None or no is None:
        return _unchecked(Why.UNREADABLE)
    if no.search(named):
        return Said(outcome=ClaimOutcome.NOT_IN_REGISTER, why=Why.REFUSED)
    if not yes.search(named):
        return _unchecked(Why.UNREADABLE)
    if echoes(question.asked, question.identity):
        told = _surroundings(control, CONTROL) if control is not None else ""
        if control is None or control.shell or yes.search(told):
            return _unchecked(Why.ECHO)  # The same is said of a domain that does not exist.
    return Said(outcome=ClaimOutcome.MATCHES, why=Why.NAMED, agrees=("domain",))


def _surroundings(page: PageFacts, domain: str) -> str:
    """The lines around each mention of ``domain``."""
    lines = page.text.split("\n")
    near: dict[int, None] = {}
    for number, line in enumerate(lines):
        if any(_holds(line, name) for name in spellings(domain)):
            near.update(dict.fromkeys(range(max(0, number - 2), number + 4)))
    return "\n".join(lines[n] for n in near if n < len(lines))


# -- words --------------------------------------------------------------------------------------


def _head(page: PageFacts) -> str:
    """Title, headings and address: what the page says it is."""
    return "\n".join((page.title, *page.headings[:6], unquote(page.url.partition("//")[2])[:300]))


def _holds(text: str, sought: str) -> bool:
    """``sought`` stands in ``text`` as a whole: for a host, what goes before it may be a name below it,
    but no mail address, and nothing may follow that makes it another.

    >>> _holds("see www.shop.example.", "shop.example"), _holds("shop.example.net", "shop.example")
    (True, False)
    >>> _holds("myshop.example", "shop.example"), _holds("info@shop.example", "shop.example")
    (False, False)
    """
    text = text[:MOST_TEXT].lower()
    at = text.find(sought)
    while at >= 0:
        if _begins(text, at) and _ends(text, at + len(sought)):
            return True
        at = text.find(sought, at + 1)
    return False


def _begins(text: str, at: int) -> bool:
    start = at
    while start and (text[start - 1].isalnum() or text[start - 1] in "-._"):
        start -= 1
        if at - start > 253:
            return False
    before = text[start:at]
    return (not before or before.endswith(".")) and not (start and text[start - 1] == "@")


def _ends(text: str, end: int) -> bool:
    following = text[end : end + 2]
    if following[:1].isalnum() or following[:1] in ("-", "_"):
        return False
    return not (following[:1] == "." and following[1:].isalnum())


def _holds_name(text: str, name: str) -> bool:
    """A trading name, of which more than general words must be left."""
    sought = _telling(name)
    if len(sought) - sought.count(" ") < _SHORTEST_NAME:
        return False
    return f" {sought} " in f" {_telling(text[:MOST_TEXT])} "


def _telling(text: str) -> str:
    general = words("general")
    return " ".join(w for w in _WORDS.findall(fold(text)) if w not in general)


_SHORTEST_NAME = 4
_WORDS = compiled(r"[^\W_]{1,60}", 0)


def _holds_code(text: str, code: str) -> bool:
    """A postcode, however it is spaced; codes of digits alone as a whole."""
    if not code.isdigit():
        return len(code) >= 5 and code in text.upper().replace(" ", "").replace("\xa0", "")
    return len(code) >= 4 and _holds(text, code)


def _unchecked(why: Why) -> Said:
    return Said(outcome=ClaimOutcome.COULD_NOT_BE_CHECKED, why=why)


_HOST_IN_TEXT = compiled(r"(?<![\w@.-])(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}(?![\w-])")
_OFFICIAL = compiled(
    r"\.(?:gov|gob|gouv|gub|govt|go|mil|nhs|edu|ac)(?:\.[a-z]{2,3})?$|\.europa\.eu$|\.admin\.ch$"
    r"|\.gv\.at$|\.bund\.de$|\.gc\.ca$|\.canada\.ca$|\.gov\."
)
