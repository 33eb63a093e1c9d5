"""Erasure as the store promises it, the same on SQLite and PostgreSQL."""

from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from store import comments, erasure, sites, verdicts
from store.database import writing
from store.erasure import Trait
from store.identifiers import now
from store.records import CommentRecord
from tests.store.records import judged, record, stored


def keep(connection: Connection, site_id: int, **fields: Any) -> CommentRecord:  # noqa: ANN401 - any field
    """A stored comment, and a verdict on it."""
    written = record(site_id)._replace(**fields)
    comments.insert_many(connection, [written])
    verdicts.add(connection, site_id, written.id, verdict="reject", source="native")
    return written


def test_all_revisions_of_a_comment_are_found_by_any_of_them(connection: Connection, site_id: int) -> None:
    revisions = [keep(connection, site_id, comment_id="7").id for _ in range(3)]
    keep(connection, site_id, comment_id="8")
    alone = keep(connection, site_id).id
    assert [erasure.revisions_of(connection, site_id, one) for one in revisions] == [revisions] * 3
    assert erasure.revisions_of(connection, site_id, alone) == [alone]
    assert erasure.revisions_of(connection, site_id + 1, alone) == []
    assert erasure.revisions_of(connection, site_id, "\0\ud800") == []


@pytest.mark.parametrize(
    ("trait", "fields"),
    [
        (Trait("id", "7"), {"author_id": "7"}),
        (Trait("email", " Ada@Reader.example", "e" * 32), {"author_email_hash": "e" * 32}),
        (Trait("email", " Ada@Reader.example", "e" * 32), {"author_email": "ADA@reader.example "}),
        (Trait("ip", "192.0.2.7", "f" * 32), {"author_ip_hash": "f" * 32}),
        (Trait("ip", "192.0.2.7 ", "f" * 32), {"author_ip": "192.0.2.7"}),
    ],
)
def test_an_author_is_found_by_every_trait(
    connection: Connection, site_id: int, trait: Trait, fields: dict[str, str]
) -> None:
    theirs = [keep(connection, site_id, **fields), keep(connection, site_id, comment_id="9", **fields)]
    edited = keep(connection, site_id, comment_id="9", author_id="editor")
    others = [
        keep(connection, site_id),
        keep(connection, site_id, author_id="8", author_email="x@reader.example", author_ip="192.0.2.8"),
        keep(connection, site_id, author_email_hash="0" * 32, author_ip_hash="0" * 32),
    ]
    assert erasure.written_by(connection, site_id, trait) == [*(one.id for one in theirs), edited.id]
    assert erasure.written_by(connection, site_id + 1, trait) == []
    assert [trait.is_of(one) for one in (*theirs, *others)] == [True, True, False, False, False]


def test_what_is_erased_is_gone_with_its_verdicts_and_its_id_is_remembered(
    connection: Connection, site_id: int
) -> None:
    gone, left = keep(connection, site_id), keep(connection, site_id)
    at = now()
    assert erasure.erase(connection, site_id, [gone.id, "none"], now=at) == [gone.id]
    assert erasure.erase(connection, site_id, [gone.id], now=at) == []
    assert comments.get(connection, site_id, gone.id) is None
    assert judged(connection) == [left.id]
    assert erasure.erased_since(connection, at) == [gone.id]
    assert erasure.erased_since(connection, at + 1) == []
    assert erasure.forget(connection, at) == 0
    assert erasure.forget(connection, at + 1) == 1


def test_a_comment_that_comes_back_can_be_erased_again(connection: Connection, site_id: int) -> None:
    comment = keep(connection, site_id)
    assert erasure.erase(connection, site_id, [comment.id], now=1) == [comment.id]
    comments.insert_many(connection, [comment])
    assert erasure.erase(connection, site_id, [comment.id], now=2) == [comment.id]
    assert erasure.erased_since(connection, 0) == [comment.id]


def test_another_sites_comments_are_not_erased(connection: Connection, site_id: int) -> None:
    other = sites.add(connection, "other", "{}", now=0).id
    comment = keep(connection, other)
    assert erasure.erase(connection, site_id, [comment.id], now=1) == []
    assert comments.get(connection, other, comment.id) is not None


def test_everything_that_is_found_is_erased(engine: Engine, site_id: int) -> None:
    with writing(engine) as connection:
        comments.insert_many(connection, [record(site_id)._replace(author_id=str(n % 2)) for n in range(1400)])
    erased = erasure.erase_all(engine, site_id, lambda found: erasure.written_by(found, site_id, Trait("id", "1")))
    assert len(erased) == len(set(erased)) == 700
    assert len(stored(engine)) == 700
    assert erasure.erase_all(engine, site_id, lambda _: []) == []


def test_only_a_sqlite_file_is_overwritten_at_once(engine: Engine) -> None:
    assert erasure.overwrite(engine) == (engine.dialect.name == "sqlite")


def test_readers_keep_the_log_from_being_overwritten(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasure, "_PATIENCE", 0.1)
    with sqlite_engine.connect() as reader:
        reader.exec_driver_sql("PRAGMA busy_timeout")
        reader.exec_driver_sql("SELECT count(*) FROM comments").all()
        with writing(sqlite_engine) as connection:
            sites.add(connection, "default", "{}", now=0)
        assert not erasure.overwrite(_impatient(sqlite_engine))
    assert erasure.overwrite(sqlite_engine)


def _impatient(engine: Engine) -> Engine:
    """The engine, whose free connections no longer wait for others."""
    pooled = engine.raw_connection()
    cursor = pooled.cursor()
    cursor.execute("PRAGMA busy_timeout=10")
    pooled.close()
    return engine
