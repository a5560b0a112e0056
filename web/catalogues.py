"""The sentences in other languages: gettext catalogues, one ``.po`` file a language.

``python -m web.catalogues`` gathers every sentence of the program and of the templates, and brings the
catalogues up to date: new ones stand empty for a translator, those no longer used go. A sentence without
translation is shown in English.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

HERE = Path(__file__).parent
ROOT = HERE.parent
LOCALE = HERE / "locale"
LANGUAGES = ("de", "fr", "es", "it", "pl")
"""Besides English. The templates and sentences were written in English; translations are not a native
speaker's, and the pages say so."""

Translate = Callable[[str], str]


@cache
def translations(language: str) -> dict[str, str]:
    """English sentence to that of ``language``; empty for English and for languages we do not have."""
    path = LOCALE / f"{language}.po"
    if language not in LANGUAGES or not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    return {str(m.id): str(m.string) for m in catalogue if m.id and m.string and not m.fuzzy}


def translator(language: str) -> Translate:
    """The function that gives a sentence in ``language``, or the sentence itself."""
    known = translations(language)
    return lambda text: known.get(text, text)


def sentences() -> dict[str, list[tuple[str, int]]]:
    """Every sentence that people are shown, with the places in the source where it stands."""
    found: dict[str, list[tuple[str, int]]] = {}
    for sentence, place in (*_in_programs(), *_in_templates()):
        if sentence:
            found.setdefault(sentence, []).append(place)
    return found


def _in_programs() -> Iterator[tuple[str, tuple[str, int]]]:
    """What stands in ``N_(…)``."""
    for package in ("checker", "web"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "N_":
                    (text,) = node.args
                    if isinstance(text, ast.Constant) and isinstance(text.value, str):
                        yield text.value, (name, node.lineno)


def _in_templates() -> Iterator[tuple[str, tuple[str, int]]]:
    """What stands in ``_(…)`` of the templates."""
    for path in sorted((HERE / "templates").rglob("*.html")):
        name = path.relative_to(ROOT).as_posix()
        with path.open("rb") as file:
            for line, _, text, _ in babel_extract(file, ("_",), (), {}):
                if isinstance(text, str):
                    yield text, (name, line)


def update(language: str) -> tuple[int, int]:
    """Bring the catalogue of ``language`` up to date: (sentences, sentences without translation)."""
    known = translations(language)
    catalogue = Catalog(locale=language, project="RxLens", charset="utf-8", fuzzy=False)
    for sentence, places in sorted(sentences().items(), key=lambda item: item[1][0]):
        names = sorted({(name, 0) for name, _ in places})
        catalogue.add(sentence, known.get(sentence, ""), locations=names)
    LOCALE.mkdir(exist_ok=True)
    with (LOCALE / f"{language}.po").open("wb") as file:
        write_po(file, catalogue, width=100, omit_header=False, include_lineno=False)
    return len(catalogue), len(catalogue) - sum(1 for m in catalogue if m.id and m.string)


def main() -> None:
    """Bring every catalogue up to date and say what is missing."""
    for language in LANGUAGES:
        translations.cache_clear()
        total, missing = update(language)
        print(f"{language}: {total} sentences, {missing} without translation")


if __name__ == "__main__":
    main()
