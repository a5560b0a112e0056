"""Sentences shown to people: a template and named parameters, never glued together.

The template is what a translator sees (gettext); parameters are filled in last, so that text
taken from a hostile page can never change the sentence around it.

>>> message(N_("Seen on {count} pages"), count=3).text()
'Seen on 3 pages'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

Param: TypeAlias = "str | int | float | Message"


def N_(template: str) -> str:
    """Mark ``template`` for extraction into the catalogues; returns it unchanged."""
    return template


def _unchanged(template: str) -> str:
    return template


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One translatable sentence."""

    template: str
    """English text with ``{named}`` places; the key in the catalogues."""
    params: Mapping[str, Param] = field(default_factory=lambda: MappingProxyType({}))

    def text(self, translate: Callable[[str], str] = _unchanged) -> str:
        """The sentence in the language of ``translate`` (gettext's), parameters filled in."""
        shown = {
            name: value.text(translate) if isinstance(value, Message) else value
            for name, value in self.params.items()
        }
        return translate(self.template).format(**shown)

    def __reduce__(self) -> tuple[Callable[..., Message], tuple[str, dict[str, Param]]]:
        # Read-only mappings cannot be pickled, and messages cross process borders.
        return _rebuild, (self.template, dict(self.params))


def _rebuild(template: str, params: dict[str, Param]) -> Message:
    return Message(template=template, params=MappingProxyType(params))


def message(template: str, **params: Param) -> Message:
    """Build a :class:`Message`; every ``{place}`` of ``template`` must have its parameter."""
    return Message(template=template, params=MappingProxyType(params))
