"""Lines of the log of changes have a number: those of one moment keep their order, and each can be named."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision, down_revision = "v003", "v002"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SECONDS: sa.Double[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    """Write the log anew, oldest line first: SQLite adds no primary key to a table that is there."""
    op.drop_index("changes_at", "changes")
    op.rename_table("changes", "unnumbered")
    op.create_table(
        "changes",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("at", SECONDS, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("country", sa.Text, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
    )
    op.create_index("changes_at", "changes", ["at"])
    op.execute(
        "INSERT INTO changes (at, kind, subject, country, before, after)"
        " SELECT at, kind, subject, country, before, after FROM unnumbered ORDER BY at"
    )
    op.drop_table("unnumbered")
