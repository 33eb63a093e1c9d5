"""The schema's revision: which one a database has, and how it is brought to this version's."""

import time
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from store.database import for_writing, without_time_limit
from store.errors import SchemaError
from store.serving import HEAD

MIGRATIONS = Path(__file__).with_name("migrations")

_UPGRADE_LOCK = 4_051_995_271_108_342_117
_FIND_TABLE = {
    "sqlite": text("SELECT name FROM sqlite_schema WHERE name = 'alembic_version'"),
    "postgresql": text("SELECT to_regclass('alembic_version')"),
}
_TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(:key)")


def current_revision(engine: Engine) -> str | None:
    """The revision of the database's schema, None where it is empty."""
    with engine.connect() as connection:
        return _revision(connection)


def upgrade(engine: Engine, *, wait: float = 60.0) -> bool:
    """Bring the schema to `HEAD`; True where there was anything to do.

    All in one transaction. Of several processes that start at once one migrates and the others wait, `wait` seconds at
    most. Raises SchemaError for a database of a newer version, or where the wait was in vain.
    """
    if current_revision(engine) == HEAD:
        return False
    # The pool's connections would go on with the schema they know: SQLite's PRAGMAs do not look whether it has changed.
    engine.dispose()
    patient = without_time_limit(engine)
    try:
        with for_writing(patient.connect()) as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql(f"PRAGMA busy_timeout={int(wait * 1000)}")
                connection.rollback()
            with connection.begin():
                return _migrate(connection, wait)
    finally:
        patient.dispose()


def _migrate(connection: Connection, wait: float) -> bool:
    if connection.dialect.name == "postgresql":
        _require_unicode(connection)
        _take_lock(connection, wait)
    if _revision(connection) == HEAD:
        return False
    # Alembic costs 0.3 s of start-up: a database that is up to date must not pay it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        message = (
            f"the database has schema revision {_revision(connection)!r}, which this version does not know: "
            "install the version of Copydesk that wrote it, or a later one"
        )
        raise SchemaError(message) from error
    return True


def _require_unicode(connection: Connection) -> None:
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        message = (
            f"the database's encoding is {encoding}, which cannot hold every comment: create it with ENCODING 'UTF8'"
        )
        raise SchemaError(message)


def _take_lock(connection: Connection, wait: float) -> None:
    deadline = time.monotonic() + wait
    while not connection.scalar(_TRY_LOCK, {"key": _UPGRADE_LOCK}):
        if time.monotonic() > deadline:
            message = f"another process has been migrating the database for {wait:g} s: wait for it and start again"
            raise SchemaError(message)
        time.sleep(0.05)


def _revision(connection: Connection) -> str | None:
    if connection.scalar(_FIND_TABLE[connection.dialect.name]) is None:
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision
