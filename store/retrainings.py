"""Retrainings: what is being done, what became of it, and what the gate said. Written by the process that does it."""

import json
import os
import socket
import sqlite3
from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import Connection, Row, func, select, update

from store.errors import StoreError
from store.identifiers import Identifiers, first_at, millisecond_of, now
from store.model_tables import retrainings
from store.processes import is_running
from store.records import clean
from store.serving import marked
from store.tables import verdicts
from store.verdicts import SETTLING

State = Literal["running", "passed", "refused", "failed"]

SILENT_MS: Final = 60_000
"""A process that was not heard of for so long is taken for dead."""

UNEXPLAINED: Final = "its process ended before it was done"
"""The error of one whose process could not say why it ended."""

_TELL: Final = "UPDATE retrainings SET progress = ?, seen_at = ? WHERE id = ?"
_HANDED_OVER: Final = {"stage": "starting", "done": 0, "of": 1}

_identifiers = Identifiers()


class RunningError(StoreError):
    """The site is being retrained by another process."""


class Retraining(NamedTuple):
    """One retraining, in the order of the columns; times in milliseconds since the epoch, UTC.

    `process` is `host:pid`. `progress` and `report` are JSON: `{"stage", "done", "of"}`, and what the gate said.
    """

    id: str
    site_id: int
    started_at: int
    seen_at: int
    finished_at: int | None
    state: State
    started_by: str
    process: str
    progress: Mapping[str, Any]
    verdicts_seen: int
    version: str
    report: Mapping[str, Any]


def start(connection: Connection, site_id: int, *, started_by: str) -> Retraining:
    """Note that this process retrains the site, or take over what was handed to it; raises RunningError otherwise.

    Call `bury` before, in the same transaction, so that one that is dead does not stand in the way.
    """
    identifier = _identifiers.new()
    at = millisecond_of(identifier)
    begun = Retraining(identifier, site_id, at, at, None, "running", clean(started_by), this_process(), {}, 0, "", {})
    # Only the dialect in use: importing the other would cost every start a tenth of its time.
    dialect = import_module(f"sqlalchemy.dialects.{connection.dialect.name}")
    row = {**begun._asdict(), "progress": "{}", "report": "{}"}
    added = dialect.insert(retrainings).values(row).on_conflict_do_nothing().returning(retrainings.c.id)
    if connection.scalar(added) is not None:
        return begun
    handed = running(connection, site_id)
    if handed is None or handed.process != this_process() or handed.progress != _HANDED_OVER:
        message = "this site is being retrained already: wait until that is done"
        raise RunningError(message)
    tell(connection, handed.id, {})
    return handed._replace(progress={})


def hand_over(connection: Connection, identifier: str, process: int) -> None:
    """Note that another process of this machine does it: in the transaction of `start`, so that it finds it so."""
    _change(connection, identifier, process=f"{socket.gethostname()}:{process}", progress=json.dumps(_HANDED_OVER))


def running(connection: Connection, site_id: int) -> Retraining | None:
    """The site's retraining that is not ended, whether its process lives or not."""
    chosen = select(retrainings).where(retrainings.c.site_id == site_id, retrainings.c.state == "running")
    found = connection.execute(chosen).first()
    return None if found is None else _retraining(found)


def tell(connection: Connection, identifier: str, progress: Mapping[str, Any]) -> None:
    """Note how far it is, and that its process is alive."""
    _change(connection, identifier, progress=json.dumps(progress), seen_at=now())


def tell_beside(cursor: Any, identifier: str, progress: Mapping[str, Any]) -> None:  # noqa: ANN401 - either driver's
    """As `tell`, so short that no comment waits for it; `cursor` as of `Database.reading`."""
    if isinstance(cursor, sqlite3.Cursor):
        # Else it holds SQLite's lock until all that others wrote is on the disk, too; and a sign of life is of no use
        # after a loss of power.
        cursor.execute("PRAGMA synchronous=NORMAL")
    # One statement is a transaction, and one call of the driver, during which Python's lock is not needed.
    cursor.execute(marked(cursor, _TELL), (json.dumps(progress), now(), identifier))


def note(
    connection: Connection, identifier: str, *, verdicts_seen: int, version: str, report: Mapping[str, Any]
) -> None:
    """Note what it made, before it is promoted: should the process die now, it is known what it was about to do."""
    _change(
        connection, identifier, verdicts_seen=verdicts_seen, version=version, report=json.dumps(report), seen_at=now()
    )


def finish(connection: Connection, identifier: str, state: State, *, report: Mapping[str, Any] | None = None) -> None:
    """Note what became of it; `report` replaces what was noted before."""
    told = {} if report is None else {"report": json.dumps(report)}
    at = now()
    _change(connection, identifier, state=state, seen_at=at, finished_at=at, **told)


def bury(connection: Connection, site_id: int, champion: str | None) -> list[Retraining]:
    """End those of the site whose process is dead, and return them as they are now.

    One whose version is the site's `champion` had been promoted and counts as passed, any other as failed.
    """
    running = retrainings.c.site_id == site_id, retrainings.c.state == "running"
    found = [_retraining(row) for row in connection.execute(select(retrainings).where(*running))]
    dead = [one for one in found if not is_alive(one)]
    for one in dead:
        passed = bool(one.version) and one.version == champion
        report = one.report if passed else {**one.report, "error": UNEXPLAINED}
        finish(connection, one.id, "passed" if passed else "failed", report=report)
    return [ended for one in dead if (ended := get(connection, site_id, one.id)) is not None]


def get(connection: Connection, site_id: int, identifier: str) -> Retraining | None:
    """The retraining with that id, None where the site has none."""
    found = connection.execute(
        select(retrainings).where(retrainings.c.id == clean(identifier), retrainings.c.site_id == site_id)
    ).first()
    return None if found is None else _retraining(found)


def newest(connection: Connection, site_id: int, limit: int) -> list[Retraining]:
    """The site's retrainings, the newest first."""
    chosen = select(retrainings).where(retrainings.c.site_id == site_id).order_by(retrainings.c.id.desc()).limit(limit)
    return [_retraining(row) for row in connection.execute(chosen)]


def new_verdicts(connection: Connection, site_id: int, limit: int) -> int:
    """How many comments were approved or rejected since the site's last retraining began, counted up to `limit`."""
    begun = select(retrainings.c.started_at).where(retrainings.c.site_id == site_id).order_by(retrainings.c.id.desc())
    since = connection.scalar(begun.limit(1)) or 0
    given = (
        select(verdicts.c.id)
        .where(verdicts.c.site_id == site_id, verdicts.c.id >= first_at(since), verdicts.c.verdict.in_(SETTLING))
        .limit(limit)
    )
    return connection.scalar(select(func.count()).select_from(given.subquery())) or 0


def is_alive(one: Retraining) -> bool:
    """Whether its process goes on, as far as can be told: on this machine it can be seen, elsewhere it is heard of."""
    if one.state != "running":
        return False
    host, _, process = one.process.rpartition(":")
    if host == socket.gethostname() and not is_running(int(process)):
        return False
    return now() - one.seen_at < SILENT_MS


def this_process() -> str:
    """`host:pid` of the process that asks."""
    return f"{socket.gethostname()}:{os.getpid()}"


def _change(connection: Connection, identifier: str, **values: object) -> None:
    connection.execute(update(retrainings).where(retrainings.c.id == identifier).values(**values))


def _retraining(row: Row[Any]) -> Retraining:
    found = Retraining._make(row)
    return found._replace(progress=json.loads(str(row.progress)), report=json.loads(str(row.report)))
