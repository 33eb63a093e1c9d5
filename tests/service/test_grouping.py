"""Signatures of comments that wait."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.likeness import ALIKE_FROM, likeness
from service.grouping import CHARACTERS, Grouping
from tests.model.texts import ANY_TEXT

LONG = "I made four thousand in a week from home with this one simple trick, and so can you: write to me today!"
grouping = Grouping(b"a secret")


def test_whoever_has_the_secret_makes_the_same_signature() -> None:
    assert grouping.sign(LONG, "text") == Grouping(b"a secret").sign(LONG, "text")
    assert grouping.sign(LONG, "text") != Grouping(b"another").sign(LONG, "text")


@pytest.mark.parametrize("same", [LONG.upper(), f"  {LONG}\n", LONG.replace("o", "\N{CYRILLIC SMALL LETTER O}")])
def test_what_reads_the_same_has_the_same_signature(same: str) -> None:
    one, other = grouping.sign(LONG, "text"), grouping.sign(same, "text")
    assert one is not None
    assert other is not None
    assert likeness(one, other) >= ALIKE_FROM


def test_markup_is_nothing_that_is_said() -> None:
    assert grouping.sign(f"<p>{LONG}</p>", "html") == grouping.sign(LONG, "text")


@pytest.mark.parametrize("short", ["", "I agree.", "Well said!", "+1", "🙏🙏🙏", "Well said, I could not agree more!"])
def test_what_many_say_has_none(short: str) -> None:
    assert grouping.sign(short, "text") is None


def test_the_end_of_a_very_long_text_is_not_looked_at() -> None:
    long = f"{LONG} " * (CHARACTERS // 100)
    assert grouping.sign(long, "text") == grouping.sign(f"{long[:CHARACTERS]} and more of it", "text")


@given(ANY_TEXT, st.sampled_from(["text", "html"]))
def test_whatever_was_stored_can_be_signed(content: str, content_format: str) -> None:
    signature = grouping.sign(content, content_format)
    assert signature == grouping.sign(content, content_format)


def test_what_cannot_be_read_is_like_nothing_and_the_log_tells(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_content: str, _content_format: str) -> None:
        message = "a fault"
        raise ValueError(message)

    monkeypatch.setattr("service.grouping.read", fail)
    with caplog.at_level(logging.ERROR):
        assert grouping.sign(LONG, "text") is None
    assert "could not be read" in caplog.text
    assert LONG not in caplog.text
