"""How well a model judges in each language, as its card tells."""

import numpy as np

from model.policy import Threshold
from training.languages import Spoken, as_markdown, by_language
from training.promises import Promise

THRESHOLDS = {"toxicity": Threshold(0.5, 0.9), "spam": Threshold(0.5, None)}


def spoken() -> Spoken:
    """1,000 German rows, half of them toxic and found at 0.8, that were said to be at 0.95; and ten Russian ones."""
    toxic = np.arange(1_000) < 500
    labels = np.full((1_010, 2), np.nan)
    labels[:1_000, 0] = toxic
    labels[1_000:, 1] = np.arange(10) < 5
    scores = np.zeros((1_010, 2))
    scores[:1_000, 0] = np.where(toxic, 0.8, 0.1)
    scores[1_000:, 1] = 0.4
    plain = scores.copy()
    plain[:500, 0] = 0.95
    languages = np.asarray(["de"] * 1_000 + ["ru"] * 10)
    return Spoken(labels, scores, plain, languages, np.ones(1_010, np.bool_))


def test_each_language_is_measured_by_itself_the_one_with_most_rows_first() -> None:
    german, russian = by_language(spoken(), THRESHOLDS, ["en", "de"], Promise())
    assert (german.name, german.rows, german.judged) == ("de", 1_000, True)
    assert (russian.name, russian.rows, russian.judged) == ("ru", 10, False)
    (reading,) = german.readings
    assert (reading.attribute, reading.rows, reading.positives, reading.roc_auc) == ("toxicity", 1_000, 500, 1.0)
    assert reading.before is not None
    assert reading.after is not None
    assert round(reading.before, 3) == round((0.05 + 0.1) / 2, 3)
    assert round(reading.after, 3) == round((0.2 + 0.1) / 2, 3)
    assert german.confirmation.rates.queued.value == 0.5
    assert german.confirmation.missed.seen.value == 0.0
    assert russian.confirmation.missed.seen.value == 1.0


def test_the_share_of_abuse_is_the_natural_one_but_for_what_is_missed() -> None:
    rows = spoken()
    rows.natural[100:500] = False
    german, _ = by_language(rows, THRESHOLDS, ["de"], Promise())
    assert german.confirmation.rates.queued.value == 100 / 600
    assert german.confirmation.missed.seen.of == 500


def test_a_card_says_which_languages_are_not_judged() -> None:
    text = as_markdown(by_language(spoken(), THRESHOLDS, ["de"], Promise()))
    lines = text.splitlines()
    assert "Judged: `de`. **Any other language is not supported**" in lines[0]
    assert "| de | toxicity | 1,000 | 500 | 1.000 | 0.075 | 0.150 |" in lines
    assert "| ru | spam | 10 | 5 | 0.500 | 0.100 | 0.100 |" in lines
    assert "| de | yes | 1,000 | 50.0% | 0.0% | - | 0.0% |" in lines
    assert "| ru | no | 10 | 0.0% | 0.0% | - | 100.0% |" in lines
