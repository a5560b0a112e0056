"""Marks stand with their site, and all that a site is found by is one small row each.

Contacts, accounts, certificates and names of earlier fingerprints stay, and find their site as before. Their
sketches and sentences were reckoned in another way and are compared with nothing any longer: they are left
out until the site is remembered again.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from hashlib import blake2b

import sqlalchemy as sa
from alembic import op

revision, down_revision = "v002", "v001"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AS_BEFORE = (
    "telephone", "email", "messenger", "billing", "tracker", "certificate", "programme", "name", "name_servers",
)  # fmt: skip
"""Kinds of marks that mean today what they meant."""
PROPERTY = re.compile(r"(.* UA-\d{4,10})-\d{1,4}")
"""Ids of trackers were kept with the number of the property, and are now kept as their account."""


def upgrade() -> None:
    """Write the sites anew."""
    connection = op.get_bind()
    before = sa.table("sites", *map(sa.column, ("id", "domain", "seen", "level", "listings")))
    marks = sa.table("marks", *map(sa.column, ("site", "kind", "value")))
    rows = connection.execute(sa.select(before)).all()
    of_site = defaultdict(set)
    for site, kind, value in connection.execute(sa.select(marks)):
        if kind in AS_BEFORE:
            of_site[site].add((kind, account(value) if kind == "tracker" else value))
    for name in ("sites", "marks", "bands"):
        op.drop_table(name)
    sites, keys = _tables()
    for row in rows:
        kept = sorted(of_site[row.id])
        shown = {
            "marks": json.dumps(kept),
            "numbered": b"",
            "template": b"",
            "text": b"",
            "paths": b"",
        }
        connection.execute(sa.insert(sites), {**row._mapping, **shown})
        if kept:
            found_by = {key_of(*mark) for mark in kept}
            connection.execute(sa.insert(keys), [{"key": key, "site": row.id} for key in found_by])
    op.execute("UPDATE about SET value = 'rensa-r-42/2' WHERE name = 'scheme'")


def _tables() -> tuple[sa.Table, sa.Table]:
    sites = op.create_table(
        "sites",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("domain", sa.Text, nullable=False, unique=True),
        sa.Column("seen", sa.Text, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("listings", sa.Text, nullable=False),
        sa.Column("marks", sa.Text, nullable=False),
        sa.Column("numbered", sa.LargeBinary, nullable=False),
        sa.Column("template", sa.LargeBinary, nullable=False),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("paths", sa.LargeBinary, nullable=False),
    )
    keys = op.create_table(
        "keys",
        sa.Column("key", KEY, primary_key=True, autoincrement=False),
        sa.Column("site", KEY, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    return sites, keys


def account(tracker: str) -> str:
    """The account of a tracker's id."""
    found = PROPERTY.fullmatch(tracker)
    return found[1] if found else tracker


def key_of(kind: str, value: str) -> int:
    """The number that a mark is found by."""
    digest = blake2b(f"{kind} {value}".encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
