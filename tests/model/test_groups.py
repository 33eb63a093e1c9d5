"""What is said of a group of people weighs whichever group it is; the kernel, its twin and training see it alike."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.hashing import REACH, hash_said, hash_spellings, near_groups, rows_of
from model.lexicon import as_group, make_lexicon, names_group
from model.scorer import ATTRIBUTES, MakeKernel, Scorer
from model.text import read
from tests.model.kernels import KERNELS, forgetful
from tests.model.lexicons import entries_of
from tests.model.test_kernel import BIASES, BITS, tables
from training.features import HashedWords, together

NAMED: Final = ("lezgins", "copts")
PLAIN: Final = ("like", "all", "are", "kind", "far", "two", "the")
ENTRIES: Final = entries_of({**dict.fromkeys((*NAMED, *PLAIN), 50), **{as_group(word): 1 for word in NAMED}})
LEXICON: Final = make_lexicon(ENTRIES)
WORDS: Final = st.lists(st.sampled_from((*NAMED, *PLAIN)), min_size=1, max_size=30)


@pytest.fixture(params=KERNELS)
def make(request: pytest.FixtureRequest) -> MakeKernel:
    return KERNELS[str(request.param)]


def said_by_a_slow_reader(words: Sequence[str]) -> tuple[set[str], set[str]]:
    """The words after a name and those before one, none of them a name."""
    after: set[str] = set()
    before: set[str] = set()
    for at, name in enumerate(words):
        if name in NAMED:
            after.update(words[at + 1 : at + 1 + REACH])
            before.update(words[max(0, at - REACH) : at])
    return after - set(NAMED), before - set(NAMED)


def rows_said(words: Sequence[str]) -> list[int]:
    none = np.empty(0, np.uint64)
    after, before = (hash_spellings(sorted(some)).words if some else none for some in said_by_a_slow_reader(words))
    found: list[int] = rows_of(hash_said(after, before), BITS).tolist()
    return found


@given(WORDS)
def test_what_is_said_of_a_group_is_counted_once_after_its_name_and_once_before(words: list[str]) -> None:
    text = " ".join(words)
    unnamed = HashedWords(BITS, entries_of(dict.fromkeys((*NAMED, *PLAIN), 50)))
    said = HashedWords(BITS, ENTRIES).transform([text]) - unnamed.transform([text])
    assert said.toarray()[0].tolist() == np.bincount(rows_said(words), minlength=said.shape[1]).tolist()


@given(st.lists(WORDS, min_size=1, max_size=4), st.integers(0, 3))
def test_what_is_said_of_a_group_can_be_left_out_of_some_texts(contents: list[list[str]], untold: int) -> None:
    texts = [" ".join(words) for words in contents]
    told = np.arange(len(texts)) != untold
    apart = HashedWords(BITS, ENTRIES).count_apart(texts)
    assert (together(apart).toarray() == HashedWords(BITS, ENTRIES).transform(texts).toarray()).all()
    unnamed = HashedWords(BITS, entries_of(dict.fromkeys((*NAMED, *PLAIN), 50))).transform(texts).toarray()
    expected = np.where(told[:, None], together(apart).toarray(), unnamed)
    assert (together(apart, told).toarray() == expected).all()


@pytest.mark.parametrize("kernel", KERNELS)
@given(words=WORDS, room=st.integers(1, 40))
def test_scores_are_those_of_what_training_counts(kernel: str, words: list[str], room: int) -> None:
    scorer = Scorer(tables(7), BIASES, ATTRIBUTES, BITS, forgetful(kernel, room), LEXICON)
    text = " ".join(words)
    counts = HashedWords(BITS, ENTRIES).transform([text]).toarray()[0]
    weights = tables(7).astype(np.float64)
    total = counts[: 1 << BITS] @ weights[: 1 << BITS]
    shapes = counts[1 << BITS :] @ weights[1 << BITS :]
    expected = total[:-1] / math.sqrt(total[-1]) + shapes[:-1] + BIASES
    assert scorer.logits(read(text)) == pytest.approx(expected.tolist(), abs=1e-4)


@given(WORDS)
def test_the_same_words_weigh_by_every_kernel(words: list[str]) -> None:
    text = read(" ".join(words))
    scorers = [Scorer(tables(7), BIASES, ATTRIBUTES, BITS, make, LEXICON) for make in KERNELS.values()]
    told = [scorer.explain(text, ATTRIBUTES) for scorer in scorers]
    for attribute in ATTRIBUTES:
        first, *others = ([span.weight for span in one[attribute]] for one in told)
        assert all(sorted(other) == pytest.approx(sorted(first), abs=2e-3) for other in others)


def test_what_is_said_is_pointed_at_and_not_whom_it_is_said_of(make: MakeKernel) -> None:
    table = tables(7) * 0
    table[: 1 << BITS, -1] = 1
    (row,) = rows_of(hash_said(hash_spellings(["kind"]).words, np.empty(0, np.uint64)), BITS)
    table[row, 0] = 4
    scorer = Scorer(table, BIASES, ATTRIBUTES, BITS, make, LEXICON)
    text = read("the copts are kind")
    ((span,),) = scorer.explain(text, ATTRIBUTES[:1]).values()
    assert text.original[span.begin : span.end] == "kind"
    assert scorer.logits(text)[0] > scorer.logits(read("the two are kind"))[0] == BIASES[0]
    assert scorer.logits(read("the lezgins are kind"))[0] > BIASES[0]


def test_what_stands_far_from_a_name_is_not_said_of_it() -> None:
    named = np.zeros(20, np.bool_)
    named[[8, 9]] = True
    after, before = near_groups(named)
    assert np.flatnonzero(after).tolist() == list(range(10, 10 + REACH))
    assert np.flatnonzero(before).tolist() == list(range(8 - REACH, 8))


@pytest.mark.parametrize("words", [0, 1])
def test_of_no_words_and_of_one_nothing_is_said(words: int) -> None:
    assert not np.any(near_groups(np.ones(words, np.bool_)))


def test_a_lexicon_knows_who_is_a_group() -> None:
    assert all(names_group(LEXICON, word) for word in NAMED)
    assert not any(names_group(LEXICON, word) for word in (*PLAIN, "", " ", "x" * 48))
    assert not names_group(make_lexicon(b""), NAMED[0])
