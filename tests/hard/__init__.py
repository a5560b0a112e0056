"""Invented pages that are hard to judge, half of them lawful. Tests, never training rows."""
