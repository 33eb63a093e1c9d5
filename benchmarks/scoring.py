"""What it costs to score one comment for all attributes, beside the kernel's twin and scikit-learn's pipeline."""

from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import thread_time
from typing import Annotated, Final, NamedTuple

import typer
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it has no stubs

from benchmarks.command import run
from benchmarks.comments import Author
from benchmarks.summary import Bar, Conditions, Measure, Outcome
from benchmarks.table import show, spread, table
from model.bundle import ESTIMATOR, Bundle
from model.kernel import compiled
from model.numpy_kernel import NumpyKernel
from model.registry import Registry
from model.text import read

LENGTHS: Final = (300, 20_000)
_MOST: Final = (30, 1_000)
_MICRO: Final = 1e6
_TENTHS: Final = 100 / _MICRO
"""Below these seconds tenths of a microsecond are shown."""
_EXPLAINED: Final = ("toxicity", "insult")
_FASTER: Final = Bar(100, at_least=True)


class Costs(NamedTuple):
    """Seconds of the processor a comment, one number for each round; `reference` is empty without an estimator.

    `by_numpy`: reading and scoring by the kernel's twin. `explaining`: which words weighed for two attributes.
    """

    reading: list[float]
    scoring: list[float]
    explaining: list[float]
    by_numpy: list[float]
    reference: list[float]


def measure(bundle: Bundle, characters: int, *, rounds: int, comments: int, warm_up: int) -> Costs:
    """Score so many comments a round, none of them scored before; the reference gets every tenth."""
    author = Author(seed=characters)
    scorer, twin = bundle.scorer, bundle.make_scorer(NumpyKernel)
    for _ in range(warm_up):
        text = read(author.write(characters))
        scorer.score(text)
        twin.score(text)
    predict = _estimator(bundle)
    costs = Costs([], [], [], [], [])
    for _ in range(rounds):
        written = [author.write(characters) for _ in range(comments)]
        began = thread_time()
        texts = [read(one) for one in written]
        costs.reading.append((thread_time() - began) / comments)
        began = thread_time()
        for text in texts:
            scorer.score(text)
        costs.scoring.append((thread_time() - began) / comments)
        began = thread_time()
        for text in texts:
            scorer.explain(text, _EXPLAINED)
        costs.explaining.append((thread_time() - began) / comments)
        began = thread_time()
        for one in written:
            twin.score(read(one))
        costs.by_numpy.append((thread_time() - began) / comments)
        if predict is not None:
            some = written[::10]
            with threadpool_limits(1):
                began = thread_time()
                for one in some:
                    predict([one])
                costs.reference.append((thread_time() - began) / len(some))
    return costs


def report(bundle: Bundle, by_length: dict[int, Costs]) -> str:
    """The table; ratios of medians."""
    costs = list(by_length.values())
    both = [[sum(pair) for pair in zip(one.reading, one.scoring, strict=True)] for one in costs]
    rows = [
        ("reading", *map(_micro, [one.reading for one in costs])),
        ("scoring", *map(_micro, [one.scoring for one in costs])),
        ("both", *map(_micro, both)),
        ("both, by numpy", *map(_micro, [one.by_numpy for one in costs])),
        ("explaining", *map(_micro, [one.explaining for one in costs])),
    ]
    if all(one.reference for one in costs):
        rows.append(("scikit-learn", *map(_micro, [one.reference for one in costs])))
        ratios = (median(one) / median(other.reference) for one, other in zip(both, costs, strict=True))
        rows.append(("ratio", *(f"{ratio:.3f}" for ratio in ratios)))
    return table(
        f"CPU µs a comment, {len(bundle.scorer.attributes)} attributes, one thread",
        ("", *(f"{length:,} characters" for length in by_length)),
        rows,
        f"Median (least to greatest) of {len(costs[0].reading)} rounds; no comment is scored twice. Bundle "
        f"{bundle.version}. numpy: the twin, for where the kernel is not compiled. Explaining: the words that weighed "
        f"for {' and '.join(_EXPLAINED)}. scikit-learn: `predict_proba([text])` of the bundle's own pipeline, reading "
        f"included.{'' if compiled else ' THE KERNEL IS NOT COMPILED.'}",
    )


def measures(by_length: dict[int, Costs]) -> list[Measure]:
    """Its lines of the summary."""
    lines = []
    for length, most in zip(LENGTHS, _MOST, strict=True):
        both = [sum(pair) * _MICRO for pair in zip(by_length[length].reading, by_length[length].scoring, strict=True)]
        reference = [one * _MICRO for one in by_length[length].reference]
        name = f"scoring, {length:,} characters"
        lines.append(Measure(name, "CPU µs", both, (), Bar(most, at_least=False, of_ratio=False)))
        if length == LENGTHS[0] and reference:
            times = [theirs / ours for ours, theirs in zip(both, reference, strict=True)]
            faster = Measure(f"{name}, faster than scikit-learn", "CPU µs", both, reference, _FASTER, times)
            lines.append(faster)
    return lines


def part(conditions: Conditions) -> Outcome:
    """Scoring by itself."""
    bundle = Registry(conditions.models).load()
    sizes = {"rounds": 5, "comments": 100, "warm_up": 1_000} if conditions.quick else {}
    by_length = _measure_all(bundle, **{"rounds": 15, "comments": 400, "warm_up": 4_000, **sizes}, tell=conditions.tell)
    return Outcome(report(bundle, by_length), measures(by_length))


def main(
    *,
    models: Annotated[Path, typer.Option(help="Folder of models; without a champion the one that ships.")] = Path(),
    rounds: Annotated[int, typer.Option(min=1, help="How often to measure.")] = 15,
    comments: Annotated[int, typer.Option(min=10, help="Comments of 300 characters a round.")] = 400,
    warm_up: Annotated[int, typer.Option(min=0, help="Comments that are scored before.")] = 4_000,
) -> None:
    """Measure the processor time of scoring one comment, against scikit-learn in the same run."""
    bundle = Registry(models).load()
    show(report(bundle, _measure_all(bundle, rounds=rounds, comments=comments, warm_up=warm_up)))


def _measure_all(
    bundle: Bundle, *, rounds: int, comments: int, warm_up: int, tell: Callable[[str], None] = lambda _: None
) -> dict[int, Costs]:
    by_length = {}
    for length in LENGTHS:
        tell(f"scoring: {length:,} characters")
        fewer = length // LENGTHS[0]
        by_length[length] = measure(
            bundle, length, rounds=rounds, comments=max(10, comments // fewer), warm_up=warm_up // fewer
        )
    return by_length


def _estimator(bundle: Bundle) -> Callable[[Sequence[str]], object] | None:
    """The bundle's pipeline, if it has one; loading it runs its code, and its digest was checked with the bundle's."""
    file = bundle.folder / ESTIMATOR
    if not file.is_file():
        return None
    import joblib  # type: ignore[import-untyped]  # noqa: PLC0415 - what serves is measured before it is loaded

    predict: Callable[[Sequence[str]], object] = joblib.load(file).predict_proba
    return predict


def _micro(seconds: Sequence[float]) -> str:
    return spread([one * _MICRO for one in seconds], "{:,.1f}".format if max(seconds) < _TENTHS else "{:,.0f}".format)


if __name__ == "__main__":
    run(main)
