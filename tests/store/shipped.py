"""Files as the first version of the program made them, by the statements it made them with."""

from __future__ import annotations

import sqlite3
import zlib
from pathlib import Path

CACHE = """
CREATE TABLE IF NOT EXISTS reports (
    key TEXT PRIMARY KEY, report BLOB NOT NULL, made REAL NOT NULL, expires REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS reports_expire ON reports (expires);
"""
KEPT = """
CREATE TABLE IF NOT EXISTS saved (
    token TEXT PRIMARY KEY, delete_key TEXT NOT NULL, report BLOB NOT NULL,
    made REAL NOT NULL, expires REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS appeals (
    id TEXT PRIMARY KEY, host TEXT NOT NULL, level TEXT NOT NULL, role TEXT NOT NULL,
    text TEXT NOT NULL, contact TEXT NOT NULL, made REAL NOT NULL, expires REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS levels (
    host TEXT NOT NULL, country TEXT NOT NULL, level TEXT NOT NULL, at REAL NOT NULL,
    PRIMARY KEY (host, country)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS changes (
    at REAL NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, country TEXT NOT NULL,
    before TEXT NOT NULL, after TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS changes_at ON changes (at);
"""
FAMILIES = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sites (
    id INTEGER PRIMARY KEY, domain TEXT UNIQUE NOT NULL, seen TEXT NOT NULL, level TEXT NOT NULL,
    listings TEXT NOT NULL, template BLOB NOT NULL, text BLOB NOT NULL, paths BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS marks (
    key INTEGER NOT NULL, site INTEGER NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS bands (key INTEGER NOT NULL, site INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS marks_key ON marks (key, site);
CREATE INDEX IF NOT EXISTS marks_site ON marks (site);
CREATE INDEX IF NOT EXISTS bands_key ON bands (key, site);
CREATE INDEX IF NOT EXISTS bands_site ON bands (site);
"""
LATER = 4e9
"""A time that is not over: 2096."""
ROWS: dict[str, list[tuple[object, ...]]] = {
    "reports": [("http://shop.com/ GB 0.1.0", zlib.compress(b'{"a":1}'), 1e9 + 0.25, LATER)],
    "saved": [("token-hash", "key-hash", zlib.compress(b"{}"), 1e9, LATER)],
    "appeals": [("5f1c0a9b7d21", "shop.com", "caution", "site", "wrøng", "", 1e9, LATER)],
    "levels": [("shop.com", "GB", "caution", 1e9), ("list:fda", "", "2026-01-01 10", 1e9)],
    "changes": [(1e9, "verdict", "shop.com", "GB", "unverified", "caution")] * 2,
    "about": [("scheme", "x")],
    "sites": [(7, "shop.com", "2026-01-01", "caution", "[]", b"\0\1\2\3", b"", b"")],
    "marks": [
        (-(2**63), 7, "email", "a@b.example"),
        (1, 7, "tracker", "google UA-12345-2"),
        (2, 7, "sentence", "77"),
    ],
    "bands": [(2**63 - 1, 7)],
}


def make(directory: Path) -> None:
    """All three files, with :data:`ROWS` in them."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, schema in (("cache", CACHE), ("kept", KEPT), ("families", FAMILIES)):
        with sqlite3.connect(directory / f"{name}.sqlite") as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(schema)
            tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            for (table,) in tables.fetchall():
                for row in ROWS[table]:
                    marks = ",".join("?" * len(row))
                    connection.execute(f"INSERT INTO {table} VALUES ({marks})", row)
        connection.close()
