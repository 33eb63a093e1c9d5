"""How long a moderator waits for the queue's page: with many comments waiting, and beside that with an empty queue."""

import asyncio
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Final, NamedTuple

import typer
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from pydantic_core import to_json
from sqlalchemy import Engine

from benchmarks import postgresql
from benchmarks.command import run
from benchmarks.comments import Author
from benchmarks.store import run_alone
from benchmarks.table import show, spread, table
from model.policy import Threshold
from model.scorer import ATTRIBUTES
from service.app import create_app
from service.grouping import Grouping
from service.settings import Settings
from store import authors, comments, leases, moderators, queue_entries, sessions, sites
from store.database import open_engine, writing
from store.identifiers import Identifiers, now
from store.moderators import Moderator
from store.queue_entries import Knowing
from store.queue_tables import leases as lease_rows
from store.records import CommentRecord
from store.schema import upgrade

PAGES: Final[Mapping[str, str]] = {
    "by urgency": "/desk",
    "by uncertainty": "/desk?order=uncertainty",
    "by time": "/desk?order=time",
    "reason: half of them": "/desk?reason=toxicity",
    "reason: one in a hundred": "/desk?reason=honeypot",
    "reason: none of them": "/desk?reason=flood&order=uncertainty",
    "mostly spam": "/desk?attribute=spam",
    "one language": "/desk?language=ro&order=time",
    "one article": "/desk?article=https%3A%2F%2Fnews.example%2F2026%2F7",
    "one author": "/desk?author_kind=id&author=reader-7",
    "words: in many": "/desk?text=the",
    "words: in none": "/desk?text=not%20to%20be%20found",
    "band: preview": "/desk/queue/band?attribute=spam&low=0.9&high=1",
}
_THRESHOLDS: Final = {name: Threshold(0.4, 0.9) for name in ATTRIBUTES}
_KNOWING: Final = Knowing(lambda _: _THRESHOLDS, Grouping(b"of the benchmark").sign)
_HOURS: Final = 72
_BITE: Final = 2_000
_CAMPAIGNS: Final = 1_000
_VARIANTS: Final = 0.1


class Waits(NamedTuple):
    """Seconds for each page, round by round; `verdict`: until a verdict is recorded and the next card is there."""

    pages: Mapping[str, Sequence[float]]
    verdict: Sequence[float]


def waiting(site_id: int, count: int, seed: int = 1) -> Iterator[CommentRecord]:
    """Comments that wait, of the last three days: by a tenth as many authors, under a thousand articles.

    One in ten is a variant of one of a thousand texts, some words longer; the others are texts of their own.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    author = Author(seed)
    campaigns = [author.write(300) for _ in range(_CAMPAIGNS)]
    end = now()
    clock = end
    identifiers = Identifiers(lambda: clock)
    for number in range(count):
        clock = end - _HOURS * 3_600_000 * (count - number) // count
        scores = {name: round(chance.random() ** 3, 4) for name in ATTRIBUTES}
        scores["toxicity"] = round(chance.random(), 4)
        is_variant = chance.random() < _VARIANTS
        content = f"{chance.choice(campaigns)} {number}" if is_variant else _unlike(author, chance)
        spans = [{"begin": at, "end": at + 5, "weight": chance.random()} for at in range(0, min(60, len(content)), 12)]
        found = [
            {"code": name, "severity": "queue", "score": score, "threshold": 0.4, "message": "Likely.", "spans": spans}
            for name, score in scores.items()
            if score >= _THRESHOLDS[name].queue_at  # type: ignore[operator]  # all have one
        ]
        if chance.random() < 0.01:  # noqa: PLR2004 - as the page's name says
            found.append({"code": "honeypot", "severity": "queue", "message": "A hidden field was filled in."})
        reader = chance.randrange(max(1, count // 10))
        yield CommentRecord(
            id=identifiers.new(),
            site_id=site_id,
            submitted_at=clock,
            content=content,
            decision="queue",
            author_name=f"Reader {reader}",
            author_id=f"reader-{reader}",
            author_email_hash=f"{reader:032x}",
            author_ip_hash=f"{chance.randrange(1 << 20):032x}",
            article_url=f"https://news.example/2026/{chance.randrange(1_000)}",
            article_title=f"Article {number % 1_000}",
            language=chance.choices(("en", "de", "ro"), (80, 15, 5))[0],
            findings=to_json(found).decode(),
            scores=to_json(scores).decode(),
            fingerprint=number + 1,
        )


def _unlike(author: Author, chance: random.Random) -> str:
    """A text of a reader's length, with names that no other has."""
    characters = min(round(chance.lognormvariate(0, 0.6) * 260), 3_000)
    return f"{author.write(characters)} {' '.join(f'{chance.getrandbits(32):x}' for _ in range(6))}"


def fill(engine: Engine, count: int) -> tuple[Moderator, float]:
    """Make a site with so many comments that wait, and a lead; also the seconds an entry took."""
    upgrade(engine)
    with writing(engine) as connection:
        site_id = sites.add(connection, "default", "{}", now=now()).id
        lead = moderators.add(connection, "Ada", role="lead", site_id=site_id, now=now())
    made = waiting(site_id, count)
    while portion := list(islice(made, _BITE)):
        with writing(engine) as connection:
            comments.insert_many(connection, portion)
    began = time.perf_counter()
    entered = -1
    while entered:
        with writing(engine) as connection:
            entered = queue_entries.enter(connection, queue_entries.missing(connection, _BITE), _KNOWING)
    taken = time.perf_counter() - began
    done = -1
    while done:
        with writing(engine) as connection:
            done = authors.enter_next(connection, authors.unentered(connection, _BITE))
    # As both databases do by themselves after a while.
    run_alone(engine, "VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE")
    return lead, taken / max(count, 1)


async def measure(url: str, folder: Path, lead: Moderator, rounds: int, models: Path) -> Waits:
    """Ask for each page so many times in turn, each time as somebody who has held no comment before."""
    engine = open_engine(url)
    with writing(engine) as connection:
        token = sessions.open_session(connection, lead, agent="benchmark", now=now(), lasts_ms=3_600_000)
    settings = Settings(database=url, models=models, spool=folder / "spool", secret=folder / "secret")
    pages: dict[str, list[float]] = {name: [] for name in PAGES}
    verdict: list[float] = []
    server = TestServer(create_app(settings))
    async with server, ClientSession(server.make_url(""), headers={"Cookie": f"copydesk_session={token}"}) as client:
        for number in range(rounds + 1):
            for name, path in PAGES.items():
                await asyncio.to_thread(_let_go, engine)
                seconds, text = await _time(client, path)
                if number:
                    pages[name].append(seconds)
            seconds, text = await _time(client, PAGES["by urgency"])
            if 'id="card-' in text and number:
                verdict.append(await _decide(client, text))
    engine.dispose()
    return Waits(pages, verdict)


def report(told: Mapping[str, tuple[Waits, Waits, float]], count: int) -> str:
    """The table in Markdown, for each database by name: with comments waiting, with an empty queue, and an entry."""
    rows = []
    for database, (full, empty, entry) in told.items():
        for name in PAGES:
            ratio = median(full.pages[name]) / median(empty.pages[name])
            rows.append(
                (
                    f"{database}, {name}",
                    spread([1_000 * one for one in full.pages[name]], "{:.1f}".format),
                    spread([1_000 * one for one in empty.pages[name]], "{:.1f}".format),
                    f"{ratio:.1f}",
                )
            )
        if full.verdict:
            rows.append(
                (
                    f"{database}, a verdict and the next card",
                    spread([1_000 * one for one in full.verdict], "{:.1f}".format),
                    "",
                    "",
                )
            )
        rows.append((f"{database}, entering one", f"{1_000 * entry:.3f}", "", ""))
    title = f"The queue's page with {count:,} comments waiting"
    return table(title, ("page", "ms", "empty queue, ms", "ratio"), rows)


def _let_go(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(lease_rows.delete())
        leases.forget(connection, now=now())


async def _time(client: ClientSession, path: str) -> tuple[float, str]:
    began = time.perf_counter()
    async with client.get(path, allow_redirects=False) as response:
        text = await response.text()
        if response.status != web.HTTPOk.status_code:
            message = f"{path}: {response.status}"
            raise RuntimeError(message)
    return time.perf_counter() - began, text


async def _decide(client: ClientSession, page: str) -> float:
    def field(name: str) -> str:
        return page.split(f'name="{name}" value="', 1)[1].split('"', 1)[0]

    identifier = page.split('id="card-', 1)[1].split('"', 1)[0]
    shown = [one.split('"', 1)[0] for one in page.split('name="shown" value="')[1:]]
    form: list[tuple[str, Any]] = [("csrf", field("csrf")), ("verdict", "reject"), ("alike", shown[0]), ("alone", "1")]
    form += [("shown", one) for one in shown]
    began = time.perf_counter()
    async with client.post(f"/desk/queue/{identifier}", data=form, headers={"HX-Request": "true"}) as response:
        text = await response.text()
        if response.status != web.HTTPOk.status_code or 'id="card-' not in text:
            message = f"a verdict: {response.status}"
            raise RuntimeError(message)
    return time.perf_counter() - began


def compare(urls: tuple[str, str], folder: Path, count: int, rounds: int, models: Path) -> tuple[Waits, Waits, float]:
    """The full queue in the first database, the empty one in the second, and the seconds an entry took."""
    entry = 0.0
    waits = []
    for url, size in zip(urls, (count, 0), strict=True):
        engine = open_engine(url, time_limit=None)
        lead, taken = fill(engine, size)
        entry = entry or taken * bool(size)
        engine.dispose()
        waits.append(asyncio.run(measure(url, folder, lead, rounds, models)))
    return waits[0], waits[1], entry


def main(
    count: Annotated[int, typer.Option(help="Comments that wait.")] = 100_000,
    rounds: Annotated[int, typer.Option(help="How often each page is asked for.")] = 7,
    models: Annotated[Path, typer.Option(help="Folder of models; without a champion the one that ships.")] = Path(),
) -> None:
    """Measure the queue's page on SQLite, and on PostgreSQL where it is installed."""
    with TemporaryDirectory(prefix="copydesk-desk-") as name:
        folder = Path(name)
        files = f"sqlite:///{folder / 'full.db'}", f"sqlite:///{folder / 'empty.db'}"
        told = {"SQLite": compare(files, folder, count, rounds, models)}
        if postgresql.is_installed():
            with postgresql.running() as server:
                databases = server.make_database(), server.make_database()
                told["PostgreSQL"] = compare(databases, folder, count, rounds, models)
        show(report(told, count))


if __name__ == "__main__":
    run(main)
