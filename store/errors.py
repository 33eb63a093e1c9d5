"""Everything the store raises on purpose, and the judgement whether a failure is the record's or the database's."""

import sqlite3
from collections.abc import Mapping


class StoreError(Exception):
    """Base of the store's own errors."""


class DatabaseURLError(StoreError):
    """The database URL cannot be used; the message names the part that is wrong and the remedy."""


class DatabaseMovedError(StoreError, ConnectionError):
    """The SQLite file that is open is no longer the one at its path."""


class TurnError(sqlite3.OperationalError):
    """Another thread writes to the SQLite file, and has done so for longer than was to be waited."""


class SchemaError(StoreError):
    """The database's schema is not one this version can work with."""


class SiteExistsError(StoreError):
    """A site of that name is there already."""


class ModeratorError(StoreError):
    """What was asked for cannot be done to a moderator; the message tells why and the remedy."""


class SecretError(StoreError):
    """The secret file does not hold a usable secret."""


class SpoolError(StoreError):
    """The spool could not take the records."""


class BacklogFullError(StoreError):
    """More records wait than the writer admits; try again shortly."""


class RecordRefusedError(StoreError):
    """The database answers, but can never take this record."""


class StoreUnavailableError(StoreError):
    """Neither the database nor the spool could take the record; nothing was stored."""


_VALUE_FAULTS = (ValueError, TypeError, OverflowError)
_SQLITE_FAULTS = (
    sqlite3.IntegrityError,
    sqlite3.DataError,
    sqlite3.ProgrammingError,
    sqlite3.InterfaceError,
)
# data exception, integrity constraint violation, transaction rollback (two processes collided), and program limit
# exceeded (an index entry that is too long)
_SQLSTATE_CLASSES = ("22", "23", "40", "54")
_OPERATOR_INTERVENTION = "57P"
_POSTGRESQL = "pg8000"
_DRIVERS = (_POSTGRESQL, "sqlalchemy")


def concerns_records(error: Exception) -> bool:
    """Whether the failure comes from the records written, by their values or by a collision with another process's.

    Anything else counts as an outage of the database. SQLSTATE classes are those of
    https://www.postgresql.org/docs/current/errcodes-appendix.html.
    """
    cause = _driver_error(error)
    if isinstance(cause, sqlite3.Error):
        return isinstance(cause, _SQLITE_FAULTS)
    return isinstance(cause, _VALUE_FAULTS) or _detail(cause, "C")[:2] in _SQLSTATE_CLASSES


def is_of_database(error: Exception) -> bool:
    """Whether the database, its driver or the store raised it, and not a fault in our own code."""
    cause = _driver_error(error)
    return isinstance(cause, (OSError, StoreError, sqlite3.Error)) or type(cause).__module__.startswith(_DRIVERS)


def is_busy(error: Exception) -> bool:
    """Whether somebody else is writing to the SQLite file."""
    if not isinstance(error, sqlite3.OperationalError):
        return False
    return isinstance(error, TurnError) or getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def is_lost_connection(error: Exception) -> bool:
    """Whether the connection was cut, so that a new one may succeed at once; a silent server is another matter."""
    cause = _driver_error(error)
    if isinstance(cause, ConnectionError) or getattr(error, "connection_invalidated", False):
        return True
    if _is_of_postgresql(cause) and type(cause).__name__ == "InterfaceError":
        return not isinstance(cause.__cause__, TimeoutError)
    return _detail(cause, "C").startswith(_OPERATOR_INTERVENTION)


def describe(error: Exception) -> str:
    """The failure in a line for the log, without any value that was written."""
    cause = _driver_error(error)
    name = type(cause).__name__
    if isinstance(cause, (OSError, StoreError, sqlite3.Error)):
        return f"{name}: {cause}"
    if _is_of_postgresql(cause):
        return f"{name}: {_detail(cause, 'M') or 'no answer'} ({_detail(cause, 'C') or 'no code'})"
    return name


def _driver_error(error: Exception) -> BaseException:
    """What the driver raised, also where SQLAlchemy has wrapped it; nobody need import either to tell."""
    cause = getattr(error, "orig", None)
    return cause if isinstance(cause, BaseException) else error


def _is_of_postgresql(cause: BaseException) -> bool:
    return type(cause).__module__.startswith(_POSTGRESQL)


def _detail(cause: BaseException, field: str) -> str:
    """A field of PostgreSQL's error message (C code, M message), empty where the driver gave none."""
    details = cause.args[0] if _is_of_postgresql(cause) and cause.args else None
    return str(details.get(field, "")) if isinstance(details, Mapping) else ""
