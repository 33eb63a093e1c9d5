"""Words that name a group weigh alike after evening, and no other word weighs otherwise than before."""

import numpy as np
import pytest

from training.evenness import even_out, group_words
from training.features import HashedWords, InverseDocumentFrequency
from training.heads import LinearHeads

BITS = 18
TEXTS = [
    *("Jews ruin everything, the scum", "a Jewish idiot wrote this", "Muslims are scum", "you scum of an idiot") * 6,
    *("Quakers opened a school", "the deaf choir sings", "Kurds met at the market", "rain again today") * 6,
]
LABELS = np.repeat(np.array([[1.0, 1.0], [0.0, 0.0]], np.float32), len(TEXTS) // 2, axis=0)
OTHERS = ["scum", "idiot", "rain", "market", "school", "the scum", "quaker oats today"]


def learned() -> tuple[LinearHeads, InverseDocumentFrequency]:
    counts = HashedWords(BITS).transform(TEXTS)
    frequency = InverseDocumentFrequency().fit(counts)
    return LinearHeads(2, alpha=1e-4).fit(frequency.transform(counts), LABELS), frequency


def weights(heads: LinearHeads, frequency: InverseDocumentFrequency, words: list[str]) -> np.ndarray[tuple[int, int]]:
    """What each word adds (words, heads), before a text's norm."""
    scale = np.concatenate([frequency.idf_, np.zeros(frequency.shapes, np.float32)])
    return np.asarray(HashedWords(BITS).transform(words).multiply(scale) @ heads.coef_.T)


def test_every_group_weighs_what_all_of_them_weighed_on_average() -> None:
    heads, frequency = learned()
    words = group_words()
    before = weights(heads, frequency, words)
    assert np.ptp(before[:, 0]) > 1
    even = weights(even_out(heads, frequency, BITS, [0, 1]), frequency, words)
    assert even == pytest.approx(np.tile(before.mean(axis=0), (len(words), 1)), abs=0.02 * float(np.ptp(before)))


def test_other_words_and_other_heads_stay_as_they_are() -> None:
    heads, frequency = learned()
    before, groups = weights(heads, frequency, OTHERS), weights(heads, frequency, group_words())
    even_out(heads, frequency, BITS, [0])
    assert weights(heads, frequency, OTHERS) == pytest.approx(before, abs=1e-5)
    assert weights(heads, frequency, group_words())[:, 1] == pytest.approx(groups[:, 1], abs=1e-5)


def test_the_words_are_those_of_a_normalised_text_and_name_a_group_by_themselves() -> None:
    words = group_words()
    assert {"jews", "jewish", "jew", "deaf", "gay", "immigrants", "asylum"} <= set(words)
    assert not {"the", "people", "person", "mullah", "Jews"} & set(words)
