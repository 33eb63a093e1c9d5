"""A comment in a language that the model has not learned."""

import math
from pathlib import Path

import pytest

from model.calibration import Scaling
from model.comment import Submission
from model.findings import Severity
from model.policy import Policy
from model.registry import Registry
from service.checks import SiteRules
from service.history import History
from service.judge import Judge, Judged
from service.live_model import LiveModel
from store.pseudonyms import SECRET_BYTES, Pseudonyms
from tests.model.bundles import make_bundle


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    """Judges with a model that has learned English, and one bad word of Russian all the same."""
    registry = Registry(tmp_path_factory.mktemp("models"))
    make_bundle(registry.folder, words={"idiot": {"toxicity": 6.0}, "идиот": {"toxicity": 6.0}})
    registry.promote("test-1")
    model = LiveModel(registry)
    model.refresh()
    return Judge(model, Pseudonyms(bytes(SECRET_BYTES)), History())


def judged(judge: Judge, content: str, policy: Policy | None = None, *, language: str = "", role: str = "") -> Judged:
    """A comment on a site of English readers."""
    site = SiteRules.of(1, "default", policy or Policy())
    return judge.judge(Submission(content=content, author_name="Ada", language=language, author_role=role), site)


def test_it_is_queued_without_scores(judge: Judge) -> None:
    decision = judged(judge, "Здравствуй, идиот").decision
    assert decision.decision is Severity.QUEUE
    assert [reason.code for reason in decision.reasons] == ["language_not_supported"]
    assert not decision.scores
    assert not decision.degraded
    assert decision.language == "und"


def test_letters_that_english_shares_do_not_make_it_english(judge: Judge) -> None:
    decision = judged(judge, "Niyə heç kim bu körpünü təmir etmir?", language="en").decision
    assert decision.decision is Severity.QUEUE
    assert [reason.code for reason in decision.reasons] == ["language_not_supported"]
    assert not decision.scores
    assert decision.language == "az"


def test_what_the_client_says_is_believed_where_the_script_allows_it(judge: Judge) -> None:
    assert judged(judge, "Guten Tag", language="de").decision.decision is Severity.QUEUE
    assert judged(judge, "Guten Tag").decision.decision is Severity.ACCEPT


def test_a_site_may_have_it_judged_all_the_same(judge: Judge) -> None:
    policy = Policy(unsupported_languages="judge")
    decision = judged(judge, "Здравствуй, идиот", policy).decision
    assert decision.decision is Severity.REJECT
    assert decision.scores["toxicity"] > 0.9


def test_a_language_of_its_own_calibration_is_scored_by_it(tmp_path: Path) -> None:
    make_bundle(
        tmp_path,
        words={"idiot": {"toxicity": 6.0}},
        languages=("en", "de"),
        calibration={"de": {"toxicity": Scaling(0.5, -1.0)}},
    )
    registry = Registry(tmp_path)
    registry.promote("test-1")
    model = LiveModel(registry)
    model.refresh()
    judge = Judge(model, Pseudonyms(bytes(SECRET_BYTES)), History())
    english, german = (judged(judge, "idiot", language=language).decision for language in ("en", "de"))
    assert german.language == "de"
    logit = math.log(english.scores["toxicity"] / (1 - english.scores["toxicity"]))
    assert german.scores["toxicity"] == pytest.approx(1 / (1 + math.exp(1.0 - 0.5 * logit)))
    assert german.scores["spam"] == english.scores["spam"]
    assert (english.decision, german.decision) == (Severity.REJECT, Severity.QUEUE)
    site = SiteRules.of(1, "default", Policy())
    assert judge.scores_of(["idiot"], site, "de") == [german.scores]


def test_a_trusted_role_may_write_in_any_language(judge: Judge) -> None:
    assert judged(judge, "Здравствуйте", role="editor").decision.decision is Severity.ACCEPT


def test_the_model_s_own_language_is_judged(judge: Judge) -> None:
    assert judged(judge, "You idiot").decision.decision is Severity.REJECT
