"""What Alembic runs around the steps: our connection in its transaction, our name for its table.

The caller began the transaction and ends it, on SQLite too: a migration that breaks off leaves nothing.
"""

from alembic import context

from monitor.adapters.schema import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
)
with context.begin_transaction():
    context.run_migrations()
