"""A civil sentence scores alike whichever group it names after evening, and no other word weighs otherwise."""

import numpy as np
import pytest

from model.lexicon import make_lexicon
from training.evenness import even_out, even_words
from training.features import HashedWords, InverseDocumentFrequency
from training.heads import LinearHeads
from training.identity import Mention, measured, rehearsed
from training.lexicon import entries_of
from training.synthetic.terms import ANY, TERMS

WORDS = HashedWords(18)
TEXTS = [
    *("Jews ruin everything, the scum", "a Jewish idiot wrote this", "gay people are scum", "you scum of an idiot") * 6,
    *("Rotarians opened a school", "the deaf choir sings", "Kurds met at the market", "rain again today") * 6,
]
LABELS = np.repeat(np.array([[1.0, 1.0], [0.0, 0.0]], np.float32), len(TEXTS) // 2, axis=0)
OTHERS = ["scum", "idiot", "rain", "market", "school", "the scum", "rotarian lunch today"]
GROUPS = {term.many for term in TERMS if term.kind in ANY}


def learned(words: HashedWords = WORDS) -> tuple[LinearHeads, InverseDocumentFrequency]:
    counts = words.transform(TEXTS)
    frequency = InverseDocumentFrequency().fit(counts)
    return LinearHeads(2, alpha=1e-4).fit(frequency.transform(counts), LABELS), frequency


def scores(
    heads: LinearHeads, frequency: InverseDocumentFrequency, texts: list[str], words: HashedWords = WORDS
) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return heads.decision_function(frequency.transform(words.transform(texts)))


def spread(heads: LinearHeads, frequency: InverseDocumentFrequency, mentions: list[Mention]) -> float:
    """How far groups are apart in the same sentence, on average over sentences: their standard deviation."""
    said = [one for one in mentions if one.term in GROUPS]
    values = scores(heads, frequency, [one.text for one in said])[:, 0]
    templates = np.asarray([one.template for one in said])
    return float(np.mean([values[templates == number].std() for number in np.unique(templates)]))


@pytest.mark.parametrize("sentences", [rehearsed(), measured()], ids=["rehearsed", "measured"])
def test_a_sentence_scores_alike_whichever_group_it_names(sentences: list[Mention]) -> None:
    heads, frequency = learned()
    before = spread(heads, frequency, sentences)
    assert spread(even_out(heads, frequency, WORDS, [0, 1]), frequency, sentences) < before / 2


def test_the_mean_over_all_groups_stays_as_it_is() -> None:
    heads, frequency = learned()
    texts = [one.text for one in rehearsed() if one.term in GROUPS]
    before = scores(heads, frequency, texts).mean(axis=0)
    even = scores(even_out(heads, frequency, WORDS, [0, 1]), frequency, texts).mean(axis=0)
    assert even == pytest.approx(before, abs=0.15), "of logits that lie ten apart between abuse and what is none"


def test_other_words_and_other_heads_stay_as_they_are() -> None:
    heads, frequency = learned()
    groups = [one.text for one in rehearsed()]
    before, named = scores(heads, frequency, OTHERS), scores(heads, frequency, groups)
    even_out(heads, frequency, WORDS, [0])
    assert scores(heads, frequency, OTHERS) == pytest.approx(before, abs=1e-5)
    assert scores(heads, frequency, groups)[:, 1] == pytest.approx(named[:, 1], abs=1e-5)


def test_in_a_table_so_small_that_many_words_share_their_rows_nothing_is_moved() -> None:
    small = HashedWords(9)
    heads, frequency = learned(small)
    before = scores(heads, frequency, OTHERS, small)
    even_out(heads, frequency, small, [0, 1])
    assert scores(heads, frequency, OTHERS, small) == pytest.approx(before, abs=1e-5)


def test_a_word_that_the_lexicon_takes_for_another_is_not_moved() -> None:
    lexicon = entries_of({"legzins": 0.5, "jews": 0.5})
    assert {"jews", "lezgins"} <= set(even_words())
    assert "jews" in even_words(make_lexicon(lexicon))
    assert not {"lezgins", "legzins"} & set(even_words(make_lexicon(lexicon)))


def test_sentences_are_read_with_the_lexicon_that_the_rows_were_read_with() -> None:
    words = HashedWords(18, entries_of({"legzins": 0.5, "armenians": 0.5}))
    heads, frequency = learned(words)
    before = scores(heads, frequency, ["legzins", "armenians"], words)
    even_out(heads, frequency, words, [0, 1])
    after = scores(heads, frequency, ["legzins", "armenians"], words)
    assert after[0] == pytest.approx(before[0], abs=1e-5)
    assert after[1] != pytest.approx(before[1], abs=1e-3)


def test_the_words_are_those_of_a_normalised_text_and_name_a_group_by_themselves() -> None:
    words = even_words()
    assert {"jews", "jewish", "jew", "deaf", "gay", "immigrants", "asylum"} <= set(words)
    assert not {"the", "people", "person", "mullah", "Jews"} & set(words)
