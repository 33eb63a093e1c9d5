"""Where the time of a comment goes on the thread that answers, step by step, with the echo's HTTP beside it."""

import gc
import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Final

import typer
from pydantic_core import to_json

from benchmarks.command import run
from benchmarks.comments import Author
from benchmarks.load import Load, wrk
from benchmarks.plots import bars_plot
from benchmarks.servers import ECHO, FAST_ECHO, Server, serving
from benchmarks.service import write_bodies
from benchmarks.summary import Conditions, Measure, Outcome
from benchmarks.table import show, spread, table
from model.languages import identify
from model.policy import Policy
from model.registry import Registry
from model.text import read
from service.checks import CHECKS, Context, SiteRules
from service.first_start import prepare
from service.history import Author as Writer
from service.history import History, fingerprint
from service.judge import Asked, Judge
from service.keeping import record_of
from service.live_model import LiveModel
from service.protocols.native import NAME, render
from service.reading import read_submission
from store.database import Database
from store.identifiers import Identifiers, millisecond_of
from store.insertion import Inserter
from store.pseudonyms import SECRET_BYTES, Pseudonyms
from store.records import CommentRecord

_MICRO: Final = 1e6
_WHOLE: Final = "judging, all of it"
_ECHO: Final = "HTTP, as the echo"
_HTTP: Final = "HTTP, on the fast path"
_STORING: Final = "the commit"
_TOGETHER: Final = 12
"""So many comments share a turn and a commit at 16 connections."""


class Steps:
    """The steps of a judgement, each run over all comments of a round by itself, so that no clock is in its way."""

    def __init__(self, models: Path, folder: Path) -> None:
        url = f"sqlite:///{folder / 'path.db'}"
        prepare(url, lambda *_: None)
        self._inserter = Inserter(Database(url), survives_power_loss=False)
        self._inserter.connect()
        self._model = LiveModel(Registry(models))
        self._model.refresh()
        if self._model.bundle is None:
            message = f"no model can be loaded: {self._model.error}"
            raise RuntimeError(message)
        self._bundle = self._model.bundle
        self._pseudonyms = Pseudonyms(secrets.token_bytes(SECRET_BYTES))
        self._identifiers = Identifiers()
        self._site = SiteRules.of(1, "default", Policy())
        # Each a memory of its own: what the steps remember, the whole must not find again.
        self._history = History()
        self._judge = Judge(self._model, self._pseudonyms, History())

    def close(self) -> None:
        """Close the database."""
        self._inserter.disconnect()

    def time(self, bodies: Sequence[bytes]) -> dict[str, float]:
        """Seconds of the processor a comment, by step, and of the judgement as a whole."""
        taken: dict[str, float] = {}

        def timed(name: str, step: Callable[..., Any], *columns: Iterable[Any]) -> list[Any]:
            rows = list(zip(*columns, strict=True))
            began = time.thread_time()
            results = [step(*row) for row in rows]
            taken[name] = (time.thread_time() - began) / len(rows)
            return results

        def timed_together(name: str, step: Callable[..., Any], rows: Sequence[Any]) -> list[Any]:
            turns = [rows[at : at + _TOGETHER] for at in range(0, len(rows), _TOGETHER)]
            results = timed(name, step, turns)
            taken[name] *= len(turns) / len(rows)
            return results

        site, pseudonyms = self._site, self._pseudonyms
        comments = timed("reading the fields", lambda body: read_submission(body, site), bodies)
        identifiers = timed("its identifier", lambda _: self._identifiers.new(), bodies)
        authors = timed(
            "its author's keyed hashes",
            lambda one: Writer(None, pseudonyms.email(1, one.author_email), pseudonyms.ip(1, one.author_ip)),
            comments,
        )
        texts = timed("reading the text", lambda one: read(one.content, one.content_format), comments)
        languages = timed("its language", lambda text: identify(text.normalised, "", site.policy.languages), texts)
        scores = timed("scoring, 7 attributes", self._bundle.scorer.score, texts, comments)
        marks = timed("its fingerprint", lambda text: fingerprint(text.normalised), texts)
        known = (comments, texts, identifiers, marks, authors, scores, languages)
        contexts = timed("what checks are given", self._context, *known)
        for check in CHECKS:
            timed(f"check: {check.name}", check, contexts)
        timed("remembering it", lambda context: context.remember(), contexts)
        outcomes = timed_together(_WHOLE, self._judge.judge_all, [Asked(one, site) for one in comments])
        judged = [one for turn in outcomes for one in turn]
        records = timed("the record", lambda one, comment: record_of(one, comment, site, NAME), judged, comments)
        timed_together(_STORING, self._store, records)
        timed("the answer", lambda one: render(one.decision), judged)
        return taken

    def _store(self, records: Sequence[CommentRecord]) -> None:
        if not self._inserter.insert_at_once(records):
            message = "a commit failed"
            raise RuntimeError(message)

    def _context(self, *known: Any) -> Context:  # noqa: ANN401 - what the steps before came to
        comment, text, identifier, mark, author, scores, language = known
        return Context(
            comment,
            text,
            self._site,
            millisecond_of(identifier),
            identifier,
            mark,
            author,
            self._history,
            self._bundle,
            scores,
            language,
        )


def measure(  # noqa: PLR0913 - one for each option
    folder: Path,
    *,
    models: Path,
    rounds: int = 9,
    comments: int = 2_000,
    load: Load = wrk,
    tell: Callable[[str], None] = lambda _: None,
) -> dict[str, list[float]]:
    """Seconds of the processor a comment, by step, one number for each round; the first round is left out."""
    author = Author(seed=3)
    steps = Steps(models, folder)
    gc.freeze()
    taken: dict[str, list[float]] = {}
    with serving(ECHO) as echo, serving(FAST_ECHO) as fast:
        for number in range(rounds + 1):
            tell(f"path: round {number} of {rounds}")
            bodies = [to_json(one) for one in author.submissions(comments)]
            write_bodies(author, folder / "bodies", comments)
            http = {name: _of_requests(server, folder, load) for name, server in ((_ECHO, echo), (_HTTP, fast))}
            for name, seconds in {**http, **steps.time(bodies)}.items():
                taken.setdefault(name, []).append(seconds)
    gc.unfreeze()
    steps.close()
    return {name: column[1:] for name, column in taken.items()}


def _of_requests(server: Server, folder: Path, load: Load) -> float:
    before = server.cpu_seconds()
    window = load(server, folder / "bodies", seconds=1, connections=16)
    return (server.cpu_seconds() - before) / window.requests


def report(taken: dict[str, list[float]]) -> str:
    """The table; what judging takes beside its steps is a row of its own."""
    rows = [(name, spread([one * _MICRO for one in column], "{:.1f}".format)) for name, column in _parts(taken).items()]
    rows.append(("**together**", f"{sum(map(median, _parts(taken).values())) * _MICRO:.0f}"))
    rows.append((f"the reference: {_ECHO}", spread(_micro(taken[_ECHO]), "{:.1f}".format)))
    return table(
        "Where the time of a comment goes, on the thread that answers",
        ("", "CPU µs"),
        rows,
        f"Median (least to greatest) of {len(taken[_HTTP])} rounds; HTTP with its sockets, {_TOGETHER} comments "
        "a commit.",
    )


def measures(taken: dict[str, list[float]]) -> list[Measure]:
    """Its line of the summary: all but HTTP, beside the echo's HTTP."""
    judging = [
        sum(columns) * _MICRO
        for columns in zip(*(column for name, column in _parts(taken).items() if name != _HTTP), strict=True)
    ]
    return [Measure("from the fields to the answer, committed, without HTTP", "CPU µs", judging, _micro(taken[_ECHO]))]


def plot(taken: dict[str, list[float]]) -> str:
    """A bar for each step."""
    bars = [(name, median(column) * _MICRO) for name, column in _parts(taken).items()]
    return bars_plot("Where the time of a comment goes", "µs", bars)


def part(conditions: Conditions) -> Outcome:
    """Where the time goes."""
    rounds, comments = (3, 500) if conditions.quick else (9, 2_000)
    with TemporaryDirectory(prefix="copydesk-bench-") as name:
        taken = measure(Path(name), models=conditions.models, rounds=rounds, comments=comments, tell=conditions.tell)
    return Outcome(report(taken), measures(taken), {"path.svg": plot(taken)})


def main(
    *,
    models: Annotated[Path, typer.Option(help="Folder of models; without a champion the one that ships.")] = Path(),
    rounds: Annotated[int, typer.Option(min=1, help="How often to measure.")] = 9,
    comments: Annotated[int, typer.Option(min=10, help="Comments a round.")] = 2_000,
) -> None:
    """Measure where the time of a comment goes."""
    with TemporaryDirectory(prefix="copydesk-bench-") as name:
        show(report(measure(Path(name), models=models, rounds=rounds, comments=comments)))


def _parts(taken: dict[str, list[float]]) -> dict[str, list[float]]:
    """The steps, and what else judging takes; without the whole, which would count them twice."""
    outside = {_WHOLE, _HTTP, _ECHO, _STORING, "reading the fields", "the record", "the answer"}
    inside = [column for name, column in taken.items() if name not in outside]
    rest = [max(0.0, whole - sum(steps)) for whole, *steps in zip(taken[_WHOLE], *inside, strict=True)]
    parts: dict[str, list[float]] = {}
    for name, column in taken.items():
        if name != _ECHO:
            parts["the rest of judging" if name == _WHOLE else name] = rest if name == _WHOLE else column
    return parts


def _micro(seconds: Sequence[float]) -> list[float]:
    return [one * _MICRO for one in seconds]


if __name__ == "__main__":
    run(main)
