"""Comments by the thousand: the batch endpoint and `copydesk check -`, beside reading and writing the same lines."""

import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from tempfile import TemporaryDirectory
from typing import Annotated, Final, NamedTuple

import typer
from pydantic_core import to_json

from benchmarks.command import run
from benchmarks.comments import Author
from benchmarks.servers import Server, post_many, service, serving
from benchmarks.summary import Bar, Conditions, Measure, Outcome
from benchmarks.table import show, spread, table

CHARACTERS: Final = 300
AT_ONCE: Final = 1_000
_PER_SECOND: Final = 15_000
_READ_AND_WRITE: Final = """
import sys
from pydantic_core import from_json, to_json
for line in sys.stdin.buffer:
    sys.stdout.buffer.write(to_json(from_json(line)) + b"\\n")
"""


class Costs(NamedTuple):
    """Seconds of the processor a comment, one number for each round."""

    check: list[float]
    batch: list[float]
    reading_and_writing: list[float]


def measure(
    folder: Path,
    *,
    models: Path,
    rounds: int = 7,
    comments: int = 20_000,
    tell: Callable[[str], None] = lambda _: None,
) -> Costs:
    """All three in turn; of what is a process of its own, the start is taken off. The first round is left out."""
    author = Author(seed=5)
    check = [sys.executable, "-m", "service", "check", "--models", str(models), "--reader", "off", "-"]
    reference = [sys.executable, "-c", _READ_AND_WRITE]
    costs = Costs([], [], [])
    with serving(service(folder, models)) as server:
        for number in range(rounds + 1):
            tell(f"batch: round {number} of {rounds}")
            file = folder / "lines"
            with file.open("wb") as lines:
                lines.writelines(to_json(one) + b"\n" for one in _submissions(author, comments))
            costs.check.append(_of_process(check, file, comments))
            costs.reading_and_writing.append(_of_process(reference, file, comments))
            costs.batch.append(_of_batches(server, author, comments))
    return Costs(*(column[1:] for column in costs))


def report(costs: Costs, comments: int) -> str:
    """The table; ratios of medians."""
    rows = [
        (
            name,
            spread([one * 1e6 for one in column], "{:.1f}".format),
            spread([1 / one for one in column], "{:,.0f}".format),
            spread(
                [one / other for one, other in zip(column, costs.reading_and_writing, strict=True)], "{:.1f}".format
            ),
        )
        for name, column in (
            ("`copydesk check -`", costs.check),
            (f"POST /v1/comments/batch, {AT_ONCE:,} each, committed", costs.batch),
            ("reading and writing", costs.reading_and_writing),
        )
    ]
    return table(
        f"Many comments of {CHARACTERS} characters",
        ("", "CPU µs a comment", "comments a second a core", "ratio"),
        rows,
        f"Median (least to greatest) of {len(costs.check)} rounds of {comments:,} comments for each, in turn, the "
        "processes' start taken off. Reading and writing: the same lines from JSON and to JSON again.",
    )


def measures(costs: Costs) -> list[Measure]:
    """Its lines of the summary; the ratio is of the cost."""
    bar = Bar(_PER_SECOND, at_least=True, of_ratio=False)
    reference = [1 / one for one in costs.reading_and_writing]
    return [
        Measure(name, "a second a core", [1 / one for one in column], reference, bar)
        for name, column in (("`copydesk check -`", costs.check), ("batch endpoint, committed", costs.batch))
    ]


def part(conditions: Conditions) -> Outcome:
    """Many comments at once."""
    rounds, comments = (3, 4_000) if conditions.quick else (7, 20_000)
    with TemporaryDirectory(prefix="copydesk-bench-") as name:
        costs = measure(Path(name), models=conditions.models, rounds=rounds, comments=comments, tell=conditions.tell)
    return Outcome(report(costs, comments), measures(costs))


def main(
    *,
    models: Annotated[Path, typer.Option(help="Folder of models; without a champion the one that ships.")] = Path(),
    rounds: Annotated[int, typer.Option(min=1, help="How often to measure.")] = 7,
    comments: Annotated[int, typer.Option(min=1, help="Comments a round.")] = 20_000,
) -> None:
    """Measure the batch endpoint and the command against reading and writing the same lines in the same run."""
    with TemporaryDirectory(prefix="copydesk-bench-") as name:
        show(report(measure(Path(name), models=models, rounds=rounds, comments=comments), comments))


def _submissions(author: Author, count: int) -> Iterable[dict[str, object]]:
    for one in author.submissions(count):
        yield {**one, "content": author.write(CHARACTERS)}


def _of_process(command: Sequence[str], lines: Path, comments: int) -> float:
    """What a comment costs a process that reads them all, without what it costs to read none."""
    return max(_taken(command, lines) - _taken(command, Path("/dev/null")), 1e-9) / comments


def _taken(command: Sequence[str], source: Path) -> float:
    before = getrusage(RUSAGE_CHILDREN)
    with source.open("rb") as stdin:
        subprocess.run(command, stdin=stdin, stdout=subprocess.DEVNULL, check=True)  # noqa: S603 - our own words
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _of_batches(server: Server, author: Author, comments: int) -> float:
    bodies = [
        to_json({"comments": list(_submissions(author, min(AT_ONCE, comments - begin)))})
        for begin in range(0, comments, AT_ONCE)
    ]
    before = server.cpu_seconds()
    with server.connection() as connection:
        for body in bodies:
            post_many(connection, server.key, body)
    return max(server.cpu_seconds() - before, 1e-9) / comments


if __name__ == "__main__":
    run(main)
