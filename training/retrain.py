"""Retraining: a site's verdicts become a challenger, the gate compares it with the champion, and may let it in.

Runs in a process of its own. Whatever happens to that process, the registry stays whole: a version appears at once or
not at all, a pointer is replaced at once, and what was begun is told apart by the next retraining.
"""

import resource
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Lock, Thread
from typing import Any, Final, Literal

from sqlalchemy import Engine
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from model.bundle import BundleError
from model.policy import Policy
from model.registry import Registry
from store import audit, judged, promotions, retrainings, second_looks, shadows
from store.database import Database, plain_url, writing
from store.errors import StoreError, describe
from store.promotions import Scope
from store.records import Site
from store.retrainings import Retraining
from training import gate_report, refused
from training.challenger import contender_of, lacking, learn, promise_of
from training.compile import ParityError
from training.gate import hold_up
from training.lessons import Lessons, Progress, lessons_of
from training.rehearsal import rehearsal_of
from training.retrained import save_challenger
from training.spare_time import in_spare_time
from training.weights import base_of, champion_of, reading_of

MOST: Final = 20_000
"""The newest judged comments that are learned from: more than that takes minutes and hardly changes what is learned."""
_PROBES: Final = 300
_HEARTBEAT_SECONDS: Final = 1.0
_NOT_YET: Final = "unnamed"


@dataclass(frozen=True, slots=True)
class Retrained:
    """What became of a retraining: its report is JSON, and `version` empty where there was too little to learn from."""

    state: Literal["passed", "refused"]
    version: str
    is_promoted: bool
    report: Mapping[str, Any]


def retrain(  # noqa: PLR0913 - where from, where to, for whom
    engine: Engine,
    registry: Registry,
    site: Site,
    *,
    promote: bool = True,
    keep_refused: int = refused.KEPT,
    started_by: str = audit.COMMAND_LINE,
    progress: Progress = lambda *_: None,
) -> Retrained:
    """Retrain the site's model and, where the gate opens and `promote` says so, put it to use for this site.

    Of the site's refused versions the newest `keep_refused` stay.

    Raises RunningError where the site is being retrained already, BundleError, and the database's errors; what it began
    is noted as failed then.
    """
    champion = registry.own_champion(site.name)
    with engine.connect() as connection:
        # Also makes the first statement of this process ready, before anybody waits for it.
        retrainings.running(connection, site.id)
    with writing(engine) as connection:
        retrainings.bury(connection, site.id, champion)
        begun = retrainings.start(connection, site.id, started_by=started_by)
    try:
        with _alive(engine, begun.id, progress) as tell, threadpool_limits(1):
            done = _retrain(engine, registry, site, tell, promote=promote)
            _note(engine, site, begun, done)
            if done.is_promoted:
                scope = Scope(site.id, site.name)
                promotions.promote(engine, registry, done.version, scope, who=begun.started_by)
        with writing(engine) as connection:
            retrainings.finish(connection, begun.id, done.state)
            running = shadows.get(connection, site.id)
    except BaseException as error:
        told = _told(error)
        # Where that cannot be written either, the next retraining finds it out.
        with suppress(Exception), writing(engine) as connection:
            retrainings.finish(connection, begun.id, "failed", report={"error": told})
        raise
    shadowed = () if running is None or running.stopped_at is not None else (running.version,)
    with suppress(BundleError, OSError):
        refused.prune(registry, site.name, shadowed, kept=keep_refused)
    return done


def _retrain(engine: Engine, registry: Registry, site: Site, progress: Progress, *, promote: bool) -> Retrained:
    begun = time.monotonic()
    policy = Policy.model_validate_json(site.policy)
    champion, base = champion_of(registry, site.name), base_of(registry)
    reads, in_use_reads = reading_of(base), reading_of(champion)
    with engine.connect() as connection:
        found = list(judged.newest(connection, site.id, MOST))
        confirmed = second_looks.confirmed(connection, site.id)
    lessons = in_spare_time(lambda: lessons_of(found, *reads, in_use=in_use_reads, progress=progress))
    report: dict[str, Any] = {"site": site.name, "champion": champion.version, "challenger": "", "base": base.version}
    if lack := lacking(lessons):
        report |= {"text": f"Not retrained. {lack}", "thresholds": [], "verdicts": _counts(lessons, 0)}
        return Retrained("refused", "", False, {**report, "promoted": False, **_cost(begun)})
    rehearsal = rehearsal_of(base)
    in_use = contender_of(champion, policy)
    # The rehearsal's rows are features already, and only what reads as the base does can be held against them.
    stand_in = None if in_use_reads == reads else contender_of(base, policy)
    challenger = in_spare_time(lambda: learn(base, in_use, rehearsal, lessons, policy, confirmed, progress=progress))
    with writing(engine) as connection:
        second_looks.replace(connection, site.id, challenger.doubted)
    progress("comparing", 0, 1)
    verdict = in_spare_time(
        lambda: hold_up(
            in_use,
            challenger.contender(_NOT_YET, policy),
            lessons,
            rehearsal,
            promise_of(policy, base),
            stand_in=stand_in,
        )
    )
    progress("comparing", 1, 1)
    report |= {
        "text": gate_report.sentence(verdict),
        "thresholds": list(challenger.limits.sentences),
        "verdicts": _counts(lessons, len(challenger.doubted)),
        **gate_report.as_json(verdict),
    }
    progress("writing", 0, 1)
    bundle = in_spare_time(
        lambda: save_challenger(
            registry.folder,
            challenger,
            base=base,
            parent=champion,
            site=site.name,
            rows={"verdicts": int(lessons.is_learned.sum())},
            report=report,
            probes=lessons.newest_texts(_PROBES),
        )
    )
    progress("writing", 1, 1)
    report["challenger"] = bundle.version
    state: Literal["passed", "refused"] = "passed" if verdict.is_passed else "refused"
    is_promoted = verdict.is_passed and promote
    return Retrained(state, bundle.version, is_promoted, {**report, "promoted": is_promoted, **_cost(begun)})


def _note(engine: Engine, site: Site, begun: Retraining, done: Retrained) -> None:
    """Note what it made, before any of it is promoted."""
    seen = done.report["verdicts"]["all"]
    details = {"state": done.state, "verdicts": seen}
    with writing(engine) as connection:
        retrainings.note(connection, begun.id, verdicts_seen=seen, version=done.version, report=done.report)
        audit.append(
            connection,
            site_id=site.id,
            who=begun.started_by,
            action="retraining",
            subject=done.version,
            details=details,
        )


def _cost(begun: float) -> dict[str, Any]:
    """What it took until now, from a time of `time.monotonic`."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # KiB, and bytes on macOS
    return {
        "seconds": round(time.monotonic() - begun, 1),
        "peak_memory_mib": round(peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)),
    }


def _counts(lessons: Lessons, in_doubt: int) -> dict[str, int]:
    return {
        "all": len(lessons.comments),
        "rejected": int(lessons.is_rejected.sum()),
        "learned": int(lessons.is_learned.sum()),
        "held_out": int(lessons.is_held_out.sum()),
        "in_doubt": in_doubt,
    }


def _told(error: BaseException) -> str:
    if isinstance(error, StoreError | BundleError | ParityError):
        return str(error)
    return describe(error) if isinstance(error, Exception) else "it was stopped"


@contextmanager
def _alive(engine: Engine, identifier: str, progress: Progress) -> Iterator[Progress]:
    """A progress that is passed on, and noted in the database once a second, as a sign of life."""
    # Whoever writes to SQLite waits for its turn, and a sign of life need not outlast the power.
    database = Database(plain_url(engine), create=False, flushes=False)
    lock, over = Lock(), Event()
    last: dict[str, Any] = {}

    def tell(stage: str, done: int, of: int) -> None:
        with lock:
            last.update(stage=stage, done=done, of=of)
        progress(stage, done, of)

    def repeat() -> None:
        while not over.wait(_HEARTBEAT_SECONDS):
            with lock:
                told = dict(last)
            try:
                with database.reading() as cursor:
                    retrainings.tell_beside(cursor, identifier, told)
            except Exception as error:  # noqa: BLE001 - the work goes on; whoever waits takes it for dead after a while
                sys.stderr.write(f"progress is not noted: {describe(error)}\n")

    thread = Thread(target=repeat, daemon=True)
    thread.start()
    try:
        yield tell
    finally:
        over.set()
        thread.join()
        database.dispose()
