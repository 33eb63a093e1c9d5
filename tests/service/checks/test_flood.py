"""More comments of one author than anybody writes."""

import pytest

from service.checks import Author
from service.checks.flood import Flood
from service.history import History
from tests.service.checks.contexts import NOON, codes, context, site, submit

check = Flood()


@pytest.fixture
def history() -> History:
    return History(capacity=1_000)


@pytest.mark.parametrize("author", [Author("reader-1"), Author(None, "email-1"), Author(None, None, "ip-1")])
def test_more_than_the_sites_limit_is_a_flood(history: History, author: Author) -> None:
    rules = site(flood_comments=3, flood_seconds=60)
    found = [submit(check, context(f"{number}", rules, history=history, author=author)) for number in range(5)]
    assert found == [[], [], [], ["flood"], ["flood"]]


def test_the_message_tells_the_numbers(history: History) -> None:
    rules = site(flood_comments=1, flood_seconds=30)
    submit(check, context(rules=rules, history=history))
    (one,) = check(context(rules=rules, history=history))
    assert one.severity == "queue"
    assert "More than 1 comments" in one.message
    assert "30 seconds" in one.message


def test_an_authors_id_goes_before_the_address(history: History) -> None:
    rules = site(flood_comments=1)
    for number in range(5):
        author = Author(f"reader-{number}", "email-1", "ip-1")
        assert submit(check, context(rules=rules, history=history, author=author)) == []
    assert submit(check, context(rules=rules, history=history, author=Author(None, "email-2", "ip-1"))) == []


def test_comments_of_nobody_known_are_no_flood(history: History) -> None:
    rules = site(flood_comments=1)
    assert [submit(check, context(rules=rules, history=history, author=Author())) for _ in range(5)] == [[]] * 5


def test_comments_spread_over_time_are_no_flood(history: History) -> None:
    rules = site(flood_comments=2, flood_seconds=60)
    times = [NOON + 31_000 * number for number in range(10)]
    assert all(not submit(check, context(rules=rules, history=history, at=at)) for at in times)


def test_edits_of_one_comment_do_not_add_up(history: History) -> None:
    rules = site(flood_comments=1)
    assert all(not submit(check, context(f"{n}", rules, history=history, comment_id="17")) for n in range(5))


def test_a_site_may_want_no_limit(history: History) -> None:
    rules = site(flood_seconds=0)
    assert all(not submit(check, context(rules=rules, history=history)) for _ in range(20))


def test_a_large_limit_is_counted_to_the_end(history: History) -> None:
    rules = site(flood_comments=500)
    for number in range(500):
        context(f"{number}", rules, history=history).remember()
    assert codes(check(context(rules=rules, history=history))) == ["flood"]
