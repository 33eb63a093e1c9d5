"""The statements of every insert find their rows by index."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, event
from sqlalchemy.dialects.postgresql.base import PGDialect

from store import comments, insights, verdicts
from store.answered import LET_STAND
from store.database import Database, writing
from store.insertion import Inserter
from store.queue_entries import STILL_WAITING
from store.records import CommentRecord
from store.statements import INSERT_POSTGRESQL, REVISIONS, ROWS, holds_nul, holds_nul_in_python
from store.tables import comments as comments_table
from tests.store.records import read_all, record

_EXPLAIN: Final = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}


@pytest.fixture
def filled(engine: Engine, site_id: int) -> Engine:
    with writing(engine) as connection:
        comments.insert_many(connection, [record(site_id, comment_id=str(number)) for number in range(3000)])
    with writing(engine) as connection:
        # As autovacuum does sooner or later: what the planner believes must not depend on when.
        connection.exec_driver_sql("ANALYZE")
    return engine


def test_revisions_are_looked_up_by_index(filled: Engine) -> None:
    dialect = filled.dialect.name
    explain = _EXPLAIN[dialect]
    with filled.connect() as connection:
        plan = str(connection.exec_driver_sql(explain + REVISIONS[dialect], ("[]",)).all())
    assert "ux_comments_revision" in plan
    assert "SCAN c " not in plan
    assert "Seq Scan" not in plan


@pytest.mark.parametrize(
    ("question", "index"),
    [
        (lambda connection: comments.count_waiting(connection, 1), "ix_comments_waiting"),
        (lambda connection: comments.of_text(connection, 1, 7, 0), "ix_comments_time"),
        (lambda connection: verdicts.latest(connection, 1, "none"), "ix_verdicts_comment"),
        (lambda connection: insights.newest(connection, 1, 50), "ix_comments_time"),
    ],
)
def test_queue_texts_and_verdicts_are_looked_up_by_index(
    filled: Engine, question: Callable[[Connection], object], index: str
) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:  # noqa: ANN401
        asked.append((statement, parameters))

    event.listen(filled, "before_cursor_execute", note)
    explain = _EXPLAIN[filled.dialect.name]
    with writing(filled) as connection:
        for one in read_all(connection)[-300:]:
            verdicts.add(connection, one.site_id, one.id, verdict="reject", source="native")
        question(connection)
        statement, parameters = asked[-1]
        plan = str(connection.exec_driver_sql(explain + statement, parameters).all())
    assert index in plan
    assert "Seq Scan" not in plan
    # Put in order by itself is at most what the index leaves open: comments of one millisecond.
    assert "TEMP B-TREE" not in plan.replace("TEMP B-TREE FOR RIGHT PART OF ORDER BY", "")


def test_what_still_waits_is_looked_up_by_its_id(filled: Engine, site_id: int) -> None:
    dialect = filled.dialect.name
    with writing(filled) as connection:
        comments.insert_many(connection, [record(site_id)._replace(decision="queue") for _ in range(3000)])
    with writing(filled) as connection:
        connection.exec_driver_sql("ANALYZE")
    explain = _EXPLAIN[dialect]
    with filled.connect() as connection:
        plan = str(connection.exec_driver_sql(explain + STILL_WAITING[dialect], ('["none"]',)).all())
    assert {"sqlite": "SEARCH c USING INDEX", "postgresql": "pk_comments"}[dialect] in plan
    assert "Seq Scan on comments" not in plan


def test_what_is_corrected_to_its_answer_is_looked_up_by_its_id(filled: Engine) -> None:
    explain = _EXPLAIN[filled.dialect.name]
    with filled.connect() as connection:
        plan = str(connection.exec_driver_sql(explain + LET_STAND[filled.dialect.name], ("[]",)).all())
    assert {"sqlite": "SEARCH comments USING INDEX", "postgresql": "pk_comments"}[filled.dialect.name] in plan
    assert "Seq Scan" not in plan


def test_what_moderators_settled_of_the_queue_is_looked_up_by_index(filled: Engine) -> None:
    asked: list[tuple[str, Any]] = []
    event.listen(filled, "before_cursor_execute", lambda *given: asked.append(given[2:4]))
    with filled.connect() as connection:
        insights.held(connection, 1, 0, 1 << 62)
        statement, parameters = asked[-1]
        explain = _EXPLAIN[filled.dialect.name]
        assert "ix_comments_state" in str(connection.exec_driver_sql(explain + statement, parameters).all())


@pytest.mark.parametrize("knows_numbers", [False, True])
def test_what_is_deleted_is_looked_up_by_its_id(engine: Engine, site_id: int, *, knows_numbers: bool) -> None:
    """SQLite counts nothing by itself: where nobody has asked it to, it must find them all the same."""
    written = [record(site_id) for _ in range(3000)]
    asked: list[tuple[str, Any]] = []
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2:4]))
    with writing(engine) as connection:
        comments.insert_many(connection, written)
    with writing(engine) as connection:
        if knows_numbers or engine.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE")
        comments.remove(connection, site_id, [one.id for one in written[:20]])
        statement, parameters = next(one for one in asked if one[0].startswith("DELETE FROM comments "))
        explain = _EXPLAIN[engine.dialect.name]
        plan = str(connection.exec_driver_sql(explain + statement, parameters).all())
    assert {"sqlite": "SEARCH comments USING INDEX sqlite_autoindex_comments_1", "postgresql": "pk_comments"}[
        engine.dialect.name
    ] in plan


def test_records_have_the_columns_of_the_table_and_their_types() -> None:
    dialect = PGDialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it without annotations
    columns = [f"{column.name} {column.type.compile(dialect).split()[0]}" for column in comments_table.columns]
    assert f"AS new({', '.join(columns)})" in INSERT_POSTGRESQL
    assert CommentRecord._fields == tuple(column.name for column in comments_table.columns)


def test_a_batch_holds_any_number_of_records_with_any_of_their_fields(engine: Engine, site_id: int) -> None:
    written = [record(site_id)._replace(article_url="/a" if number % 3 else None) for number in range(3 * ROWS + 5)]
    for count in (1, 2, ROWS, 2 * ROWS + 2):
        inserter = Inserter(Database.of(engine))
        assert inserter.insert(written[:count]) == [None] * count
        inserter.disconnect()
    with engine.connect() as connection:
        found = [comments.get(connection, site_id, one.id) for one in written[: 2 * ROWS + 2]]
    assert found == written[: 2 * ROWS + 2]


@pytest.mark.parametrize(
    "differs",
    [
        {},
        {"superseded_by": "later"},
        {"content_format": "html"},
        {"degraded": True},
        {"model": "2"},
        {"policy": "2", "protocol": "coral"},
        {"verdict": "reject"},
        {"language": "de", "parent_id": "7", "created_at": 5},
    ],
)
def test_what_the_comments_of_a_batch_have_in_common_is_stored_with_each(
    engine: Engine, site_id: int, differs: dict[str, Any]
) -> None:
    queued = [record(site_id)._replace(decision="queue", model="1") for _ in range(5)]
    accepted = [record(site_id)._replace(model="1") for _ in range(2)]
    written = [*queued[:3], *accepted, queued[3]._replace(**differs), queued[4]]
    inserter = Inserter(Database.of(engine))
    assert inserter.insert(written) == [None] * len(written)
    inserter.disconnect()
    with engine.connect() as connection:
        found = [comments.get(connection, site_id, one.id) for one in written]
    assert [one and one._replace(waiting_since=None) for one in found] == written
    waits = [one for one in written if one.decision == "queue" and not one.superseded_by and not one.verdict]
    waiting = {one.id: one.waiting_since for one in found if one and one.waiting_since is not None}
    assert waiting == {one.id: one.submitted_at for one in waits}


@given(st.lists(st.none() | st.text() | st.text("a\0\u0100\U00010000"), max_size=5))
def test_a_nul_is_found_in_whatever_text_it_is(texts: list[str | None]) -> None:
    assert holds_nul(texts) is holds_nul_in_python(texts)
    assert holds_nul([*texts, "\0"])


@pytest.mark.parametrize("field", ["content", "author_name", "model", "findings"])
@pytest.mark.parametrize("count", [1, 3])
def test_a_nul_that_the_database_would_refuse_is_replaced_in_whatever_text_it_is(
    engine: Engine, site_id: int, field: str, count: int
) -> None:
    spoiled: dict[str, Any] = {field: "a\0b"}
    mended: dict[str, Any] = {field: "a\ufffdb"}
    written = [record(site_id)._replace(**spoiled) for _ in range(count)]
    inserter = Inserter(Database.of(engine))
    assert inserter.insert(written) == [None] * count
    inserter.disconnect()
    with engine.connect() as connection:
        found = [comments.get(connection, site_id, one.id) for one in written]
    assert found == [one._replace(**mended) for one in written]
