"""How a database gets from any earlier version of the tables to the present one.

Each step is a file in versions/; `upgrade` runs those that are missing, in one transaction.  To
add a step: a new file there, the tables changed in `schema`, and `schema.REVISION` raised.
"""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from monitor.adapters.schema import VERSION_TABLE, metadata
from monitor.errors import UsageError


def upgrade(connection: Connection, name: str) -> None:
    """Run the migrations that a database lacks, inside the connection's transaction.  `name` is for messages.

    Does not lock: the caller sees to it that nobody else upgrades.  Raises UsageError for a
    database that is newer than this code or that holds somebody else's tables.
    """
    config = Config()
    config.set_main_option("script_location", "monitor.adapters:migrations")
    config.attributes["connection"] = connection
    _refuse_what_is_not_ours(connection, ScriptDirectory.from_config(config), name)
    command.upgrade(config, "head")


def _refuse_what_is_not_ours(connection: Connection, scripts: ScriptDirectory, name: str) -> None:
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    current = context.get_current_revision()
    known = {script.revision for script in scripts.walk_revisions()}
    if current is not None and current not in known:
        raise UsageError(
            f"the database {name} is at version {current}, newer than this Tollwatch (version {max(known)}); "
            "upgrade Tollwatch or name another database"
        )
    foreign = set(inspect(connection).get_table_names()) & set(metadata.tables)
    if current is None and foreign:
        raise UsageError(
            f"the database {name} has tables named {', '.join(sorted(foreign))} that Tollwatch did not make; "
            "name an empty database"
        )
