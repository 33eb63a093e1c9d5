"""Training: what a comment costs in a streamed epoch, that memory does not grow with the corpus, and a whole fit."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Final, NamedTuple

import typer

from benchmarks.command import run
from benchmarks.plots import Series, lines_plot
from benchmarks.streaming import Streamed
from benchmarks.summary import Bar, Conditions, Measure, Outcome
from benchmarks.table import show, table

FEW, MANY = 200_000, 2_000_000
_GLANCE: Final = 8_000
_MIB: Final = 1 << 20
_PER_SECOND: Final = Bar(8_000, at_least=True, of_ratio=False)
_MINUTES: Final = Bar(5, at_least=False, of_ratio=False)
_MEMORY: Final = Bar(4_096, at_least=False, of_ratio=False)


class Fit(NamedTuple):
    """A whole `copydesk-train fit`: seconds of the clock, and the peak of memory in bytes."""

    seconds: float
    peak: int


def measure(counts: Sequence[int], *, tell: Callable[[str], None] = lambda _: None) -> list[Streamed]:
    """Learn once from each of so many comments, each in a process of its own."""
    streamed = []
    for comments in counts:
        tell(f"training: {comments:,} comments, streamed")
        told = subprocess.run(  # noqa: S603 - our own words
            (sys.executable, "-m", "benchmarks.streaming", str(comments)), check=True, stdout=subprocess.PIPE
        )
        streamed.append(Streamed.model_validate_json(told.stdout))
    return streamed


def fit(corpus: Path, folder: Path, *, tell: Callable[[str], None] = lambda _: None) -> Fit:
    """Train the model that ships on that corpus."""
    tell(f"training: copydesk-train fit --corpus {corpus}")
    command = (sys.executable, "-m", "training", "fit", "--corpus", str(corpus), "--out", str(folder))
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        message = f"{' '.join(command)} ended with status {process.returncode}"
        raise RuntimeError(message)
    return Fit(time.perf_counter() - began, used.ru_maxrss << 10)


def report(streamed: Sequence[Streamed], fitted: Fit | None) -> str:
    """The tables."""
    rows = [
        (
            f"{one.comments:,}",
            f"{1 / one.hashing:,.0f}",
            f"{1 / one.epoch:,.0f}",
            f"{1 / one.reference:,.0f}",
            f"{one.epoch / one.reference:.2f}",
            f"{one.peak / _MIB:,.0f}",
        )
        for one in streamed
    ]
    told = table(
        "Learning from a stream of comments of 300 characters, 7 attributes, all asked",
        ("comments", "hashed", "an epoch", "`partial_fit` alone", "ratio", "peak MiB"),
        rows,
        "A CPU second each. An epoch: features read from disk, weighed, learned by all heads, by parts; "
        "`partial_fit` alone: scikit-learn's `SGDClassifier`, once a head, on matrices that lie ready.",
    )
    if fitted is not None:
        whole = [(f"{fitted.seconds / 60:.1f}", f"{fitted.peak / _MIB:,.0f}")]
        told += "\n" + table("`copydesk-train fit` on the whole corpus, two cores", ("minutes", "peak MiB"), whole)
    return told


def measures(streamed: Sequence[Streamed], fitted: Fit | None) -> list[Measure]:
    """Its lines of the summary."""
    few, most = streamed[0], streamed[-1]
    lines = [
        Measure(
            "training: comments a CPU second an epoch",
            "",
            [1 / one.epoch for one in streamed],
            [1 / one.reference for one in streamed],
            _PER_SECOND,
        )
    ]
    if most is not few:
        name = f"training: memory, {most.comments:,} comments beside {few.comments:,}"
        lines.append(Measure(name, "MiB", [most.peak / _MIB], [few.peak / _MIB], Bar(1.25, at_least=False)))
    if fitted is not None:
        lines += [
            Measure("training: `copydesk-train fit`", "minutes", [fitted.seconds / 60], (), _MINUTES),
            Measure("training: memory of it", "MiB", [fitted.peak / _MIB], (), _MEMORY),
        ]
    return lines


def plot(streamed: Sequence[Streamed]) -> str:
    """The peak of memory by comments."""
    series = [Series("peak of memory", [(one.comments, one.peak / _MIB) for one in streamed])]
    return lines_plot("Memory of a streamed epoch", "comments", "MiB", series, log_x=True)


def part(conditions: Conditions) -> Outcome:
    """Training; a whole fit where a corpus is named."""
    counts = (_GLANCE, 2 * _GLANCE) if conditions.quick else (FEW, MANY) if conditions.long else (FEW // 4, FEW)
    streamed = measure(counts, tell=conditions.tell)
    fitted = None
    if conditions.corpus is not None and not conditions.quick:
        with TemporaryDirectory(prefix="copydesk-bench-") as name:
            fitted = fit(conditions.corpus, Path(name), tell=conditions.tell)
    return Outcome(report(streamed, fitted), measures(streamed, fitted), {"training.svg": plot(streamed)})


def main(
    counts: Annotated[list[int] | None, typer.Argument(min=1, help="How many comments, each in turn.")] = None,
    *,
    corpus: Annotated[Path | None, typer.Option(help="Also train a whole model on that corpus.")] = None,
) -> None:
    """Measure training from a stream against scikit-learn's partial_fit alone in the same run."""
    streamed = measure(counts or [FEW // 4, FEW])
    with TemporaryDirectory(prefix="copydesk-bench-") as name:
        show(report(streamed, None if corpus is None else fit(corpus, Path(name))))


if __name__ == "__main__":
    run(main)
