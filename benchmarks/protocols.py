"""What each protocol costs beside the native one: the same comments, one process, each decision committed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Final
from urllib.parse import urlencode

import typer
from pydantic_core import to_json

from benchmarks.command import run
from benchmarks.comments import Author
from benchmarks.load import Load, wrk
from benchmarks.servers import Server, service, serving
from benchmarks.service import Reading
from benchmarks.summary import Conditions, Measure, Outcome
from benchmarks.table import show, spread, table

_AT_MOST_PER_SECOND: Final = 18_000
_JSON: Final = "application/json"

Fields = Mapping[str, Any]


def _native(fields: Fields, _key: str) -> tuple[str, str, bytes]:
    return "/v1/comments", _JSON, to_json(fields)


def _akismet(fields: Fields, key: str) -> tuple[str, str, bytes]:
    form = {
        "api_key": key,
        "blog": "https://news.example",
        "user_ip": fields["author_ip"],
        "permalink": fields["article_url"],
        "comment_type": "comment",
        "comment_author": fields["author_name"],
        "comment_author_email": fields["author_email"],
        "comment_content": fields["content"],
    }
    return "/1.1/comment-check", "application/x-www-form-urlencoded", urlencode(form).encode()


def _perspective(fields: Fields, key: str) -> tuple[str, str, bytes]:
    body = {
        "comment": {"text": fields["content"]},
        "requestedAttributes": {"TOXICITY": {}, "SEVERE_TOXICITY": {}},
        "languages": ["en"],
    }
    return f"/v1alpha1/comments:analyze?key={key}", _JSON, to_json(body)


def _coral(fields: Fields, key: str) -> tuple[str, str, bytes]:
    body = {
        "action": "NEW",
        "comment": {"body": fields["content"], "parentID": None},
        "author": {"id": fields["author_name"], "role": "COMMENTER"},
        "story": {"id": "1", "url": fields["article_url"]},
    }
    return f"/coral/{key}", _JSON, to_json(body)


PROTOCOLS: Final[Mapping[str, Callable[[Fields, str], tuple[str, str, bytes]]]] = {
    "native": _native,
    "akismet": _akismet,
    "perspective": _perspective,
    "coral": _coral,
}


def measure(  # noqa: PLR0913 - one for each option
    folder: Path,
    *,
    models: Path,
    windows: int = 7,
    seconds: int = 3,
    connections: int = 16,
    load: Load = wrk,
    tell: Callable[[str], None] = lambda _: None,
) -> list[dict[str, Reading]]:
    """Load all protocols in turn, window by window; the first round warms up and is left out."""
    author = Author(seed=1)
    bodies = folder / "bodies"
    rounds = []
    with serving(service(folder, models)) as server:
        for number in range(windows + 1):
            tell(f"protocols: window {number} of {windows}")
            read = {}
            for name in PROTOCOLS:
                _write(bodies, name, author.submissions(seconds * _AT_MOST_PER_SECOND), server)
                before = server.cpu_seconds()
                window = load(server, bodies, seconds=seconds, connections=connections)
                read[name] = Reading(window, (server.cpu_seconds() - before) / window.requests)
            rounds.append(read)
    return rounds[1:]


def report(rounds: Sequence[Mapping[str, Reading]], connections: int) -> str:
    """The table: requests a second, p99 and CPU of each protocol, and the latter two as ratios to the native one's."""
    rows = [
        (
            name,
            spread([read[name].window.per_second for read in rounds], "{:,.0f}".format),
            spread([read[name].window.p99 * 1e3 for read in rounds], "{:.2f}".format),
            spread([read[name].window.p99 / read["native"].window.p99 for read in rounds], "{:.2f}".format),
            spread([read[name].cpu * 1e6 for read in rounds], "{:.0f}".format),
            spread(
                [read[name].cpu / read["native"].cpu for read in rounds if read["native"].cpu] or [0.0], "{:.2f}".format
            ),
        )
        for name in PROTOCOLS
    ]
    length = median(read["native"].window.seconds for read in rounds)
    return table(
        f"The same comments by each protocol, one process, {connections} connections, decision committed",
        ("", "requests/s", "p99 ms", "to native", "CPU µs a request", "to native"),
        rows,
        f"Median (least to greatest) of {len(rounds)} windows of {length:.0f} s for each, in turn.",
    )


def part(conditions: Conditions) -> Outcome:
    """Every protocol beside the native one."""
    windows, seconds, connections = (2, 1, 16) if conditions.quick else (7, 3, 16)
    with TemporaryDirectory(prefix="copydesk-bench-") as name:
        rounds = measure(
            Path(name),
            models=conditions.models,
            windows=windows,
            seconds=seconds,
            connections=connections,
            tell=conditions.tell,
        )
    lines = [
        Measure(
            f"{name}, p99 beside the native protocol",
            "ms",
            [read[name].window.p99 * 1e3 for read in rounds],
            [read["native"].window.p99 * 1e3 for read in rounds],
        )
        for name in PROTOCOLS
        if name != "native"
    ]
    return Outcome(report(rounds, connections), lines)


def main(
    *,
    models: Annotated[Path, typer.Option(help="Folder of models; without a champion the one that ships.")] = Path(),
    windows: Annotated[int, typer.Option(min=1, help="Windows for each protocol.")] = 7,
    seconds: Annotated[int, typer.Option(min=1, help="How long a window is.")] = 3,
    connections: Annotated[int, typer.Option(min=1, help="Connections at once.")] = 16,
) -> None:
    """Measure every protocol against the native one in the same run."""
    with TemporaryDirectory(prefix="copydesk-bench-") as name:
        rounds = measure(Path(name), models=models, windows=windows, seconds=seconds, connections=connections)
    show(report(rounds, connections))


def _write(bodies: Path, protocol: str, submissions: Iterable[Fields], server: Server) -> None:
    with bodies.open("wb") as file:
        for fields in submissions:
            path, kind, body = PROTOCOLS[protocol](fields, server.key)
            file.write(f"{path}\t{kind}\t".encode() + body + b"\n")


if __name__ == "__main__":
    run(main)
