"""What the service counts, and its exposition for Prometheus.

Counting is adding to a number, for every request pays for it. Where several processes serve, each writes its numbers to
a file of a folder they share, once a second, and whichever is asked answers with the sum: what a process counted stays
counted when it is gone.
"""

import json
import os
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from model.findings import Finding
from store.outcomes import Counts, Health
from store.processes import is_running

BUCKETS: Final[Sequence[float]] = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)
"""Upper bounds of the latency histogram, seconds; compiled, a tuple of known length would be made anew each time."""
CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """Counts of one process; `folder` is where the processes leave theirs for each other, None where there is one."""

    def __init__(self, folder: Path | None = None) -> None:
        self._file = None if folder is None else folder / f"{os.getpid()}.json"
        # Dictionaries, for every comment pays for them: a Counter asks a function of Python's for what is new.
        self._decisions: dict[tuple[str, str], int] = {}
        self._findings: dict[str, int] = {}
        self._degraded: Counter[str] = Counter()
        self._problems: Counter[int] = Counter()
        self._attempts: Counter[tuple[str, str]] = Counter()
        self._deliveries = Counts(0, 0)
        self._buckets = [0] * (len(BUCKETS) + 1)
        self._seconds = 0.0
        self._readings: Counter[str] = Counter()
        self._reading_buckets = [0] * (len(BUCKETS) + 1)
        self._reading_seconds = 0.0
        self._health: Health | None = None
        self._model = ""
        self._model_faults = 0

    def judged(self, protocol: str, decision: str, *, degraded: bool, reasons: Iterable[Finding] = ()) -> None:
        """A comment was judged and kept."""
        decisions, findings = self._decisions, self._findings
        key = protocol, decision
        decisions[key] = decisions.get(key, 0) + 1
        for finding in reasons:
            findings[finding.code] = findings.get(finding.code, 0) + 1
        if degraded:
            self._degraded[protocol] += 1

    def took(self, seconds: float) -> None:
        """A request was answered with a decision, commit included."""
        self._buckets[bisect_left(BUCKETS, seconds)] += 1
        self._seconds += seconds

    def read_again(self, outcome: str, seconds: float = 0.0) -> None:
        """The second reader was asked: it has `read` for so long, was `late`, had its queue `full`, or `failed`."""
        self._readings[outcome] += 1
        if outcome == "read":
            self._reading_buckets[bisect_left(BUCKETS, seconds)] += 1
            self._reading_seconds += seconds

    def delivered(self, kind: str, outcome: str) -> None:
        """An attempt to tell a site of a verdict is over: `done`, `failed` or, for the last time, `dead`."""
        self._attempts[kind, outcome] += 1

    def deliveries(self, counts: Counts) -> None:
        """Take note of how many verdicts are still to be told, and how many were given up."""
        self._deliveries = counts

    def refused(self, status: int) -> None:
        """A request was answered with a problem."""
        self._problems[status] += 1

    def observe(self, health: Health, model: str, model_faults: int = 0) -> None:
        """Take note of the store, the model in use, and how many champions cannot be used."""
        self._health, self._model, self._model_faults = health, model, model_faults

    def share(self) -> None:
        """Leave the numbers for the other processes; does nothing where there are none. One thread at a time."""
        if self._file is not None:
            draft = self._file.with_suffix(".draft")
            draft.write_text(json.dumps(self._snapshot()))
            draft.replace(self._file)

    def exposition(self) -> bytes:
        """All processes' numbers in Prometheus' text format; may block for reading files."""
        others = [] if self._file is None else _shared(self._file)
        return _exposition([(os.getpid(), self._snapshot()), *others])

    def _snapshot(self) -> dict[str, Any]:
        # Lists, made in one go: another thread counts meanwhile, and what grows cannot be gone through.
        return {
            "decisions": [[*labels, count] for labels, count in list(self._decisions.items())],
            "findings": list(self._findings.items()),
            "degraded": list(self._degraded.items()),
            "problems": list(self._problems.items()),
            "deliveries": [[*labels, count] for labels, count in list(self._attempts.items())],
            "undelivered": self._deliveries._asdict(),
            "buckets": self._buckets,
            "seconds": self._seconds,
            "reader": list(self._readings.items()),
            "reader_buckets": self._reading_buckets,
            "reader_seconds": self._reading_seconds,
            "store": None if self._health is None else self._health._asdict(),
            "model": self._model,
            "model_faults": self._model_faults,
        }


def _shared(own: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """What the other processes left beside this one's file."""
    for file in own.parent.glob("*.json"):
        if file != own:
            yield int(file.stem), json.loads(file.read_text())


def _exposition(snapshots: Iterable[tuple[int, Mapping[str, Any]]]) -> bytes:
    # Imported at the first question: it costs a tenth of the start.
    from prometheus_client.exposition import generate_latest  # noqa: PLC0415
    from prometheus_client.registry import CollectorRegistry  # noqa: PLC0415

    from service.metric_families import Families  # noqa: PLC0415

    taken = list(snapshots)
    registry = CollectorRegistry()
    registry.register(Families([one for _, one in taken], [one for process, one in taken if is_running(process)]))
    return generate_latest(registry)
