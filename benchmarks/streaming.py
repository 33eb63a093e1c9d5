"""Learning from a stream of comments, in a process of its own: what a comment costs an epoch, and the peak of memory.

The texts are the generator's, their labels drawn at random, all of them asked: what is learned is of no use.
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from typing import Annotated, Final

import numpy as np
import typer
from numpy.typing import NDArray
from pydantic import BaseModel
from sklearn.linear_model import SGDClassifier  # type: ignore[import-untyped]
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from benchmarks.command import run
from benchmarks.comments import Author
from model.scorer import ATTRIBUTES
from training.features import HashedWords, InverseDocumentFrequency
from training.heads import LinearHeads, Part
from training.recipe import Recipe
from training.shelf import Shelf, parts_for

CHARACTERS: Final = 300
_BATCH: Final = 10_000
_KIB: Final = 1024
_POSITIVE: Final = 0.1
_REFERENCE_PARTS: Final = 4


class Streamed(BaseModel):
    """Seconds of the processor a comment, and the peak of memory in bytes, that of Python and its libraries included.

    `epoch`: read from disk, weighed, learned by all heads. `reference`: `SGDClassifier.partial_fit` alone, as many
    times as there are heads, on matrices that lie ready; BLAS has one thread, as here, for more of them only wait.
    """

    comments: int
    hashing: float
    epoch: float
    reference: float
    peak: int


def stream(folder: Path, comments: int) -> Streamed:
    """Put so many comments on the shelf and learn from all of them once."""
    recipe = Recipe()
    words = HashedWords(bits=recipe.bits).fit([])
    shelf: Shelf | None = None
    frequencies: NDArray[np.int64] = np.zeros(0, np.int64)
    random = np.random.default_rng(recipe.seed)
    labels = np.empty((comments, len(ATTRIBUTES)), np.float32)
    read, hashing = 0, 0.0
    for texts in _texts(comments):
        began = time.process_time()
        counts = words.transform(texts)
        shelf = shelf or Shelf(folder, counts.shape[1], parts=parts_for(comments), seed=recipe.seed)
        shelf.put(counts)
        seen = np.bincount(counts.indices, minlength=counts.shape[1])
        frequencies = seen if not len(frequencies) else frequencies + seen
        labels[read : read + len(texts)] = random.random((len(texts), len(ATTRIBUTES))) < _POSITIVE
        read += len(texts)
        hashing += time.process_time() - began
    if shelf is None:
        message = "there is nothing to learn from"
        raise RuntimeError(message)
    frequency = InverseDocumentFrequency().set_frequencies(frequencies, comments)
    heads = LinearHeads(len(ATTRIBUTES), alpha=recipe.alpha)
    began = time.process_time()
    for part in range(shelf.parts):
        heads.learn(_part(shelf, frequency, labels, part), seed=recipe.seed, jobs=2)
    epoch = time.process_time() - began
    peak = getrusage(RUSAGE_SELF).ru_maxrss * _KIB
    return Streamed(
        comments=comments,
        hashing=hashing / comments,
        epoch=epoch / comments,
        reference=_reference(shelf, frequency, labels, recipe),
        peak=peak,
    )


def _texts(comments: int) -> Iterator[list[str]]:
    author = Author(seed=8)
    for begin in range(0, comments, _BATCH):
        yield [author.write(CHARACTERS) for _ in range(min(_BATCH, comments - begin))]


def _part(shelf: Shelf, frequency: InverseDocumentFrequency, labels: NDArray[np.float32], part: int) -> Part:
    numbers = shelf.numbers(part)
    asked = labels[numbers]
    return Part(frequency.transform(shelf.take(part)), asked, np.ones_like(asked), np.zeros(len(numbers), np.intp))


def _reference(shelf: Shelf, frequency: InverseDocumentFrequency, labels: NDArray[np.float32], recipe: Recipe) -> float:
    learners = [SGDClassifier(loss="log_loss", alpha=recipe.alpha, average=True) for _ in ATTRIBUTES]
    taken, rows = 0.0, 0
    for part in range(min(shelf.parts, _REFERENCE_PARTS)):
        step = _part(shelf, frequency, labels, part)
        rows += step.features.shape[0]
        began = time.process_time()
        with threadpool_limits(1):
            for head, learner in enumerate(learners):
                learner.partial_fit(step.features, step.labels[:, head], classes=np.array([0, 1]))
        taken += time.process_time() - began
    return taken / rows


def main(comments: Annotated[int, typer.Argument(min=1, help="How many comments.")] = 200_000) -> None:
    """Learn from a stream of comments once; what it took, as JSON."""
    with TemporaryDirectory(prefix="copydesk-bench-") as name:
        sys.stdout.write(stream(Path(name), comments).model_dump_json() + "\n")


if __name__ == "__main__":
    run(main)
