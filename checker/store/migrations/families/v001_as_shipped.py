"""Fingerprints of checked sites, as files of the first version have them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision, down_revision = "v001", None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make what is not there."""
    op.create_table(
        "about",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
    op.create_table(
        "sites",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("domain", sa.Text, nullable=False, unique=True),
        sa.Column("seen", sa.Text, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("listings", sa.Text, nullable=False),
        sa.Column("template", sa.LargeBinary, nullable=False),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("paths", sa.LargeBinary, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "marks",
        sa.Column("key", KEY, nullable=False),
        sa.Column("site", KEY, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "bands",
        sa.Column("key", KEY, nullable=False),
        sa.Column("site", KEY, nullable=False),
        if_not_exists=True,
    )
    for table in ("marks", "bands"):
        op.create_index(f"{table}_key", table, ["key", "site"], if_not_exists=True)
        op.create_index(f"{table}_site", table, ["site"], if_not_exists=True)
