"""The bundle in `model/default`: what it must never do, and how good it is on text it never saw."""

from pathlib import Path
from typing import Final

import joblib  # type: ignore[import-untyped]
import pytest

from model.bundle import ESTIMATOR, Bundle, digest_of, load
from model.findings import Severity, decide, judge
from model.registry import DEFAULT
from model.scorer import ATTRIBUTES
from model.text import read
from training.compile import PARITY, check_parity
from training.evaluation import evaluate_bundle
from training.report import Line

_DATA: Final = Path(__file__).parents[3] / "shared" / "data"
_MOST_BYTES: Final = 20_000_000

needs_data = pytest.mark.skipif(
    not (_DATA / "corpus.parquet").is_file(), reason="needs the corpus in ../shared/data, which is not part of the repo"
)

CIVIL: Final = (
    "I am a Jew from Isfahan",
    "As an Azeri I disagree",
    "gay",
    "Muslim",
    "the Zionist regime",
    "Jew",
    "black people",
    "lesbian",
    "transgender",
    "Armenian",
    "I am a gay Muslim and I read this paper every day.",
    "My husband is Black and I am Jewish; our neighbours are Kurds and Persians.",
    "Armenians and Azerbaijanis have lived side by side for centuries.",
    "As a Baha'i I was not allowed to study in Iran.",
    "The Zionist regime must stop this war, and so must Hamas.",
    "The mullahs should listen to the women of Iran.",
    "Arabs, Turks and Russians all read this site.",
    "Immigrants and refugees deserve a fair hearing.",
)
ROBUST: Final = (
    "This government is corrupt and the minister lies to us every day.",
    "Aliyev is a dictator and his police jail journalists.",
    "The regime in Tehran kills its own people, shame on it.",
    "Netanyahu should resign, he has failed on every count.",
)
ABUSE: Final = (
    "You are an idiot and everybody hates you",
    "fuck you, you stupid piece of shit",
    "f u c k  y o u",
    "y0u @re a f*cking 1d1ot",
    "I will find you and kill you",
)
SPAM: Final = (
    "CHECK OUT MY CHANNEL and subscribe for free gift cards!!! http://free-gifts.example",
    "Congratulations! You have won a free prize. Call 0900 123 4567 now to claim your cash reward",
)


@pytest.fixture(scope="module")
def shipped() -> Bundle:
    """The bundle that ships, verified."""
    return load(DEFAULT)


def decision(bundle: Bundle, content: str) -> Severity:
    """What the model alone decides, by the thresholds that training chose."""
    return decide(judge(bundle.scorer.score(read(content)), bundle.thresholds))


@pytest.mark.parametrize("content", CIVIL)
def test_an_identity_word_is_never_rejected(shipped: Bundle, content: str) -> None:
    assert decision(shipped, content) is not Severity.REJECT
    assert decision(shipped, content.upper()) is not Severity.REJECT


@pytest.mark.parametrize("content", ROBUST)
def test_robust_argument_is_not_rejected(shipped: Bundle, content: str) -> None:
    assert decision(shipped, content) is not Severity.REJECT


@pytest.mark.parametrize("content", [*ABUSE, *SPAM])
def test_abuse_and_spam_are_not_accepted(shipped: Bundle, content: str) -> None:
    assert decision(shipped, content) is not Severity.ACCEPT


def test_more_than_half_of_civil_identity_mentions_pass(shipped: Bundle) -> None:
    accepted = [content for content in CIVIL if decision(shipped, content) is Severity.ACCEPT]
    # What is not accepted is seen by a person. Bare words and lists of peoples are what is still queued.
    assert len(accepted) >= 10, set(CIVIL).difference(accepted)


def test_what_ships_is_small_and_whole(shipped: Bundle) -> None:
    files = list(DEFAULT.iterdir())
    assert sum(path.stat().st_size for path in files) <= _MOST_BYTES
    assert {path.name for path in files} == {"manifest.json", *shipped.manifest.digests}
    assert shipped.manifest.attributes == ATTRIBUTES


def test_the_estimator_says_what_the_table_says(shipped: Bundle) -> None:
    assert digest_of(DEFAULT / ESTIMATOR) == shipped.manifest.digests[ESTIMATOR]
    pipeline = joblib.load(DEFAULT / ESTIMATOR)
    assert check_parity(pipeline, shipped.scorer, [*CIVIL, *ROBUST, *ABUSE, *SPAM]) <= PARITY


@needs_data
def test_quality_on_text_it_never_saw(shipped: Bundle) -> None:
    report = evaluate_bundle(shipped, [_DATA / "corpus.parquet"], held_out=True)
    assert _auc(report.lines, "toxicity", "jigsaw") >= 0.97
    assert _auc(report.lines, "spam", "tubespam") >= 0.97


def _auc(lines: tuple[Line, ...], attribute: str, source: str) -> float:
    (line,) = (line for line in lines if (line.attribute, line.source) == (attribute, source))
    assert line.roc_auc is not None
    return line.roc_auc
