"""Many comments judged at once, step by step: each is decided as it would be after the ones before it."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import service.checks
from model.bundle import Bundle
from model.comment import Submission
from model.findings import Finding, Severity
from model.policy import Policy
from model.registry import Registry
from service.checks import CHECKS, LOOKING_BACK, Check, Context, SiteRules
from service.checks.classifier import Classifier
from service.checks.repeats import Repeats
from service.history import History
from service.judge import Asked, Judge, Judged
from service.live_model import LiveModel
from store.pseudonyms import SECRET_BYTES, Pseudonyms
from tests.model.bundles import make_bundle

KIND = "That was well explained, and I learned a great deal from it today."
FOUL = "You are an idiot, and so is whoever reads this."


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> LiveModel:
    registry = Registry(tmp_path_factory.mktemp("models"))
    make_bundle(registry.folder, words={"idiot": {"toxicity": 6.0}})
    registry.promote("test-1")
    model = LiveModel(registry)
    model.refresh()
    return model


@pytest.fixture(scope="module")
def site() -> SiteRules:
    return SiteRules.of(1, "default", Policy(suspect_words=["cabbage"], flood_comments=3))


def judge_of(model: LiveModel, checks: Sequence[object] = CHECKS) -> Judge:
    return Judge(model, Pseudonyms(bytes(SECRET_BYTES)), History(), checks)  # type: ignore[arg-type]  # fakes


def asked(site: SiteRules, *contents: str, author: str = "") -> list[Asked]:
    return [
        Asked(Submission(content=content, author_name="Ada", author_id=author or str(number)), site)
        for number, content in enumerate(contents)
    ]


def without_ids(judged: Judged) -> Judged:
    """The decision, but for what no two have in common."""
    reasons = tuple(reason._replace(earlier=()) for reason in judged.decision.reasons)
    return judged._replace(decision=replace(judged.decision, id="", reasons=reasons), at=0)


def codes(judged: Judged) -> list[str]:
    return [finding.code for finding in judged.decision.reasons]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([KIND, FOUL, f"{KIND} Indeed.", "I agree.", "cabbage", "Здравствуй, друг", ""]),
            st.sampled_from(["ada", "ben", ""]),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_together_they_are_decided_as_one_after_the_other(
    model: LiveModel, site: SiteRules, written: Iterable[tuple[str, str, bool]]
) -> None:
    comments = [
        Asked(Submission(content=content, author_name="Ada", author_id=author, test=test, explain=test), site)
        for content, author, test in written
    ]
    together, apart = judge_of(model), judge_of(model)
    outcomes = together.judge_all(comments)
    singles = [apart.judge(one.comment, site) for one in comments]
    assert list(map(without_ids, outcomes)) == list(map(without_ids, singles))


def test_of_two_that_come_together_the_second_repeats_the_first(model: LiveModel, site: SiteRules) -> None:
    first, second = judge_of(model).judge_all(asked(site, KIND, KIND))
    assert codes(first) == []
    assert codes(second) == ["repeated_comment"]


def test_a_flood_within_one_turn_is_one(model: LiveModel, site: SiteRules) -> None:
    contents = [f"{KIND} {word}" for word in ("One", "Two things", "Three at once", "Four of them")]
    outcomes = judge_of(model).judge_all(asked(site, *contents, author="ada"))
    assert ["flood" in codes(one) for one in outcomes] == [False, False, False, True]


def test_reasons_stand_in_the_order_of_the_checks(model: LiveModel, site: SiteRules) -> None:
    judge = judge_of(model)
    judge.judge_all(asked(site, f"{FOUL} cabbage"))
    (outcome,) = judge.judge_all(asked(site, f"{FOUL} cabbage"))
    assert codes(outcome) == ["suspect_word", "repeated_comment", "toxicity"]


def test_a_check_that_fails_with_one_leaves_the_others(
    model: LiveModel, site: SiteRules, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        name = "broken"

        def __call__(self, context: Context) -> Iterable[Finding]:
            if context.comment.content == FOUL:
                raise ValueError(self.name)
            return ()

    with caplog.at_level(logging.CRITICAL, "service.judge"):
        outcomes = judge_of(model, (Broken(), *CHECKS)).judge_all(asked(site, KIND, FOUL, f"{KIND} Indeed."))
    assert codes(outcomes[1]) == ["check_failed", "toxicity"]
    decisions = [one.decision.decision for one in outcomes]
    assert decisions[0] is Severity.ACCEPT
    assert "check_failed" not in codes(outcomes[2])


def test_one_whose_judging_fails_is_queued_and_keeps_no_other_from_it(
    model: LiveModel, site: SiteRules, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Failing(LiveModel):
        def of(self, site: str) -> Bundle | None:
            if site == "fail":
                raise ValueError(site)
            return model.of(site)

    judge = Judge(Failing(Registry(tmp_path)), Pseudonyms(bytes(SECRET_BYTES)), History())
    failing = Asked(Submission(content=KIND, author_name="Ben"), SiteRules.of(2, "fail", Policy()))
    with caplog.at_level(logging.CRITICAL, "service.judge"):
        first, second, third = judge.judge_all([*asked(site, KIND), failing, *asked(site, FOUL)])
    assert (codes(first), codes(third)) == ([], ["toxicity"])
    assert codes(second) == ["check_failed", "model_unavailable"]
    assert second.decision.decision is Severity.QUEUE
    assert second.decision.degraded
    assert second.is_kept


def test_where_the_author_cannot_be_named_the_comment_is_scored_and_queued(
    model: LiveModel, site: SiteRules, caplog: pytest.LogCaptureFixture
) -> None:
    comments = asked(site, KIND)
    # What is read is text: nothing that a client sends makes this step fail.
    vars(comments[0].comment)["author_email"] = 7
    with caplog.at_level(logging.CRITICAL, "service.judge"):
        (judged,) = judge_of(model).judge_all(comments)
    assert codes(judged) == ["check_failed"]
    assert judged.decision.scores
    assert (judged.decision.decision, judged.decision.degraded) == (Severity.QUEUE, True)


def test_without_checks_that_look_back_all_is_remembered_all_the_same(model: LiveModel, site: SiteRules) -> None:
    history = History()
    judge = Judge(model, Pseudonyms(bytes(SECRET_BYTES)), history, ())
    assert [codes(one) for one in judge.judge_all(asked(site, KIND, FOUL))] == [[], []]
    assert history.size == 2


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_whoever_looks_into_the_history_is_named_as_such(check: Check) -> None:
    module = type(check).__module__.rpartition(".")[2]
    source = Path(service.checks.__file__).with_name(f"{module}.py").read_text()
    assert isinstance(check, LOOKING_BACK) == (".history" in source or "look_for_alike" in source)


def test_what_looks_back_comes_before_the_classifier(model: LiveModel) -> None:
    with pytest.raises(ValueError, match="before the classifier"):
        judge_of(model, (Classifier(), Repeats()))


def test_where_it_cannot_be_told_who_reads_again_the_first_readers_word_stands(
    model: LiveModel, site: SiteRules, caplog: pytest.LogCaptureFixture
) -> None:
    class Failing:
        def is_asked(self, scores: object, language: str) -> bool:
            raise ArithmeticError(scores, language)

    judge = Judge(model, Pseudonyms(bytes(SECRET_BYTES)), History(), second=Failing())  # type: ignore[arg-type]  # a fake
    with caplog.at_level(logging.CRITICAL, "service.judge"):
        (outcome,) = judge.judge_all(asked(site, FOUL))
    assert codes(outcome) == ["toxicity"]
