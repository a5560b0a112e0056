"""Readers for the forms in which authorities publish their lists.

:func:`read_table` looks at what a file is (not at its name) and reads it in a process of its own with
limits on time and memory: a list fetched from outside is as hostile as any page.
"""

from checker.registers.importers.reading import read_table
from checker.registers.importers.table import Form, Reading, Table, Unreadable

__all__ = ["Form", "Reading", "Table", "Unreadable", "read_table"]
