"""What the second reader costs: processor time and latency of a service on one core, with it and without, in turn."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Annotated, NamedTuple
from urllib.request import urlopen

import typer
from pydantic_core import from_json, to_json

from benchmarks.command import run
from benchmarks.comments import Author
from benchmarks.load import Load, Window, wrk
from benchmarks.servers import Server, service, serving
from benchmarks.service import write_bodies
from benchmarks.table import show, spread, table

BAR_COST, BAR_P99 = 3.0, 0.1
"""Times the processor time without it; seconds."""
_OUTCOMES = 'copydesk_reader_total{outcome="'
_LOADED_WITHIN = 60.0


class Reading(NamedTuple):
    """A window, the processor time (s) of each of its requests, and what became of those to be read again."""

    window: Window
    cpu: float
    outcomes: Mapping[str, int]


class Pair(NamedTuple):
    """The service with the second reader and without, in neighbouring windows."""

    both: Reading
    first: Reading


def measure(  # noqa: PLR0913 - one for each option
    folder: Path,
    write: Callable[[Path, int], None],
    *,
    models: Path,
    reader_folder: str = "",
    windows: int = 7,
    seconds: int = 4,
    connections: int = 16,
    load: Load = wrk,
) -> list[Pair]:
    """Load both in turn, each on the first core alone; the first pair warms them up and is left out."""
    pairs = []
    places = [folder / name for name in ("both", "first")]
    for place in places:
        place.mkdir()
    commands = (
        pinned(service(places[0], models, reader="on", reader_folder=reader_folder)),
        pinned(service(places[1], models)),
    )
    bodies = folder / "bodies"
    with serving(commands[0]) as both, serving(commands[1]) as first:
        wait_for_reader(both)
        fastest = 6_000.0
        for number in range(windows + 1):
            # No comment is sent twice to either: whoever repeats pays for it.
            write(bodies, round(seconds * fastest * 1.3))
            read = {}
            for server in (both, first) if number % 2 else (first, both):
                before, told = server.cpu_seconds(), outcomes(server)
                window = load(server, bodies, seconds=seconds, connections=connections)
                cpu = (server.cpu_seconds() - before) / window.requests
                now = outcomes(server)
                read[server.pid] = Reading(window, cpu, {name: now[name] - told.get(name, 0) for name in now})
            pairs.append(Pair(read[both.pid], read[first.pid]))
            fastest = max(pair.first.window.per_second for pair in pairs)
    return pairs[1:]


def pinned(command: Sequence[str]) -> Sequence[str]:
    """The same on the first core alone; raises RuntimeError where taskset is missing."""
    program = shutil.which("taskset")
    if program is None:
        message = "taskset is not installed: apt-get install util-linux"
        raise RuntimeError(message)
    return (program, "-c", "0", *command)


def wait_for_reader(server: Server) -> None:
    """Return once the second reader reads; raises RuntimeError where it cannot."""
    until = monotonic() + _LOADED_WITHIN
    told: dict[str, str] = {}
    while monotonic() < until:
        with urlopen(f"{server.address}/readyz") as response:  # noqa: S310 - our own server
            told = from_json(response.read())["checks"]["reader"]
        if told["state"] == "ready":
            return
        if told["state"] != "loading":
            break
        sleep(0.05)
    message = f"there is no second reader: {told}"
    raise RuntimeError(message)


def outcomes(server: Server) -> dict[str, int]:
    """How many comments were read again, late, and so on, since the server's start."""
    with urlopen(f"{server.address}/metrics") as response:  # noqa: S310 - our own server
        lines = response.read().decode().splitlines()
    return {line.split('"')[1]: int(float(line.split()[-1])) for line in lines if line.startswith(_OUTCOMES)}


def report(pairs: Sequence[Pair], connections: int) -> str:
    """The table; of the ratios the median over pairs, the least and the greatest."""
    rows = []
    for name, read in (("both", [pair.both for pair in pairs]), ("first alone", [pair.first for pair in pairs])):
        windows = [reading.window for reading in read]
        asked = [sum(one.outcomes.values()) / one.window.requests for one in read]
        answered = [one.outcomes.get("read", 0) / max(1, sum(one.outcomes.values())) for one in read]
        rows.append(
            (
                name,
                spread([window.per_second for window in windows], "{:,.0f}".format),
                spread([window.p50 * 1e3 for window in windows], "{:.2f}".format),
                spread([window.p99 * 1e3 for window in windows], "{:.2f}".format),
                spread([reading.cpu * 1e6 for reading in read], "{:.0f}".format),
                spread(asked, "{:.1%}".format),
                spread(answered, "{:.1%}".format),
            )
        )
    # The system counts in hundredths of a second: of a few requests it may count none.
    cost = [pair.both.cpu / pair.first.cpu if pair.first.cpu else float("nan") for pair in pairs]
    rows.append(("ratio", "", "", "", spread(cost, "{:.2f}".format), "", ""))
    length = median(pair.both.window.seconds for pair in pairs)
    return table(
        f"POST /v1/comments on one core, {connections} connections, with the second reader and without",
        ("", "requests/s", "p50 ms", "p99 ms", "CPU µs a request", "asked again", "of these read"),
        rows,
        f"Median (least to greatest) of {len(pairs)} windows of {length:.0f} s for each, in turn. "
        f"Bars: CPU at most {BAR_COST:g} times, p99 at most {BAR_P99 * 1e3:g} ms.",
    )


def texts_of(path: Path) -> Iterator[str]:
    """The texts of a labelled corpus, again and again, each time with another number, so that none repeats."""
    from training.corpora import read  # noqa: PLC0415 - only where a corpus is named

    texts = [text for batch in read(path) for text in batch.texts]
    for number, text in enumerate(cycle(texts)):
        yield text if number < len(texts) else f"{text} {number}"


def main(  # noqa: PLR0913 - one for each option
    *,
    models: Annotated[Path, typer.Option(help="Folder of models; without a champion the one that ships.")] = Path(),
    reader: Annotated[str, typer.Option(help="Folder of the second reader; by default the one that ships.")] = "",
    comments: Annotated[Path | None, typer.Option(help="A corpus to take comments from, instead of generated.")] = None,
    windows: Annotated[int, typer.Option(min=1, help="Windows for each of the two.")] = 7,
    seconds: Annotated[int, typer.Option(min=1, help="How long a window is.")] = 4,
    connections: Annotated[int, typer.Option(min=1, help="Connections at once.")] = 16,
) -> None:
    """Measure what the second reader costs in processor time and latency, on one core."""
    author = Author(seed=1)
    texts = None if comments is None else texts_of(comments)

    def write(bodies: Path, count: int) -> None:
        if texts is None:
            write_bodies(author, bodies, count)
            return
        with bodies.open("wb") as file:
            for submission in author.submissions(count):
                file.write(to_json({**submission, "content": next(texts)[:60_000]}) + b"\n")

    with TemporaryDirectory(prefix="copydesk-bench-") as name:
        pairs = measure(
            Path(name),
            write,
            models=models,
            reader_folder=reader,
            windows=windows,
            seconds=seconds,
            connections=connections,
        )
    show(report(pairs, connections))


if __name__ == "__main__":
    run(main)
