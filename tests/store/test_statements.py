"""The statements of every insert find their rows by index."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from store import comments, verdicts
from store.database import writing
from store.statements import REVISIONS
from tests.store.records import record


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
    explain = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}[dialect]
    with filled.connect() as connection:
        plan = str(connection.exec_driver_sql(explain + REVISIONS[dialect], ("[]",)).all())
    assert "ux_comments_revision" in plan
    assert "SCAN c " not in plan
    assert "Seq Scan" not in plan


@pytest.mark.parametrize(
    ("question", "index"),
    [
        (lambda connection: comments.waiting(connection, 1, 50), "ix_comments_waiting"),
        (lambda connection: comments.count_waiting(connection, 1), "ix_comments_waiting"),
        (lambda connection: comments.of_text(connection, 1, 7, 0), "ix_comments_time"),
        (lambda connection: verdicts.latest(connection, 1, "none"), "ix_verdicts_comment"),
    ],
)
def test_queue_texts_and_verdicts_are_looked_up_by_index(
    filled: Engine, question: Callable[[Connection], object], index: str
) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:  # noqa: ANN401
        asked.append((statement, parameters))

    event.listen(filled, "before_cursor_execute", note)
    explain = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}[filled.dialect.name]
    with writing(filled) as connection:
        for trace in comments.recent(connection, 0, 300):
            verdicts.add(connection, trace.site_id, trace.id, verdict="reject", source="native")
        question(connection)
        statement, parameters = asked[-1]
        plan = str(connection.exec_driver_sql(explain + statement, parameters).all())
    assert index in plan
    assert "Seq Scan" not in plan
    assert "TEMP B-TREE" not in plan
