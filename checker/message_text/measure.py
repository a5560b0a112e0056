"""How well offers of medicines are told in labelled messages: ``python -m checker.message_text.measure FILE``.

Rows are JSON objects with ``label``, ``url_or_subject`` and ``text_or_html``, one a line, gzipped.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from checker.intervals import told_share
from checker.message_text.answer import MessageAnswer, read_message
from checker.page.worker import read_here

WANTED = "spam_pharma"
NEITHER = "spam_supplement"
"""Half of these offer prescription medicines, too: they are shown, and count neither way."""


def answers(path: Path) -> Iterator[tuple[dict[str, str], MessageAnswer]]:
    """Each row with what is said of it."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            subject = " ".join(row["url_or_subject"].split())
            body = row["text_or_html"]
            kind = "html" if "<html" in body[:3000].lower() or body.lstrip()[:1] == "<" else "plain"
            mail = f"Subject: {subject}\nContent-Type: text/{kind}; charset=utf-8\n\n{body}"
            yield row, read_message(mail, read_here)


def measure(path: Path) -> Iterator[str]:
    """Lines of figures."""
    rows: Counter[str] = Counter()
    offers: Counter[str] = Counter()
    for row, answer in answers(path):
        rows[row["label"]] += 1
        offers[row["label"]] += answer.offers_medicines
    for label in sorted(rows):
        yield f"{label}: {offers[label]} of {rows[label]} offer medicines"
    others = sum(count for label, count in offers.items() if label not in (WANTED, NEITHER))
    yield f"recall {told_share(offers[WANTED], rows[WANTED])}"
    yield f"precision by label {told_share(offers[WANTED], offers[WANTED] + others)}"
    yield f"false alarms in ham {told_share(offers['ham'], rows['ham'])}"


if __name__ == "__main__":
    for line in measure(Path(sys.argv[1])):
        print(line)
