"""What Alembic runs around revisions: in the transaction and for the part that it is given."""

from __future__ import annotations

from alembic import context

from checker.store.revisions import version_table
from checker.store.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=version_table(context.config.attributes["part"]),
)
with context.begin_transaction():
    context.run_migrations()
