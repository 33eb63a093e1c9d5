"""Statements written by hand, on both databases: their rows, and their errors as whoever uses SQLAlchemy knows them."""

from typing import Final

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from store.batches import run, run_for_each
from store.errors import concerns_records

PUT: Final = {
    "sqlite": "INSERT INTO positions (work, position) VALUES (?, ?)",
    "postgresql": "INSERT INTO positions (work, position) SELECT work, position "
    "FROM json_to_recordset(%s::json) AS new(work text, position text)",
}
FIND: Final = {
    "sqlite": "SELECT work, position FROM positions WHERE work <> ? ORDER BY work",
    "postgresql": "SELECT work, position FROM positions WHERE work <> %s ORDER BY work",
}
NAMES: Final = ("work", "position")


def test_what_is_put_for_each_row_is_found_again(connection: Connection) -> None:
    run_for_each(connection, PUT, NAMES, [("a", "1"), ("b", "2"), ("c", "ü")])
    run_for_each(connection, PUT, NAMES, [])
    assert [tuple(row) for row in run(connection, FIND, "b")] == [("a", "1"), ("c", "ü")]


def test_what_cannot_be_put_is_an_error_of_sqlalchemy_that_is_the_rows_and_tells_none_of_them(
    connection: Connection,
) -> None:
    with pytest.raises(DBAPIError) as caught:
        run_for_each(connection, PUT, NAMES, [("a", "secret-1"), ("a", "secret-2")])
    assert concerns_records(caught.value)
    assert "secret" not in str(caught.value)


def test_a_statement_that_is_none_is_an_error_of_sqlalchemy(connection: Connection) -> None:
    with pytest.raises(DBAPIError):
        run(connection, dict.fromkeys(FIND, "SELECT nothing FROM nowhere"))
