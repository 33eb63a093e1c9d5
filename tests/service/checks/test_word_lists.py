"""A site's words, found where they stand and nowhere else."""

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from model.text import read
from service.checks.phrases import Phrases, WordList
from service.checks.word_lists import WordLists
from tests.service.checks.contexts import codes, context, marked, site

check = WordLists()
letters = st.characters(categories=["Ll", "Lu", "Lo"])
words = st.text(letters, min_size=1, max_size=8) | st.sampled_from(["ахмак", "nadürüst", "احمق", "धोखा", "粗口"])


def found(text: str, *listed: str) -> list[str]:
    normalised = read(text).normalised
    return [normalised[one.begin : one.end] for one in Phrases(suspect=(), banned=listed).find(normalised)]


def test_a_banned_word_rejects_and_a_suspect_one_queues() -> None:
    rules = site(banned_words=("blackguard",), suspect_words=("scandal",))
    content = "What a Scandal, you BLACKGUARD!"
    both = list(check(context(content, rules)))
    assert [(one.code, one.severity) for one in both] == [("banned_word", "reject"), ("suspect_word", "queue")]
    assert [marked(one, content) for one in both] == [["BLACKGUARD"], ["Scandal"]]
    assert "“blackguard”" in both[0].message


def test_without_lists_nothing_is_found() -> None:
    assert codes(check(context("blackguard", site()))) == []


def test_a_word_on_both_lists_is_banned() -> None:
    assert codes(check(context("spiv", site(banned_words=("spiv",), suspect_words=("spiv",))))) == ["banned_word"]


@pytest.mark.parametrize(
    ("content", "listed"),
    [
        ("So ein Arsch!", "arsch"),
        ("Он ДУРАК, и всё", "дурак"),
        ("сен əclafsan, əclaf", "əclaf"),
        ("AXMAQSAN, Axmaq", "axmaq"),
        ("İDİOT", "i̇diot"),
        ("تو احمق هستی", "احمق"),
        ("تو بی‌شرف هستی", "بی‌شرف"),
        ("كثيف جدا", "كثيف"),
        ("तुम धोखा हो", "धोखा"),
        ("\uff57\uff49\uff44\uff45", "wide"),
        ("za\u200bp\u0335p\u0336ed", "zapped"),
        ("straße", "STRASSE"),
        ("wordless word_list", "word"),
        ("ends with it: cad", "cad"),
        ("(cad)", "cad"),
        ("tell-tale", "tale"),
        ("that is c++ code", "c++"),
        ("what the 🖕you", "🖕"),
        ("go $$$now", "$$$"),
    ],
)
def test_a_listed_word_is_found_in_any_script_and_spelling(content: str, listed: str) -> None:
    assert len(found(content, listed)) == 1


@pytest.mark.parametrize(
    ("content", "listed"),
    [
        ("a classic grass of passion", "ass"),
        ("дураками не рождаются", "дурак"),
        ("əclaflar", "əclaf"),
        ("احمقانه", "احمق"),
        ("धोखाधड़ी", "धोखा"),
        ("कि", "क"),
        ("cad2 2cad", "cad"),
        ("white powers", "white power"),
        ("whitepower", "white power"),
    ],
)
def test_a_listed_word_is_not_found_within_a_longer_one(content: str, listed: str) -> None:
    assert found(content, listed) == []


def test_a_phrase_is_found_with_any_white_space() -> None:
    rules = site(banned_words=("get  rich quick", "now"))
    content = "First.\n\nThen  Get\n \trich\u00a0quick,   now!"
    (one,) = check(context(content, rules))
    assert marked(one, content) == ["Get\n \trich\u00a0quick", "now"]
    assert "“get rich quick”, “now”" in one.message


def test_in_html_the_place_is_that_of_the_markup() -> None:
    content = "<p>You &amp; your <b>black</b>guard</p>"
    (one,) = check(context(content, site(banned_words=("blackguard",)), content_format="html"))
    assert marked(one, content) == ["black</b>guard"]


def test_many_occurrences_make_one_short_message() -> None:
    listed = tuple(f"word{number}" for number in range(200))
    (one,) = check(context(" ".join(listed) * 3, site(suspect_words=listed)))
    assert len(one.message) < 200
    assert "more" in one.message
    assert len(one.spans) == 50


@given(st.lists(words, min_size=1, max_size=5), st.text(max_size=10), st.text(max_size=10), st.integers(0, 4))
def test_a_listed_word_is_always_found_at_word_boundaries(
    listed: list[str], before: str, after: str, which: int
) -> None:
    word = listed[which % len(listed)]
    assume(read(word).normalised.strip())
    for content in (f"{before} {word} {after}", f"{before}\n{word}, {after}", f"{before}({word})", word):
        assert read(word).normalised in found(content, *listed)


@given(words, words, words)
def test_a_listed_word_is_never_found_within_a_longer_one(word: str, before: str, after: str) -> None:
    for content in (before + word, word + after, before + word + after):
        normalised = read(content).normalised
        for one in Phrases(suspect=(), banned=(word,)).find(normalised):
            assert not one.begin or not normalised[one.begin - 1 : one.begin + 1].isalnum()
            # The last sign need not be a letter: Catalan's ŀ is an l and a dot.
            assert one.end == len(normalised) or not normalised[one.end - 1 : one.end + 1].isalnum()


@given(st.lists(st.text(max_size=6), max_size=6), st.text(max_size=60))
def test_any_list_and_any_text_give_places_within_the_text(listed: list[str], content: str) -> None:
    text = read(content)
    for one in Phrases(suspect=listed, banned=("a b",)).find(text.normalised):
        assert 0 <= one.begin < one.end <= len(text.normalised)
        begin, end = text.span(one.begin, one.end)
        assert 0 <= begin < end <= len(content)
        if one.list is WordList.BANNED:
            assert text.normalised[one.begin : one.end].split() == ["a", "b"]


def test_ten_thousand_words_are_compiled_and_searched_fast() -> None:
    listed = [f"{left}{right}" for left in "abcdefghij" for right in range(2_000)]
    begin = time.thread_time()
    phrases = Phrases(suspect=listed[:10_000], banned=[*listed[10_000:], "two words"])
    assert time.thread_time() - begin < 3
    text = "An ordinary comment of some length about nothing in particular. " * 5
    begin = time.thread_time()
    for _ in range(100):
        assert phrases.find(text.lower()) == []
    assert (time.thread_time() - begin) / 100 < 1e-3


def test_hostile_text_is_searched_in_time() -> None:
    phrases = Phrases(suspect=["a" * count for count in range(1, 30)], banned=["a a", "b c"])
    for text in ("a" * 60_000, "a " * 30_000, "a  " * 20_000, "\n" * 60_000):
        begin = time.thread_time()
        phrases.find(text)
        assert time.thread_time() - begin < 3
