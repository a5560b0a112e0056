"""Registers, accreditations, warning lists and lists of brands, as snapshots on this computer.

>>> [entry.authority for entry in look_up("corner.pharmacy", "corner.pharmacy")]
['NABP']
>>> look_up("unheard-of.example", "unheard-of.example")
()
"""

from __future__ import annotations

from checker.registers.answer import RegisterAnswer, answer, look_up
from checker.registers.coverage import ListState, Verifiable, damaged, sources, verifiable
from checker.registers.entry import Entry, EntryKind, Permit
from checker.registers.store import reload
from checker.registers.worth import Worth, worth

__all__ = [
    "Entry",
    "EntryKind",
    "ListState",
    "Permit",
    "RegisterAnswer",
    "Verifiable",
    "Worth",
    "answer",
    "damaged",
    "look_up",
    "reload",
    "sources",
    "verifiable",
    "worth",
]
