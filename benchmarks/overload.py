"""Twice as many comments as can be judged: what becomes of those let in, of the rest, and of the time after."""

from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Annotated, Final, NamedTuple

import typer

from benchmarks.command import run
from benchmarks.comments import Author
from benchmarks.load import wrk
from benchmarks.offering import Answer, offer, read_requests
from benchmarks.plots import Series, lines_plot
from benchmarks.servers import service, serving
from benchmarks.service import write_bodies
from benchmarks.summary import Bar, Conditions, Measure, Outcome
from benchmarks.table import show, spread, table

UNLOADED, TWICE, AFTER = 0.25, 2.0, 0.5
_CONNECTIONS: Final = 64
_AT_MOST_PER_SECOND: Final = 24_000
_OK: Final = 200
_SLOT: Final = 0.1


class Round(NamedTuple):
    """The capacity (requests a second), and what was answered well below it, at twice of it, and just after that."""

    capacity: float
    unloaded: Sequence[Answer]
    overloaded: Sequence[Answer]
    after: Sequence[Answer]

    @property
    def slower(self) -> float:
        """The p99 of what was let in, to the p99 unloaded."""
        return p99(admitted(self.overloaded)) / p99(admitted(self.unloaded))

    @property
    def recovery(self) -> float:
        """Seconds after the overload until in a tenth of one nobody is refused, and p99 is at most thrice unloaded."""
        limit = 3 * p99(admitted(self.unloaded))
        slot = 0
        while of_slot := [one for one in self.after if slot <= one.due / _SLOT < slot + 1]:
            if not _any_refused(of_slot) and p99(admitted(of_slot)) <= limit:
                break
            slot += 1
        return slot * _SLOT


def admitted(answers: Sequence[Answer]) -> list[float]:
    """How long each comment took that was judged."""
    return [one.latency for one in answers if one.status == _OK] or [float("inf")]


def refused(answers: Sequence[Answer]) -> list[float]:
    """How long each refusal took."""
    return [one.latency for one in answers if one.status != _OK] or [0.0]


def p99(seconds: Sequence[float]) -> float:
    """What 99 in 100 do not exceed."""
    return sorted(seconds)[max(0, round(len(seconds) * 0.99) - 1)]


def measure(
    folder: Path,
    *,
    models: Path,
    rounds: int = 7,
    seconds: int = 4,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Round]:
    """Capacity, a quarter of it, twice of it, half of it, in each round anew; the first round is left out."""
    author = Author(seed=6)
    bodies = folder / "bodies"
    taken: list[Round] = []
    with serving(service(folder, models)) as server:
        capacity = float(_AT_MOST_PER_SECOND)
        for number in range(rounds + 1):
            tell(f"overload: round {number} of {rounds}")
            write_bodies(author, bodies, round(seconds * capacity * 1.3))
            capacity = wrk(server, bodies, seconds=seconds, connections=_CONNECTIONS).per_second
            shares = (UNLOADED, TWICE, AFTER)
            write_bodies(author, bodies, round(seconds * capacity * sum(shares) * 1.1) + 100)
            phases = [(capacity * share, float(seconds)) for share in shares]
            taken.append(Round(capacity, *offer(server, read_requests(bodies, server.key), phases)))
    return taken[1:]


def report(rounds: Sequence[Round]) -> str:
    """The table: of each load the rate, the share refused, and the latencies."""
    rows: list[tuple[str, ...]] = []
    for name, share, every in (
        ("a quarter of the capacity", UNLOADED, [one.unloaded for one in rounds]),
        ("twice the capacity", TWICE, [one.overloaded for one in rounds]),
        ("half of it, just after", AFTER, [one.after for one in rounds]),
    ):
        rows.append(
            (
                name,
                spread([one.capacity * share for one in rounds], "{:,.0f}".format),
                spread([len(refused(one)) / len(one) if _any_refused(one) else 0.0 for one in every], "{:.0%}".format),
                spread([median(admitted(one)) * 1e3 for one in every], "{:.2f}".format),
                spread([p99(admitted(one)) * 1e3 for one in every], "{:.2f}".format),
                spread([p99(refused(one)) * 1e3 for one in every], "{:.2f}".format) if _refused_at_all(every) else "",
            )
        )
    rows.append(
        ("ratio of p99, twice to a quarter", "", "", "", spread([one.slower for one in rounds], "{:.2f}".format), "")
    )
    return table(
        "Overload: comments offered at a rate, one process, decision committed",
        ("offered", "a second", "refused", "judged, p50 ms", "judged, p99 ms", "refused, p99 ms"),
        rows,
        f"Median (least to greatest) of {len(rounds)} rounds; the capacity is what {_CONNECTIONS} connections get "
        "answered in the same round. Times count from when a comment was due. The generator takes processor time, too.",
    )


def measures(rounds: Sequence[Round]) -> list[Measure]:
    """Its lines of the summary; the reference is the service without load."""
    return [
        Measure(
            "overload: p99 of what is let in at twice the capacity",
            "ms",
            [p99(admitted(one.overloaded)) * 1e3 for one in rounds],
            [p99(admitted(one.unloaded)) * 1e3 for one in rounds],
            Bar(3, at_least=False),
        ),
        Measure(
            "overload: judged of the capacity",
            "a second",
            [_per_second(one.overloaded) for one in rounds],
            [one.capacity for one in rounds],
        ),
        Measure("overload: p99 of a refusal", "ms", [p99(refused(one.overloaded)) * 1e3 for one in rounds]),
        Measure(
            "overload: until all is well again",
            "s",
            [one.recovery for one in rounds],
            (),
            Bar(1, at_least=False, of_ratio=False),
        ),
    ]


def plot(round_: Round) -> str:
    """How long judged comments took, by share of the comments."""
    return lines_plot(
        "How long a comment takes: share of comments that take longer",
        "ms",
        "share of comments",
        [
            Series(name, _tail(admitted(answers)))
            for name, answers in (
                ("a quarter of the capacity", round_.unloaded),
                ("twice the capacity, let in", round_.overloaded),
                ("half of it, just after", round_.after),
            )
        ],
        log_x=True,
        log_y=True,
    )


def part(conditions: Conditions) -> Outcome:
    """Overload."""
    rounds, seconds = (2, 2) if conditions.quick else (7, 4)
    with TemporaryDirectory(prefix="copydesk-bench-") as name:
        taken = measure(Path(name), models=conditions.models, rounds=rounds, seconds=seconds, tell=conditions.tell)
    middle = sorted(taken, key=lambda one: one.slower)[len(taken) // 2]
    return Outcome(report(taken), measures(taken), {"latency.svg": plot(middle)})


def main(
    *,
    models: Annotated[Path, typer.Option(help="Folder of models; without a champion the one that ships.")] = Path(),
    rounds: Annotated[int, typer.Option(min=1, help="How often to measure.")] = 7,
    seconds: Annotated[int, typer.Option(min=1, help="How long each load is.")] = 4,
) -> None:
    """Measure the service at twice its capacity, against itself without load in the same run."""
    with TemporaryDirectory(prefix="copydesk-bench-") as name:
        show(report(measure(Path(name), models=models, rounds=rounds, seconds=seconds)))


def _any_refused(answers: Sequence[Answer]) -> bool:
    return any(one.status != _OK for one in answers)


def _refused_at_all(every: Sequence[Sequence[Answer]]) -> bool:
    return any(map(_any_refused, every))


def _per_second(answers: Sequence[Answer]) -> float:
    return len(admitted(answers)) / max(one.due + one.latency for one in answers)


def _tail(seconds: Sequence[float]) -> list[tuple[float, float]]:
    ordered = sorted(seconds)
    shares = [0.99, 0.9, 0.75, 0.5, 0.25, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001]
    return [(ordered[min(len(ordered) - 1, int(len(ordered) * (1 - share)))] * 1e3, share) for share in shares]


if __name__ == "__main__":
    run(main)
