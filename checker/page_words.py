"""The words of a page as numbers, for the text model: pairs and single words, hashed.

Left out are names of medicines (structure tells how they are offered), numbers, and every word of
:data:`MASKED`: regulators, seals, licences, words of safety. A word left out closes the gap it leaves,
so that putting one in changes nothing. Names of shops and hosts have no weight because a code counts
only when pages of several networks share it.

>>> from_text("Buy now, NABP approved") == from_text("Buy now")
True
"""

from __future__ import annotations

from itertools import pairwise
from zlib import crc32

from checker.page.facts import PageFacts
from checker.page.folding import fold
from checker.patterns import compiled

CODES = 1 << 20
LONGEST_READ = 15_000
"""Characters of a page that are read."""
MOST_WORDS = 1_500

_WORD = compiled(r"[^\W\d_]{2,40}", 0)
MASKED = compiled(
    r"(?:nabp|vipps|legitscript|gphc|mhra|fda|ema|dea|cqc|tga|swissmedic|anvisa|aifa|ansm|bfarm|pmda|nmpa|"
    r"cofepris|pharmacychecker|cipa|mipa|mcafee|norton|trustpilot|trustedshops|gmp|ssl)$|"
    r"(?:licen[cstz]|lizen[zc]|licenz|licenc|licens|zulass|zugelass|ruhsat|лиценз|ліценз|лицензи|"
    r"regist|zarejestr|регистр|реєстр|regul|accredit|akkredit|accrédit|acredit|accredit|certif|zertif|"
    r"sertif|certyf|сертиф|approv|genehm|autoris|autoriz|authoris|authoriz|dopuszcz|onayl|одобр|"
    r"safe|unsafe|sicher|segur|secur|sécur|sicur|veilig|bezpiec|bezpečn|безопас|безпе|güven|trygg|sikker|"
    r"verif|seal|siegel|trust|genuin|authenti|original|echt|warn|danger|gefahr|gefähr|peligr|pericol|advert|"
    r"counterfeit|fake|fälsch|falsif|legal|illegal|lawful|legit|inspect|guarant|garant|"
    r"superintend|official|offiziell|oficial|officiel|ufficial)",
    0,
)
"""Words that stand for claims nobody can check by reading: matched at the beginning of a folded word."""


def codes(page: PageFacts) -> frozenset[int]:
    """The words of a page as numbers below :data:`CODES`."""
    return from_text(f"{page.title}\n{_without_medicines(page)}")


def from_text(text: str) -> frozenset[int]:
    """The codes of the single words and of the pairs of neighbours in ``text``."""
    found = _WORD.findall(fold(text))
    masked = set(filter(MASKED.match, set(found)))
    words = [word for word in found if word not in masked][:MOST_WORDS]
    seen = set(words)
    seen.update(map(" ".join, pairwise(words)))
    return frozenset([crc32(word.encode()) % CODES for word in seen])


def _without_medicines(page: PageFacts) -> str:
    text = page.text[:LONGEST_READ]
    pieces, begin = [], 0
    for start, end in sorted((m.start, m.start + len(m.name)) for m in page.medicines):
        if start >= begin:
            pieces.append(text[begin:start])
            begin = end
    pieces.append(text[begin:])
    return " ".join(pieces)
