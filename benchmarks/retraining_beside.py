"""How long the service takes to answer while one of its sites is retrained, beside the same service left alone.

Comments are offered at a steady rate, three tenths of what the service can judge, in stretches with and without a
retraining in turn. It is started as the desk starts it, learns from 10,000 verdicts, and ends with a promotion that the
service follows.
"""

import time
from collections.abc import Callable, Sequence
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from sqlalchemy import Engine

from benchmarks import house_rule
from benchmarks.comments import Author
from benchmarks.judged_site import site_with
from benchmarks.load import wrk
from benchmarks.offering import Answer, offer, read_requests
from benchmarks.servers import Server, service, serving
from benchmarks.service import write_bodies
from benchmarks.table import machine, spread
from model.registry import Registry
from service.retraining import Retrainer
from service.settings import Settings
from store import keys, retrainings
from store.database import open_engine, writing
from store.identifiers import now
from store.records import Site
from store.schema import upgrade
from training.report import markdown_table

MANY: Final = 10_000
SHARE: Final = 0.3
_CONNECTIONS: Final = 64
_CAPACITY_SECONDS: Final = 3
_PIECE: Final = 4.0
"""Seconds for which comments are offered in one go."""
_AT_MOST_PER_SECOND: Final = 24_000
_FOLLOWED: Final = 2.5
"""Seconds after the end of a retraining that count as its own: within two the service has followed the promotion."""


class Round(NamedTuple):
    """Comments a second, the seconds each answer took without and with a retraining, and how long that one took."""

    rate: float
    alone: Sequence[float]
    beside: Sequence[float]
    took: float


class _Piece(NamedTuple):
    """When it began, in seconds since the epoch, and what was answered."""

    began: float
    answers: Sequence[Answer]


class Bench:
    """A running service with a site whose moderators have judged 10,000 comments."""

    def __init__(self, folder: Path, server: Server, engine: Engine, site: Site) -> None:
        self._folder = folder
        self._server = server
        self._engine = engine
        self._site = site
        self._author = Author(seed=8)
        settings = Settings(database=f"sqlite:///{folder / 'copydesk.db'}", models=folder)
        self._retrainer = Retrainer(settings, engine)

    def capacity(self, seconds: int) -> float:
        """Comments a second that the service judges."""
        bodies = self._bodies(seconds * _AT_MOST_PER_SECOND)
        return wrk(self._server, bodies, seconds=seconds, connections=_CONNECTIONS).per_second

    def alone(self, rate: float, seconds: float) -> list[float]:
        """How long each comment took."""
        pieces = max(1, round(seconds / _PIECE))
        return [answer.latency for _ in range(pieces) for answer in self._piece(rate).answers]

    def beside(self, rate: float) -> tuple[list[float], float]:
        """How long each comment took while the site was retrained, and how long that took; undoes its promotion.

        Raises RuntimeError where it fails.
        """
        begun = self._retrainer.start(self._site.id, self._site.name, started_by="benchmark")
        pieces = [self._piece(rate)]
        while (ended := self._ended(begun.id)) is None or pieces[-1].began < ended + _FOLLOWED - _PIECE:
            pieces.append(self._piece(rate))
        registry = Registry(self._folder)
        if registry.own_champion(self._site.name) is not None:
            registry.rollback(self._site.name)
            time.sleep(_FOLLOWED)
        taken = [
            answer.latency
            for piece in pieces
            for answer in piece.answers
            if piece.began + answer.due <= ended + _FOLLOWED
        ]
        return taken, ended - begun.started_at / 1_000

    def _ended(self, identifier: str) -> float | None:
        """When the retraining ended, in seconds since the epoch; None while it goes on."""
        with self._engine.connect() as connection:
            found = retrainings.get(connection, self._site.id, identifier)
        if found is None or found.state == "failed":
            message = f"the retraining failed: {found and found.report.get('error')}"
            raise RuntimeError(message)
        return None if found.finished_at is None else found.finished_at / 1_000

    def _piece(self, rate: float) -> "_Piece":
        """Some seconds of comments; writing them down beforehand is not among these seconds."""
        requests = self._requests(rate, _PIECE)
        began = time.time()
        (answers,) = offer(self._server, requests, [(rate, _PIECE)])
        return _Piece(began, [one for one in answers if one.status == HTTPStatus.OK])

    def _requests(self, rate: float, seconds: float) -> list[bytes]:
        return read_requests(self._bodies(round(rate * seconds * 1.1) + 100), self._server.key)

    def _bodies(self, count: int) -> Path:
        bodies = self._folder / "bodies"
        write_bodies(self._author, bodies, count)
        return bodies


def measure(corpus: Path, *, rounds: int, tell: Callable[[str], None] = lambda _: None) -> list[Round]:
    """The stretches in turn; the first retraining warms the service up, and is left out."""
    with TemporaryDirectory(prefix="copydesk-bench-") as name:
        folder = Path(name)
        engine = open_engine(f"sqlite:///{folder / 'copydesk.db'}")
        upgrade(engine)
        site = site_with(engine, house_rule.judged_ones(corpus, MANY))
        with writing(engine) as connection:
            key = keys.add(connection, site.id, "benchmark", now=now())
        with serving(service(folder, folder), key) as server:
            bench = Bench(folder, server, engine, site)
            rate = SHARE * bench.capacity(_CAPACITY_SECONDS)
            tell("retraining beside the service: the first, which warms up")
            took = bench.beside(rate)[1]
            found = []
            for number in range(rounds):
                tell(f"retraining beside the service: round {number + 1} of {rounds}")
                found.append(_round(bench, rate, took, retrained_first=bool(number % 2)))
                took = found[-1].took
        engine.dispose()
    return found


def _round(bench: Bench, rate: float, seconds: float, *, retrained_first: bool) -> Round:
    alone = [] if retrained_first else bench.alone(rate, seconds)
    beside, took = bench.beside(rate)
    return Round(rate, alone or bench.alone(rate, seconds), beside, took)


def _within(seconds: Sequence[float], share: float) -> float:
    """Milliseconds within which that share was answered."""
    return sorted(seconds)[max(0, round(len(seconds) * share) - 1)] * 1e3


def report(rounds: Sequence[Round]) -> str:
    """The table: of both the median and the slowest, and how much slower they are beside a retraining."""
    rows = []
    for name, share in (("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999)):
        alone = [_within(one.alone, share) for one in rounds]
        beside = [_within(one.beside, share) for one in rounds]
        ratios = [other / one for one, other in zip(alone, beside, strict=True)]
        rows.append((name, *(spread(values, "{:.2f}".format) for values in (alone, beside, ratios))))
    told = markdown_table(("Answered within, ms", "No retraining", "Beside one", "Ratio"), rows, names=1)
    took = spread([one.took for one in rounds], "{:.0f}".format)
    return (
        f"{told}\nMedian (least to greatest) of {len(rounds)} rounds; {rounds[0].rate:,.0f} comments a second, "
        f"{SHARE:.0%} of what one process judges; a retraining took {took} seconds. {machine()}\n"
    )
