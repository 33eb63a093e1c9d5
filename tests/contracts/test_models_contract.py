"""What the store promises of retrainings and of what they learn from, kept by SQLite and PostgreSQL alike."""

# ruff: noqa: D102 - the name of a test is its sentence

import json
import os
import socket
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, update

from store import audit, comments, erasure, judged, retrainings, second_looks, verdicts
from store.database import Database, writing
from store.identifiers import now
from store.judged import JudgedComment
from store.model_tables import retrainings as rows
from store.records import CommentRecord, VerdictRecord
from store.retrainings import Retraining, RunningError
from store.second_looks import SecondLook
from tests.store.records import record


def stored(connection: Connection, site_id: int, **fields: Any) -> CommentRecord:  # noqa: ANN401 - any field
    """A stored comment."""
    written = record(site_id)._replace(**fields)
    comments.insert_many(connection, [written])
    return written


def say(connection: Connection, comment: CommentRecord, verdict: str, **said: Any) -> VerdictRecord:  # noqa: ANN401
    """A verdict on the comment."""
    added = verdicts.add(connection, comment.site_id, comment.id, **{"verdict": verdict, "source": "desk", **said})
    assert added is not None
    return added.record


def newest(connection: Connection, site_id: int, limit: int = 100) -> list[JudgedComment]:
    """What a model would learn from."""
    return list(judged.newest(connection, site_id, limit))


class TestJudgedComments:
    """Run against each database."""

    def test_a_comment_comes_with_the_verdict_that_counts(self, connection: Connection, site_id: int) -> None:
        findings = json.dumps([{"code": "insult"}, {"code": "links"}])
        comment = stored(
            connection, site_id, author_email_hash="abc", findings=findings, language="de", article_title="Bridge"
        )
        say(connection, comment, "approve")
        said = say(connection, comment, "reject", labels=("insult",))
        (found,) = newest(connection, site_id)
        assert (found.comment, found.verdict, found.is_rejected) == (comment.id, said.id, True)
        assert found.labels == ("insult",)
        assert found.reasons == {"insult", "links"}
        assert (found.content, found.language, found.author_email) == (comment.content, "de", "abc")
        assert found.article_title == "Bridge"

    @pytest.mark.parametrize("last", ["unsure", "withdrawn"])
    def test_what_is_left_open_is_not_learned_from(self, connection: Connection, site_id: int, last: str) -> None:
        comment = stored(connection, site_id)
        say(connection, comment, "reject")
        say(connection, comment, last)
        assert newest(connection, site_id) == []

    def test_the_last_verdicts_come_first_and_no_more_than_asked(self, connection: Connection, site_id: int) -> None:
        made = [stored(connection, site_id) for _ in range(4)]
        for comment in (*made, made[0]):
            say(connection, comment, "approve", note=str(now()))
        say(connection, made[0], "reject")
        assert [one.comment for one in newest(connection, site_id, 3)] == [made[0].id, made[3].id, made[2].id]

    def test_erased_comments_and_those_of_other_sites_are_not_there(self, connection: Connection, site_id: int) -> None:
        comment = stored(connection, site_id)
        say(connection, comment, "reject")
        assert newest(connection, site_id + 1) == []
        erasure.erase(connection, site_id, [comment.id], now=now())
        assert newest(connection, site_id) == []


class TestRetrainings:
    """Run against each database."""

    def test_a_retraining_is_told_from_start_to_end(self, connection: Connection, site_id: int) -> None:
        begun = retrainings.start(connection, site_id, started_by="Ada")
        assert (begun.state, begun.finished_at) == ("running", None)
        assert retrainings.is_alive(begun)
        retrainings.tell(connection, begun.id, {"stage": "learning", "done": 1, "of": 3})
        retrainings.note(connection, begun.id, verdicts_seen=7, version="v2", report={"text": "fine"})
        retrainings.finish(connection, begun.id, "passed")
        found = retrainings.get(connection, site_id, begun.id)
        assert found is not None
        assert found.progress == {"stage": "learning", "done": 1, "of": 3}
        assert (found.state, found.verdicts_seen, found.version, found.report) == ("passed", 7, "v2", {"text": "fine"})
        assert found.finished_at is not None
        assert found.started_at <= found.seen_at <= found.finished_at
        assert retrainings.get(connection, site_id + 1, begun.id) is None

    def test_progress_is_told_by_a_statement_of_its_own(self, engine: Engine, site_id: int) -> None:
        with writing(engine) as connection:
            begun = retrainings.start(connection, site_id, started_by="Ada")
        database = Database.of(engine)
        with database.reading() as cursor:
            retrainings.tell_beside(cursor, begun.id, {"stage": "learning", "done": 2, "of": 3})
        with engine.connect() as connection:
            found = retrainings.get(connection, site_id, begun.id)
        assert found is not None
        assert found.progress == {"stage": "learning", "done": 2, "of": 3}
        assert found.seen_at >= begun.seen_at
        database.dispose()

    def test_the_newest_comes_first(self, connection: Connection, site_id: int) -> None:
        made = []
        for _ in range(3):
            made.append(retrainings.start(connection, site_id, started_by=""))
            retrainings.finish(connection, made[-1].id, "refused")
        found = [one.id for one in retrainings.newest(connection, site_id, 2)]
        assert found == [made[2].id, made[1].id]

    def test_a_site_is_retrained_once_at_a_time(self, engine: Engine, site_id: int) -> None:
        with writing(engine) as connection:
            retrainings.start(connection, site_id, started_by="")
        with writing(engine) as connection:
            assert retrainings.bury(connection, site_id, None) == []
        with writing(engine) as connection, pytest.raises(RunningError, match="retrained already"):
            retrainings.start(connection, site_id, started_by="")

    def test_what_was_begun_for_a_process_is_taken_over_by_it_alone(self, connection: Connection, site_id: int) -> None:
        begun = retrainings.start(connection, site_id, started_by="Ada")
        retrainings.hand_over(connection, begun.id, os.getppid())
        with pytest.raises(RunningError):
            retrainings.start(connection, site_id, started_by="")
        retrainings.hand_over(connection, begun.id, os.getpid())
        taken = retrainings.start(connection, site_id, started_by="")
        assert (taken.id, taken.started_by, taken.progress) == (begun.id, "Ada", {})
        with pytest.raises(RunningError):
            retrainings.start(connection, site_id, started_by="")
        found = retrainings.running(connection, site_id)
        assert found is not None
        assert found.id == begun.id

    @pytest.mark.parametrize(("champion", "state"), [("v2", "passed"), ("v1", "failed"), (None, "failed")])
    def test_the_dead_are_buried_by_what_they_had_done(
        self, connection: Connection, site_id: int, champion: str | None, state: str
    ) -> None:
        begun = retrainings.start(connection, site_id, started_by="")
        retrainings.note(connection, begun.id, verdicts_seen=1, version="v2", report={})
        connection.execute(update(rows).values(process=f"{socket.gethostname()}:{_gone()}"))
        (buried,) = retrainings.bury(connection, site_id, champion)
        assert (buried.id, buried.state) == (begun.id, state)
        assert ("ended before" in buried.report.get("error", "")) == (state == "failed")
        assert retrainings.start(connection, site_id, started_by="").state == "running"

    def test_one_on_another_machine_is_dead_when_it_is_silent(self, connection: Connection, site_id: int) -> None:
        begun = retrainings.start(connection, site_id, started_by="")
        connection.execute(update(rows).values(process=f"elsewhere:{os.getpid()}"))
        assert retrainings.bury(connection, site_id, None) == []
        connection.execute(update(rows).values(seen_at=now() - retrainings.SILENT_MS))
        assert [one.state for one in retrainings.bury(connection, site_id, None)] == ["failed"]
        found = retrainings.get(connection, site_id, begun.id)
        assert isinstance(found, Retraining)
        assert not retrainings.is_alive(found)


class TestPromotions:
    """Run against each database."""

    def test_the_last_one_that_did_not_fail_is_found(self, connection: Connection, site_id: int) -> None:
        def log(action: str, subject: str, **details: str) -> None:
            audit.append(
                connection,
                site_id=site_id,
                who="Ada",
                action=action,
                subject=subject,
                details={"before": "", **details},
            )

        audit.alone(connection)
        assert audit.last_promotion(connection, site_id) is None
        log("promotion", "v1")
        log("policy", "default")
        for failed in ({}, {"failed": "the disk is full"}):
            log("promotion", "v2", **failed)
        found = audit.last_promotion(connection, site_id)
        assert found is not None
        assert found.subject == "v1"
        log("promotion", "v2")
        found = audit.last_promotion(connection, site_id)
        assert found is not None
        assert found.subject == "v2"
        assert audit.last_promotion(connection, None) is None


class TestSecondLooks:
    """Run against each database."""

    def test_what_is_listed_is_open_until_it_is_confirmed(self, connection: Connection, site_id: int) -> None:
        looks = [look(connection, site_id) for _ in range(2)]
        second_looks.replace(connection, site_id, looks)
        assert {one.comment for one in second_looks.open_ones(connection, site_id, 10)} == {
            one.comment for one in looks
        }
        first = looks[0]
        assert second_looks.confirm(connection, site_id, first.comment, verdict=first.verdict, confirmed_by="Ada")
        assert not second_looks.confirm(connection, site_id, first.comment, verdict=first.verdict, confirmed_by="Ada")
        assert second_looks.confirmed(connection, site_id) == {first.verdict}
        second_looks.replace(connection, site_id, looks)
        assert [one.comment for one in second_looks.open_ones(connection, site_id, 10)] == [looks[1].comment]

    def test_a_newer_verdict_settles_it(self, connection: Connection, site_id: int) -> None:
        one = look(connection, site_id)
        second_looks.replace(connection, site_id, [one])
        found = comments.get(connection, site_id, one.comment)
        assert found is not None
        newer = say(connection, found, "approve")
        assert second_looks.open_ones(connection, site_id, 10) == []
        assert not second_looks.confirm(connection, site_id, one.comment, verdict=newer.id, confirmed_by="Ada")

    def test_a_confirmation_is_of_one_verdict_and_not_of_the_next(self, connection: Connection, site_id: int) -> None:
        one = look(connection, site_id)
        second_looks.replace(connection, site_id, [one])
        second_looks.confirm(connection, site_id, one.comment, verdict=one.verdict, confirmed_by="Ada")
        found = comments.get(connection, site_id, one.comment)
        assert found is not None
        again = one._replace(verdict=say(connection, found, "approve").id)
        second_looks.replace(connection, site_id, [again])
        (listed,) = second_looks.open_ones(connection, site_id, 10)
        assert (listed.verdict, listed.confirmed_at) == (again.verdict, None)

    def test_comments_that_are_gone_meanwhile_are_passed_over(self, connection: Connection, site_id: int) -> None:
        looks = [look(connection, site_id) for _ in range(3)]
        erasure.erase(connection, site_id, [looks[0].comment], now=now())
        second_looks.replace(connection, site_id, looks)
        found = {one.comment for one in second_looks.open_ones(connection, site_id, 10)}
        assert found == {one.comment for one in looks[1:]}
        erasure.erase(connection, site_id, list(found), now=now())
        second_looks.replace(connection, site_id, looks)
        assert second_looks.open_ones(connection, site_id, 10) == []

    def test_it_goes_with_its_comment(self, connection: Connection, site_id: int) -> None:
        one = look(connection, site_id)
        second_looks.replace(connection, site_id, [one])
        erasure.erase(connection, site_id, [one.comment], now=now())
        assert second_looks.open_ones(connection, site_id, 10) == []


def look(connection: Connection, site_id: int) -> SecondLook:
    """A comment that was rejected and that the model finds harmless."""
    comment = stored(connection, site_id)
    return SecondLook(comment.id, say(connection, comment, "reject").id, "model", None, 2)


def _gone() -> int:
    """The number of a process that is over."""
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return child
