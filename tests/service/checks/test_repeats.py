"""Texts that come again, and texts that everybody writes."""

import pytest

from service.checks import Author
from service.checks.repeats import Repeats
from service.history import History
from tests.service.checks.contexts import NOON, codes, context, site, submit

MINUTE = 60_000
LONG = "I made four thousand in a week from home with this one simple trick, and so can you: write to me today!"
OTHER = Author("reader-2", "email-2", "ip-2")
check = Repeats()


@pytest.mark.parametrize(
    ("author", "article", "told"),
    [
        (Author("reader-1"), "https://example.org/2", "by the same author, under another article"),
        (OTHER, "https://example.org/1", "under another name or address, here"),
        (Author("reader-1"), "https://example.org/1", "by the same author, here"),
        (Author(), "https://example.org/2", "under another name or address, under another article"),
    ],
)
def test_the_same_text_again_is_a_repetition(history: History, author: Author, article: str, told: str) -> None:
    first = context(LONG, history=history, author=Author("reader-1"), article_url="https://example.org/1")
    assert submit(check, first) == []
    again = context(LONG.upper() + "\n", history=history, author=author, article_url=article, at=NOON + 3 * MINUTE)
    (one,) = check(again)
    assert (one.code, one.severity) == ("repeated_comment", "queue")
    assert "3 minutes ago" in one.message
    assert told in one.message


def test_two_copies_that_arrive_at_once_are_seen(history: History) -> None:
    assert [submit(check, context(LONG, history=history, author=author)) for author in (OTHER, Author())] == [
        [],
        ["repeated_comment"],
    ]


def test_a_comment_does_not_repeat_itself(history: History) -> None:
    one = context(LONG, history=history)
    one.remember()
    assert codes(check(one)) == []


def test_a_text_is_forgotten_after_the_time_the_site_has_set(history: History) -> None:
    rules = site(repeat_minutes=10)
    submit(check, context(LONG, rules, history=history))
    assert codes(check(context(LONG, rules, history=history, at=NOON + 10 * MINUTE))) == ["repeated_comment"]
    assert codes(check(context(LONG, rules, history=history, at=NOON + 10 * MINUTE + 1))) == []
    assert codes(check(context(LONG, site(repeat_minutes=0), history=history))) == []


def test_another_site_has_its_own_texts(history: History) -> None:
    submit(check, context(LONG, history=history))
    elsewhere = context(LONG, history=history)
    elsewhere = context(LONG, type(elsewhere.site).of(2, "other", elsewhere.site.policy), history=history)
    assert codes(check(elsewhere)) == []


def test_a_new_revision_repeats_nothing_of_itself(history: History) -> None:
    assert submit(check, context(LONG, history=history, comment_id="17")) == []
    assert submit(check, context(LONG, history=history, comment_id="17")) == []
    assert submit(check, context(LONG.replace("week", "month"), history=history, comment_id="17")) == []
    assert codes(check(context(LONG, history=history, comment_id="18"))) == ["repeated_comment"]


@pytest.mark.parametrize(
    "short",
    ["I agree", "+1", "Well said, I could not agree more!", "🙏", "Сочувствую всем", "👏 👏 👏 👏 👏 👏 👏 👏 👏"],
)
def test_what_many_say_is_no_repetition(history: History, short: str) -> None:
    for number in range(20):
        author = Author(f"reader-{number}")
        assert submit(check, context(short, history=history, author=author)) == []


def test_what_one_author_says_three_times_is(history: History) -> None:
    found = [submit(check, context("I agree.", history=history)) for _ in range(4)]
    assert found == [[], [], ["repeated_comment"], ["repeated_comment"]]
    assert submit(check, context("I agree.", history=history, author=Author())) == []


def test_nearly_the_same_text_is_a_near_duplicate(history: History) -> None:
    submit(check, context(LONG, history=history, author=OTHER))
    (one,) = check(context(LONG.replace("four", "nine"), history=history))
    assert (one.code, one.severity) == ("near_duplicate", "queue")
    assert "of the words are the same" in one.message


def test_another_text_on_the_same_matter_is_not(history: History) -> None:
    first = (
        "The council has decided to close the library on Saturdays, and nobody who works all week can use it any more."
    )
    second = (
        "Closing the library on Saturdays was decided by the council; people who work during the week are shut out."
    )
    submit(check, context(first, history=history))
    assert codes(check(context(second, history=history))) == []


def test_nearly_the_same_text_on_another_site_is_not(history: History) -> None:
    submit(check, context(LONG, history=history))
    near = context(LONG.replace("four", "nine"))
    elsewhere = context(near.comment.content, type(near.site).of(2, "other", near.site.policy), history=history)
    assert codes(check(elsewhere)) == []


def test_text_without_spaces_is_held_against_its_like(history: History) -> None:
    text = (
        "これは誰でも家にいながら簡単にお金を稼げる方法です。今すぐ私に連絡してください。本当に簡単ですので試してみてください。"
        * 2
    )
    submit(check, context(text, history=history))
    assert codes(check(context(text.replace("今すぐ", "明日に"), history=history))) == ["near_duplicate"]
    assert codes(check(context("天気がいいから散歩に行きましょう。" * 6, history=history))) == []
