"""What other processes stored is remembered with what it is like."""

import pytest
from sqlalchemy import Engine

from service import recalling
from service.checks import Author
from service.checks.campaigns import Campaigns
from service.checks.repeats import Repeats
from service.history import History, fingerprint
from service.recalling import recall
from store import comments, texts
from store.database import Database, writing
from store.identifiers import now
from tests.service.checks.contexts import codes, context
from tests.service.checks.test_campaigns import variant
from tests.store.records import record


@pytest.fixture
def elsewhere(engine: Engine, site_id: int) -> list[str]:
    """Four variants of one text and a short one, stored by another process, each by a reader of its own; their ids."""
    written = [
        record(site_id, content)._replace(
            fingerprint=fingerprint(content),
            author_id=f"elsewhere-{number}",
            article_url=f"https://example.org/{number}",
        )
        for number, content in enumerate([*map(variant, range(4)), "Well said!"])
    ]
    with writing(engine) as connection:
        comments.insert_many(connection, written)
    return [one.id for one in written]


def test_a_campaign_over_several_processes_is_found_by_each(engine: Engine, elsewhere: list[str]) -> None:
    database, history = Database.of(engine), History(capacity=100)
    assert recall(database, history) == len(elsewhere)
    assert recall(database, history) == 0
    here = context(variant(9), history=history, author=Author("here"), article_url="https://example.org/9", at=now())
    (repeated,) = Repeats()(here)
    (campaign,) = Campaigns()(here)
    assert repeated.code == "near_duplicate"
    assert repeated.earlier == (elsewhere[3],)
    assert campaign.message == "Nearly the same text came from 5 authors under 5 articles within an hour."
    assert campaign.earlier == tuple(elsewhere[3::-1])
    database.dispose()


def test_a_short_text_is_like_none(engine: Engine, elsewhere: list[str]) -> None:
    assert elsewhere
    database, history = Database.of(engine), History(capacity=100)
    recall(database, history)
    short = context("Well said!", history=history, author=Author("here"), at=now())
    assert codes([*Repeats()(short), *Campaigns()(short)]) == []
    database.dispose()


def test_only_the_newest_are_read(engine: Engine, elsewhere: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recalling, "SIGNED", 2)
    database, history = Database.of(engine), History(capacity=100)
    assert recall(database, history) == len(elsewhere)
    here = context(variant(9), history=history, author=Author("here"), at=now())
    (repeated,) = Repeats()(here)
    assert repeated.earlier == (elsewhere[3],)
    assert codes(Campaigns()(here)) == []
    database.dispose()


def test_what_is_gone_meanwhile_is_passed_over(engine: Engine, elsewhere: list[str]) -> None:
    database = Database.of(engine)
    with database.reading() as cursor:
        assert texts.of(cursor, []) == []
        assert [one.id for one in texts.of(cursor, ["gone", elsewhere[0]])] == [elsewhere[0]]
    database.dispose()
