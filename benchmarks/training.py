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
from benchmarks.servers import memory_with_children
from benchmarks.streaming import Streamed
from benchmarks.summary import Bar, Conditions, Measure, Outcome
from benchmarks.table import show, table

LEAST, FEW, MANY = 50_000, 200_000, 2_000_000
TIMES: Final = 9
"""How often a corpus is named to show that the memory of a fit does not grow: 235,000 rows become two millions."""
_GLANCE: Final = 8_000
_LOOK_SECONDS: Final = 0.2
_MIB: Final = 1 << 20
_PER_SECOND: Final = Bar(8_000, at_least=True, of_ratio=False)
_MINUTES: Final = Bar(5, at_least=False, of_ratio=False)
_MEMORY: Final = Bar(4_096, at_least=False, of_ratio=False)
_FLAT: Final = Bar(1.25, at_least=False)


class Fit(NamedTuple):
    """A whole `copydesk-train fit`: seconds of the clock, and the peak of memory in bytes, of all its processes."""

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


def fit(corpus: Path, folder: Path, *, times: int = 1, tell: Callable[[str], None] = lambda _: None) -> Fit:
    """Train the model that ships on that corpus; or learn but once from the corpus named so many `times`."""
    words = ["fit", *("--corpus", str(corpus)) * times, *(("--epochs", "1") if times > 1 else ())]
    tell(f"training: copydesk-train {' '.join(words)}")
    command = (sys.executable, "-m", "training", *words, "--out", str(folder))
    began, peak = time.perf_counter(), 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        while True:
            peak = max(peak, memory_with_children(process.pid))
            ended, status, used = os.wait4(process.pid, os.WNOHANG)
            if ended:
                break
            time.sleep(_LOOK_SECONDS)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        message = f"{' '.join(command)} ended with status {process.returncode}"
        raise RuntimeError(message)
    return Fit(time.perf_counter() - began, max(peak, used.ru_maxrss << 10))


def report(streamed: Sequence[Streamed], fitted: Fit | None, repeated: Fit | None = None) -> str:
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
        runs = (("the whole corpus", fitted), (f"the corpus {TIMES} times, learned once", repeated))
        whole = [(name, f"{one.seconds / 60:.1f}", f"{one.peak / _MIB:,.0f}") for name, one in runs if one is not None]
        told += "\n" + table("`copydesk-train fit`, two cores", ("", "minutes", "peak MiB"), whole)
    return told


def measures(streamed: Sequence[Streamed], fitted: Fit | None, repeated: Fit | None = None) -> list[Measure]:
    """Its lines of the summary; memory is that of most comments beside those before."""
    few, most = ([*streamed[:1], *streamed])[-2:]
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
        lines.append(Measure(name, "MiB", [most.peak / _MIB], [few.peak / _MIB], _FLAT))
    if fitted is not None:
        lines += [
            Measure("training: `copydesk-train fit`", "minutes", [fitted.seconds / 60], (), _MINUTES),
            Measure("training: memory of it", "MiB", [fitted.peak / _MIB], (), _MEMORY),
        ]
    if fitted is not None and repeated is not None:
        name = f"training: memory of it, the corpus {TIMES} times beside once"
        lines.append(Measure(name, "MiB", [repeated.peak / _MIB], [fitted.peak / _MIB], _FLAT))
    return lines


def plot(streamed: Sequence[Streamed]) -> str:
    """The peak of memory by comments."""
    series = [Series("peak of memory", [(one.comments, one.peak / _MIB) for one in streamed])]
    return lines_plot("Memory of a streamed epoch", "comments", "MiB", series, log_x=True)


def part(conditions: Conditions) -> Outcome:
    """Training; a whole fit where a corpus is named."""
    counts = (_GLANCE, 2 * _GLANCE) if conditions.quick else (LEAST, FEW, *((MANY,) if conditions.long else ()))
    streamed = measure(counts, tell=conditions.tell)
    fitted = repeated = None
    if conditions.corpus is not None and not conditions.quick:
        fitted = _fit(conditions.corpus, tell=conditions.tell)
        repeated = _fit(conditions.corpus, times=TIMES, tell=conditions.tell) if conditions.long else None
    told = report(streamed, fitted, repeated)
    return Outcome(told, measures(streamed, fitted, repeated), {"training.svg": plot(streamed)})


def main(
    counts: Annotated[list[int] | None, typer.Argument(min=1, help="How many comments, each in turn.")] = None,
    *,
    corpus: Annotated[Path | None, typer.Option(help="Also train a whole model on that corpus.")] = None,
    long: Annotated[bool, typer.Option("--long", help="Also that corpus nine times over, for memory.")] = False,
) -> None:
    """Measure training from a stream against scikit-learn's partial_fit alone in the same run."""
    streamed = measure(counts or [LEAST, FEW])
    fitted = None if corpus is None else _fit(corpus)
    show(report(streamed, fitted, _fit(corpus, times=TIMES) if corpus is not None and long else None))


def _fit(corpus: Path, *, times: int = 1, tell: Callable[[str], None] = lambda _: None) -> Fit:
    with TemporaryDirectory(prefix="copydesk-bench-") as name:
        return fit(corpus, Path(name), times=times, tell=tell)


if __name__ == "__main__":
    run(main)
