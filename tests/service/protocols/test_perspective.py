"""`comments:analyze` of the Perspective API."""

import json
from collections.abc import Awaitable, Callable
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
from aiohttp import ClientResponse

from model.registry import Registry
from service.errors import OverloadedError
from service.parts import MODERATOR
from store.records import CommentRecord
from tests.conftest_service import Desk, StartDesk
from tests.model.bundles import make_bundle
from tests.store.records import read_all

PATH: Final = "/v1alpha1/comments:analyze"
OWN: Final = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
TOXICITY: Final[dict[str, Any]] = {"TOXICITY": {}}

Ask = Callable[..., Awaitable[ClientResponse]]


@pytest.fixture
def ask(desk: Desk) -> Ask:
    """A request of the desk, its members given by name; `body` is sent as it is."""

    async def send(body: bytes | BytesIO | None = None, **members: Any) -> ClientResponse:  # noqa: ANN401
        if isinstance(members.get("comment"), str):
            members["comment"] = {"text": members["comment"]}
        data = json.dumps(members).encode() if body is None else body
        return await desk.client.post(PATH, params={"key": desk.key}, data=data)

    return send


async def answer_of(response: ClientResponse) -> Any:  # noqa: ANN401
    """The answer to a request that was taken."""
    assert response.status == 200, await response.text()
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    return await response.json()


def newest(desk: Desk) -> CommentRecord | None:
    """The comment that was stored last."""
    with desk.engine.connect() as connection:
        found = read_all(connection)
    return found[-1] if found else None


async def test_a_comment_is_answered_its_scores(desk: Desk, ask: Ask) -> None:
    answer = await answer_of(await ask(comment="You idiot!", requestedAttributes={"TOXICITY": {}, "SPAM": {}}))
    decision = await desk.submit("You idiot!", author_name="Ada")
    toxicity, spam = decision["scores"]["toxicity"], decision["scores"]["spam"]
    assert toxicity > 0.9 > spam
    assert answer == {
        "attributeScores": {
            "TOXICITY": {
                "spanScores": [{"begin": 0, "end": 10, "score": {"value": toxicity, "type": "PROBABILITY"}}],
                "summaryScore": {"value": toxicity, "type": "PROBABILITY"},
            },
            "SPAM": {
                "spanScores": [{"begin": 0, "end": 10, "score": {"value": spam, "type": "PROBABILITY"}}],
                "summaryScore": {"value": spam, "type": "PROBABILITY"},
            },
        },
        "languages": ["en"],
        "detectedLanguages": ["en"],
    }


async def test_the_comment_is_stored_with_the_decision_on_it(desk: Desk, ask: Ask) -> None:
    response = await ask(comment="You idiot!", requestedAttributes=TOXICITY)
    record = newest(desk)
    assert record is not None
    assert (record.content, record.protocol, record.decision) == ("You idiot!", "perspective", "reject")
    assert (response.headers["X-Copydesk-Id"], response.headers["X-Copydesk-Decision"]) == (record.id, "reject")


async def test_what_is_not_to_be_stored_is_not(desk: Desk, ask: Ask) -> None:
    answer = await answer_of(await ask(comment="You idiot!", requestedAttributes=TOXICITY, doNotStore=True))
    assert answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.9
    assert newest(desk) is None


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("TOXICITY", "toxicity"),
        ("TOXICITY@6", "toxicity"),
        ("TOXICITY_FAST", "toxicity"),
        ("TOXICITY_EXPERIMENTAL", "toxicity"),
        ("SEVERE_TOXICITY", "severe_toxicity"),
        ("SEVERE_TOXICITY_EXPERIMENTAL@2", "severe_toxicity"),
        ("IDENTITY_ATTACK", "identity_attack"),
        ("INSULT", "insult"),
        ("PROFANITY", "obscene"),
        ("PROFANITY_EXPERIMENTAL", "obscene"),
        ("OBSCENE", "obscene"),
        ("THREAT", "threat"),
        ("SPAM", "spam"),
    ],
)
async def test_every_name_is_answered_under_itself(
    start_desk: StartDesk, models: Path, name: str, attribute: str
) -> None:
    make_bundle(models, version="test-2", words={"gorblimey": {attribute: 6.0}})
    Registry(models).promote("test-2")
    desk = await start_desk()
    body = {"comment": {"text": "Gorblimey!"}, "requestedAttributes": {name: {}}}
    answer = await answer_of(await desk.client.post(PATH, params={"key": desk.key}, json=body))
    assert list(answer["attributeScores"]) == [name]
    assert answer["attributeScores"][name]["summaryScore"]["value"] > 0.9


async def test_attributes_under_their_threshold_are_left_out(ask: Ask) -> None:
    wanted = {"TOXICITY": {"scoreThreshold": 0.9}, "SPAM": {"scoreThreshold": 0.5}, "INSULT": {"scoreThreshold": 0}}
    answer = await answer_of(await ask(comment="You idiot!", requestedAttributes=wanted))
    assert list(answer["attributeScores"]) == ["TOXICITY", "INSULT"]


async def test_a_score_at_its_threshold_is_told(desk: Desk, ask: Ask) -> None:
    score = (await desk.submit("You idiot!"))["scores"]["toxicity"]
    wanted = {"TOXICITY": {"scoreThreshold": score}}
    assert "attributeScores" in await answer_of(await ask(comment="You idiot!", requestedAttributes=wanted))


async def test_where_all_are_left_out_there_is_no_member_for_them(ask: Ask) -> None:
    answer = await answer_of(await ask(comment="Hello.", requestedAttributes={"TOXICITY": {"scoreThreshold": 0.5}}))
    assert answer == {"languages": ["en"], "detectedLanguages": ["en"]}


async def test_what_the_client_sent_along_comes_back(ask: Ask) -> None:
    answer = await answer_of(
        await ask(
            comment="Hello.",
            requestedAttributes=TOXICITY,
            languages=["en-GB"],
            clientToken="comment-53922",
            sessionId="77",
            communityId="/forum/movies",
        )
    )
    assert answer["languages"] == ["en-GB"]
    assert answer["detectedLanguages"] == ["en"]
    assert answer["clientToken"] == "comment-53922"


@pytest.mark.parametrize(
    "body",
    [
        b'{comment: {text: "What kind of idiot is it?"},\n languages: ["en"],\n requestedAttributes: {TOXICITY:{}}}',
        b"{'comment': {'text': 'What \\'idiot\\' \"name\" is foo?'}, 'requestedAttributes': {'TOXICITY': {},},}",
        b'{"comment": {"text": "What kind of idiot: name is foo?", }, requestedAttributes: {"TOXICITY": {}}}',
        b'{"comment": {"text": "What kind of idiot\nname is foo?"}, "requestedAttributes": {"TOXICITY": {}}}',
        b'\xef\xbb\xbf{"comment": {"text": "idiot"}, "requestedAttributes": {"TOXICITY": {}}}',
        b'{"comment": {"text": "idiot \\ud83d"}, "requestedAttributes": {"TOXICITY": {}}}',
        b'{"comment": {"text": "idiot"}, "requested_attributes": {"TOXICITY": {"score_threshold": "0.5"}}}',
        b'{"comment": {"text": "idiot", "type": null}, "requestedAttributes": {"TOXICITY": null}, "context": null}',
        b'{"comment": {"text": "idiot", "type": 1}, "requestedAttributes": {"TOXICITY": {"scoreType": 1}}}',
        b'{"comment": {"text": "idiot"}, "requestedAttributes": {"TOXICITY": {}}, "somethingNew": [1]}',
    ],
)
async def test_bodies_that_the_api_takes_are_taken(ask: Ask, body: bytes) -> None:
    answer = await answer_of(await ask(body))
    assert answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.5


async def test_the_content_type_says_nothing(desk: Desk) -> None:
    body = json.dumps({"comment": {"text": "You idiot!"}, "requestedAttributes": TOXICITY})
    for kind in ("application/x-www-form-urlencoded", "text/plain; charset=latin-1", "image/png", ""):
        response = await desk.client.post(
            PATH, params={"key": desk.key}, data=body.encode(), headers={"Content-Type": kind}
        )
        await answer_of(response)


async def test_markup_is_not_scored_where_the_text_is_html(desk: Desk, ask: Ask) -> None:
    comment = {"text": "<p>You <i>id</i>iot</p>", "type": "HTML"}
    answer = await answer_of(await ask(comment=comment, requestedAttributes=TOXICITY))
    assert answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.9
    record = newest(desk)
    assert record is not None
    assert record.content_format == "html"


async def test_what_the_comment_is_about_is_kept_with_it(desk: Desk, ask: Ask) -> None:
    about = {"article": {"text": "https://news.example/1"}, "parentComment": {"text": "I like the bridge."}}
    await answer_of(
        await ask(comment="Hello.", requestedAttributes=TOXICITY, context={"articleAndParentComment": about})
    )
    record = newest(desk)
    assert record is not None
    assert record.article_url == "https://news.example/1"


def spans_of(answer: Any) -> list[tuple[int, int]]:  # noqa: ANN401
    """Where the spans of the answer begin and end."""
    return [(span["begin"], span["end"]) for span in answer["attributeScores"]["TOXICITY"]["spanScores"]]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("What kind of idiot name is foo? Sorry, I like your name.", "PLAIN_TEXT", [(0, 31), (32, 56)]),
        ("\U0001f600\U0001f600 Hi! You idiot", "PLAIN_TEXT", [(0, 8), (9, 18)]),
        ("One line\nanother  \n\n", "PLAIN_TEXT", [(0, 8), (9, 16)]),
        ("\u4f60\u597d\u3002\u518d\u89c1\u3002", "PLAIN_TEXT", [(0, 3), (3, 6)]),
        ("One only", "PLAIN_TEXT", [(0, 8)]),
        (" One only. ", "PLAIN_TEXT", [(0, 11)]),
        ("<p>Hi <b>you</b>.</p><p>Bye.</p>", "HTML", [(3, 17), (24, 28)]),
    ],
)
async def test_spans_are_sentences_in_utf_16_units(
    desk: Desk, ask: Ask, text: str, kind: str, expected: list[tuple[int, int]]
) -> None:
    await desk.set_policy('{"unsupported_languages": "judge"}')
    comment = {"text": text, "type": kind}
    answer = await answer_of(await ask(comment=comment, requestedAttributes=TOXICITY, spanAnnotations=True))
    assert spans_of(answer) == expected


async def test_a_language_that_is_none_is_told_by_the_words(desk: Desk, ask: Ask) -> None:
    await desk.set_policy('{"unsupported_languages": "judge"}')
    answer = await answer_of(await ask(comment="You idiot!", requestedAttributes=TOXICITY, languages=["what you like"]))
    assert answer["languages"] == ["what you like"]
    assert answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.5


async def test_each_sentence_has_its_own_score(ask: Ask) -> None:
    text = "A lovely day. You idiot! Good night."
    answer = await answer_of(await ask(comment=text, requestedAttributes=TOXICITY, spanAnnotations=True))
    scores = [span["score"]["value"] for span in answer["attributeScores"]["TOXICITY"]["spanScores"]]
    assert scores[1] > 0.9
    assert max(scores[0], scores[2]) < 0.1


async def test_without_annotations_the_span_is_the_whole_text_in_utf_16_units(ask: Ask) -> None:
    answer = await answer_of(await ask(comment="\U0001f600. Hi. ", requestedAttributes=TOXICITY))
    assert spans_of(answer) == [(0, 8)]


async def test_ever_so_many_sentences_are_told_apart_up_to_a_bound(ask: Ask) -> None:
    answer = await answer_of(await ask(comment="a. " * 6_000, requestedAttributes=TOXICITY, spanAnnotations=True))
    spans = spans_of(answer)
    assert len(spans) == 500
    assert spans[-1] == (499 * 3, 6_000 * 3 - 1)


async def test_the_language_is_never_guessed_from_a_few_words(ask: Ask) -> None:
    answer = await answer_of(await ask(comment="yo hamburger", requestedAttributes=TOXICITY))
    assert answer["detectedLanguages"] == ["en"]


async def test_a_script_tells_the_sites_languages_apart(desk: Desk, ask: Ask) -> None:
    await desk.set_policy('{"languages": ["az", "ru", "en"], "unsupported_languages": "judge"}')
    for text, language in (("Salam", "az"), ("\u041f\u0440\u0438\u0432\u0435\u0442!", "ru"), ("\u3053\u3093", "ja")):
        answer = await answer_of(await ask(comment=text, requestedAttributes=TOXICITY))
        assert (answer["languages"], answer["detectedLanguages"]) == ([language], [language])


def refusal(kind: str, message: str, **members: Any) -> dict[str, Any]:  # noqa: ANN401
    """The error of the API."""
    details = [{"@type": OWN, "errorType": kind, **members}]
    return {"error": {"code": 400, "message": message, "status": "INVALID_ARGUMENT", "details": details}}


async def test_a_language_that_the_model_has_not_learned_is_refused_and_the_comment_is_queued(
    desk: Desk, ask: Ask
) -> None:
    members = {"detectedLanguages": ["und"], "attribute": "TOXICITY"}
    expected = refusal(
        "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        "Attribute TOXICITY does not support request languages: und",
        languageNotSupportedByAttributeError=members,
    )
    response = await ask(comment="\u041f\u0440\u0438\u0432\u0435\u0442!", requestedAttributes=TOXICITY)
    assert response.status == 400
    assert await response.json() == expected
    with desk.engine.connect() as connection:
        (kept,) = read_all(connection)
    assert kept.decision == "queue"


@pytest.mark.parametrize("text", ["Le Monde", "Muy bien", "Merci beaucoup!", "Hasta la vista, baby", "Привет!"])
async def test_a_language_that_is_stated_is_scored_in_and_only_the_decision_tells_of_another(
    desk: Desk, ask: Ask, text: str
) -> None:
    response = await ask(comment=text, requestedAttributes=TOXICITY, languages=["en"])
    answer = await answer_of(response)
    assert answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"] < 0.5
    assert (answer["languages"], answer["detectedLanguages"] != ["en"]) == (["en"], True)
    record = newest(desk)
    assert record is not None
    assert (record.decision, response.headers["X-Copydesk-Decision"]) == ("queue", "queue")
    assert "language_not_supported" in record.findings


@pytest.mark.parametrize("comment", [{"text": "Merci, idiot!"}, {"text": "Merci, <b>id</b>iot!", "type": "HTML"}])
async def test_what_seems_to_be_of_another_language_is_scored_as_it_is_read(ask: Ask, comment: dict[str, str]) -> None:
    text = f"{comment['text']} Merci beaucoup."
    asked = {"comment": {**comment, "text": text}, "requestedAttributes": TOXICITY, "languages": ["en"]}
    answer = await answer_of(await ask(**asked, spanAnnotations=True))
    assert answer["detectedLanguages"] == ["fr"]
    scored = answer["attributeScores"]["TOXICITY"]
    assert scored["summaryScore"]["value"] > 0.5
    assert [span["score"]["value"] > 0.5 for span in scored["spanScores"]] == [True, False]


BOTH: Final = "Context can have either entries or article_and_parent_comment, but both fields were populated."


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"requestedAttributes": TOXICITY}, refusal("COMMENT_EMPTY", "Comment must be non-empty.")),
        ({"comment": None}, refusal("COMMENT_EMPTY", "Comment must be non-empty.")),
        ({"comment": {}, "requestedAttributes": TOXICITY}, refusal("COMMENT_EMPTY", "Comment must be non-empty.")),
        ({"comment": " \n", "requestedAttributes": TOXICITY}, refusal("COMMENT_EMPTY", "Comment must be non-empty.")),
        (
            {"comment": "x" * 20_481, "requestedAttributes": TOXICITY},
            refusal("COMMENT_TOO_LONG", "Comment text too long."),
        ),
        (
            {"comment": "\u20ac" * 6_827, "requestedAttributes": TOXICITY},
            refusal("COMMENT_TOO_LONG", "Comment text too long."),
        ),
        ({"comment": "Hello."}, refusal("NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes")),
        (
            {"comment": "Hello.", "requestedAttributes": {}},
            refusal("NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes"),
        ),
        (
            {"comment": "Hello.", "requestedAttributes": {"INSULT": {}, "THREAT": {}}, "languages": ["it"]},
            refusal(
                "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
                "Attribute INSULT does not support request languages: it",
                languageNotSupportedByAttributeError={"requestedLanguages": ["it"], "attribute": "INSULT"},
            ),
        ),
        (
            {"comment": "Hello.", "requestedAttributes": {"SEXUALLY_EXPLICIT": {}}},
            refusal("INVALID_REQUEST", "Unknown requested attribute: SEXUALLY_EXPLICIT"),
        ),
        (
            {"comment": "Hello.", "requestedAttributes": {"LIKELY_TO_REJECT": {}}},
            refusal("INVALID_REQUEST", "Unknown requested attribute: LIKELY_TO_REJECT"),
        ),
        (
            {"comment": "Hello.", "requestedAttributes": {"TOXICITY@\u0661": {}}},
            refusal("INVALID_REQUEST", "Unknown requested attribute: TOXICITY@\u0661"),
        ),
        (
            {"comment": "Hello.", "requestedAttributes": {f"TOXICITY@{number}": {} for number in range(33)}},
            refusal("INVALID_REQUEST", "Too many requested attributes: at most 32 may be asked for"),
        ),
        (
            {"comment": "Hello.", "requestedAttributes": {"TOXICITY": {}, "toxicity": {}}},
            refusal("INVALID_REQUEST", "Unknown requested attribute: toxicity"),
        ),
        (
            {"comment": "Hello.", "requestedAttributes": {"TOXICITY": {"scoreType": "PERCENTILE"}}},
            refusal("INVALID_REQUEST", "Requested score type PERCENTILE is not supported by attribute TOXICITY"),
        ),
        (
            {"comment": {"text": "Hello.", "type": "MARKDOWN"}, "requestedAttributes": TOXICITY},
            refusal("INVALID_REQUEST", "Unknown text type"),
        ),
        (
            {"comment": {"text": "Hello.", "type": ["HTML"]}, "requestedAttributes": TOXICITY},
            refusal("INVALID_REQUEST", "Unknown text type"),
        ),
        (
            {
                "comment": "Hello.",
                "requestedAttributes": TOXICITY,
                "context": {"entries": [{"text": "Hi."}], "articleAndParentComment": {"article": {"text": "News"}}},
            },
            refusal("INVALID_REQUEST", BOTH),
        ),
        (
            {"comment": {"text": 5}, "requestedAttributes": TOXICITY},
            refusal("INVALID_REQUEST", "Invalid value at 'comment.text'"),
        ),
    ],
)
async def test_what_is_wrong_is_said_in_the_words_of_the_api(
    ask: Ask, members: dict[str, Any], expected: dict[str, Any]
) -> None:
    response = await ask(**members)
    assert response.status == 400
    assert await response.read() == json.dumps(expected, separators=(",", ":"), ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("body", "kind", "message"),
    [
        (b"", "COMMENT_EMPTY", "Comment must be non-empty."),
        (b"  \r\n", "COMMENT_EMPTY", "Comment must be non-empty."),
        (b"{}", "COMMENT_EMPTY", "Comment must be non-empty."),
        (b"{", "INVALID_REQUEST", "Invalid JSON payload received."),
        (b"comment=Hello", "INVALID_REQUEST", "Invalid JSON payload received."),
        (b'{"comment": {"text": "\xff"}}', "INVALID_REQUEST", "Invalid JSON payload received."),
        (b'{"comment":' * 50_000, "INVALID_REQUEST", "Invalid JSON payload received."),
        (b"[]", "INVALID_REQUEST", 'Invalid JSON payload received. Unknown name "": Root element must be a message.'),
        (b"null", "INVALID_REQUEST", 'Invalid JSON payload received. Unknown name "": Root element must be a message.'),
    ],
    ids=range(9),
)
async def test_a_broken_body_is_answered_in_the_shape_of_the_api(
    ask: Ask, body: bytes, kind: str, message: str
) -> None:
    response = await ask(body)
    assert response.status == 400
    assert await response.json() == refusal(kind, message)


async def test_a_body_beyond_all_limits_is_a_comment_too_long(ask: Ask) -> None:
    response = await ask(BytesIO(b'{"comment": {"text": "' + b"x" * (1 << 20) + b'"}}'))
    assert response.status == 400
    assert await response.json() == refusal("COMMENT_TOO_LONG", "Comment text too long.")


@pytest.mark.parametrize("query", ["", "?key=", "?key=AIzaSyWrong", "?key=abcdefghjkmn", "?key=%FF%00"])
async def test_without_a_valid_key_the_body_is_not_looked_at(desk: Desk, query: str) -> None:
    response = await desk.client.post(f"{PATH}{query}", data=b"{")
    assert response.status == 400
    assert await response.json() == {
        "error": {
            "code": 400,
            "message": "API key not valid. Please pass a valid API key.",
            "status": "INVALID_ARGUMENT",
            "details": [
                {
                    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                    "reason": "API_KEY_INVALID",
                    "domain": "googleapis.com",
                    "metadata": {"service": "commentanalyzer.googleapis.com"},
                }
            ],
        }
    }


async def test_the_key_may_stand_in_a_header(desk: Desk) -> None:
    body = {"comment": {"text": "Hello."}, "requestedAttributes": TOXICITY}
    for headers in ({"X-Goog-Api-Key": desk.key}, {"Authorization": f"Bearer {desk.key}"}):
        await answer_of(await desk.client.post(PATH, json=body, headers=headers))


async def test_more_than_the_site_allows_is_answered_as_a_quota(desk: Desk, ask: Ask) -> None:
    await desk.set_policy('{"requests_per_minute": 1}')
    await answer_of(await ask(comment="Hello.", requestedAttributes=TOXICITY))
    response = await ask(comment="Hello.", requestedAttributes=TOXICITY)
    error = (await response.json())["error"]
    assert (response.status, error["code"], error["status"]) == (429, 429, "RESOURCE_EXHAUSTED")
    assert error["details"][0]["reason"] == "RATE_LIMIT_EXCEEDED"
    assert int(response.headers["Retry-After"]) >= 1


async def test_without_a_model_the_client_is_told_to_come_again_and_the_comment_is_queued(
    start_desk: StartDesk, models: Path
) -> None:
    (models / "champion").write_text("none\n")
    desk = await start_desk()
    body = {"comment": {"text": "Hello."}, "requestedAttributes": {"LIKELY_TO_REJECT": {}}}
    response = await desk.client.post(PATH, params={"key": desk.key}, json=body)
    error = (await response.json())["error"]
    assert (response.status, error["code"], error["status"]) == (503, 503, "UNAVAILABLE")
    assert int(response.headers["Retry-After"]) >= 1
    record = newest(desk)
    assert record is not None
    assert (record.decision, record.degraded) == ("queue", True)


async def test_a_sites_own_model_answers_what_its_moderators_reject(start_desk: StartDesk, models: Path) -> None:
    make_bundle(models, version="own-1", words={"umbrella": {"unwanted": 6.0}}, attributes=("toxicity", "unwanted"))
    Registry(models).promote("own-1")
    desk = await start_desk()
    body = {"comment": {"text": "My umbrella"}, "requestedAttributes": {"LIKELY_TO_REJECT": {}}}
    answer = await answer_of(await desk.client.post(PATH, params={"key": desk.key}, json=body))
    assert answer["attributeScores"]["LIKELY_TO_REJECT"]["summaryScore"]["value"] > 0.9


async def test_a_page_of_any_site_may_ask(desk: Desk, ask: Ask) -> None:
    asked = {
        "Origin": "https://news.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,x-goog-api-key",
    }
    response = await desk.client.options(PATH, headers=asked)
    assert response.status == 204
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert response.headers["Access-Control-Allow-Headers"] == "content-type,x-goog-api-key"
    for body in (b"{", b'{"comment": {"text": "Hi"}, "requestedAttributes": {"TOXICITY": {}}}'):
        assert (await ask(body)).headers["Access-Control-Allow-Origin"] == "*"


async def test_the_address_may_be_escaped(desk: Desk) -> None:
    body = {"comment": {"text": "Hello."}, "requestedAttributes": TOXICITY}
    await answer_of(await desk.client.post(f"/v1alpha1/comments%3Aanalyze?key={desk.key}", json=body))


@pytest.mark.parametrize(
    ("raised", "code", "status"),
    [(OverloadedError("4096 comments are in work."), 503, "UNAVAILABLE"), (RuntimeError("a secret"), 500, "INTERNAL")],
)
async def test_what_goes_wrong_here_has_the_shape_of_the_api_too(
    desk: Desk, ask: Ask, raised: Exception, code: int, status: str
) -> None:
    async def check(*_: object) -> None:
        raise raised

    desk.app[MODERATOR].check = check  # type: ignore[method-assign, assignment]
    response = await ask(comment="Hello.", requestedAttributes=TOXICITY)
    error = (await response.json())["error"]
    assert (response.status, error["code"], error["status"]) == (code, code, status)
    assert "secret" not in str(error)
