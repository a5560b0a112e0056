"""Sweeps, their jobs, and what came of those."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision, down_revision = "v001", None

SECONDS: sa.Double[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "sweeps",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("begun", SECONDS, nullable=False),
        sa.Column("options", sa.Text, nullable=False),
        sa.Column("read_lines", KEY, nullable=False),
        sa.Column("read_bytes", KEY, nullable=False),
        sa.Column("refused", KEY, nullable=False),
        sa.Column("refused_bytes", KEY, nullable=False),
        sa.Column("repeated", KEY, nullable=False),
        sa.Column("quiet", sa.Text, nullable=False),
    )
    op.create_table(
        "sweep_jobs",
        sa.Column("sweep", sa.Text, primary_key=True),
        sa.Column("line", KEY, primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("start", KEY, nullable=False),
        sa.Column("length", KEY, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("tag", sa.Text, nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("lane", sa.Text, nullable=False),
        sa.Column("registry", sa.Text, nullable=False),
        sa.Column("registration", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", KEY, nullable=False),
        sa.Column("leased_until", SECONDS, nullable=False),
        sa.Index("sweep_jobs_key", "sweep", "key", unique=True),
        sa.Index("sweep_jobs_state", "sweep", "state", "line"),
        sa.Index("sweep_jobs_lane", "sweep", "lane", "state"),
    )
    op.create_table(
        "sweep_repeats",
        sa.Column("sweep", sa.Text, primary_key=True),
        sa.Column("line", KEY, primary_key=True),
        sa.Column("job", KEY, nullable=False),
        sa.Index("sweep_repeats_job", "sweep", "job"),
    )
    op.create_table(
        "sweep_answers",
        sa.Column("sweep", sa.Text, primary_key=True),
        sa.Column("line", KEY, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False),
    )
