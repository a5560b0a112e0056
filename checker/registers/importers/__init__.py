"""Readers for the forms in which authorities publish their lists.

:func:`read_list` looks at what a file is (not at its name) and reads it in a process of its own with
limits on time and memory: a list fetched from outside is as hostile as any page.
"""

from checker.registers.importers.reading import Job, Unread, read_list
from checker.registers.importers.rows import Found
from checker.registers.importers.table import Form, Unreadable

__all__ = ["Form", "Found", "Job", "Unread", "Unreadable", "read_list"]
