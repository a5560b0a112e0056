"""Finished reports, as files of the first version have them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision, down_revision = "v001", None

SECONDS: sa.Double[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    """Make what is not there."""
    op.create_table(
        "reports",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("report", sa.LargeBinary, nullable=False),
        sa.Column("made", SECONDS, nullable=False),
        sa.Column("expires", SECONDS, nullable=False),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
    op.create_index("reports_expire", "reports", ["expires"], if_not_exists=True)
