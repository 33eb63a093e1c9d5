"""A running service deletes what its sites keep no longer."""

import pytest

from service import beside
from store.database import Database
from store.identifiers import Identifiers, now
from store.insertion import Inserter
from store.retention import DAY_MS
from tests.conftest_service import StartDesk
from tests.store.records import record, stored
from tests.waiting import until


async def test_expired_comments_are_deleted_and_the_others_stay(
    start_desk: StartDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "_PURGE_SECONDS", 1.0)
    desk = await start_desk()
    old, new = (
        record(1)._replace(id=Identifiers(lambda at=at: at).new(), submitted_at=at)  # type: ignore[misc]
        for at in (now() - 366 * DAY_MS, now() - 364 * DAY_MS)
    )
    inserter = Inserter(Database.of(desk.engine))
    inserter.insert([old, new])
    inserter.disconnect()
    await until(lambda: stored(desk.engine) == [new.id])
