"""Migrations lead to the schema that the code expects, and back."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Engine, insert, inspect, text
from sqlalchemy.exc import DatabaseError

from store import comments, sites, statistics
from store.database import open_engine, writing
from store.errors import SchemaError
from store.records import CommentRecord
from store.schema import MIGRATIONS, current_revision, upgrade
from store.serving import HEAD
from store.statistics import Counts
from store.tables import comments as comments_table
from store.tables import metadata
from tests.conftest_databases import PostgreSQLServer
from tests.store.records import record


def migrations(**attributes: object) -> Config:
    config = Config(attributes=attributes)
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


@pytest.fixture
def own_engine(database_url: str) -> Iterator[Engine]:
    opened = open_engine(database_url)
    upgrade(opened)
    yield opened
    opened.dispose()


def test_head_is_the_last_migration() -> None:
    assert ScriptDirectory.from_config(migrations()).get_heads() == [HEAD]


def test_a_record_has_the_columns_of_its_table_in_their_order() -> None:
    assert CommentRecord._fields == tuple(comments_table.columns.keys())


def test_an_empty_database_is_brought_to_head_once(database_url: str) -> None:
    engine = open_engine(database_url)
    assert current_revision(engine) is None
    assert upgrade(engine)
    assert current_revision(engine) == HEAD
    assert not upgrade(engine)
    engine.dispose()


def test_the_migrations_make_the_tables_that_the_code_knows(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        made = inspect(connection)
        for table in metadata.sorted_tables:
            known = {str(check.name) for check in table.constraints if isinstance(check, CheckConstraint)}
            assert {check["name"] for check in made.get_check_constraints(table.name)} == known


def test_the_index_of_revisions_leaves_out_comments_without_an_id(engine: Engine) -> None:
    with engine.connect() as connection:
        indexes = {index["name"]: index for index in inspect(connection).get_indexes("comments")}
    revision = indexes["ux_comments_revision"]
    assert revision["unique"]
    dialect = engine.dialect.name
    assert "comment_id IS NOT NULL" in str(revision["dialect_options"][f"{dialect}_where"])


def test_the_way_back_leads_to_an_empty_database(own_engine: Engine) -> None:
    with writing(own_engine) as connection:
        command.downgrade(migrations(connection=connection), "base")
    with own_engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    assert upgrade(own_engine)


def test_what_an_older_version_stored_is_kept_counted_and_checked_as_before(database_url: str) -> None:
    engine = open_engine(database_url)
    with writing(engine) as connection:
        command.upgrade(migrations(connection=connection), "0008")
        site_id = sites.add(connection, "default", "{}", now=5).id
    written = [
        record(site_id)._replace(decision=decision, verdict=verdict)
        for decision, verdict in product(("accept", "queue", "reject"), ("", "approve", "reject"))
        for _ in range(3)
    ]
    with writing(engine) as connection:
        comments.insert_many(connection, written)
        before = [comments.get(connection, site_id, one.id) for one in written]
        version = connection.exec_driver_sql("PRAGMA schema_version").scalar() if engine.dialect.name == "sqlite" else 0
    assert upgrade(engine)
    today = datetime.fromtimestamp(written[0].submitted_at / 1000, UTC).date()
    with engine.connect() as connection:
        assert [comments.get(connection, site_id, one.id) for one in written] == before
        counts = sum(statistics.per_day(connection, site_id, today, today + timedelta(1)).values(), Counts())
        assert set(counts.by_state.values()) == {3}
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert connection.exec_driver_sql("PRAGMA schema_version").scalar_one() > (version or 0)
    for refused in ({"decision": "Accept"}, {"verdict": "unsure"}):
        with pytest.raises(DatabaseError, match=next(iter(refused))), writing(engine) as connection:
            connection.execute(insert(comments_table).values(record(site_id)._replace(**refused)._asdict()))  # type: ignore[arg-type]
    with writing(engine) as connection:
        command.downgrade(migrations(connection=connection), "0008")
    assert upgrade(engine)
    engine.dispose()


def test_processes_that_start_at_once_do_not_clash(database_url: str) -> None:
    program = (
        "import sys; from store.database import *; from store.schema import *; print(upgrade(open_engine(sys.argv[1])))"
    )
    starters = [
        subprocess.Popen([sys.executable, "-c", program, database_url], stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own words
        for _ in range(3)
    ]
    answers = sorted(starter.communicate(timeout=60)[0].strip() for starter in starters)
    assert [starter.returncode for starter in starters] == [0, 0, 0]
    assert answers == ["False", "False", "True"]


def test_a_database_of_a_later_version_is_left_alone(own_engine: Engine) -> None:
    with writing(own_engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaError, match=r"'9999'.*install the version"):
        upgrade(own_engine)
    assert current_revision(own_engine) == "9999"


def test_a_migration_in_another_process_is_waited_for_in_vain(postgresql_url: str) -> None:
    engine, other = open_engine(postgresql_url), open_engine(postgresql_url)
    with other.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(4051995271108342117)"))
        with pytest.raises(SchemaError, match="another process"):
            upgrade(engine, wait=0.1)
    engine.dispose()
    other.dispose()


def test_a_database_that_cannot_hold_every_text_is_refused(postgresql_server: PostgreSQLServer) -> None:
    postgresql_server.run_sql("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0")
    engine = open_engine(postgresql_server.url("latin"))
    with pytest.raises(SchemaError, match=r"LATIN1.*ENCODING 'UTF8'"):
        upgrade(engine)
    engine.dispose()
