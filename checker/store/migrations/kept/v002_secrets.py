"""Random keys that all processes on one store share."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision, down_revision = "v002", "v001"


def upgrade() -> None:
    """Add their table."""
    op.create_table(
        "secrets",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
