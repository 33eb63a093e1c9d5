"""The statements of every insert find their rows by index."""

import pytest
from sqlalchemy import Engine

from store import comments
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
