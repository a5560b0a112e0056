"""Addresses that a message writes out: whole, without a scheme, made harmless, or spelled "shop dot com".

A host without a scheme is one only under an ending that shops have and files and words have not: ``notes.md`` and
"today.no" are none. It is read to its end: of ``pills.com.br``, ``pills.com`` is somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.domains import registrable
from checker.patterns import compiled
from checker.typed import unharmed

MOST_CHARACTERS = 200_000

_WHOLE = compiled(r"(?:https?://|(?<![\w.@-])www\.)[^\s<>\"'()\[\]{}|\\^`]{3,1500}")
_BARE = compiled(
    r"(?<![\w@./%=&?#-])((?:[\w-]{1,63}\.){1,5}([a-z]{2,24}|i2p|рф|укр))(?![\w@-])(?:[/?][^\s<>\"'()\[\]{}|\\^`]{0,800})?"
)
_SPOKEN = compiled(
    r"(?<![\w.-])(?:www dot [\w-]{2,40}|[a-z]{0,30}[\d-][\w-]{1,30})(?: dot [\w-]{2,30}){0,2}"
    r" dot (?:com?|net|org|info|biz|shop|store|uk|ru|eu)\b"
)
"""A name with a figure or a hyphen, or behind ``www``: "the dot com crash" is no address."""
_DOT = compiled(r" dot ")
_ENDINGS = frozenset(
    """com net org info biz shop store top xyz online site club life live health pharmacy clinic doctor vip icu
    cyou buzz sbs cfd website space tech click link page pro app onion i2p ae ai ar at au ba bd be bg br
    by bz ca cc ch cl cn co cr cz de dk ee eg es eu fi fr ge gg gh gr hk hr hu id ie il in io ir it jo
    jp ke kr kw kz lb li lk lt lu lv ly ma me mx my ng nl nz pe ph pk pl pt qa ro ru sa sc se sg si sk
    su sx th tn to tr tv tw ua ug uk us uz vc vn wf ws za рф укр""".split()  # noqa: SIM905
)
"""The general endings that shops use, and those of countries that are no words and no files."""
_HIDDEN = ("onion", "i2p")
"""Endings of networks that no list of public suffixes has."""


def written_out(text: str) -> Iterator[str]:
    """The addresses in ``text``, in no order of places and with repeats.

    >>> list(written_out("at hxxps://pills[.]com/x, pills-24.pharmacy or pills.com.br; see notes.md, today.In time"))
    ['https://pills.com/x', 'pills-24.pharmacy', 'pills.com.br']
    >>> list(written_out("go to www dot pills dot com or mail joe.in@pills.com"))
    ['www.pills.com']
    """
    plain = _SPOKEN.sub(lambda said: _DOT.sub(".", said[0]), unharmed(text[:MOST_CHARACTERS]))
    for match in _WHOLE.finditer(plain):
        yield _unended(match[0])
    for match in _BARE.finditer(plain):
        if not match[0].lower().startswith("www.") and _is_host(match[1], match[2]):
            yield ("http://" if match[2].lower() in _HIDDEN else "") + _unended(match[0])


def _unended(address: str) -> str:
    return address.rstrip(".,;:!?")


def _is_host(host: str, ending: str) -> bool:
    if ending.lower() not in _ENDINGS or (ending.istitle() and not host.istitle()):
        return False  # "today.In" begins a sentence.
    if host[: -len(ending)].replace(".", "").isdigit():
        return False
    return ending.lower() in _HIDDEN or bool(registrable(host).domain)
