"""Sealed checks and counts that the processes of a service share."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision, down_revision = "v001", None

SECONDS: sa.Double[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "sealed",
        sa.Column("number", sa.Text, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("expires", SECONDS, nullable=False),
        sa.Index("sealed_expire", "expires"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "counted",
        sa.Column("what", sa.Text, primary_key=True),
        sa.Column("client", sa.Text, primary_key=True),
        sa.Column("times", sa.Text, nullable=False),
        sa.Column("expires", SECONDS, nullable=False),
        sa.Index("counted_expire", "expires"),
        sqlite_with_rowid=False,
    )
