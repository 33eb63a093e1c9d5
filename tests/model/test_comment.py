"""The comment's fields: limits, forms, and errors that name every bad field."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.comment import (
    EMAIL_PATTERN,
    FILLED_PATTERN,
    URL_PATTERN,
    InvalidCommentError,
    Submission,
)
from model.field_checks import CONTENT_BYTES
from model.form import FormRules

RULES = FormRules()


def refusals(fields: object, rules: FormRules = RULES) -> dict[str, tuple[str, str]]:
    with pytest.raises(InvalidCommentError) as refused:
        rules.parse(json.dumps(fields))
    return {error.field: (error.code, error.message) for error in refused.value.errors}


def test_a_comment_with_the_default_fields_is_read() -> None:
    comment = RULES.parse(b'{"content": "Well said.", "author_name": "Leyla"}')
    assert (comment.content, comment.author_name, comment.store, comment.test) == ("Well said.", "Leyla", True, False)


def test_the_default_words_are_the_newspaper_themes() -> None:
    rules = FormRules(required=frozenset({"content", "author_name", "author_email"}))
    assert refusals({}, rules) == {
        "content": ("required", "Please enter your comment!"),
        "author_name": ("required", "Please enter your name here"),
        "author_email": ("required", "Please enter your email address here"),
    }
    assert refusals({"content": "a", "author_name": "b", "author_email": "c@d"})["author_email"] == (
        "invalid_email",
        "You have entered an incorrect email address!",
    )


def test_every_bad_field_is_named_in_one_answer() -> None:
    codes = {
        field: code
        for field, (code, _) in refusals(
            {
                "content": "a" * (CONTENT_BYTES + 1),
                "author_email": "nobody",
                "author_url": "javascript:alert(1)",
                "author_ip": "999.1.1.1",
                "surprise": 1,
                "explain": "yes",
                "article_title": "x" * 2001,
            }
        ).items()
    }
    assert codes == {
        "content": "too_long",
        "author_name": "required",
        "author_email": "invalid_email",
        "author_url": "invalid_url",
        "author_ip": "invalid_value",
        "surprise": "unknown_field",
        "explain": "invalid_value",
        "article_title": "too_long",
    }


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"text"', b"\xff", b"[" * 5000])
def test_a_body_that_is_no_object_is_named_as_the_body(body: bytes) -> None:
    with pytest.raises(InvalidCommentError) as refused:
        RULES.parse(body)
    assert [error.field for error in refused.value.errors] == ["body"]


def test_a_field_named_body_hides_no_other() -> None:
    codes = {name: code for name, (code, _) in refusals({"body": "a"}).items()}
    assert codes == {"body": "unknown_field", "content": "required", "author_name": "required"}


def test_content_is_limited_in_bytes_not_in_characters() -> None:
    fits = "é" * (CONTENT_BYTES // 2)
    assert RULES.check(Submission(content=fits, author_name="a")).content == fits
    assert refusals({"content": fits + "éé", "author_name": "a"})["content"][0] == "too_long"


def test_a_site_can_replace_the_words() -> None:
    rules = FormRules(messages={"author_name.required": "Votre nom, s'il vous plaît"})
    assert refusals({"content": "a"}, rules)["author_name"] == ("required", "Votre nom, s'il vous plaît")


def test_an_instant_is_read_from_rfc_3339() -> None:
    body = b'{"content": "a", "author_name": "b", "created_at": "2026-11-24T05:03:34Z"}'
    created = RULES.parse(body).created_at
    assert created is not None
    assert created.isoformat() == "2026-11-24T05:03:34+00:00"


@given(st.text(), st.text(max_size=245))
def test_any_text_is_kept_as_written_or_refused_by_name(content: str, author: str) -> None:
    body = json.dumps({"content": content, "author_name": author})
    try:
        comment = RULES.parse(body)
    except InvalidCommentError as refused:
        assert {error.field for error in refused.errors} <= {"content", "author_name"}
        assert not content.strip() or not author.strip()
    else:
        assert (comment.content, comment.author_name) == (content, author)


@given(
    st.dictionaries(
        st.text(max_size=20), st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text()), max_size=8
    )
)
def test_any_object_is_read_or_refused_with_named_fields(fields: dict[str, object]) -> None:
    try:
        RULES.parse(json.dumps(fields))
    except InvalidCommentError as refused:
        assert all(error.code and error.message for error in refused.errors)


def test_what_the_pattern_takes_for_blank_is_what_counts_as_blank() -> None:
    blank = [chr(point) for point in range(0x110000) if not re.search(FILLED_PATTERN, chr(point))]
    assert blank == [chr(point) for point in range(0x110000) if not chr(point).strip()]


@pytest.mark.parametrize("hidden", ["\0", "\x1f", "\x7f", "\x85", "\u2028", "\u3000", " "])
def test_an_address_holds_nothing_that_nobody_sees(hidden: str) -> None:
    assert not re.fullmatch(URL_PATTERN, f"https://example.org/{hidden}a")
    assert not re.fullmatch(EMAIL_PATTERN, f"a{hidden}b@example.org")


@pytest.mark.parametrize("language", ["de", "pt-BR", "de_DE", "zh-Hant-TW", "ckb", ""])
def test_a_language_is_a_tag(language: str) -> None:
    comment = RULES.parse(json.dumps({"content": "x", "author_name": "y", "language": language}))
    assert comment.language == language


@pytest.mark.parametrize("language", ["german", "deutsch bitte", "d", "de-", "de\n"])
def test_what_is_no_language_tag_is_refused_by_name(language: str) -> None:
    told = refusals({"content": "x", "author_name": "y", "language": language})
    assert told["language"] == ("invalid_language", "Please name the language by its tag, such as en or pt-BR.")
