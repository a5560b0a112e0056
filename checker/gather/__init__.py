"""Gatherers: the only code that meets the outside world. They never judge."""
