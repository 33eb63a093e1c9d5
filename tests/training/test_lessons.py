"""What verdicts teach, and what is kept back to measure on."""

import numpy as np
import pytest

from model.features import SHAPES
from model.scorer import ATTRIBUTES
from tests.training.house import arrived, judged
from training.lessons import HELD_OUT, LABELLED, MOST_HELD_OUT, Lessons, lessons_of

INSULT = ATTRIBUTES.index("insult")


def of(*said: object, bits: int = 10) -> Lessons:
    return lessons_of(said, bits)  # type: ignore[arg-type]


def test_the_newest_comments_are_held_out_and_never_learned_from() -> None:
    some = arrived(100)
    lessons = lessons_of(reversed(some), 10)
    assert [one.submitted_at for one in lessons.comments] == list(range(100))
    assert lessons.is_learned.tolist() == [True] * 70 + [False] * 30
    assert not (lessons.is_learned & lessons.is_held_out).any()
    assert lessons.is_held_out.sum() == 100 * HELD_OUT
    assert MOST_HELD_OUT >= 1_000


def test_a_text_is_not_measured_on_that_was_learned_or_measured_before() -> None:
    texts = ["one", "two", "three", "four", "five", "six", "seven", "ONE  ", "eight", "Eight"]
    lessons = of(*(judged(text, at=at) for at, text in enumerate(texts)))
    assert lessons.is_held_out.tolist() == [False] * 8 + [True, False]
    assert lessons.is_first.tolist() == [True] * 7 + [False, True, False]
    assert lessons.is_learned.tolist() == [True] * 7 + [False] * 3


def test_a_text_is_in_one_fold_however_it_is_written() -> None:
    lessons = of(*(judged(text, at=at) for at, text in enumerate(("Good  day", "good day", "GOOD DAY"))))
    assert len(set(lessons.folds.tolist())) == 1


def test_a_label_teaches_its_attribute_whatever_the_verdict() -> None:
    lessons = of(
        judged("a", is_rejected=True, labels=("insult",), at=0),
        judged("b", labels=("insult",), at=1),
        judged("c", is_rejected=True, at=2),
        judged("d", at=3),
    )
    assert lessons.labels[:, INSULT].tolist()[:2] == [1.0, 1.0]
    assert np.isnan(lessons.labels[2:]).all()
    assert np.isnan(np.delete(lessons.labels, INSULT, axis=1)).all()
    assert lessons.is_rejected.tolist() == [True, False, True, False]


@pytest.mark.parametrize("used", [LABELLED, LABELLED - 1])
def test_an_approval_says_no_only_where_it_was_asked_and_the_label_is_in_use(used: int) -> None:
    labelled = [judged(f"l{at}", is_rejected=True, labels=("insult",), at=at) for at in range(used)]
    lessons = of(*labelled, judged("asked", reasons=("insult", "links"), at=90), judged("not asked", at=91))
    asked, not_asked = lessons.labels[-2:]
    assert (asked[INSULT] == 0) == (used >= LABELLED)
    assert np.isnan(np.delete(asked, INSULT)).all()
    assert np.isnan(not_asked).all()


def test_comments_are_read_a_second_time_for_a_model_in_use_that_reads_otherwise() -> None:
    some = arrived(30)
    lessons = lessons_of(some, 10, in_use=(11, b""))
    assert (lessons.counts != lessons_of(some, 10).counts).nnz == 0
    assert (lessons.counts_in_use != lessons_of(some, 11).counts).nnz == 0
    alike = lessons_of(some, 10, in_use=(10, b""))
    assert alike.counts_in_use is alike.counts


def test_a_comment_is_read_with_the_headline_it_stands_under() -> None:
    said = judged("Дешевые часы, пишите нам", at=0)
    beneath = said._replace(article_title="The old bridge is closed in spring")
    with_it, without = (of(one).counts.indices for one in (beneath, said))
    other_script = (1 << 10) + SHAPES.index("article: another script")
    assert set(with_it) - set(without) == {other_script}


def test_the_newest_texts_are_what_readers_see() -> None:
    plain, marked = judged("1 < 2", at=1), judged("so <b>bold</b> &amp; brave", at=2)._replace(content_format="html")
    assert of(judged("older", at=0), plain, marked).newest_texts(2) == ["1 < 2", "so bold & brave"]
    assert of(marked).newest_texts(2) == ["so bold & brave"]


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[str, int, int]] = []
    lessons_of(arrived(30), 10, progress=lambda *one: told.append(one))
    assert told[0] == ("reading", 0, 30)
    assert told[-1] == ("reading", 30, 30)


def test_nothing_teaches_nothing() -> None:
    lessons = of()
    assert lessons.counts.shape[0] == 0
    assert len(lessons.labels) == 0
