"""What the store's indexes cost an insert, and how long desk, statistics and feedback wait for what they read."""

import datetime as dt
import random
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Final, NamedTuple

import typer
from sqlalchemy import Connection, Engine, event, select

from benchmarks.command import run
from benchmarks.comments import Author
from benchmarks.table import show, table
from store import comments, sites, statistics, verdicts
from store.database import open_engine, writing
from store.identifiers import Identifiers, now
from store.records import CommentRecord
from store.retention import DAY_MS
from store.schema import current_revision, upgrade
from store.tables import comments as rows

DAYS: Final = 30
BATCH: Final = 16
RARE: Final = "decision <> 'accept' OR verdict <> ''"
INDEXES: Final[Mapping[str, Mapping[str, str]]] = {
    "none of these": {},
    "as they are": {
        "ix_comments_state": f"(site_id, decision, verdict, submitted_at) WHERE {RARE}",
        "ix_comments_time": "(site_id, submitted_at, fingerprint, decision)",
        "ix_comments_waiting": "(site_id, waiting_since, id) WHERE waiting_since IS NOT NULL",
    },
    "all states": {
        "bench_state": "(site_id, decision, verdict, submitted_at)",
        "bench_time": "(site_id, submitted_at, fingerprint)",
        "ix_comments_waiting": "(site_id, waiting_since, id) WHERE waiting_since IS NOT NULL",
    },
    "without verdicts": {
        "bench_queue": "(site_id, decision, id)",
        "bench_times": "(site_id, submitted_at)",
    },
    "fingerprint apart": {
        "bench_state": "(site_id, decision, verdict, submitted_at)",
        "bench_times": "(site_id, submitted_at)",
        "bench_text": "(site_id, fingerprint)",
        "ix_comments_waiting": "(site_id, waiting_since, id) WHERE waiting_since IS NOT NULL",
    },
}
_CONTENTS: Final = 2_000
_FILL: Final = 5_000
_SEED: Final = 1


class Cost(NamedTuple):
    """Of a commit of 16 comments: seconds, and bytes that it adds to the database's log."""

    seconds: float
    log: float


def records(site_id: int, count: int, *, begin: int, end: int, seed: int) -> Iterator[CommentRecord]:
    """Comments spread over a time (ms): of 20 in 100 queued nearly all are settled, so are some of the others."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    submissions = list(Author(seed).submissions(min(count, _CONTENTS)))
    clock = begin
    identifiers = Identifiers(lambda: clock)
    for number in range(count):
        clock = begin + (end - begin) * number // count
        decision = chance.choices(("accept", "queue", "reject"), (70, 20, 10))[0]
        settled = chance.random() < (0.95 if decision == "queue" else 0.01) and begin < end
        yield CommentRecord(
            id=identifiers.new(),
            site_id=site_id,
            submitted_at=clock,
            content=str(submissions[number % len(submissions)]["content"]),
            decision=decision,
            author_name="Ada Lovelace",
            article_url=f"https://news.example/2026/{chance.randrange(1_000)}",
            author_email_hash=f"{chance.randrange(1 << 20):032x}",
            author_ip_hash=f"{chance.randrange(1 << 20):032x}",
            fingerprint=chance.getrandbits(64) - (1 << 63),
            verdict=chance.choice(("approve", "reject")) if settled else "",
        )


def written_texts() -> list[str]:
    """The contents of the comments that `fill` stores."""
    return [str(one["content"]) for one in Author(_SEED).submissions(_CONTENTS)]


def fill(engine: Engine, count: int, span: int = DAYS * DAY_MS) -> int:
    """Fill an empty database with one site's comments of 30 days, or of the last `span` (ms); the site's id."""
    upgrade(engine)
    with writing(engine) as connection:
        site_id = sites.add(connection, "default", "{}", now=now()).id
    made = records(site_id, count, begin=now() - span, end=now(), seed=_SEED)
    while portion := list(islice(made, _FILL)):
        with writing(engine) as connection:
            comments.insert_many(connection, portion)
    return site_id


def measure_inserts(engine: Engine, site_id: int, commits: int, rounds: int) -> dict[str, list[Cost]]:
    """For each set of indexes, in turn, the cost of a commit: the median of a round."""
    costs: dict[str, list[Cost]] = {name: [] for name in INDEXES}
    for number in range(rounds):
        for name, indexes in INDEXES.items():
            _put(engine, indexes)
            for warm_up in (True, False):
                made = list(records(site_id, commits * BATCH, begin=now(), end=now(), seed=number))
                cost = _insert(engine, made)
                costs[name] += [] if warm_up else [cost]
    _put(engine, INDEXES["as they are"])
    return costs


def measure_reads(engine: Engine, site_id: int, rounds: int) -> dict[str, float]:
    """Seconds of each question, the median; the database is analysed first, as it is by itself after a while."""
    _tidy(engine)
    day = dt.datetime.now(dt.UTC).date()
    month = day - dt.timedelta(DAYS)
    with engine.connect() as connection:
        newest = select(rows.c.fingerprint).order_by(rows.c.id.desc()).limit(1_000)
        known = connection.scalars(newest).all()[-1]
        waits = rows.c.site_id == site_id, rows.c.waiting_since.is_not(None)
        waiting = connection.scalars(select(rows.c.id).where(*waits)).first() or ""
    questions: dict[str, Callable[[Connection], Any]] = {
        "queue: how many wait": lambda asked: comments.count_waiting(asked, site_id),
        "verdict: the latest of one": lambda asked: verdicts.latest(asked, site_id, waiting),
        "text: found among 30 days": lambda asked: comments.of_text(asked, site_id, known, now() - DAYS * DAY_MS),
        "counts: today": lambda asked: statistics.per_day(asked, site_id, day, day),
        "counts: 30 days by day": lambda asked: statistics.per_day(asked, site_id, month, day),
    }
    return {name: _time(engine, question, rounds) for name, question in questions.items()}


def _time(engine: Engine, question: Callable[[Connection], Any], rounds: int) -> float:
    taken = []
    with engine.connect() as connection:
        for _ in range(rounds):
            began = time.perf_counter()
            question(connection)
            taken.append(time.perf_counter() - began)
    return median(taken)


def _insert(engine: Engine, made: list[CommentRecord]) -> Cost:
    taken = []
    _checkpoint(engine)
    before = _log_bytes(engine)
    for begin in range(0, len(made), BATCH):
        began = time.perf_counter()
        with writing(engine) as connection:
            comments.insert_many(connection, made[begin : begin + BATCH])
        taken.append(time.perf_counter() - began)
    return Cost(median(taken), (_log_bytes(engine) - before) / len(taken))


def _put(engine: Engine, indexes: Mapping[str, str]) -> None:
    """Let the table have these indexes, beside those of its keys."""
    for name in {name for chosen in INDEXES.values() for name in chosen} - set(indexes):
        with writing(engine) as connection:
            connection.exec_driver_sql(f"DROP INDEX IF EXISTS {name}")
    for name, definition in indexes.items():
        with writing(engine) as connection:
            connection.exec_driver_sql(f"CREATE INDEX IF NOT EXISTS {name} ON comments {definition}")


def run_alone(engine: Engine, statement: str) -> None:
    """Run a statement outside any transaction."""
    pooled = engine.raw_connection()
    driver: Any = pooled.driver_connection
    driver.rollback()
    on_postgresql = engine.dialect.name == "postgresql"
    if on_postgresql:
        driver.autocommit = True
    driver.cursor().execute(statement)
    if on_postgresql:
        driver.autocommit = False
    pooled.close()


def _checkpoint(engine: Engine) -> None:
    """Begin with an empty log, or, on PostgreSQL, with one that has every page to write whole again."""
    run_alone(engine, "PRAGMA wal_checkpoint(TRUNCATE)" if engine.dialect.name == "sqlite" else "CHECKPOINT")


def _tidy(engine: Engine) -> None:
    if engine.dialect.name == "postgresql":
        run_alone(engine, "VACUUM ANALYZE comments")


def _log_bytes(engine: Engine) -> int:
    if engine.dialect.name == "sqlite":
        return Path(f"{engine.url.database}-wal").stat().st_size
    with engine.connect() as connection:
        position = connection.exec_driver_sql("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')").scalar_one()
    return int(position)


def report(engine: Engine, count: int, costs: Mapping[str, list[Cost]], reads: Mapping[str, float]) -> str:
    """Both tables in Markdown."""
    base = median(cost.log for cost in costs["none of these"])
    inserts = [
        (
            name,
            f"{BATCH / min(cost.seconds for cost in told):,.0f}",
            f"{median(cost.log for cost in told) / 1024:.0f}",
            f"{median(cost.log for cost in told) / base:.2f}" if base else "",
        )
        for name, told in costs.items()
    ]
    title = f"{engine.dialect.name}, {count:,} comments: commits of {BATCH}"
    written = table(title, ("indexes", "comments/s (best)", "log KiB a commit", "to none"), inserts)
    rows = [(name, f"{seconds * 1000:.1f}") for name, seconds in reads.items()]
    return f"{written}\n{table('What is read', ('question', 'ms'), rows)}"


def main(
    database: Annotated[str, typer.Option(help="An empty database; by default a SQLite file.")] = "",
    count: Annotated[int, typer.Option(help="Comments it is filled with.")] = 100_000,
    commits: Annotated[int, typer.Option(help="Commits of a round.")] = 40,
    rounds: Annotated[int, typer.Option(help="Rounds.")] = 5,
) -> None:
    """Measure the store by itself."""
    with TemporaryDirectory(prefix="copydesk-store-") as folder:
        engine = open_engine(database or f"sqlite:///{Path(folder) / 'copydesk.db'}", time_limit=None)
        if engine.dialect.name == "sqlite":
            # A log that begins anew could not be measured.
            event.listen(engine, "connect", lambda driver, _: driver.execute("PRAGMA wal_autocheckpoint=0"))
        if current_revision(engine) is not None:
            message = "the database is in use: give one that is empty"
            raise RuntimeError(message)
        site_id = fill(engine, count)
        reads = measure_reads(engine, site_id, rounds)
        costs = measure_inserts(engine, site_id, commits, rounds)
        show(report(engine, count, costs, reads))
        engine.dispose()


if __name__ == "__main__":
    run(main)
