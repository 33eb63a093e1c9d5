"""Hashes as a slow twin in plain Python gives them, and the shape of a comment by its names."""

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.comment import Comment
from model.features import SHAPES, read_features
from model.hashing import NGRAMS, distinct, hash_pairs, hash_spellings, rows_of
from model.text import read
from model.words import WORD_CHARACTERS, find_words, spellings
from tests.model.texts import ANY_TEXT

WORDS = st.lists(st.text(st.characters(), min_size=1, max_size=WORD_CHARACTERS), min_size=1, max_size=12)
ROOM = 1 << 64
BASE, MIX, PAIR = 0x9E3779B97F4A7C15, 0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53


def mixed(number: int) -> int:
    number = (number ^ (number >> 32)) * MIX % ROOM
    return (number ^ (number >> 32)) * PAIR % ROOM


def slowly(word: str) -> tuple[int, list[int]]:
    """The hash of a word, and of its features: of the word itself, then of the n-grams by where they begin."""
    codes = [2, *map(ord, word), 3]
    whole = sum(code * pow(BASE, at + 1, ROOM) for at, code in enumerate(codes)) % ROOM
    features = [mixed(whole * PAIR % ROOM)]
    for begin in range(len(codes)):
        for n in NGRAMS:
            if begin + n <= len(codes):
                rolled = 0
                for code in codes[begin : begin + n]:
                    rolled = (rolled * BASE + code) % ROOM
                features.append(mixed((rolled + n) % ROOM))
    return whole, features


def shown(content: str, content_format: str = "text", comment: Comment | None = None) -> set[str]:
    return {SHAPES[row] for row in read_features(read(content, content_format), comment).shapes}


@given(WORDS)
def test_hashes_are_those_of_a_slow_twin(words: list[str]) -> None:
    found = hash_spellings(words)
    slow = [slowly(word) for word in words]
    assert found.words.tolist() == [whole for whole, _ in slow]
    assert found.counts.tolist() == [len(features) for _, features in slow]
    assert found.features.tolist() == [feature for _, features in slow for feature in features]


@given(WORDS)
def test_pairs_are_hashed_in_their_order_as_by_a_slow_twin(words: list[str]) -> None:
    hashes = hash_spellings(words).words
    numbers = hashes.tolist()
    assert hash_pairs(hashes).tolist() == [
        mixed((first * PAIR + mixed(second)) % ROOM) for first, second in pairwise(numbers)
    ]


@given(WORDS)
def test_words_hash_alike_alone_and_in_company(words: list[str]) -> None:
    together = hash_spellings(words)
    apart = [hash_spellings([word]) for word in words]
    assert together.words.tolist() == [one.words[0] for one in apart]
    assert together.features.tolist() == np.concatenate([one.features for one in apart]).tolist()


@given(ANY_TEXT)
def test_whatever_a_text_holds_can_be_hashed(content: str) -> None:
    words = read_features(read(content)).words
    assert words == find_words(read(content).normalised)
    found = [spelling for word in words for spelling in spellings(word)]
    if found:
        assert len(hash_spellings(found).words) == len(found)


@given(st.lists(st.integers(0, ROOM - 1)), st.integers(4, 24))
def test_rows_are_within_the_table_and_hashes_are_counted_once(numbers: list[int], bits: int) -> None:
    hashes = np.asarray(numbers, np.uint64)
    assert distinct(hashes).tolist() == sorted(set(numbers))
    assert rows_of(hashes, bits).tolist() == [number >> (64 - bits) for number in numbers]


def test_hashes_spread_over_the_whole_table() -> None:
    words = [f"{first}{second}" for first in "abcdefghijklmnop" for second in range(256)]
    features = np.unique(hash_spellings(words).features)
    found = np.bincount(rows_of(features, 10), minlength=1024)
    expected = len(features) / 1024
    # Chi-squared of 1,023 degrees of freedom: 1,023 with a standard deviation of 45.
    assert ((found - expected) ** 2 / expected).sum() < 1_250


def test_names_of_shapes_are_distinct() -> None:
    assert len(set(SHAPES)) == len(SHAPES)


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("", set()),
        ("hello", set()),
        ("a plain short comment", {"length: 4 words or more"}),
        ("STOP", {"capitals: 5% or more", "capitals: 15% or more", "capitals: 30% or more", "capitals: 60% or more"}),
        ("what?!", {"questions: 1 or more", "exclamations: 1 or more"}),
        ("ok!!!", {f"exclamations: {count} or more" for count in (1, 2, 3)}),
        ("@one", {"mentions: 1 or more"}),
        ("#one", {"hashtags: 1 or more"}),
        ("me@example.org", {"addresses: 1 or more"}),
        ("one\ntwo", {"lines: 1 or more"}),
        ("see example[.]com", {"links: 1 or more", "obfuscated link", "link: most of the text"}),
        ("[b]x", {"markup"}),
        ("<b>x", {"markup"}),
        ("1 < 2", {f"digits: {share}% or more" for share in (5, 15, 30)}),
        ("no no no no", {"length: 4 words or more"} | {f"repetition: {share}% or more" for share in (5, 15, 30, 60)}),
    ],
)
def test_a_comment_shows(content: str, names: set[str]) -> None:
    assert shown(content) == names


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("call +44 20 7946 0018 now", "numbers: 1 or more"),
        ("win $1,000 today", "money: 1 or more"),
        ("500 usd a day", "money: 1 or more"),
        ("http://a.example http://b.example http://c.example", "links: 3 or more"),
        ("<a href='http://a.example'>x</a> <a href='http://b.example'>y</a>", "markup"),
        ("word " * 400, "length: 400 words or more"),
    ],
)
def test_a_comment_shows_also(content: str, name: str) -> None:
    assert name in shown(content)


def test_honest_html_is_no_markup_but_its_links_count() -> None:
    names = shown("<p>so <a href='http://a.example'>this</a></p>", "html")
    assert "markup" not in names
    assert "links: 1 or more" in names


@pytest.mark.parametrize(
    ("name", "email", "url", "flags"),
    [
        ("Ann", "", "", {"author: no e-mail"}),
        ("Ann", "me@example.org", "", set()),
        ("Ann", "me@example.org", "http://a.example", {"author: web address"}),
        ("Ann at ann.example.com", "me@example.org", "", {"author: link in the name"}),
        ("Ann 42", "me@example.org", "", {"author: digits in the name"}),
        ("a b c d e", "me@example.org", "", {"author: long name"}),
    ],
)
def test_an_author_shows_which_fields_there_are_but_never_a_name(
    name: str, email: str, url: str, flags: set[str]
) -> None:
    comment = Comment(content="x", author_name=name, author_email=email, author_url=url)
    assert author(shown("hello", comment=comment)) == flags
    assert author(shown("hello")) == set()
    assert read_features(read("hello"), comment).words == ["hello"]


def author(names: Iterable[str]) -> set[str]:
    return {name for name in names if name.startswith("author")}


def test_what_a_text_shows_beside_its_words_is_of_the_comment_that_is_asked_for() -> None:
    text = read("See www.example.org")
    with_address, without = (
        Comment(content="", author_url="https://a.example/"),
        Comment(content="", author_email="a@b.example"),
    )
    for comment in (with_address, None, without, with_address, with_address):
        found = {SHAPES[row] for row in read_features(text, comment).shapes}
        assert found == shown("See www.example.org", comment=comment)
        assert ("author: web address" in found) is (comment is with_address)
