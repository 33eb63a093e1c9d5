"""From the command to the first answer, and the memory held then and later, beside the echo."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Annotated, NamedTuple

import typer
from pydantic_core import to_json

from benchmarks.command import run
from benchmarks.comments import Author
from benchmarks.servers import ECHO, Memory, post, service, serving
from benchmarks.table import show, spread, table

_MIB = 1 << 20
_MANY = 10


class Start(NamedTuple):
    """Seconds of the clock and of the processor until the first answer; memory then and after more comments."""

    seconds: float
    cpu: float
    first: Memory
    later: Memory


def measure(folder: Path, *, models: Path, rounds: int = 9, comments: int = 2_000) -> dict[str, list[Start]]:
    """Start both in turn, with the same comments; the first round warms the disk's cache and is left out."""
    bodies = [to_json(submission) for submission in Author(seed=2).submissions(comments)]
    command = service(folder, models)
    with serving(command) as first:
        key = first.key
    starts: dict[str, list[Start]] = {"Copydesk": [], "echo": []}
    for _ in range(rounds + 1):
        for name, one in (("Copydesk", command), ("echo", ECHO)):
            starts[name].append(_start(one, key, bodies))
    return {name: taken[1:] for name, taken in starts.items()}


def report(starts: dict[str, list[Start]], comments: int) -> str:
    """The table; ratios of medians."""
    rows = [(name, *(spread(column, _write(column)) for column in _columns(taken))) for name, taken in starts.items()]
    ours, echos = (_columns(starts[name]) for name in ("Copydesk", "echo"))
    rows.append(("ratio", *(f"{median(one) / median(other):.2f}" for one, other in zip(ours, echos, strict=True))))
    return table(
        "From the command to the first answer, one process",
        ("", "seconds", "CPU seconds", "RSS MiB", "PSS MiB", "RSS MiB later", "PSS MiB later"),
        rows,
        f"Median (least to greatest) of {len(starts['echo'])} starts; later: after {comments:,} comments.",
    )


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
    with serving(command, key) as server, server.connection() as connection:
        post(connection, key, bodies[0])
        seconds, cpu, first = time.perf_counter() - began, server.cpu_seconds(), server.memory()
        for body in bodies[1:]:
            post(connection, key, body)
        return Start(seconds, cpu, first, server.memory())


def _columns(taken: Sequence[Start]) -> list[list[float]]:
    memories = [(one.first.rss, one.first.pss, one.later.rss, one.later.pss) for one in taken]
    sizes = [[size / _MIB for size in column] for column in zip(*memories, strict=True)]
    return [[one.seconds for one in taken], [one.cpu for one in taken], *sizes]


def _write(column: Sequence[float]) -> Callable[[float], str]:
    return ("{:.0f}" if max(column) >= _MANY else "{:.2f}").format


if __name__ == "__main__":
    run(main)
