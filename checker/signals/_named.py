"""Names that a site gives itself after a prescription medicine."""

from __future__ import annotations

from checker.page.facts import PageFacts
from checker.page.medicines import in_host
from checker.page.once import once_per_page
from checker.patterns import compiled

_WORD = compiled(r"[^\s|:,;()\"'«»]{4,40}")
_SITE_TYPES = frozenset({"Organization", "WebSite", "Store", "OnlineStore", "LocalBusiness"})
FEWEST_MORE = 2
"""Letters beyond the medicine's own name from which a word is a name of its own: not a plural."""


@once_per_page
def own_names(page: PageFacts) -> tuple[str, ...]:
    """Words of the title and of the site's name in structured data that hold a medicine and more."""
    names = [item.name for item in page.structured if item.type in _SITE_TYPES]
    return tuple(
        word
        for text in (page.title, *names)
        for word in _WORD.findall(text)
        if any(m.prescription_only and _more(word, m.name) for m in in_host(word))
    )


def _more(word: str, medicine: str) -> bool:
    """Whether a word goes on beyond the medicine in it, in letters that are no ending."""
    letters = sum(map(str.isalpha, word))
    return letters - sum(map(str.isalpha, medicine)) >= FEWEST_MORE and _is_name(word)


def _is_name(word: str) -> bool:
    """Names of shops are written with a capital inside, a digit, a hyphen, or as an address."""
    inner = word[1:]
    return any(c.isupper() or c.isdigit() or c in "-." for c in inner) and not word.isupper()
