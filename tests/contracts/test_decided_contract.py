"""The history of decisions, the same on SQLite and PostgreSQL, whatever the filter and however it is paged."""

import json
import random

import pytest
from sqlalchemy import Connection

from store import comments, decided, verdicts
from store.decided import Page, Wanted
from store.records import CommentRecord, VerdictRecord
from tests.store.records import record

WORDS = ("The Council meets.", "ТРАМВАЙ опоздал", "100%_sure\\", "<b>bold</b>", "Çay içək")
LABELS = ("spam", "threat", "insult")


@pytest.fixture
def history(connection: Connection, site_id: int) -> tuple[dict[str, CommentRecord], list[VerdictRecord]]:
    """Comments of all kinds, and verdicts on them in the order in which they were given."""
    chance = random.Random(2)  # noqa: S311 - no secret
    written = []
    for number in range(80):
        decision = chance.choice(["accept", "queue", "reject"])
        codes = chance.sample(LABELS, chance.randrange(3))
        written.append(
            record(site_id, chance.choice(WORDS))._replace(
                decision=decision,
                submitted_at=1_800_000_000_000 + number // 3,
                author_name=chance.choice(["Ada", "Bob", None]),
                findings=json.dumps([{"code": code, "severity": "queue"} for code in codes], separators=(",", ":")),
            )
        )
    comments.insert_many(connection, written)
    given = []
    for one in chance.choices(written, k=120):
        added = verdicts.add(
            connection,
            site_id,
            one.id,
            verdict=chance.choice(verdicts.VERDICTS),
            labels=sorted(chance.sample(LABELS, chance.randrange(3))),
            moderator=chance.choice(["Ada", "Ben", ""]),
            source=chance.choice(["desk", "native"]),
        )
        assert added is not None
        if added.is_new:
            given.append(added.record)
    return {one.id: one for one in written}, sorted(given, key=lambda one: one.id)


def all_pages(connection: Connection, site_id: int, wanted: Wanted, limit: int, *, copydesk: bool = False) -> list[str]:
    identifiers: list[str] = []
    before = ""
    while True:
        if copydesk:
            comments_page = decided.by_copydesk(connection, site_id, wanted, before=before, limit=limit)
            found, before = [one.id for one in comments_page.found], comments_page.before
        else:
            page = decided.by_moderators(connection, site_id, wanted, before=before, limit=limit)
            found, before = [one.verdict.id for one in page.found], page.before
        assert len(found) <= limit
        identifiers += found
        if not before:
            return identifiers


@pytest.mark.parametrize("limit", [7, 200])
@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(decision="reject"),
        Wanted(verdict="withdrawn"),
        Wanted(label="threat"),
        Wanted(moderator="Ada", source="desk"),
        Wanted(text="council"),
        Wanted(text="трамвай"),
        Wanted(text="0%_S"),
        Wanted(text="ada"),
        Wanted(decision="queue", verdict="approve", label="spam", text="the"),
        Wanted(text="nobody wrote this"),
    ],
)
def test_verdicts_are_found_newest_first_as_the_filter_says(
    connection: Connection,
    site_id: int,
    history: tuple[dict[str, CommentRecord], list[VerdictRecord]],
    wanted: Wanted,
    limit: int,
) -> None:
    written, given = history

    def is_wanted(said: VerdictRecord) -> bool:
        of = written[said.comment]
        return (
            wanted.decision in ("", of.decision)
            and wanted.verdict in ("", said.verdict)
            and (not wanted.label or wanted.label in said.labels)
            and wanted.moderator in ("", said.moderator)
            and wanted.source in ("", said.source)
            and wanted.text.casefold() in f"{of.author_name or ''} {of.content}".casefold()
        )

    expected = [said.id for said in reversed(given) if is_wanted(said)]
    assert all_pages(connection, site_id, wanted, limit) == expected


def test_a_verdict_comes_with_its_comment_and_whether_it_counts(
    connection: Connection, site_id: int, history: tuple[dict[str, CommentRecord], list[VerdictRecord]]
) -> None:
    _, given = history
    newest = {said.comment: said.id for said in given}
    page = decided.by_moderators(connection, site_id, Wanted(), limit=500)
    assert [one.verdict for one in page.found] == given[::-1]
    for one in page.found:
        assert one.comment == comments.get(connection, site_id, one.verdict.comment)
        assert one.is_latest == (newest[one.comment.id] == one.verdict.id)


@pytest.mark.parametrize("limit", [5, 200])
@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(decision="accept"),
        Wanted(verdict="open"),
        Wanted(verdict="reject"),
        Wanted(label="spam"),
        Wanted(text="ÇAY"),
    ],
)
def test_what_copydesk_decided_alone_is_found_newest_first(
    connection: Connection,
    site_id: int,
    history: tuple[dict[str, CommentRecord], list[VerdictRecord]],
    wanted: Wanted,
    limit: int,
) -> None:
    stored = [comments.get(connection, site_id, identifier) for identifier in history[0]]
    expected = [
        one.id
        for one in sorted((one for one in stored if one), key=lambda one: (one.submitted_at, one.id), reverse=True)
        if one.decision != "queue"
        and wanted.decision in ("", one.decision)
        and (not wanted.verdict or one.verdict == ("" if wanted.verdict == "open" else wanted.verdict))
        and (not wanted.label or wanted.label in one.findings)
        and wanted.text.casefold() in one.content.casefold()
    ]
    assert all_pages(connection, site_id, wanted, limit, copydesk=True) == expected


def test_a_page_looks_at_so_many_rows_and_says_where_to_go_on(
    connection: Connection, site_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decided, "SCANNED", 500)
    written = [record(site_id, "needle" if number == 0 else "hay") for number in range(700)]
    comments.insert_many(connection, written)
    first = decided.by_copydesk(connection, site_id, Wanted(text="needle"))
    assert first == Page([], written[200].id)
    second = decided.by_copydesk(connection, site_id, Wanted(text="needle"), before=first.before)
    assert [one.id for one in second.found] == [written[0].id]
    assert second.before == ""


def test_paging_goes_on_where_the_last_comment_is_gone(connection: Connection, site_id: int) -> None:
    written = [record(site_id) for _ in range(4)]
    comments.insert_many(connection, written)
    page = decided.by_copydesk(connection, site_id, Wanted(), limit=2)
    comments.remove(connection, site_id, [page.before])
    older = decided.by_copydesk(connection, site_id, Wanted(), before=page.before, limit=9)
    assert [one.id for one in older.found] == sorted((one.id for one in written[:2]), reverse=True)
    assert decided.by_copydesk(connection, site_id, Wanted(), before="no id at all") == Page([], "")


def test_who_gave_verdicts_is_told_by_name(
    connection: Connection, site_id: int, history: tuple[dict[str, CommentRecord], list[VerdictRecord]]
) -> None:
    assert history
    assert decided.moderators(connection, site_id) == (["Ada", "Ben"], ["desk", "native"])
    assert decided.moderators(connection, site_id + 1) == ([], [])


def test_another_site_sees_nothing(
    connection: Connection, site_id: int, history: tuple[dict[str, CommentRecord], list[VerdictRecord]]
) -> None:
    assert history
    assert decided.by_moderators(connection, site_id + 1, Wanted()) == Page([], "")
    assert decided.by_copydesk(connection, site_id + 1, Wanted()) == Page([], "")
