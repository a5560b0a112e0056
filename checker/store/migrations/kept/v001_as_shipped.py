"""Saved reports, appeals and the log of changes, as files of the first version have them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision, down_revision = "v001", None

SECONDS: sa.Double[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    """Make what is not there."""
    op.create_table(
        "saved",
        sa.Column("token", sa.Text, primary_key=True),
        sa.Column("delete_key", sa.Text, nullable=False),
        sa.Column("report", sa.LargeBinary, nullable=False),
        sa.Column("made", SECONDS, nullable=False),
        sa.Column("expires", SECONDS, nullable=False),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
    op.create_table(
        "appeals",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("contact", sa.Text, nullable=False),
        sa.Column("made", SECONDS, nullable=False),
        sa.Column("expires", SECONDS, nullable=False),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
    op.create_table(
        "levels",
        sa.Column("host", sa.Text, primary_key=True),
        sa.Column("country", sa.Text, primary_key=True),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("at", SECONDS, nullable=False),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
    op.create_table(
        "changes",
        sa.Column("at", SECONDS, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("country", sa.Text, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        if_not_exists=True,
    )
    op.create_index("changes_at", "changes", ["at"], if_not_exists=True)
