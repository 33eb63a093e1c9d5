"""While the database is away the client is told so, and the log what happened."""

import logging
import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from service.away import or_away
from service.errors import AwayError, NotFoundError

OUTAGES = (
    ConnectionRefusedError(111, "refused"),
    sqlite3.OperationalError("disk I/O error"),
    OperationalError("SELECT 1", {}, sqlite3.OperationalError("unable to open database file")),
)


@pytest.mark.parametrize("error", [*OUTAGES, KeyError("a private word")], ids=lambda error: type(error).__name__)
def test_the_log_tells_where_it_was_unless_the_database_did_it(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(AwayError, match="Ask again") as told, or_away("Ask again.", 5):
        raise error
    (line,) = caplog.records
    assert told.value.seconds == 5
    assert line.levelno == logging.WARNING
    assert "private" not in line.getMessage()
    assert bool(line.exc_info) is isinstance(error, KeyError)


def test_what_the_service_says_itself_passes(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(NotFoundError), or_away("Ask again."):
        raise NotFoundError
    assert not caplog.records
