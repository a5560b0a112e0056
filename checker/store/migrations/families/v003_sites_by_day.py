"""Sites are found by the day they were seen, so that old ones are deleted without reading all."""

from __future__ import annotations

from alembic import op

revision, down_revision = "v003", "v002"


def upgrade() -> None:
    """Make the index."""
    op.create_index("sites_seen", "sites", ["seen"])
