"""What the store promises of shadows, kept by SQLite and PostgreSQL alike."""

# ruff: noqa: D102 - the name of a test is its sentence

from typing import Any

import pytest
from sqlalchemy import Connection

from store import comments, erasure, shadows
from store.identifiers import now
from store.records import CommentRecord
from store.shadows import Disagreement, Shadow
from tests.store.records import record

LONG = 60_000


def stored(connection: Connection, site_id: int, count: int) -> list[CommentRecord]:
    """Comments that came one after the other."""
    made = [record(site_id) for _ in range(count)]
    comments.insert_many(connection, made)
    return made


def claimed(connection: Connection, site_id: int, worker: str = "a") -> Shadow:
    """The shadow, as the worker goes on with it."""
    shadow = shadows.claim(connection, site_id, worker, LONG)
    assert shadow is not None
    return shadow


class TestShadows:
    """Run against each database."""

    def test_one_worker_goes_on_with_it_until_it_rests(self, connection: Connection, site_id: int) -> None:
        assert shadows.claim(connection, site_id, "a", LONG) is None
        shadows.start(connection, site_id, "v2", started_by="Ada")
        assert claimed(connection, site_id).version == "v2"
        assert shadows.claim(connection, site_id, "b", LONG) is None
        assert shadows.claim(connection, site_id, "a", -1) is not None
        assert claimed(connection, site_id, "b").worker == "b"
        assert shadows.stop(connection, site_id) == "v2"
        assert shadows.stop(connection, site_id) is None
        assert shadows.claim(connection, site_id, "b", LONG) is None

    def test_it_looks_at_the_newest_and_counts_what_it_passes_over(self, connection: Connection, site_id: int) -> None:
        stored(connection, site_id, 2)
        shadows.start(connection, site_id, "v2", started_by="Ada")
        shadow = claimed(connection, site_id)._replace(seen="")
        made = stored(connection, site_id, 5)
        soon = now() + 1_000
        found, more = shadows.unseen(connection, shadow, soon, 3)
        assert ([one.id for one in found], more) == ([one.id for one in made[2:]], 4)
        assert shadows.unseen(connection, shadow._replace(seen=made[3].id), soon, 3) == (made[4:], 0)
        assert shadows.unseen(connection, shadow, made[0].submitted_at - 1_000, 3) == ([], 0)
        assert shadows.unseen(connection, shadow._replace(site_id=site_id + 1), soon, 3) == ([], 0)

    def test_rounds_add_up_and_one_that_comes_too_late_adds_nothing(self, connection: Connection, site_id: int) -> None:
        shadows.start(connection, site_id, "v2", started_by="Ada")
        first, second = stored(connection, site_id, 2)
        shadow = claimed(connection, site_id)
        found = [Disagreement(first.id, "v1", "accept", "queue", ("insult",))]
        told: dict[str, Any] = {
            "counts": {"accept-accept": 2, "accept-queue": 1},
            "passed_over": 4,
            "disagreements": found,
        }
        assert shadows.note(connection, shadow, seen=first.id, **told)
        assert not shadows.note(connection, shadow, seen=second.id, **told)
        shadow = claimed(connection, site_id)
        assert shadows.note(connection, shadow, seen=second.id, **{**told, "disagreements": []})
        known = shadows.get(connection, site_id)
        assert known is not None
        assert (known.judged, known.agreed, known.passed_over, known.seen) == (6, 4, 8, second.id)
        assert shadows.disagreements(connection, site_id, 10) == found
        assert shadows.disagreements(connection, site_id, 10, both="accept-queue") == found
        assert shadows.disagreements(connection, site_id, 10, both="queue-accept") == []
        assert shadows.disagreements(connection, site_id, 10, before=first.id) == []
        shadows.stop(connection, site_id)
        assert not shadows.note(connection, known, seen="z", **told)
        assert shadows.disagreements(connection, site_id, 10) == found
        shadows.start(connection, site_id, "v3", started_by="Ada")
        assert shadows.disagreements(connection, site_id, 10) == []

    def test_disagreements_are_bounded_and_go_with_their_comments(
        self, connection: Connection, site_id: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(shadows, "MOST", 3)
        shadows.start(connection, site_id, "v2", started_by="Ada")
        made = stored(connection, site_id, 5)
        gone = record(site_id)
        found = [Disagreement(one.id, "v1", "queue", "accept", ()) for one in (*made, gone)]
        shadow = claimed(connection, site_id)
        shadows.note(connection, shadow, seen="x", counts={}, passed_over=0, disagreements=found)
        assert [one.comment for one in shadows.disagreements(connection, site_id, 10)] == [
            one.id for one in made[:1:-1]
        ]
        erasure.erase(connection, site_id, [made[4].id], now=now())
        assert len(shadows.disagreements(connection, site_id, 10)) == 2

    def test_what_keeps_it_from_judging_is_told_until_it_judges(self, connection: Connection, site_id: int) -> None:
        shadows.start(connection, site_id, "v2", started_by="Ada")
        shadow = claimed(connection, site_id)
        shadows.fail(connection, shadow, "no such version")
        assert claimed(connection, site_id).error == "no such version"
        shadows.note(connection, shadow, seen="x", counts={}, passed_over=0, disagreements=[])
        assert claimed(connection, site_id).error == ""
