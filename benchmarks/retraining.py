"""What retraining gives a site with a house rule, how often the gate errs, and what it costs.

A simulated site (`benchmarks.house_rule`): the model that ships, so many verdicts, one retraining, and then the
comments that come after. Run as `python -m benchmarks.retraining --corpus ../shared/data/corpus.parquet`; `--part`
measures only one of the four, `--write` puts the tables into docs/training.md.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, NamedTuple

import numpy as np
import typer

from benchmarks import house_rule, retraining_beside
from benchmarks.command import run
from benchmarks.house_rule import Arrival, judged
from benchmarks.judged_site import site_with
from benchmarks.progress import Progress
from model.policy import Policy
from model.registry import DEFAULT, Registry
from model.shares import Interval
from store.database import open_engine
from store.schema import upgrade
from training.challenger import contender_of, learn, promise_of
from training.contender import Contender, Said
from training.gate import Verdict, hold_up
from training.lessons import Lessons, lessons_of
from training.metrics import Ranking, bootstrap
from training.rehearsal import rehearsal_of
from training.report import markdown_table

VERDICTS: Final = 500
LATER: Final = 2_000
SIZES: Final = (200, 500, 1_000, 2_000)
MANY: Final = 10_000
PAGE: Final = Path(__file__).parents[1] / "docs" / "training.md"


class Part(StrEnum):
    """What is measured: what retraining gives, how often the gate errs, what it takes, and what the service feels."""

    GAIN = "gain"
    ERRORS = "errors"
    COST = "cost"
    BESIDE = "beside"


class Site:
    """The simulated site with the model that ships."""

    def __init__(self, corpus: Path) -> None:
        self.rated = house_rule.comments(corpus)
        self.policy = Policy()
        self.base = Registry(DEFAULT.parent / "none").load()
        self.champion = contender_of(self.base, self.policy)
        self._rehearsal = rehearsal_of(self.base)

    def retrained(self, learned: Sequence[Arrival], seed: int) -> tuple[Contender, Verdict]:
        """The challenger that these verdicts make, and what the gate says of it."""
        lessons = self._lessons(learned)
        challenger = learn(self.base, self.champion, self._rehearsal, lessons, self.policy, set())
        contender = challenger.contender("challenger", self.policy)
        promise = promise_of(self.policy, self.base)
        return contender, hold_up(self.champion, contender, lessons, self._rehearsal, promise, seed=seed)

    def say(self, contender: Contender, arrived: Sequence[Arrival]) -> Said:
        """What a model says of these comments."""
        lessons = self._lessons(arrived)
        return contender.say(lessons.counts)

    def _lessons(self, arrived: Sequence[Arrival]) -> Lessons:
        base = self.base
        return lessons_of(map(judged, range(len(arrived)), arrived), base.manifest.features.bits, base.lexicon)

    def gain(self, contender: Contender, later: Sequence[Arrival], seed: int) -> "Gain":
        """Average precision of both on comments that came later, under the house rule."""
        truth = np.asarray([one.is_rejected for one in later], np.float32)
        before, after = self.say(self.champion, later), self.say(contender, later)
        one, other = Ranking(truth, before.unwanted), Ranking(truth, after.unwanted)
        difference = bootstrap(
            lambda rows: other.average_precision(rows) - one.average_precision(rows), len(truth), seed=seed
        )
        everyone = np.ones(len(truth))
        missed = [float((~said.is_queued & ~said.is_rejected)[truth > 0].mean()) for said in (before, after)]
        queued = [float(said.is_queued.mean()) for said in (before, after)]
        return Gain(one.average_precision(everyone), other.average_precision(everyone), difference, missed, queued)


class Gain(NamedTuple):
    """Average precision before and after, the difference's interval, and the shares missed and queued by both."""

    before: float
    after: float
    difference: Interval | None
    missed: Sequence[float]
    queued: Sequence[float]


def learning_curve(site: Site, sizes: Iterable[int], seed: int = 2) -> str:
    """What one retraining gives on later comments, by how many verdicts it had."""
    rows = []
    for size in sizes:
        arrived = house_rule.arrivals(site.rated, seed, size + LATER)
        contender, verdict = site.retrained(arrived[:size], seed)
        gain = site.gain(contender, arrived[size:], seed)
        rows.append(_line(f"{size:,}", gain, verdict))
    arrived = house_rule.arrivals(site.rated, seed, VERDICTS + LATER)
    contender, verdict = site.retrained(list(house_rule.at_random(arrived[:VERDICTS], seed)), seed)
    rows.append(_line(f"{VERDICTS:,}, at random", site.gain(contender, arrived[VERDICTS:], seed), verdict))
    headings = (
        "Verdicts",
        "AP before",
        "AP after",
        "Difference",
        "Missed before",
        "after",
        "Queued before",
        "after",
        "Gate",
    )
    return markdown_table(headings, rows, names=1)


def _line(name: str, gain: Gain, verdict: Verdict) -> tuple[str, ...]:
    difference = gain.difference
    within = "-" if difference is None else f"{difference.low:+.3f} to {difference.high:+.3f}"
    shares = (f"{share:.1%}" for share in (*gain.missed, *gain.queued))
    gate = "passes" if verdict.is_passed else "refuses"
    return (name, f"{gain.before:.3f}", f"{gain.after:.3f}", within, *shares, gate)


def errors(site: Site, seeds: int) -> str:
    """How often the gate passes what is better, and refuses what means nothing."""
    rows = []
    for size in (VERDICTS, 2 * VERDICTS):
        for name, dealt in (("house rule", _as_said), ("at random", house_rule.at_random)):
            found = [_tried(site, size, seed, dealt) for seed in range(1, seeds + 1)]
            why = [criterion for failed in found for criterion in failed]
            most = max(sorted(set(why)), key=why.count, default="-")
            rows.append((f"{size:,}, {name}", f"{seeds}", f"{sum(not failed for failed in found)}", most))
    return markdown_table(("Verdicts", "Sites", "Passed", "Most often not met"), rows, names=1)


def _as_said(arrived: Sequence[Arrival], _seed: int) -> Sequence[Arrival]:
    return arrived


def _tried(site: Site, size: int, seed: int, dealt: Callable[[Sequence[Arrival], int], Iterable[Arrival]]) -> list[str]:
    arrived = house_rule.arrivals(site.rated, seed, size)
    _, verdict = site.retrained(list(dealt(arrived, seed)), seed)
    return [one.name for one in verdict.criteria if not one.is_met]


def cost(corpus: Path) -> str:
    """What the whole command takes with many verdicts, as a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/copydesk.db"
        engine = open_engine(url)
        upgrade(engine)
        site_with(engine, house_rule.judged_ones(corpus, MANY))
        engine.dispose()
        command = [sys.executable, "-m", "training", "retrain", "--database", url, "--models", folder, "--json"]
        begun, used = time.monotonic(), _used()
        ended = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
        took, used = time.monotonic() - begun, _used() - used
        peak = json.loads(ended.stdout)["peak_memory_mib"]
    row = (f"{MANY:,}", f"{took:.0f}", f"{used:.0f}", f"{peak:,}")
    return markdown_table(("Verdicts", "Seconds", "CPU seconds", "Peak memory, MiB"), [row], names=0)


def _used() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def main(
    corpus: Annotated[Path, typer.Option(help="The labelled corpus.")] = Path("../shared/data/corpus.parquet"),
    *,
    part: Annotated[list[Part] | None, typer.Option(help="Only this part; may be given more than once.")] = None,
    seeds: Annotated[int, typer.Option(min=1, help="Sites to try the gate on.")] = 20,
    rounds: Annotated[int, typer.Option(min=1, help="Stretches with and without a retraining.")] = 5,
    write: Annotated[bool, typer.Option("--write", help="Put the tables into docs/training.md.")] = False,
) -> None:
    """Measure retraining on a simulated site."""
    progress = Progress()
    for one in part or Part:
        progress.tell(f"retraining: {one}")
        told = _measured(one, corpus, seeds, rounds, progress.tell)
        progress.end()
        typer.echo(told)
        if write:
            _put(one, told)


def _measured(part: Part, corpus: Path, seeds: int, rounds: int, tell: Callable[[str], None]) -> str:
    if part is Part.COST:
        return cost(corpus)
    if part is Part.BESIDE:
        return retraining_beside.report(retraining_beside.measure(corpus, rounds=rounds, tell=tell))
    site = Site(corpus)
    return learning_curve(site, SIZES) if part is Part.GAIN else errors(site, seeds)


def _put(part: Part, told: str) -> None:
    """Write the table where the page has its part."""
    page = PAGE.read_text(encoding="utf-8")
    begin, end = f"<!-- retraining: {part} -->\n", f"<!-- /retraining: {part} -->"
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    PAGE.write_text(f"{before}{begin}\n{told}\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    run(main)
