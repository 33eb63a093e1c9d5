"""From a fitted pipeline to the arrays that serving reads, and the proof that both say the same."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import joblib  # type: ignore[import-untyped]
import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline  # type: ignore[import-untyped]

from model.bundle import ESTIMATOR, LEXICON, TABLE
from model.scorer import Scorer
from model.text import read

PARITY: Final = 1e-5
"""How far a compiled score may be from the estimator's."""


class ParityError(Exception):
    """The compiled table does not say what the estimator says."""


def compile_table(pipeline: Pipeline) -> NDArray[np.float16]:
    """The table of `model.scorer`: a row a feature, a column a head, and last the squared document frequency."""
    frequency, heads = pipeline["frequency"], pipeline["heads"]
    table = np.zeros((heads.coef_.shape[1], heads.coef_.shape[0] + 1), np.float16)
    table[:, :-1] = heads.coef_.T
    table[: len(frequency.idf_), -1] = frequency.idf_**2
    return table


def biases(pipeline: Pipeline) -> tuple[float, ...]:
    """The heads' intercepts."""
    return tuple(pipeline["heads"].intercept_.astype(float).tolist())


def save_compiled(folder: Path, pipeline: Pipeline, table: NDArray[np.float16], lexicon: bytes) -> None:
    """Write the estimator, its table, and the lexicon where there is one, as a bundle holds them."""
    np.save(folder / TABLE, table)
    if lexicon:
        (folder / LEXICON).write_bytes(lexicon)
    joblib.dump(pipeline, folder / ESTIMATOR, compress=("zlib", 6))


def check_parity(pipeline: Pipeline, scorer: Scorer, texts: Sequence[str]) -> float:
    """The largest difference between the two on these texts; raises ParityError where it is more than 1e-5."""
    if not texts:
        return 0.0
    expected = pipeline.predict_proba(texts)
    found = np.asarray([list(scorer.score(read(text)).values()) for text in texts])
    worst = float(np.abs(expected - found).max(initial=0.0))
    if not worst <= PARITY:
        message = f"a compiled score differs from the estimator's by {worst:.1e}, and {PARITY:.0e} is allowed"
        raise ParityError(message)
    return worst
