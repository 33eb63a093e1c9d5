"""The compiled table and the pipeline say the same of any text, and a table that does not is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.pipeline import Pipeline  # type: ignore[import-untyped]

from model.features import SHAPES
from model.scorer import ATTRIBUTES, Scorer
from model.text import read
from tests.model.texts import ANY_TEXT
from tests.training.corpus import rows
from training.compile import PARITY, ParityError, biases, check_parity, compile_table
from training.features import HashedWords, InverseDocumentFrequency
from training.fit import settle
from training.heads import LinearHeads

BITS = 12
TEXTS = [str(row["text"]) for row in rows(200)]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    """Fitted on a few hundred texts, one of its heads calibrated, one never taught."""
    labels = np.asarray([[row.get(attribute, np.nan) for attribute in ATTRIBUTES] for row in rows(200)], np.float32)
    steps = HashedWords(BITS), InverseDocumentFrequency(), LinearHeads(len(ATTRIBUTES))
    made = Pipeline(list(zip(("words", "frequency", "heads"), steps, strict=True))).fit(TEXTS, labels)
    made["heads"].calibrate([0.2] * len(ATTRIBUTES), [-0.5] * len(ATTRIBUTES))
    return settle(made)


@pytest.fixture(scope="module")
def scorer(pipeline: Pipeline) -> Scorer:
    return Scorer(compile_table(pipeline), biases(pipeline), ATTRIBUTES, BITS)


@given(content=st.one_of(ANY_TEXT, st.sampled_from(TEXTS), st.tuples(st.sampled_from(TEXTS), ANY_TEXT).map("".join)))
def test_the_table_says_what_the_pipeline_says_of_any_text(pipeline: Pipeline, scorer: Scorer, content: str) -> None:
    expected = pipeline.predict_proba([content])[0]
    assert list(scorer.score(read(content)).values()) == pytest.approx(expected.tolist(), abs=PARITY)
    assert check_parity(pipeline, scorer, [content]) <= PARITY


def test_the_pipeline_says_the_same_of_a_text_alone_and_in_company(pipeline: Pipeline) -> None:
    together = pipeline.predict_proba(TEXTS[:50])
    apart = np.concatenate([pipeline.predict_proba([text]) for text in TEXTS[:50]])
    assert together == pytest.approx(apart, abs=1e-6)


def test_settling_changes_no_score_by_much(scorer: Scorer) -> None:
    labels = np.asarray([[row.get("toxicity", 0.0)] for row in rows(200)], np.float32)
    raw = Pipeline(
        [("words", HashedWords(BITS)), ("frequency", InverseDocumentFrequency()), ("heads", LinearHeads(1))]
    ).fit(TEXTS, labels)
    before = raw.predict_proba(TEXTS)
    after = settle(raw).predict_proba(TEXTS)
    assert after == pytest.approx(before, abs=0.01)
    assert scorer.attributes == ATTRIBUTES


def test_the_table_has_a_row_a_feature_and_keeps_frequencies_of_words_alone(pipeline: Pipeline) -> None:
    table = compile_table(pipeline)
    assert table.shape == ((1 << BITS) + len(SHAPES), len(ATTRIBUTES) + 1)
    assert table.dtype == np.float16
    assert (table[: 1 << BITS, -1] >= 1).all()
    assert (table[1 << BITS :, -1] == 0).all()
    assert np.isfinite(table).all()
    assert table[:, ATTRIBUTES.index("toxicity")].any()
    assert not table[:, ATTRIBUTES.index("threat")].any()


@pytest.mark.parametrize("changed", ["bias", "weights", "no number"])
def test_a_table_that_says_something_else_is_refused(pipeline: Pipeline, changed: str) -> None:
    table, offsets = compile_table(pipeline), list(biases(pipeline))
    if changed == "bias":
        offsets[0] += 0.01
    elif changed == "weights":
        table[: 1 << BITS, 0] *= np.float16(1.01)
    else:
        offsets[3] = float("nan")
    with pytest.raises(ParityError, match="1e-05 is allowed"):
        check_parity(pipeline, Scorer(table, offsets, ATTRIBUTES, BITS), TEXTS)


def test_on_no_texts_there_is_no_difference(pipeline: Pipeline, scorer: Scorer) -> None:
    assert check_parity(pipeline, scorer, []) == 0
