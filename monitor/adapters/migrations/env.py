"""What Alembic runs around the steps: our connection, our transaction, our name for its table."""

from alembic import context

from monitor.adapters.schema import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,  # on SQLite too: the store begins its transactions itself
)
with context.begin_transaction():
    context.run_migrations()
