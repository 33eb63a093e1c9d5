"""Everything the store raises on purpose, and the judgement whether a failure is the record's or the database's."""

import sqlite3
from collections.abc import Mapping

from sqlalchemy.exc import DBAPIError


class StoreError(Exception):
    """Base of the store's own errors."""


class DatabaseURLError(StoreError):
    """The database URL cannot be used; the message names the part that is wrong and the remedy."""


class SchemaError(StoreError):
    """The database's schema is not one this version can work with."""


class SiteExistsError(StoreError):
    """A site of that name is there already."""


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


_ROW_FAULTS = (ValueError, TypeError, OverflowError)
_SQLITE_ROW_FAULTS = (
    sqlite3.IntegrityError,
    sqlite3.DataError,
    sqlite3.ProgrammingError,
    sqlite3.InterfaceError,
)
# data exception, integrity constraint violation, program limit exceeded (an index entry that is too long)
_SQLSTATE_ROW_FAULTS = ("22", "23", "54")


def is_record_fault(error: Exception) -> bool:
    """Whether the failure comes from the values written; anything else counts as an outage of the database.

    SQLSTATE classes: https://www.postgresql.org/docs/current/errcodes-appendix.html
    """
    if not isinstance(error, DBAPIError):
        return isinstance(error, _ROW_FAULTS)
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        return isinstance(cause, _SQLITE_ROW_FAULTS)
    if isinstance(cause, _ROW_FAULTS):
        return True
    return sqlstate(error)[:2] in _SQLSTATE_ROW_FAULTS


def sqlstate(error: DBAPIError) -> str:
    """Five characters of PostgreSQL's error code, or an empty string where the driver gave none."""
    details = error.orig.args[0] if error.orig is not None and error.orig.args else None
    return str(details.get("C", "")) if isinstance(details, Mapping) else ""
