"""What the model's scores lead to."""

from pathlib import Path

import pytest

from model.bundle import Bundle, load
from model.findings import Severity, decide
from service.checks.classifier import Classifier
from tests.model.bundles import make_bundle
from tests.service.checks.contexts import codes, context, marked, site

check = Classifier()


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    return load(make_bundle(tmp_path, words={"dolt": {"insult": 6.0}, "casino": {"spam": 1.0}}))


def test_a_score_over_its_threshold_is_a_finding_with_the_words_that_weighed(bundle: Bundle) -> None:
    content = "You are a Dolt, and you know."
    one = context(content, bundle=bundle, scores={"insult": 0.97, "spam": 0.02})
    (found,) = check(one)
    assert (found.code, found.severity, found.score, found.threshold) == ("insult", "reject", 0.97, 0.9)
    assert marked(found, content) == ["Dolt"]


def test_what_weighed_beside_the_words_is_told_in_the_reason(tmp_path: Path) -> None:
    folder = make_bundle(tmp_path, words={"casino": {"spam": 1.0}}, shapes={"author: web address": {"spam": 2.0}})
    one = context("casino", bundle=load(folder), scores={"spam": 0.97}, author_url="https://anna.example/")
    (found,) = check(one)
    assert found.message == "Likely to be spam. Beside its words weighed: the author's web address."
    (found,) = check(context("casino", bundle=load(folder), scores={"spam": 0.97}))
    assert found.message == "Likely to be spam."


def test_the_sites_own_thresholds_go_before_the_bundles(bundle: Bundle) -> None:
    scores = {"insult": 0.97, "spam": 0.3}
    rules = site(reject_at={"insult": None}, queue_at={"spam": 0.2})
    found = list(check(context("Dolt", rules, bundle=bundle, scores=scores)))
    assert [(one.code, one.severity) for one in found] == [("insult", "queue"), ("spam", "queue")]
    assert codes(check(context("Dolt", bundle=bundle, scores=scores))) == ["insult"]


def test_another_bundle_brings_its_own_thresholds(bundle: Bundle, tmp_path: Path) -> None:
    rules = site()
    other = load(
        make_bundle(tmp_path, version="test-2", words={}, thresholds={"spam": rules.thresholds(bundle)["spam"]})
    )
    assert set(rules.thresholds(other)) == {"spam"}
    assert rules.thresholds(bundle) is rules.thresholds(bundle)
    assert "insult" in rules.thresholds(bundle)


def test_without_a_model_a_person_decides(bundle: Bundle) -> None:
    for one in (context(), context(bundle=bundle)):
        (found,) = check(one)
        assert (found.code, found.fault) == ("model_unavailable", True)
        assert decide([found]) is Severity.QUEUE


def test_a_score_that_is_no_number_is_a_fault(bundle: Bundle) -> None:
    (found,) = check(context(bundle=bundle, scores={"insult": float("nan")}))
    assert (found.code, found.fault, found.spans) == ("model_unavailable", True, ())
