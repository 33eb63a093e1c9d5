"""Words are known that many texts of a corpus use, each as common as it is; of what is measured on none is learned."""

import numpy as np
import pytest
from numpy.typing import NDArray

from model.lexicon import make_lexicon, names_group
from training import lexicon
from training.lexicon import WordCounts, entries_of, words_of
from training.splits import TEST, fold_of

_TEXTS = [f"The café's idiot wrote {'often' if at % 4 == 0 else 'mp3'} number{at}" for at in range(400)]


def _unjudged(count: int) -> NDArray[np.float32]:
    return np.full((count, 1), np.nan, np.float32)


@pytest.fixture(autouse=True)
def few_texts_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "FEWEST_TEXTS", 100)


def test_a_word_is_known_as_common_as_it_is() -> None:
    counts = WordCounts()
    for begin in range(0, len(_TEXTS), 100):
        counts.add(words_of(_TEXTS[begin : begin + 100]), ["en"] * 100, _unjudged(100))
    known = make_lexicon(counts.entries())
    assert counts.texts == sum(fold != TEST for fold in fold_of(_TEXTS))
    assert known.level("idiot") == known.level("the") == 80
    assert known.level("cafes") == 80
    assert 70 <= known.level("often") <= 73
    assert known.level("mp3") in {78, 79}
    assert [known.level(word) for word in ("number7", "café's", "idio", "")] == [0, 0, 0, 0]


def test_how_often_what_makes_a_known_word_stands_apart_is_known_of_nothing_else() -> None:
    texts = [f"{'in to' if at % 2 else 'into'} the {'up set' if at == 7 else 'upset'} town {at}" for at in range(400)]
    counts = WordCounts()
    counts.add(words_of(texts), ["en"] * len(texts), _unjudged(len(texts)))
    known = make_lexicon(counts.entries())
    assert 75 <= known.level("in to") <= 77
    assert [known.level(pair) for pair in ("up set", "the town", "to the", "upset town")] == [0, 0, 0, 0]


def test_who_is_a_group_of_people_is_known_whoever_is_named_in_the_texts() -> None:
    counts = WordCounts()
    counts.add(words_of(_TEXTS), ["en"] * len(_TEXTS), _unjudged(len(_TEXTS)))
    known = make_lexicon(counts.entries())
    assert all(names_group(known, word) for word in ("lezgins", "jewish", "bahai", "refugee"))
    assert not any(names_group(known, word) for word in ("idiot", "people", "the", "mullahs"))
    assert known.level("lezgins") == 0


def test_what_is_measured_on_makes_no_word_known() -> None:
    held_out = [f"zebra {at}" for at in range(3_000)]
    held_out = [text for text, fold in zip(held_out, fold_of(held_out), strict=True) if fold == TEST]
    counts = WordCounts()
    texts = [*held_out, *_TEXTS]
    counts.add(words_of(texts), ["en"] * len(texts), _unjudged(len(texts)))
    assert make_lexicon(counts.entries()).level("zebra") == 0


def test_of_few_texts_no_lexicon_is_made() -> None:
    counts = WordCounts()
    counts.add(words_of(_TEXTS[:50]), ["en"] * 50, _unjudged(50))
    assert counts.entries() == b""
    assert entries_of({}) == b""


def test_where_there_are_too_many_words_those_seen_once_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "_MOST_HELD", 50)
    counts = WordCounts()
    for begin in range(0, len(_TEXTS), 20):
        counts.add(words_of(_TEXTS[begin : begin + 20]), ["en"] * 20, _unjudged(20))
    known = make_lexicon(counts.entries())
    assert known.level("idiot") == 80
    assert known.level("number7") == 0


def test_the_commonest_and_the_rarest_have_the_outermost_levels() -> None:
    known = make_lexicon(entries_of({"always": 1.0, "never": 1e-9}))
    assert [known.level("always"), known.level("never")] == [80, 1]


def test_a_word_of_a_language_of_few_texts_is_known_by_those() -> None:
    counts = WordCounts()
    german = [f"Das ist ungemein {at}" for at in range(12)]
    english = [f"A solipsist {at}" for at in range(8)]
    counts.add(words_of(german), ["de"] * len(german), _unjudged(len(german)))
    counts.add(words_of(english), ["en"] * len(english), _unjudged(len(english)))
    counts.add(words_of(many := [f"a {at}" for at in range(300_000)]), ["en"] * len(many), _unjudged(len(many)))
    known = make_lexicon(counts.entries())
    assert known.level("ungemein") > 0
    assert known.level("solipsist") == 0


_UNWANTED = [f"what a{'n awful' if at % 2 else ''} moron number{at} writes" for at in range(200)]
_FINE = [f"the {'awful moon' if at % 2 else 'moron'} rose over number{at}" for at in range(20)]
_FINE += [f"the moon is full over number{at}, what weather" for at in range(380)]


def _counted(unwanted: list[str], fine: list[str], labels: tuple[float, float] = (1.0, 0.0)) -> WordCounts:
    """The words of both, as they are found in a corpus where they are mixed."""
    texts = [(text, label) for kind, label in zip((unwanted, fine), labels, strict=True) for text in kind]
    texts.sort(key=lambda text: text[0][::-1])
    texts = [text for start in range(10) for text in texts[start::10]]
    counts = WordCounts()
    for begin in range(0, len(texts), 60):
        some = texts[begin : begin + 60]
        counts.add(
            words_of([text for text, _ in some]),
            ["en"] * len(some),
            np.array([[label] for _, label in some], np.float32),
        )
    return counts


def test_a_word_is_read_as_the_grave_one_that_it_is_a_letter_short_of_where_only_that_one_stands() -> None:
    known = make_lexicon(_counted(_UNWANTED, _FINE).entries())
    assert known.slip("a", "moon") == ("moron",)
    assert [known.slip(*pair) for pair in (("the", "moon"), ("a", "moron"), ("moon", "rose"))] == [(), (), ()]
    assert known.level("a moon") == 0


@pytest.mark.parametrize("labels", [(np.nan, np.nan), (1.0, 1.0), (0.0, 0.0)])
def test_what_nobody_judged_or_all_are_alike_is_not_grave(labels: tuple[float, float]) -> None:
    assert make_lexicon(_counted(_UNWANTED, _FINE, labels).entries()).slip("a", "moon") == ()


def test_of_what_is_rare_nothing_is_told_by_its_never_standing_there() -> None:
    unwanted = [text if at < 5 else text.replace("a moron", "that moron") for at, text in enumerate(_UNWANTED)]
    counts = _counted(unwanted, [text.replace("moon", "sun") if at > 24 else text for at, text in enumerate(_FINE)])
    known = make_lexicon(counts.entries())
    assert known.level("moon") > 0
    assert known.slip("a", "moon") == ()
