"""What other processes stored is remembered with what it is like."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

import pytest
from sqlalchemy import Engine

from service import recalling
from service.checks import Author
from service.checks.campaigns import Campaigns
from service.checks.repeats import Repeats
from service.history import History, fingerprint, trace
from service.recalling import Recalling
from store import comments, serving, sites
from store.database import Database, writing
from store.identifiers import Identifiers, millisecond_of, now
from store.records import CommentRecord, CommentTrace
from tests.service.checks.contexts import codes, context
from tests.service.checks.test_campaigns import variant
from tests.store.records import record


@pytest.fixture
def history() -> History:
    """Nothing remembered yet."""
    return History(capacity=1_000)


@pytest.fixture
def database(engine: Engine) -> Iterator[Database]:
    """The engine's database, by its driver alone."""
    opened = Database.of(engine)
    yield opened
    opened.dispose()


@pytest.fixture
def elsewhere(engine: Engine, site_id: int) -> list[str]:
    """Four variants of one text and a short one, stored by another process, each by a reader of its own; their ids."""
    written = [
        record(site_id, content)._replace(
            fingerprint=fingerprint(content),
            author_id=f"elsewhere-{number}",
            article_url=f"https://example.org/{number}",
        )
        for number, content in enumerate([*map(variant, range(4)), "Well said!"])
    ]
    write(engine, *written)
    return [one.id for one in written]


def write(engine: Engine, *rows: CommentRecord) -> tuple[CommentRecord, ...]:
    """Store the records."""
    with writing(engine) as connection:
        comments.insert_many(connection, rows)
    return rows


def look(recalling: Recalling) -> int:
    """How much is remembered by looking once."""
    return sum(recalling.steps())


def known(history: History, *rows: CommentRecord) -> list[bool]:
    """Of each whether it is remembered."""
    return [history.knows(row.id) for row in rows]


def test_a_campaign_over_several_processes_is_found_by_each(
    database: Database, history: History, elsewhere: list[str]
) -> None:
    others = Recalling(database, history)
    assert look(others) == len(elsewhere)
    assert look(others) == 0
    here = context(variant(9), history=history, author=Author("here"), article_url="https://example.org/9", at=now())
    (repeated,) = Repeats()(here)
    (campaign,) = Campaigns()(here)
    assert repeated.code == "near_duplicate"
    assert repeated.earlier == (elsewhere[3],)
    assert campaign.message == "Nearly the same text came from 5 authors under 5 articles within an hour."
    assert campaign.earlier == tuple(elsewhere[3::-1])


def test_a_short_text_is_like_none(database: Database, history: History, elsewhere: list[str]) -> None:
    assert look(Recalling(database, history)) == len(elsewhere)
    short = context("Well said!", history=history, author=Author("here"), at=now())
    assert codes([*Repeats()(short), *Campaigns()(short)]) == []


def test_only_the_newest_are_read(
    database: Database, history: History, elsewhere: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recalling, "SIGNED", 2)
    assert look(Recalling(database, history)) == len(elsewhere)
    here = context(variant(9), history=history, author=Author("here"), at=now())
    (repeated,) = Repeats()(here)
    assert repeated.earlier == (elsewhere[3],)
    assert codes(Campaigns()(here)) == []


def test_what_is_gone_meanwhile_is_passed_over(database: Database, elsewhere: list[str]) -> None:
    with database.reading() as cursor:
        assert serving.texts(cursor, []) == []
        assert [one.id for one in serving.texts(cursor, ["gone", elsewhere[0]])] == [elsewhere[0]]


async def test_one_look_between_the_turns_of_the_loop_is_a_whole_one(
    database: Database, history: History, elsewhere: list[str]
) -> None:
    await Recalling(database, history).refresh()
    assert history.size == len(elsewhere)


def test_the_first_time_the_newest_are_read(engine: Engine, database: Database, site_id: int, history: History) -> None:
    rows = write(engine, *(record(site_id, f"{number}") for number in range(30)))
    assert look(Recalling(database, history, first=10)) == 10
    assert known(history, *rows) == [False] * 20 + [True] * 10
    assert look(Recalling(database, History())) == 30


def test_what_is_too_old_is_not_read(engine: Engine, database: Database, site_id: int, history: History) -> None:
    (old,) = write(engine, aged(record(site_id)))
    (new,) = write(engine, record(site_id))
    assert look(Recalling(database, history, keep_ms=60_000)) == 1
    assert known(history, old, new) == [False, True]


def test_then_only_what_is_new(engine: Engine, database: Database, site_id: int, history: History) -> None:
    others = Recalling(database, history)
    assert look(others) == 0
    write(engine, record(site_id))
    assert look(others) == 1
    own = record(site_id)
    history.add(trace(CommentTrace(own.id, site_id, own.submitted_at, 0, None, None, None, None)))
    write(engine, own)
    (second,) = write(engine, record(site_id))
    assert look(others) == 1
    assert known(history, second) == [True]
    assert look(others) == 0
    assert history.size == 3


def test_what_this_process_stored_itself_is_not_read(
    engine: Engine, database: Database, site_id: int, history: History
) -> None:
    here = Identifiers()
    others = Recalling(database, history, here.mark)
    look(others)
    own = write(engine, *(record(site_id)._replace(id=here.new()) for _ in range(3)))
    (other,) = write(engine, record(site_id))
    assert look(others) == 1
    assert known(history, *own, other) == [False, False, False, True]


def test_what_became_visible_late_is_not_missed(
    engine: Engine, database: Database, site_id: int, history: History
) -> None:
    others = Recalling(database, history)
    late = record(site_id)
    write(engine, record(site_id))
    assert look(others) == 1
    write(engine, late)
    assert look(others) == 1
    assert known(history, late) == [True]


def test_a_clock_that_runs_ahead_elsewhere_hides_nothing(
    engine: Engine, database: Database, site_id: int, history: History
) -> None:
    others = Recalling(database, history)
    write(engine, record(site_id)._replace(id=Identifiers(lambda: now() + 3_600_000).new()))
    look(others)
    (following,) = write(engine, record(site_id))
    assert look(others) == 1
    assert known(history, following) == [True]


def test_what_waited_on_disk_for_long_is_not_read(
    engine: Engine, database: Database, site_id: int, history: History
) -> None:
    others = Recalling(database, history)
    write(engine, record(site_id))
    look(others)
    (old,) = write(engine, aged(record(site_id)))
    (new,) = write(engine, record(site_id))
    assert look(others) == 1
    assert known(history, old, new) == [False, True]


def test_nothing_is_missed_where_all_was_deleted(
    engine: Engine, database: Database, site_id: int, history: History
) -> None:
    others = Recalling(database, history)
    write(engine, *(record(site_id) for _ in range(5)))
    look(others)
    with writing(engine) as connection:
        comments.remove(connection, site_id, comments.older(connection, site_id, now() + 1_000, 10))
    rows = write(engine, *(record(site_id) for _ in range(3)))
    assert look(others) == 3
    assert all(known(history, *rows))


def test_nothing_is_missed_where_a_row_s_number_is_given_again(
    engine: Engine, database: Database, site_id: int, history: History
) -> None:
    others = Recalling(database, history)
    _, gone = write(engine, record(site_id), record(site_id))
    assert look(others) == 2
    with writing(engine) as connection:
        comments.remove(connection, site_id, [gone.id])
    rows = write(engine, *(record(site_id) for _ in range(3)))
    assert look(others) == 3
    assert all(known(history, *rows))


def test_many_are_read_in_pages(
    engine: Engine, database: Database, site_id: int, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_PAGE", "_ROWS", "_BITE", "_TEXTS"):
        monkeypatch.setattr(recalling, name, 3)
    rows = write(engine, *(record(site_id) for _ in range(10)))
    others = Recalling(database, history)
    assert list(filter(None, others.steps())) == [3, 3, 3, 1]
    rows += write(engine, *(record(site_id) for _ in range(10)))
    assert list(filter(None, others.steps())) == [3, 3, 3, 1]
    assert all(known(history, *rows))


def test_a_repetition_of_what_another_process_stored_is_found(
    engine: Engine, database: Database, site_id: int, history: History
) -> None:
    (row,) = write(engine, record(site_id)._replace(fingerprint=fingerprint("a text")))
    look(Recalling(database, history))
    again = CommentTrace("x", site_id, now(), fingerprint("a  text"), None, "reader-1", None, None)
    assert [one.at for one in history.same_text(trace(again), since=0)] == [row.submitted_at]


@pytest.mark.parametrize("column", ["fingerprint", "content"])
def test_what_could_not_be_read_is_read_the_next_time(sqlite_engine: Engine, history: History, column: str) -> None:
    with writing(sqlite_engine) as connection:
        site_id = sites.add(connection, "default", "{}", now=0).id
    database = FailingDatabase.of(sqlite_engine)
    others = Recalling(database, history)
    write(sqlite_engine, record(site_id))
    look(others)
    rows = write(sqlite_engine, *(record(site_id) for _ in range(3)))
    database.unreadable = column
    with pytest.raises(sqlite3.OperationalError):
        look(others)
    database.unreadable = ""
    assert look(others) == 3
    assert all(known(history, *rows))
    database.dispose()


def aged(row: CommentRecord) -> CommentRecord:
    """As if it had been submitted two minutes ago."""
    identifier = Identifiers(lambda: now() - 120_000).new()
    return row._replace(id=identifier, submitted_at=millisecond_of(identifier))


class FailingDatabase(Database):
    """A database of which a column cannot be read."""

    unreadable = ""

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """As of `Database`."""
        with super().reading() as cursor:
            yield FailingCursor(cursor.connection, self.unreadable)


class FailingCursor(sqlite3.Cursor):
    """Reads which rows there are, and nothing of a column."""

    def __init__(self, connection: sqlite3.Connection, unreadable: str) -> None:
        super().__init__(connection)
        self._unreadable = unreadable

    def execute(self, statement: str, parameters: Any = (), /) -> Self:  # noqa: ANN401 - as of sqlite3
        """As of sqlite3."""
        if self._unreadable and self._unreadable in statement:
            message = "disk I/O error"
            raise sqlite3.OperationalError(message)
        return super().execute(statement, parameters)
