"""How much more two workers answer than one, at 64 connections, decisions committed."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, NamedTuple

import typer

from benchmarks.command import run
from benchmarks.comments import Author
from benchmarks.load import Load, Window, wrk
from benchmarks.servers import service, serving
from benchmarks.service import write_bodies
from benchmarks.summary import Bar, Conditions, Measure, Outcome
from benchmarks.table import show, spread, table

CONNECTIONS = 64
_AT_MOST_PER_SECOND = 36_000
_ROOM = 1.3


class Both(NamedTuple):
    """Neighbouring windows of one process and of two, and how many processors (1 is a whole one) each kept busy."""

    one: Window
    two: Window
    one_busy: float
    two_busy: float


def measure(  # noqa: PLR0913 - one for each option
    folder: Path,
    *,
    models: Path,
    windows: int = 7,
    seconds: int = 4,
    connections: int = CONNECTIONS,
    load: Load = wrk,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Both]:
    """Load both in turn; the first round warms up and is left out. Each has a database of its own."""
    author = Author(seed=4)
    bodies = folder / "bodies"
    rounds: list[Both] = []
    for name in ("one", "two"):
        (folder / name).mkdir()
    alone, pair = (service(folder / name, models, workers=count) for count, name in ((1, "one"), (2, "two")))
    with serving(alone) as one, serving(pair) as two:
        fastest = _AT_MOST_PER_SECOND / _ROOM
        for number in range(windows + 1):
            tell(f"two workers: window {number} of {windows}")
            windows_of, busy = {}, {}
            for server in (one, two) if number % 2 else (two, one):
                write_bodies(author, bodies, round(seconds * fastest * _ROOM))
                before = server.cpu_seconds()
                window = load(server, bodies, seconds=seconds, connections=connections)
                windows_of[server.pid] = window
                busy[server.pid] = (server.cpu_seconds() - before) / window.seconds
            rounds.append(Both(windows_of[one.pid], windows_of[two.pid], busy[one.pid], busy[two.pid]))
            fastest = max(read.per_second for both in rounds for read in both[:2])
    return rounds[1:]


def report(rounds: Sequence[Both], connections: int) -> str:
    """The table; of the ratios the median over rounds, the least and the greatest."""
    columns = {
        "one": [(both.one, both.one_busy) for both in rounds],
        "two": [(both.two, both.two_busy) for both in rounds],
    }
    rows: list[tuple[str, ...]] = [
        (
            name,
            spread([window.per_second for window, _ in read], "{:,.0f}".format),
            spread([window.p99 * 1e3 for window, _ in read], "{:.2f}".format),
            spread([busy for _, busy in read], "{:.2f}".format),
        )
        for name, read in columns.items()
    ]
    ratios = (
        [both.two.per_second / both.one.per_second for both in rounds],
        [both.two.p99 / both.one.p99 for both in rounds],
        [both.two_busy / both.one_busy for both in rounds if both.one_busy] or [0.0],
    )
    rows.append(("ratio", *(spread(values, "{:.2f}".format) for values in ratios)))
    return table(
        f"Two workers beside one, {connections} connections, decision committed",
        ("workers", "requests/s", "p99 ms", "processors busy"),
        rows,
        f"Median (least to greatest) of {len(rounds)} windows for each, in turn. What the workers leave of the "
        "processors is the load generator's.",
    )


def measures(rounds: Sequence[Both], connections: int) -> list[Measure]:
    """Its line of the summary: the reference is one worker."""
    two, one = [both.two.per_second for both in rounds], [both.one.per_second for both in rounds]
    name = f"two workers beside one, {connections} connections"
    return [Measure(name, "requests/s", two, one, Bar(1.6, at_least=True))]


def part(conditions: Conditions) -> Outcome:
    """Two workers beside one."""
    windows, seconds = (2, 1) if conditions.quick else (7, 4)
    with TemporaryDirectory(prefix="copydesk-bench-") as name:
        rounds = measure(Path(name), models=conditions.models, windows=windows, seconds=seconds, tell=conditions.tell)
    return Outcome(report(rounds, CONNECTIONS), measures(rounds, CONNECTIONS))


def main(
    *,
    models: Annotated[Path, typer.Option(help="Folder of models; without a champion the one that ships.")] = Path(),
    windows: Annotated[int, typer.Option(min=1, help="Windows for each of the two.")] = 7,
    seconds: Annotated[int, typer.Option(min=1, help="How long a window is.")] = 4,
    connections: Annotated[int, typer.Option(min=1, help="Connections at once.")] = CONNECTIONS,
) -> None:
    """Measure two workers against one in the same run."""
    with TemporaryDirectory(prefix="copydesk-bench-") as name:
        rounds = measure(Path(name), models=models, windows=windows, seconds=seconds, connections=connections)
    show(report(rounds, connections))


if __name__ == "__main__":
    run(main)
