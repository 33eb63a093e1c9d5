"""How many comments a second one process answers, each with its decision committed, beside the echo."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Annotated, NamedTuple
from urllib.request import urlopen

import typer
from pydantic_core import to_json

from benchmarks.command import run
from benchmarks.comments import Author
from benchmarks.load import Load, Window, wrk
from benchmarks.plots import Series, lines_plot
from benchmarks.servers import ECHO, Server, service, serving
from benchmarks.summary import Bar, Conditions, Measure, Outcome
from benchmarks.table import show, spread, table

_AT_MOST_PER_SECOND = 24_000
_ROOM = 1.3
BARS: Mapping[int, tuple[float, float]] = {16: (0.60, 1.5), 64: (0.60, 2.0)}
"""By connections: the share of the echo's requests a second, and by how much p99 may exceed the echo's."""
_COMMITTED = 'copydesk_store_records_total{outcome="committed"}'


class Reading(NamedTuple):
    """A window, and the processor time (seconds) that the server took for each of its requests."""

    window: Window
    cpu: float


class Pair(NamedTuple):
    """The service and the echo in neighbouring windows, with the same comments."""

    service: Reading
    echo: Reading


def measure(  # noqa: PLR0913 - one for each option
    folder: Path,
    *,
    models: Path,
    database: str = "",
    windows: int = 9,
    seconds: int = 4,
    connections: int = 16,
    load: Load = wrk,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Pair]:
    """Load both in turn; the first pair warms them up and is left out.

    Raises RuntimeError where a decision was not committed.
    """
    author = Author(seed=1)
    bodies = folder / "bodies"
    pairs = []
    with serving(service(folder, models, database)) as copydesk, serving(ECHO) as echo:
        requests = 0
        fastest = _AT_MOST_PER_SECOND / _ROOM
        for number in range(windows + 1):
            tell(f"service, {connections} connections: window {number} of {windows}")
            # No comment is sent twice to the service: whoever repeats pays for it. The echo does not mind.
            write_bodies(author, bodies, round(seconds * fastest * _ROOM))
            read = {}
            for server in (copydesk, echo) if number % 2 else (echo, copydesk):
                before = server.cpu_seconds()
                window = load(server, bodies, seconds=seconds, connections=connections)
                read[server.pid] = Reading(window, (server.cpu_seconds() - before) / window.requests)
            pairs.append(Pair(read[copydesk.pid], read[echo.pid]))
            requests += pairs[-1].service.window.requests
            fastest = max(pair.service.window.per_second for pair in pairs)
        committed = _committed(copydesk)
    if committed < requests:
        message = f"of {requests} comments only {committed} were committed"
        raise RuntimeError(message)
    return pairs[1:]


def report(pairs: Sequence[Pair], connections: int) -> str:
    """The table; of the ratios the median over pairs, the least and the greatest."""
    rows: list[tuple[str, ...]] = []
    for name, read in (("Copydesk", [pair.service for pair in pairs]), ("echo", [pair.echo for pair in pairs])):
        windows = [reading.window for reading in read]
        rows.append(
            (
                name,
                spread([window.per_second for window in windows], "{:,.0f}".format),
                spread([window.p50 * 1e3 for window in windows], "{:.2f}".format),
                spread([window.p99 * 1e3 for window in windows], "{:.2f}".format),
                spread([reading.cpu * 1e6 for reading in read], "{:.0f}".format),
            )
        )
    ratios = (
        [pair.service.window.per_second / pair.echo.window.per_second for pair in pairs],
        [pair.service.window.p50 / pair.echo.window.p50 for pair in pairs],
        [pair.service.window.p99 / pair.echo.window.p99 for pair in pairs],
        [pair.service.cpu / pair.echo.cpu for pair in pairs if pair.echo.cpu] or [0.0],
    )
    rows.append(("ratio", *(spread(values, "{:.2f}".format) for values in ratios)))
    length = median(pair.service.window.seconds for pair in pairs)
    return table(
        f"POST /v1/comments, one process, {connections} connections, decision committed",
        ("", "requests/s", "p50 ms", "p99 ms", "CPU µs a request"),
        rows,
        f"Median (least to greatest) of {len(pairs)} windows of {length:.0f} s for each, in turn.",
    )


def measures(pairs: Sequence[Pair], connections: int) -> list[Measure]:
    """Its lines of the summary."""
    share, slower = BARS.get(connections, (None, None))
    ours, echos = [pair.service for pair in pairs], [pair.echo for pair in pairs]
    return [
        Measure(
            f"{connections} connections",
            "requests/s",
            [reading.window.per_second for reading in ours],
            [reading.window.per_second for reading in echos],
            None if share is None else Bar(share, at_least=True),
        ),
        Measure(
            f"{connections} connections, p99",
            "ms",
            [reading.window.p99 * 1e3 for reading in ours],
            [reading.window.p99 * 1e3 for reading in echos],
            None if slower is None else Bar(slower, at_least=False),
        ),
        Measure(
            f"{connections} connections, CPU a request",
            "µs",
            [reading.cpu * 1e6 for reading in ours],
            [reading.cpu * 1e6 for reading in echos],
        ),
    ]


def part(conditions: Conditions) -> Outcome:
    """The service at 16 and at 64 connections."""
    tables, lines, shares = [], [], {}
    for connections in BARS:
        with TemporaryDirectory(prefix="copydesk-bench-") as name:
            pairs = measure(
                Path(name),
                models=conditions.models,
                windows=3 if conditions.quick else 9,
                seconds=1 if conditions.quick else 4,
                connections=connections,
                tell=conditions.tell,
            )
        tables.append(report(pairs, connections))
        lines += measures(pairs, connections)
        shares[connections] = pairs
    return Outcome("\n".join(tables), lines, {"throughput.svg": plot(shares)})


def plot(by_connections: Mapping[int, Sequence[Pair]]) -> str:
    """Requests a second of both, a point for each window."""
    series = [
        Series(
            f"{name}, {connections} connections",
            [(number, getattr(pair, field).window.per_second) for number, pair in enumerate(pairs, 1)],
        )
        for connections, pairs in by_connections.items()
        for name, field in (("Copydesk", "service"), ("echo", "echo"))
    ]
    return lines_plot("Requests a second, window by window", "window", "requests/s", series)


def main(
    *,
    models: Annotated[Path, typer.Option(help="Folder of models; without a champion the one that ships.")] = Path(),
    database: Annotated[str, typer.Option(help="URL of an empty database instead of a SQLite file.")] = "",
    windows: Annotated[int, typer.Option(min=1, help="Windows for each of the two.")] = 9,
    seconds: Annotated[int, typer.Option(min=1, help="How long a window is.")] = 4,
    connections: Annotated[int, typer.Option(min=1, help="Connections at once.")] = 16,
) -> None:
    """Measure requests a second, latency and CPU of the service against an aiohttp echo in the same run."""
    with TemporaryDirectory(prefix="copydesk-bench-") as name:
        folder = Path(name)
        pairs = measure(
            folder, models=models, database=database, windows=windows, seconds=seconds, connections=connections
        )
    show(report(pairs, connections))


def write_bodies(author: Author, bodies: Path, count: int) -> None:
    """A file for `Load`, of so many comments."""
    with bodies.open("wb") as file:
        for submission in author.submissions(count):
            file.write(to_json(submission) + b"\n")


def _committed(server: Server) -> int:
    with urlopen(f"{server.address}/metrics") as response:  # noqa: S310 - our own server
        lines = response.read().decode().splitlines()
    return int(float(next(line.split()[-1] for line in lines if line.startswith(_COMMITTED))))


if __name__ == "__main__":
    run(main)
