"""How much more two workers answer than one, at 64 connections, decisions committed, and how much more two echoes."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, NamedTuple

import typer

from benchmarks.command import run
from benchmarks.comments import Author
from benchmarks.load import Load, wrk
from benchmarks.servers import ECHO, TWO_ECHOES, service, serving
from benchmarks.service import Reading, write_bodies
from benchmarks.summary import Bar, Conditions, Measure, Outcome
from benchmarks.table import show, spread, table

CONNECTIONS = 64
_WORKERS = 2
_MORE = Bar(1.6, at_least=True)
_AT_MOST_PER_SECOND = 36_000
_ROOM = 1.3


class Round(NamedTuple):
    """Neighbouring windows of one process and of two, and of the echo as one process and as two."""

    one: Reading
    two: Reading
    echo: Reading
    echoes: Reading

    @property
    def gain(self) -> float:
        """How much more two workers answer."""
        return self.two.window.per_second / self.one.window.per_second

    @property
    def held(self) -> float:
        """Requests a second that two cores hold, by the CPU a request of two workers: with the load elsewhere."""
        return _WORKERS / self.two.cpu

    @property
    def room(self) -> float:
        """How much more two echoes answer: they share nothing but the processors, with each other and the load."""
        return self.echoes.window.per_second / self.echo.window.per_second


def measure(  # noqa: PLR0913 - one for each option
    folder: Path,
    *,
    models: Path,
    windows: int = 7,
    seconds: int = 4,
    connections: int = CONNECTIONS,
    load: Load = wrk,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Round]:
    """Load all four in turn; the first round warms up and is left out. Each service has a database of its own."""
    author = Author(seed=4)
    bodies = folder / "bodies"
    rounds: list[Round] = []
    for name in ("one", "two"):
        (folder / name).mkdir()
    alone, pair = (service(folder / name, models, workers=count) for count, name in ((1, "one"), (_WORKERS, "two")))
    with serving(alone) as one, serving(pair) as two, serving(ECHO) as echo, serving(TWO_ECHOES) as echoes:
        fastest = _AT_MOST_PER_SECOND / _ROOM
        for number in range(windows + 1):
            tell(f"two workers: window {number} of {windows}")
            read = {}
            for server in (one, two, echo, echoes) if number % 2 else (echoes, echo, two, one):
                # No comment is sent twice to a service: whoever repeats pays for it. The echo does not mind.
                write_bodies(author, bodies, round(seconds * fastest * _ROOM) if server in (one, two) else 1_000)
                before = server.cpu_seconds()
                window = load(server, bodies, seconds=seconds, connections=connections)
                read[server.pid] = Reading(window, (server.cpu_seconds() - before) / window.requests)
            rounds.append(Round(*(read[server.pid] for server in (one, two, echo, echoes))))
            fastest = max(reading.window.per_second for each in rounds for reading in each[:2])
    return rounds[1:]


def report(rounds: Sequence[Round], connections: int) -> str:
    """The table; of the ratios the median over rounds, the least and the greatest."""
    rows: list[tuple[str, ...]] = []
    for first, second, one, two in (
        ("one worker", "two workers", [each.one for each in rounds], [each.two for each in rounds]),
        ("one echo", "two echoes", [each.echo for each in rounds], [each.echoes for each in rounds]),
    ):
        rows += [(first, *_row(one)), (second, *_row(two))]
        ratios = (
            [b.window.per_second / a.window.per_second for a, b in zip(one, two, strict=True)],
            [b.window.p99 / a.window.p99 for a, b in zip(one, two, strict=True)],
            [b.cpu / a.cpu for a, b in zip(one, two, strict=True) if a.cpu] or [0.0],
        )
        rows.append(("ratio", *(spread(values, "{:.2f}".format) for values in ratios)))
    held = [each.held for each in rounds]
    rows.append(("two cores, the load elsewhere", spread(held, "{:,.0f}".format), "", ""))
    gains = [each.held / each.one.window.per_second for each in rounds]
    rows.append(("ratio to one worker", spread(gains, "{:.2f}".format), "", ""))
    rows.append(("ratio of ratios", spread([each.gain / each.room for each in rounds], "{:.2f}".format), "", ""))
    return table(
        f"Two workers beside one, {connections} connections, decision committed",
        ("", "requests/s", "p99 ms", "CPU µs a request"),
        rows,
        f"Median (least to greatest) of {len(rounds)} windows for each, in turn. Two echoes share nothing but the "
        "processors: what they gain is the room that the load generator leaves. The load elsewhere: no window of its "
        "own, but two cores by the CPU that a request took of two workers, the load beside them.",
    )


def measures(rounds: Sequence[Round], connections: int) -> list[Measure]:
    """Its lines of the summary: the reference is one worker, and what two echoes gain."""
    name = f"two workers beside one, {connections} connections"
    ones, twos = [each.one for each in rounds], [each.two for each in rounds]
    return [
        Measure(
            name,
            "requests/s",
            [reading.window.per_second for reading in twos],
            [reading.window.per_second for reading in ones],
            _MORE,
        ),
        Measure(
            f"{name}, were the load elsewhere: 2 cores by the CPU a request",
            "requests/s",
            [each.held for each in rounds],
            [reading.window.per_second for reading in ones],
            _MORE,
        ),
        Measure(
            f"{name}: times as many; the reference: of the echo",
            "",
            [each.gain for each in rounds],
            [each.room for each in rounds],
        ),
        Measure(
            f"{name}, CPU a request",
            "µs",
            [reading.cpu * 1e6 for reading in twos],
            [reading.cpu * 1e6 for reading in ones],
        ),
    ]


def _row(readings: Sequence[Reading]) -> tuple[str, ...]:
    return (
        spread([reading.window.per_second for reading in readings], "{:,.0f}".format),
        spread([reading.window.p99 * 1e3 for reading in readings], "{:.2f}".format),
        spread([reading.cpu * 1e6 for reading in readings], "{:.0f}".format),
    )


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
