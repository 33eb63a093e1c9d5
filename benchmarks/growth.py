"""What a comment costs as the database grows: the same load on services that differ in how much is stored already."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Final, NamedTuple

import typer
from pydantic_core import to_json

from benchmarks import postgresql
from benchmarks.command import run
from benchmarks.comments import Author
from benchmarks.filling import fill_many
from benchmarks.load import Load, Window, wrk
from benchmarks.plots import Series, lines_plot
from benchmarks.servers import Server, service, serving
from benchmarks.store import written_texts
from benchmarks.summary import Bar, Conditions, Measure, Outcome
from benchmarks.table import show, spread, table
from store import keys
from store.database import open_engine, writing
from store.identifiers import now

SIZES: Final = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
_CONNECTIONS: Final = 16
_AT_MOST_PER_SECOND: Final = 24_000
_ROOM: Final = 1.3
_REPEATED, _KNOWN, _EDITED = 0.05, 0.1, 0.05
"""Shares of the load: a text that is stored already, an author who wrote before, a revision of a comment just sent."""
_FLAT: Final = Bar(1.25, at_least=False)


class Reading(NamedTuple):
    """A window, and the processor time (seconds) that the service took for each of its requests."""

    window: Window
    cpu: float


Curve = Mapping[int, Sequence[Reading]]
"""Readings by how many comments were stored."""


def measure(  # noqa: PLR0913 - one for each option
    folder: Path,
    urls: Mapping[int, str],
    *,
    models: Path,
    windows: int = 7,
    seconds: int = 2,
    load: Load = wrk,
    tell: Callable[[str], None] = lambda _: None,
) -> dict[int, list[Reading]]:
    """Fill each of the empty `urls` with that many comments, then load all services in turn; the first round warms up.

    The database's own processes are not counted among the service's time.
    """
    author = Author(seed=9)
    readings: dict[int, list[Reading]] = {size: [] for size in urls}
    with ExitStack() as stack:
        servers = {}
        for size, url in urls.items():
            tell(f"growth: storing {size:,} comments")
            key = _prepare(url, size)
            place = folder / f"{size}"
            place.mkdir()
            servers[size] = stack.enter_context(serving(service(place, models, url), key))
        fastest = _AT_MOST_PER_SECOND / _ROOM
        for number in range(windows + 1):
            tell(f"growth: window {number} of {windows}")
            for size in tuple(servers)[:: 1 if number % 2 else -1]:
                bodies = folder / "bodies"
                with bodies.open("wb") as lines:
                    lines.writelines(to_json(one) + b"\n" for one in _mixed(author, round(seconds * fastest * _ROOM)))
                readings[size].append(_read(servers[size], bodies, load, seconds))
            fastest = max(read.window.per_second for of_size in readings.values() for read in of_size)
    return {size: of_size[1:] for size, of_size in readings.items()}


def report(kind: str, curve: Curve) -> str:
    """The table, each size beside the smallest, window by window."""
    base = curve[min(curve)]
    rows = [
        (
            f"{size:,}",
            f"{median(read.window.per_second for read in of_size):,.0f}",
            f"{median(read.cpu for read in of_size) * 1e6:.0f}",
            f"{median(read.window.p99 for read in of_size) * 1e3:.2f}",
            spread(_ratios(of_size, base), "{:.2f}".format),
        )
        for size, of_size in curve.items()
    ]
    return table(
        f"{kind}: what a comment costs as the database grows",
        ("stored", "requests/s", "CPU µs a request", "p99 ms", "CPU to the smallest"),
        rows,
        f"Median (least to greatest) of {len(base)} windows for each, in turn, {_CONNECTIONS} connections. "
        f"{_REPEATED:.0%} of the comments repeat a stored text, {_KNOWN:.0%} are of an author who wrote before, "
        f"{_EDITED:.0%} are edits.",
    )


def measures(kind: str, curve: Curve) -> list[Measure]:
    """Its line of the summary: the largest beside the smallest."""
    least, most = min(curve), max(curve)
    return [
        Measure(
            f"growth, {kind}: CPU a request, {most:,} stored beside {least:,}",
            "µs",
            [read.cpu * 1e6 for read in curve[most]],
            [read.cpu * 1e6 for read in curve[least]],
            _FLAT,
        )
    ]


def plot(curves: Mapping[str, Curve]) -> str:
    """CPU a request, by how much is stored."""
    series = [
        Series(kind, [(size, median(read.cpu for read in of_size) * 1e6) for size, of_size in curve.items()])
        for kind, curve in curves.items()
    ]
    return lines_plot("What a request costs as the database grows", "comments stored", "CPU µs", series, log_x=True)


def part(conditions: Conditions) -> Outcome:
    """Growth on both databases; PostgreSQL where it is installed. A glance ends at 10,000 comments."""
    windows, seconds = (2, 1) if conditions.quick else (7, 2)
    most = 10_000 if conditions.quick else 10_000_000 if conditions.long else 1_000_000
    curves = measure_all(conditions.models, most, windows, seconds, conditions.tell)
    tables = "\n".join(report(kind, curve) for kind, curve in curves.items())
    lines = [line for kind, curve in curves.items() for line in measures(kind, curve)]
    return Outcome(tables, lines, {"growth.svg": plot(curves)})


def measure_all(
    models: Path, most: int, windows: int, seconds: int, tell: Callable[[str], None] = lambda _: None
) -> dict[str, Curve]:
    """The curves of SQLite and, where it is installed, of PostgreSQL, to `most` comments."""
    curves: dict[str, Curve] = {}
    with TemporaryDirectory(prefix="copydesk-bench-") as name:
        folder = Path(name)
        urls = {size: f"sqlite:///{folder / f'{size}.db'}" for size in SIZES if size <= most}
        curves["SQLite"] = measure(folder, urls, models=models, windows=windows, seconds=seconds, tell=tell)
    if postgresql.is_installed():
        with postgresql.running() as server, TemporaryDirectory(prefix="copydesk-bench-") as name:
            urls = {size: server.make_database() for size in SIZES if size <= most}
            curves["PostgreSQL"] = measure(Path(name), urls, models=models, windows=windows, seconds=seconds, tell=tell)
    return curves


def main(
    *,
    models: Annotated[Path, typer.Option(help="Folder of models; without a champion the one that ships.")] = Path(),
    most: Annotated[int, typer.Option(min=1_000, help="How many comments to store at most.")] = 1_000_000,
    windows: Annotated[int, typer.Option(min=1, help="Windows for each size.")] = 7,
    seconds: Annotated[int, typer.Option(min=1, help="How long a window is.")] = 2,
) -> None:
    """Measure what a comment costs as the database grows, each size against the smallest in the same run."""
    for kind, curve in measure_all(models, most, windows, seconds).items():
        show(report(kind, curve))


def _prepare(url: str, size: int) -> str:
    """Fill a database; a key of its site."""
    engine = open_engine(url, time_limit=None)
    site_id = fill_many(engine, size)
    with writing(engine) as connection:
        key = keys.add(connection, site_id, "benchmark", now=now())
    engine.dispose()
    return key


def _mixed(author: Author, count: int) -> Iterator[dict[str, Any]]:
    chance = Random(count)  # noqa: S311 - no secret
    stored = written_texts()
    known = [f"reader-{number}" for number in range(500)]
    earlier = ""
    for number, fields in enumerate(author.submissions(count)):
        drawn = chance.random()
        if drawn < _REPEATED:
            fields["content"] = chance.choice(stored)
        elif drawn < _REPEATED + _KNOWN:
            fields["author_id"] = chance.choice(known)
        elif drawn < _REPEATED + _KNOWN + _EDITED and earlier:
            fields["comment_id"], earlier = earlier, ""
        elif number % 4 == 0:
            fields["comment_id"] = earlier = f"{chance.getrandbits(64):x}"
        yield fields


def _read(server: Server, bodies: Path, load: Load, seconds: int) -> Reading:
    before = server.cpu_seconds()
    window = load(server, bodies, seconds=seconds, connections=_CONNECTIONS)
    return Reading(window, (server.cpu_seconds() - before) / window.requests)


def _ratios(of_size: Sequence[Reading], base: Sequence[Reading]) -> list[float]:
    return [one.cpu / other.cpu for one, other in zip(of_size, base, strict=True) if other.cpu] or [0.0]


if __name__ == "__main__":
    run(main)
