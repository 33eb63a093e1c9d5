"""What the store promises of verdicts, kept by SQLite and PostgreSQL alike."""

# ruff: noqa: D102 - the name of a test is its sentence

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from store import comments, verdicts
from store.database import writing
from store.identifiers import Identifiers, first_at, millisecond_of, now
from store.records import REPLACEMENT, CommentRecord, VerdictRecord
from store.verdicts import Added
from tests.store.records import judged, read_all, record


def stored(connection: Connection, site_id: int, **fields: Any) -> CommentRecord:  # noqa: ANN401 - any field
    """A stored comment."""
    written = record(site_id)._replace(**fields)
    comments.insert_many(connection, [written])
    return written


def say(connection: Connection, comment: CommentRecord, verdict: str, **said: Any) -> VerdictRecord:  # noqa: ANN401
    """A verdict on the comment."""
    added = verdicts.add(connection, comment.site_id, comment.id, **{"verdict": verdict, "source": "native", **said})
    assert added is not None
    return added.record


def waiting(connection: Connection, site_id: int) -> list[str]:
    """Ids of the comments that wait, in the order in which they do."""
    found = [(one.waiting_since, one.id) for one in read_all(connection) if one.site_id == site_id]
    order = sorted((since, identifier) for since, identifier in found if since is not None)
    assert comments.count_waiting(connection, site_id) == len(order)
    return [identifier for _, identifier in order]


class TestVerdicts:
    """Run against each database."""

    def test_a_verdict_is_kept_as_it_was_said(self, connection: Connection, site_id: int) -> None:
        comment = stored(connection, site_id)
        before = now()
        said = say(
            connection, comment, "reject", labels=("insult", "spam"), note="Again?", moderator="Ada", source="desk"
        )
        assert said == VerdictRecord(
            said.id, site_id, comment.id, "reject", ("insult", "spam"), "Again?", "Ada", "desk", said.at
        )
        assert before <= said.at <= now()
        assert millisecond_of(said.id) >= before
        assert verdicts.latest(connection, site_id, comment.id) == said
        assert verdicts.history(connection, site_id, comment.id) == [said]

    def test_the_newest_verdict_counts_and_the_others_are_kept(self, connection: Connection, site_id: int) -> None:
        comment = stored(connection, site_id)
        said = [say(connection, comment, verdict) for verdict in ("approve", "reject", "unsure", "withdrawn")]
        assert verdicts.history(connection, site_id, comment.id) == said
        assert verdicts.latest(connection, site_id, comment.id) == said[-1]

    def test_the_newest_verdicts_of_many_comments_are_read_at_once(self, connection: Connection, site_id: int) -> None:
        first, second, none = (stored(connection, site_id) for _ in range(3))
        said = [say(connection, first, verdict) for verdict in ("approve", "reject")]
        other = say(connection, second, "unsure", labels=("spam",))
        asked = [first.id, second.id, none.id, "none\0"]
        assert verdicts.latest_of(connection, site_id, asked) == {first.id: said[-1], second.id: other}
        assert verdicts.latest_of(connection, site_id + 1, asked) == {}
        assert verdicts.latest_of(connection, site_id, []) == {}

    @pytest.mark.parametrize(
        ("said", "settled"),
        [
            (("approve",), "approve"),
            (("reject", "approve"), "approve"),
            (("approve", "reject"), "reject"),
            (("unsure",), ""),
            (("reject", "unsure"), ""),
            (("reject", "withdrawn"), ""),
            (("withdrawn", "reject"), "reject"),
        ],
    )
    def test_a_comment_knows_what_its_newest_verdict_settles(
        self, connection: Connection, site_id: int, said: tuple[str, ...], settled: str
    ) -> None:
        comment = stored(connection, site_id, decision="queue")
        for verdict in said:
            say(connection, comment, verdict)
        found = comments.get(connection, site_id, comment.id)
        assert found is not None
        assert found.verdict == settled
        assert waiting(connection, site_id) == ([] if settled else [comment.id])

    def test_what_is_said_twice_word_for_word_is_kept_once(self, connection: Connection, site_id: int) -> None:
        comment = stored(connection, site_id)
        first = say(connection, comment, "reject", labels=("spam",))
        again = verdicts.add(connection, site_id, comment.id, verdict="reject", labels=["spam"], source="native")
        assert again == Added(first, is_new=False)
        say(connection, comment, "approve")
        back = verdicts.add(connection, site_id, comment.id, verdict="reject", labels=["spam"], source="native")
        assert back is not None
        assert back.is_new
        assert len(verdicts.history(connection, site_id, comment.id)) == 3

    def test_what_may_not_replace_the_newest_is_not_kept(self, connection: Connection, site_id: int) -> None:
        comment = stored(connection, site_id, decision="queue")
        first = say(connection, comment, "unsure", over=lambda _: False)
        late = verdicts.add(
            connection, site_id, comment.id, verdict="reject", source="desk", over=lambda newest: newest != first
        )
        assert late == Added(first, is_new=False, is_late=True)
        assert verdicts.history(connection, site_id, comment.id) == [first]
        assert waiting(connection, site_id) == [comment.id]
        say(connection, comment, "reject", over=lambda newest: newest == first)
        assert waiting(connection, site_id) == []

    def test_what_was_replaced_takes_no_verdict_that_asks_for_the_newest(
        self, connection: Connection, site_id: int
    ) -> None:
        first = stored(connection, site_id, decision="queue", comment_id="42")
        rejected = say(connection, first, "reject")
        newer = stored(connection, site_id, decision="queue", comment_id="42")

        def approve(comment: CommentRecord) -> Added | None:
            return verdicts.add(connection, site_id, comment.id, verdict="approve", source="desk", of_newest=True)

        refused = approve(first)
        assert refused is not None
        assert (refused.is_new, refused.is_late, refused.is_outdated) == (False, False, True)
        assert verdicts.history(connection, site_id, first.id) == [rejected]
        taken = approve(newer)
        assert taken is not None
        assert taken.is_new
        # A site's own word on what it still shows is taken as ever.
        assert say(connection, first, "approve").verdict == "approve"

    @pytest.mark.parametrize("change", [{"note": "n"}, {"moderator": "m"}, {"source": "desk"}, {"labels": ("spam",)}])
    def test_whatever_differs_is_a_verdict_of_its_own(
        self, connection: Connection, site_id: int, change: dict[str, Any]
    ) -> None:
        comment = stored(connection, site_id)
        say(connection, comment, "reject")
        say(connection, comment, "reject", **change)
        assert len(verdicts.history(connection, site_id, comment.id)) == 2

    def test_the_comment_must_be_the_sites_own(self, connection: Connection, site_id: int) -> None:
        comment = stored(connection, site_id)
        assert verdicts.add(connection, site_id + 1, comment.id, verdict="reject", source="native") is None
        assert verdicts.add(connection, site_id, "none\0\ud800", verdict="reject", source="native") is None
        say(connection, comment, "approve")
        assert verdicts.latest(connection, site_id + 1, comment.id) is None
        assert verdicts.history(connection, site_id + 1, comment.id) == []

    def test_any_text_can_be_noted(self, connection: Connection, site_id: int) -> None:
        comment = stored(connection, site_id)
        said = say(connection, comment, "reject", note="a\0b\ud800", moderator="\0")
        assert (said.note, said.moderator) == (f"a{REPLACEMENT}b{REPLACEMENT}", REPLACEMENT)
        assert verdicts.latest(connection, site_id, comment.id) == said

    def test_an_unknown_verdict_is_refused(self, connection: Connection, site_id: int) -> None:
        comment = stored(connection, site_id)
        with pytest.raises(DBAPIError):
            say(connection, comment, "perhaps")

    def test_a_later_verdict_counts_also_when_the_clock_went_back(
        self, connection: Connection, site_id: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        comment = stored(connection, site_id)
        fast = Identifiers(lambda: now() + 3_600_000)
        with monkeypatch.context() as patched:
            patched.setattr(verdicts, "_identifiers", fast)
            first = say(connection, comment, "approve")
        second = say(connection, comment, "reject")
        assert second.id > first.id
        assert verdicts.latest(connection, site_id, comment.id) == second

    def test_the_newest_counts_also_when_many_speak_at_once(self, engine: Engine, site_id: int) -> None:
        with writing(engine) as connection:
            comment = stored(connection, site_id, decision="queue")

        def speak(number: int) -> None:
            with writing(engine) as connection:
                say(connection, comment, ("approve", "reject", "unsure")[number % 3], note=str(number))

        with ThreadPoolExecutor(4) as moderators:
            list(moderators.map(speak, range(24)))
        with engine.connect() as connection:
            said = verdicts.history(connection, site_id, comment.id)
            found = comments.get(connection, site_id, comment.id)
        assert len(said) == 24
        assert found is not None
        assert found.verdict == (said[-1].verdict if said[-1].verdict in verdicts.SETTLING else "")

    def test_verdicts_leave_with_their_comment(self, connection: Connection, site_id: int) -> None:
        comment = stored(connection, site_id)
        say(connection, comment, "reject")
        expired = comments.older(connection, site_id, now() + 1, 10)
        assert len(comments.remove(connection, site_id, expired)) == 1
        assert verdicts.history(connection, site_id, comment.id) == []
        assert judged(connection) == []


class TestQueue:
    """Which comments wait for a moderator; run against each database."""

    def test_what_was_queued_waits_in_the_order_of_time(self, connection: Connection, site_id: int) -> None:
        queued = [stored(connection, site_id, decision="queue") for _ in range(5)]
        stored(connection, site_id, decision="accept")
        stored(connection, site_id, decision="reject")
        assert waiting(connection, site_id) == [one.id for one in queued]
        assert waiting(connection, site_id + 1) == []
        first = comments.get(connection, site_id, queued[0].id)
        assert first == queued[0]._replace(waiting_since=queued[0].submitted_at)

    def test_an_edit_takes_the_place_of_what_it_replaces(self, connection: Connection, site_id: int) -> None:
        revisions = [stored(connection, site_id, decision="queue", comment_id="7") for _ in range(3)]
        assert waiting(connection, site_id) == [revisions[-1].id]
        stored(connection, site_id, decision="accept", comment_id="7")
        assert waiting(connection, site_id) == []

    def test_a_revision_that_comes_late_does_not_wait(self, connection: Connection, site_id: int) -> None:
        early, late = (record(site_id, comment_id="7")._replace(decision="queue") for _ in range(2))
        comments.insert_many(connection, [late])
        comments.insert_many(connection, [early])
        assert waiting(connection, site_id) == [late.id]

    def test_what_is_replaced_does_not_come_back_when_its_verdict_is_withdrawn(
        self, connection: Connection, site_id: int
    ) -> None:
        first = stored(connection, site_id, decision="queue", comment_id="7")
        say(connection, first, "approve")
        stored(connection, site_id, decision="accept", comment_id="7")
        say(connection, first, "withdrawn")
        assert waiting(connection, site_id) == []

    def test_an_accepted_comment_never_waits(self, connection: Connection, site_id: int) -> None:
        comment = stored(connection, site_id, decision="accept")
        say(connection, comment, "reject")
        say(connection, comment, "withdrawn")
        assert waiting(connection, site_id) == []

    def test_a_record_that_is_stored_again_changes_nothing(self, connection: Connection, site_id: int) -> None:
        comment = stored(connection, site_id, decision="queue")
        say(connection, comment, "approve")
        comments.insert_many(connection, [comment])
        assert waiting(connection, site_id) == []

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        steps=st.lists(
            st.tuples(st.integers(0, 2), st.sampled_from(["accept", "queue", "approve", "reject", "unsure"])),
            max_size=12,
        )
    )
    def test_whatever_happens_those_wait_that_are_queued_current_and_open(
        self, engine: Engine, site_id: int, steps: list[tuple[int, str]]
    ) -> None:
        with engine.connect() as connection, connection.begin() as transaction:
            newest: dict[int, CommentRecord] = {}
            expected: dict[int, bool] = {}
            for number, step in steps:
                if step in ("accept", "queue"):
                    newest[number] = stored(connection, site_id, decision=step, comment_id=str(number))
                    expected[number] = step == "queue"
                elif number in newest:
                    say(connection, newest[number], step)
                    expected[number] = newest[number].decision == "queue" and step == "unsure"
            found = set(waiting(connection, site_id))
            transaction.rollback()
        assert found == {newest[number].id for number, waits in expected.items() if waits}


class TestRate:
    """How much comes in; run against each database."""

    def test_comments_since_a_moment_are_counted_as_far_as_is_asked(self, connection: Connection, site_id: int) -> None:
        begin = now() + 3_600_000
        made = [record(site_id)._replace(id=first_at(begin + number)) for number in range(5)]
        comments.insert_many(connection, made)
        assert comments.are_more_than(connection, 4, begin)
        assert not comments.are_more_than(connection, 5, begin)
        assert not comments.are_more_than(connection, 4, begin + 1)


class TestTexts:
    """Comments found by their text; run against each database."""

    def test_those_of_exactly_this_text_are_found_the_newest_first(self, connection: Connection, site_id: int) -> None:
        # Also of one millisecond, in whatever order they were written.
        written = [record(site_id)._replace(fingerprint=number % 2, submitted_at=1_000) for number in range(6)]
        comments.insert_many(connection, written[3:] + written[:3])
        found = comments.of_text(connection, site_id, 1, 0)
        assert [one.id for one in found] == [written[number].id for number in (5, 3, 1)]
        assert comments.of_text(connection, site_id, 1, 0, limit=1) == found[:1]

    def test_neither_older_ones_nor_those_of_other_sites_are_found(self, connection: Connection, site_id: int) -> None:
        stored(connection, site_id, fingerprint=7, submitted_at=1_000)
        assert comments.of_text(connection, site_id, 7, 1_001) == []
        assert comments.of_text(connection, site_id + 1, 7, 0) == []
        assert len(comments.of_text(connection, site_id, 7, 1_000)) == 1
        assert len(comments.of_text(connection, site_id, 7, 0, until_ms=1_000)) == 1
        assert comments.of_text(connection, site_id, 7, 0, until_ms=999) == []

    def test_a_comment_that_is_published_later_gets_its_id_and_then_its_revision(
        self, connection: Connection, site_id: int
    ) -> None:
        first = stored(connection, site_id, decision="queue", comment_id=None)
        assert comments.adopt(connection, site_id, first.id, "7")
        second = stored(connection, site_id, decision="queue", comment_id="7")
        found = comments.revisions(connection, site_id, "7")
        assert [(one.id, one.superseded_by) for one in found] == [(first.id, second.id), (second.id, "")]
        assert waiting(connection, site_id) == [second.id]
