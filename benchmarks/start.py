"""From the command to the first answer, and the memory held then and later, beside the echo."""

import time
from collections.abc import Callable, Sequence
from compileall import compile_dir
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Annotated, NamedTuple

import typer
from pydantic_core import to_json

from benchmarks.command import run
from benchmarks.comments import Author
from benchmarks.servers import ECHO, ROOT, Memory, post, service, serving
from benchmarks.summary import Bar, Conditions, Measure, Outcome
from benchmarks.table import show, spread, table

_MIB = 1 << 20
_MANY = 10


class Start(NamedTuple):
    """Seconds of the clock and of the processor until the first answer; memory then and after more comments."""

    seconds: float
    cpu: float
    first: Memory
    later: Memory


def measure(
    folder: Path,
    *,
    models: Path,
    rounds: int = 9,
    comments: int = 2_000,
    tell: Callable[[str], None] = lambda _: None,
) -> dict[str, list[Start]]:
    """Start all in turn, with the same comments; the first round warms the disk's cache and is left out.

    What is measured is an installed service: its modules are compiled before, which Python may be told not to keep.

    Of two workers the memory is that of one, the mean.
    """
    for package in ("service", "model", "store", "benchmarks"):
        compile_dir(ROOT / package, quiet=1)
    bodies = [to_json(submission) for submission in Author(seed=2).submissions(comments)]
    command = service(folder, models)
    with serving(command) as first:
        key = first.key
    commands = {"Copydesk": command, "of two workers": service(folder, models, workers=2), "echo": ECHO}
    starts: dict[str, list[Start]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        tell(f"start: {number} of {rounds}")
        for name, one in commands.items():
            starts[name].append(_start(one, key, bodies))
    return {name: taken[1:] for name, taken in starts.items()}


def report(starts: dict[str, list[Start]], comments: int) -> str:
    """The table; ratios of medians."""
    rows = [(name, *(spread(column, _write(column)) for column in _columns(taken))) for name, taken in starts.items()]
    ours, echos = (_columns(starts[name]) for name in ("Copydesk", "echo"))
    rows.append(("ratio", *(f"{median(one) / median(other):.2f}" for one, other in zip(ours, echos, strict=True))))
    return table(
        "From the command to the first answer, and memory of a process",
        ("", "seconds", "CPU seconds", "RSS MiB", "PSS MiB", "RSS MiB later", "PSS MiB later"),
        rows,
        f"Median (least to greatest) of {len(starts['echo'])} starts; later: after {comments:,} comments.",
    )


def measures(starts: dict[str, list[Start]]) -> list[Measure]:
    """Its lines of the summary."""
    ours, two, echos = starts["Copydesk"], starts["of two workers"], starts["echo"]
    bar = Bar(2.3, at_least=False)
    return [
        Measure(
            "start to the first answer", "s", _of(ours, "seconds"), _of(echos, "seconds"), Bar(1.4, at_least=False)
        ),
        Measure("memory, RSS at first", "MiB", _sizes(ours, "first", "rss"), _sizes(echos, "first", "rss"), bar),
        Measure("memory, RSS later", "MiB", _sizes(ours, "later", "rss"), _sizes(echos, "later", "rss"), bar),
        Measure(
            "memory, PSS of one of two later", "MiB", _sizes(two, "later", "pss"), _sizes(echos, "later", "pss"), bar
        ),
    ]


def part(conditions: Conditions) -> Outcome:
    """Start and memory, of one process and of two that share the model's table."""
    rounds, comments = (2, 300) if conditions.quick else (9, 2_000)
    with TemporaryDirectory(prefix="copydesk-bench-") as name:
        starts = measure(Path(name), models=conditions.models, rounds=rounds, comments=comments, tell=conditions.tell)
    return Outcome(report(starts, comments), measures(starts))


def _of(taken: Sequence[Start], name: str) -> list[float]:
    return [getattr(one, name) for one in taken]


def _sizes(taken: Sequence[Start], when: str, what: str) -> list[float]:
    return [getattr(getattr(one, when), what) / _MIB for one in taken]


def main(
    *,
    models: Annotated[Path, typer.Option(help="Folder of models; without a champion the one that ships.")] = Path(),
    rounds: Annotated[int, typer.Option(min=1, help="Starts of each.")] = 9,
    comments: Annotated[int, typer.Option(min=1, help="After how many comments memory is read again.")] = 2_000,
) -> None:
    """Measure the start and the memory of the service against an aiohttp echo in the same run."""
    with TemporaryDirectory(prefix="copydesk-bench-") as name:
        show(report(measure(Path(name), models=models, rounds=rounds, comments=comments), comments))


def _start(command: Sequence[str], key: str, bodies: Sequence[bytes]) -> Start:
    began = time.perf_counter()
    with serving(command, key) as server, server.connection() as connection, server.connection() as another:
        post(connection, key, bodies[0])
        seconds, cpu, first = time.perf_counter() - began, server.cpu_seconds(), server.memory()
        for number, body in enumerate(bodies[1:]):
            # Each worker has connections of its own: of two, it is likely that both have one.
            post((connection, another)[number % 2], key, body)
        return Start(seconds, cpu, first, server.memory())


def _columns(taken: Sequence[Start]) -> list[list[float]]:
    memories = [(one.first.rss, one.first.pss, one.later.rss, one.later.pss) for one in taken]
    sizes = [[size / _MIB for size in column] for column in zip(*memories, strict=True)]
    return [[one.seconds for one in taken], [one.cpu for one in taken], *sizes]


def _write(column: Sequence[float]) -> Callable[[float], str]:
    return ("{:.0f}" if max(column) >= _MANY else "{:.2f}").format


if __name__ == "__main__":
    run(main)
