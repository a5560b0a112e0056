"""Readers for the forms in which authorities publish their lists."""
