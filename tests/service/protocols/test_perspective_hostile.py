"""Bodies that no client sends: the API's own errors, never a fault, in bounded time."""

import json
import time
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from service.protocols.perspective import lenient
from service.protocols.perspective.sentences import MOST, sentences_of, units
from tests.conftest_service import Desk

ANALYZE: Final = "/v1alpha1/comments:analyze"
SUGGEST: Final = "/v1alpha1/comments:suggestscore"
_SCALAR: Final = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
_ANYTHING: Final = st.recursive(
    _SCALAR, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)
_TEXT_ENTRY: Final = st.fixed_dictionaries({}, optional={"text": _SCALAR, "type": _ANYTHING}) | _ANYTHING
_SCORE: Final = st.fixed_dictionaries({}, optional={"value": _SCALAR, "type": _ANYTHING}) | _ANYTHING
_NAMES: Final = st.sampled_from(["TOXICITY", "SPAM@1", "FLIRTATION"]) | st.text(max_size=8)
_BODIES: Final = (
    st.fixed_dictionaries(
        {},
        optional={
            "comment": _TEXT_ENTRY,
            "requestedAttributes": st.dictionaries(
                _NAMES,
                st.fixed_dictionaries({}, optional={"scoreType": _ANYTHING, "scoreThreshold": _SCALAR}) | _ANYTHING,
                max_size=2,
            )
            | _ANYTHING,
            "attributeScores": st.dictionaries(
                _NAMES,
                st.fixed_dictionaries(
                    {}, optional={"summaryScore": _SCORE, "spanScores": st.lists(_SCORE, max_size=2) | _ANYTHING}
                )
                | _ANYTHING,
                max_size=2,
            )
            | _ANYTHING,
            "context": st.fixed_dictionaries(
                {},
                optional={
                    "entries": st.lists(_TEXT_ENTRY, max_size=2) | _ANYTHING,
                    "articleAndParentComment": st.fixed_dictionaries(
                        {}, optional={"article": _TEXT_ENTRY, "parentComment": _TEXT_ENTRY}
                    )
                    | _ANYTHING,
                },
            )
            | _ANYTHING,
            "languages": st.lists(st.sampled_from(["en", ""]) | _SCALAR, max_size=2) | _ANYTHING,
            "doNotStore": _SCALAR,
            "clientToken": _SCALAR,
            "spanAnnotations": _SCALAR,
        },
    ).map(json.dumps)
    | _ANYTHING.map(json.dumps)
    | st.text(alphabet="{}[]\",:'\\ abTRUE01.\n")
)


@pytest.mark.parametrize("path", [ANALYZE, SUGGEST])
@given(body=_BODIES.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=100))
@example(
    body=b'{"comment": {"text": "\\ud83d\\ude00\\ud83d"}, "requestedAttributes": {"SPAM": {}}, spanAnnotations: true}'
)
@example(body=b'{"comment": {"text": "Hi."}, "requestedAttributes": {"TOXICITY": {"scoreType": {}}}}')
@example(body=b'{"comment": {"text": "\\u0000"}, "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1e999}}}}')
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_is_sent_the_answer_is_the_apis(desk: Desk, path: str, body: bytes) -> None:
    response = await desk.client.post(path, params={"key": desk.key}, data=body)
    assert response.content_type == "application/json"
    answer = await response.json()
    if response.status != 200:
        error = answer["error"]
        assert (response.status, error["code"], error["status"]) == (400, 400, "INVALID_ARGUMENT"), body
        assert error["message"]
        assert error["details"][0]["errorType"]


HOSTILE: Final = {
    "an open string of escaped quotes": b'{a: "' + b'\\"' * 60_000,
    "single quotes": b"'" * 120_000,
    "quotes": b'{a: "' + b'"' * 120_000,
    "a long word": b"{" + b"a" * 120_000,
    "words": b"{" + b"a:" * 60_000,
    "spaces after words": b"{" + (b"a" + b" " * 500) * 230,
    "commas and spaces": b"{a:[" + (b"," + b" " * 300) * 390,
    "commas": b"{a:[" + b"," * 120_000,
    "backslashes": b'{a: "' + b"\\" * 120_001,
    "brackets": b"[" * 120_000,
    "numbers": b"{a: " + b"9" * 120_000,
    "beyond what is read leniently": b"{a: 1, " + b" " * lenient.LONGEST,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_body_that_is_almost_json_is_read_in_bounded_time(name: str) -> None:
    began = time.process_time()
    with pytest.raises(ValueError, match=r".*"):
        lenient.to_json(HOSTILE[name])
    assert time.process_time() - began < 1.0


@given(_ANYTHING)
def test_json_proper_is_read_as_it_is(value: Any) -> None:  # noqa: ANN401
    text = json.dumps(value, ensure_ascii=True)
    read = lenient.to_json(text.encode())
    assert json.dumps(json.loads(read)) == json.dumps(json.loads(text)) or "\\ud" in text


@given(st.text(alphabet="a.!?\"' \n\u3002\U0001f600<p>&;/") | st.text(), st.sampled_from(["text", "html"]))
def test_sentences_follow_one_another_within_the_text(text: str, content_format: str) -> None:
    end = 0
    for sentence in sentences_of(text, content_format):
        assert end <= sentence.begin < sentence.end <= len(text)
        end = sentence.end
        if content_format == "text":
            assert sentence.words == text[sentence.begin : sentence.end].strip()
    if content_format == "text":
        assert len("".join(text.split())) == sum(len("".join(one.words.split())) for one in sentences_of(text, "text"))


@given(st.text())
def test_places_are_counted_as_javascript_counts_them(text: str) -> None:
    places = list(range(len(text) + 1))
    assert units(text, places) == [len(text[:place].encode("utf-16-le", "surrogatepass")) // 2 for place in places]


@pytest.mark.parametrize(
    "text", ["a. " * 6_800, "." * 20_000, ". " * 10_000, "\n" * 20_000, "!\u201d" * 5_000, "<b>. " * 4_000]
)
@pytest.mark.parametrize("content_format", ["text", "html"])
def test_sentences_are_found_in_bounded_time(text: str, content_format: str) -> None:
    began = time.process_time()
    assert len(sentences_of(text, content_format)) <= MOST
    assert time.process_time() - began < 1.0
