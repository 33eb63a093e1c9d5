"""The same text with small changes, from many or under many articles."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.findings import Finding
from service.alike import MOST
from service.checks import Author
from service.checks.campaigns import Campaigns
from service.checks.repeats import Repeats
from service.history import History
from tests.service.checks.contexts import NOON, codes, context, site, submit

MINUTE = 60_000
check = Campaigns()


def variant(number: int) -> str:
    """Nearly the same text each time."""
    return (
        f"Dear neighbours, reader {number} writes to say that the new bridge must never be opened before the council "
        f"has answered what it has cost us all, and who was paid for it, so come to the market square on day {number}."
    )


def reader(number: int) -> Author:
    """One of many."""
    return Author(f"reader-{number}")


def article(number: int) -> str:
    """One of many."""
    return f"https://example.org/{number}"


def told(history: History, *posts: tuple[int, int], minutes: int = 1, **policy: int) -> list[list[Finding]]:
    """What is found of variants of one text, by author and article, so many minutes apart."""
    found = []
    for number, (author, under) in enumerate(posts):
        one = context(
            variant(number),
            site(**policy),
            history=history,
            author=reader(author),
            article_url=article(under),
            at=NOON + number * minutes * MINUTE,
        )
        found.append(list(check(one)))
        one.remember()
    return found


def test_nearly_the_same_from_many_authors_is_a_campaign(history: History) -> None:
    found = told(history, (1, 1), (2, 2), (3, 1), (4, 2), (5, 3), (6, 3))
    assert list(map(codes, found)) == [[], [], [], [], ["campaign"], ["campaign"]]
    (last,) = found[-1]
    assert last.severity == "queue"
    assert last.message == "Nearly the same text came from 6 authors under 3 articles within an hour."


def test_nearly_the_same_of_one_author_under_many_articles_is_one_too(history: History) -> None:
    found = told(history, *((1, number) for number in range(5)))
    assert list(map(codes, found)) == [[], [], [], [], ["campaign"]]
    assert (
        found[-1][0].message
        == "Nearly the same text came from one author, or unknown ones, under 5 articles within an hour."
    )


def test_one_author_under_one_article_is_none_however_often(history: History) -> None:
    assert not any(told(history, *((1, 1) for _ in range(30))))


def test_copies_of_one_text_are_one_too(history: History) -> None:
    found = []
    for number in range(5):
        one = context(variant(0), history=history, author=reader(number), at=NOON + number)
        found.append(submit(check, one))
    assert found == [[], [], [], [], ["campaign"]]


def test_those_that_came_too_long_ago_do_not_count(history: History) -> None:
    assert not any(told(History(capacity=100), *((number, number) for number in range(12)), minutes=20))
    found = told(history, *((number, number) for number in range(12)), minutes=20, campaign_minutes=80)
    assert list(map(codes, found)) == [[]] * 4 + [["campaign"]] * 8
    assert "5 authors under 5 articles within 80 minutes." in found[-1][0].message


@pytest.mark.parametrize(
    ("minutes", "words"), [(1, "a minute"), (45, "45 minutes"), (60, "an hour"), (120, "2 hours"), (90, "90 minutes")]
)
def test_the_time_is_told_in_plain_words(history: History, minutes: int, words: str) -> None:
    found = told(history, (1, 1), (2, 2), minutes=0, campaign_minutes=minutes, campaign_authors=2)
    assert found[-1][0].message.endswith(f"within {words}.")


def test_the_site_says_how_many_are_many_and_whether_at_all(history: History) -> None:
    found = told(history, (1, 1), (2, 1), (3, 1), campaign_authors=3, campaign_articles=100)
    assert list(map(codes, found)) == [[], [], ["campaign"]]
    assert not any(told(History(capacity=100), *((n, n) for n in range(9)), campaign_minutes=0))


def test_it_is_found_where_repetitions_are_not_looked_for(history: History) -> None:
    found = told(history, *((number, 1) for number in range(5)), repeat_minutes=0)
    assert codes(found[-1]) == ["campaign"]


def test_both_checks_say_what_they_find(history: History) -> None:
    found: list[str] = []
    for number in range(5):
        one = context(variant(number), history=history, author=reader(number))
        found = [*codes(Repeats()(one)), *codes(check(one))]
        one.remember()
    assert found == ["near_duplicate", "campaign"]


@pytest.mark.parametrize(
    "short",
    [
        "Well said!",
        "I agree",
        "+1",
        "Well said, I could not agree more!",
        "🙏",
        "👏 👏 👏 👏 👏 👏 👏 👏 👏",
        "Full support.",
    ],
)
def test_what_many_say_of_themselves_is_no_campaign(history: History, short: str) -> None:
    for number in range(50):
        one = context(short, history=history, author=reader(number), article_url=article(number))
        assert submit(check, one) == []


def test_many_texts_on_one_matter_are_none(history: History) -> None:
    for number, words in enumerate(
        (
            "The council has decided to close the library on Saturdays, and nobody who works can use it any more.",
            "Closing the library on Saturdays was decided by the council; people who work are shut out.",
            "So the library is closed on Saturdays now. Ask the council who is to read there on Tuesday mornings!",
            "Saturdays at the library were the best days with my children, and the council has no idea of that.",
            "If the council needs money it should close its own canteen on Saturdays and not our library.",
            "I have written to the council about the library and Saturdays, as everybody should who can hold a pen.",
        )
    ):
        assert submit(check, context(words, history=history, author=reader(number), article_url=article(number))) == []


def test_readers_who_are_not_known_count_as_one(history: History) -> None:
    for number in range(20):
        assert submit(check, context(variant(number), history=history, author=Author())) == []


def test_another_site_has_its_own_campaigns(history: History) -> None:
    told(history, *((number, number) for number in range(4)))
    here = context(variant(7), history=history, author=reader(7), article_url=article(7))
    there = context(variant(7), type(here.site).of(2, "other", here.site.policy), history=history, author=reader(7))
    assert codes(check(there)) == []
    assert codes(check(here)) == ["campaign"]


def test_of_very_many_it_says_that_there_are_more(history: History) -> None:
    found = told(history, *((number, number) for number in range(MOST + 10)), minutes=0)
    assert f"from {MOST} authors under {MOST} articles" in found[MOST - 1][0].message
    assert f"from at least {MOST + 1} authors under {MOST + 1} articles" in found[-1][0].message


def test_those_that_came_before_are_named_the_newest_first(history: History) -> None:
    posted = []
    found: list[Finding] = []
    for number in range(14):
        one = context(variant(number), history=history, author=reader(number))
        found = list(check(one))
        one.remember()
        posted.append(one.identifier)
    assert found[0].earlier == tuple(posted[-2:-7:-1])


def test_what_is_erased_counts_no_more_and_hides_no_others(history: History) -> None:
    posted = []
    for number in range(5):
        one = context(variant(number), history=history, author=reader(number))
        submit(check, one)
        posted.append(one.identifier)
    history.forget(posted[2:4])
    again = context(variant(9), history=history, author=reader(9))
    assert codes(check(again)) == []
    more = [submit(check, context(variant(n), history=history, author=reader(n))) for n in (10, 11)]
    assert more == [[], ["campaign"]]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 30)), max_size=25))
def test_the_numbers_are_those_a_list_would_tell(posts: list[tuple[int, int, int]]) -> None:
    history = History(capacity=100)
    seen: list[tuple[int, int, int]] = []
    at = NOON
    for author, under, minutes in posts:
        at += minutes * MINUTE
        one = context(variant(0), history=history, author=reader(author), article_url=article(under), at=at)
        near = one.look_for_alike()
        assert near is not None
        kept = [post for post in seen if post[0] >= at - 60 * MINUTE]
        spread = history.spread(one.trace, near, at - 60 * MINUTE)
        assert spread.authors == len({post[1] for post in kept} | {author})
        assert spread.articles == len({post[2] for post in kept} | {under})
        assert len(spread.ids) == min(len(seen), 5)
        assert not spread.is_more
        one.remember()
        seen.append((at, author, under))
