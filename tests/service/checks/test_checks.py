"""All checks together."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.bundle import Bundle, load
from model.findings import Finding, decide
from model.policy import Policy
from service.checks import CHECKS, Author, Context
from service.history import History
from tests.model.bundles import make_bundle
from tests.service.checks.contexts import codes, context, site

RULES = site(
    banned_words=("blackguard", "get rich quick"), suspect_words=("scandal",), banned_domains=("evil-example.com",)
)
WORDS_OF_IDENTITY = (
    "gay lesbian trans queer woman man black white muslim jew christian atheist immigrant refugee disabled deaf old "
    "müsəlman kürd yəhudi мусульманин еврей мигрант زن مسلمان کرد"
)


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    return load(make_bundle(tmp_path, words={"dolt": {"insult": 6.0}}))


def everything(one: Context) -> list[Finding]:
    return [finding for check in CHECKS for finding in check(one)]


def test_each_check_has_a_name_of_its_own() -> None:
    names = [check.name for check in CHECKS]
    assert names == [
        "roles",
        "honeypot",
        "word_lists",
        "links",
        "repeats",
        "campaigns",
        "flood",
        "languages",
        "classifier",
    ]


def test_an_ordinary_comment_is_accepted(bundle: Bundle) -> None:
    one = context("My mother walks half a mile from the bus stop, and she is 82.", bundle=bundle)
    one.scores = bundle.scorer.score(one.text, one.comment)
    assert everything(one) == []
    assert decide(everything(one)) == "accept"


@pytest.mark.parametrize("word", WORDS_OF_IDENTITY.split())
def test_a_word_that_says_who_people_are_is_found_by_no_check(bundle: Bundle, word: str) -> None:
    for content in (word, f"I am {word}.", f"My neighbour is {word}, and we get on well."):
        one = context(content, bundle=bundle)
        one.scores = bundle.scorer.score(one.text, one.comment)
        assert codes(everything(one)) == []


def test_no_word_is_listed_by_default() -> None:
    policy = Policy()
    assert policy.banned_words == policy.suspect_words == policy.banned_domains == ()


@given(st.text(), st.sampled_from(["text", "html"]), st.text(max_size=20), st.text(max_size=20))
def test_no_text_stops_a_check(content: str, content_format: str, role: str, comment_id: str) -> None:
    history = History(capacity=8)
    for _ in range(3):
        one = context(
            content,
            RULES,
            history=history,
            scores={},
            content_format=content_format,
            author_role=role,
            comment_id=comment_id,
        )
        for finding in everything(one):
            assert finding.message
            assert all(0 <= span.begin < span.end <= len(content) for span in finding.spans)
        one.remember()


@pytest.mark.parametrize(
    "scrap",
    ["a", "a ", " ", "\n", "http://a1.com ", "evil-example.com ", "get  rich ", "blackguard ", "\u0301a", "<a "],
)
def test_hostile_text_is_checked_in_bounded_time(scrap: str) -> None:
    content = (scrap * 60_000)[:30_000]
    history = History()
    begin = time.thread_time()
    for number in range(3):
        one = context(content, RULES, history=history, author=Author(f"{number}"))
        everything(one)
        one.remember()
    assert (time.thread_time() - begin) / 3 < 2
