"""Retraining from the service: as a process of its own, which goes on when the service ends, and tells by the database.

Copydesk's training is never imported here: it takes hundreds of megabytes, and half of both processors.
"""

import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import IO, TYPE_CHECKING, Final

from model.bundle import BundleError
from model.registry import Registry
from service.settings import PREFIX, Settings
from service.sites import Sites
from store.errors import describe

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from store.retrainings import Retraining

COMMAND: Final = (sys.executable, "-m", "training", "retrain")
NICE: Final = 10
SCHEDULE: Final = "schedule"
"""Who starts it after so many verdicts."""
SCHEDULE_SECONDS: Final = 60.0

_KILL_FIRST: Final = 500
"""Where memory is short, the kernel ends it before the service (0 to 1000)."""
_PASSED_ON: Final = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
_TOLD_CHARACTERS: Final = 500
_TAIL_BYTES: Final = 8_192

_log = logging.getLogger(__name__)


class Retrainer:
    """Starts retrainings, one a site at a time, and notes how those ended that could not say so themselves.

    `command` is what is run, with the options of `copydesk-train retrain` after it.
    """

    def __init__(self, settings: Settings, engine: "Engine", *, command: Sequence[str] = COMMAND) -> None:
        self._settings = settings
        self._engine = engine
        self._registry = Registry(settings.models)
        self._command = command

    def start(self, site_id: int, site: str, *, started_by: str) -> "Retraining":
        """Start it, and return when its process runs; blocks.

        Raises RunningError where the site is being retrained, OSError where no process can be started, and the
        database's errors; then none was started.
        """
        from store import audit, retrainings  # noqa: PLC0415 - most services are seldom retrained
        from store.database import writing  # noqa: PLC0415

        # Not a pipe: it must be able to write when nobody reads any more. It has no name, so nobody need delete it.
        told = tempfile.TemporaryFile()  # noqa: SIM115 - the thread below closes it
        process: subprocess.Popen[bytes] | None = None
        try:
            # In one transaction: the process finds itself noted, and of two that start one at the most goes on.
            with writing(self._engine) as connection:
                self._bury(connection, site_id, site)
                begun = retrainings.start(connection, site_id, started_by=started_by)
                audit.append(
                    connection,
                    site_id=site_id,
                    who=started_by,
                    action="retraining",
                    subject=site,
                    details={"change": "started"},
                )
                process = self._spawn(site, started_by, told)
                retrainings.hand_over(connection, begun.id, process.pid)
        except BaseException:
            if process is not None:
                process.kill()
                process.wait()
            told.close()
            raise
        name = f"retraining {site}"
        Thread(target=self._wait, args=(process, told, site_id, site, begun.id), name=name, daemon=True).start()
        return begun

    def end_the_dead(self, site_id: int, site: str) -> None:
        """Note of a retraining whose process is gone, such as after a loss of power, that it ended; blocks."""
        from store import retrainings  # noqa: PLC0415 - as above
        from store.database import writing  # noqa: PLC0415

        with self._engine.connect() as connection:
            found = retrainings.running(connection, site_id)
        if found is not None and not retrainings.is_alive(found):
            with writing(self._engine) as connection:
                self._bury(connection, site_id, site)

    def _spawn(self, site: str, started_by: str, told: IO[bytes]) -> subprocess.Popen[bytes]:
        options = (f"--models={self._settings.models}", f"--site={site}", f"--started-by={started_by}", "--json")
        process = subprocess.Popen(  # noqa: S603 - our own command, and a site's name as one argument
            [*self._command, *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=told,
            # Not a session of its own: Linux divides the processors by sessions first (`man 7 sched`, autogroup), and
            # niceness counts within one. So it goes on where a terminal stops the service, and yields to that.
            process_group=0,
            env=_environment(self._settings),
        )
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, process.pid, NICE)
        with suppress(OSError):
            Path(f"/proc/{process.pid}/oom_score_adj").write_text(f"{_KILL_FIRST}\n", encoding="ascii")
        return process

    def _wait(
        self, process: subprocess.Popen[bytes], told: IO[bytes], site_id: int, site: str, identifier: str
    ) -> None:
        """Until it ends; a process that failed before it could say so is noted with its last words."""
        from store import retrainings  # noqa: PLC0415 - as above
        from store.database import writing  # noqa: PLC0415

        with told:
            status = process.wait()
            words = _last_words(told)
        try:
            with writing(self._engine) as connection:
                self._bury(connection, site_id, site)
                ended = retrainings.get(connection, site_id, identifier)
                if ended is not None and ended.report.get("error") == retrainings.UNEXPLAINED:
                    error = words or _ended_by(status)
                    retrainings.finish(connection, identifier, "failed", report={**ended.report, "error": error})
                    _log.error("the retraining of the site %r failed: %s", site, error)
        except Exception as error:  # noqa: BLE001 - the page notes it when it is looked at
            _log.warning("how the retraining of the site %r ended was not noted: %s", site, describe(error))

    def _bury(self, connection: "Connection", site_id: int, site: str) -> None:
        from store import retrainings  # noqa: PLC0415 - as above

        champion = None
        with suppress(BundleError):
            champion = self._registry.champion_of(site)
        retrainings.bury(connection, site_id, champion)


class Schedule:
    """Starts the retraining of sites whose policy says after how many verdicts; processes may share the work."""

    def __init__(self, engine: "Engine", sites: Sites, retrainer: Retrainer) -> None:
        self._engine = engine
        self._sites = sites
        self._retrainer = retrainer

    def work(self) -> None:
        """One round; blocks."""
        for site_id, name in self._sites.names().items():
            rules = self._sites.rules(site_id)
            if rules is not None and rules.policy.retrain_every is not None:
                self._look_at(site_id, name, rules.policy.retrain_every)

    def _look_at(self, site_id: int, name: str, every: int) -> None:
        from store import retrainings  # noqa: PLC0415 - few sites have a schedule

        self._retrainer.end_the_dead(site_id, name)
        with self._engine.connect() as connection:
            is_due = retrainings.new_verdicts(connection, site_id, every) >= every
            is_running = retrainings.running(connection, site_id) is not None
        if is_due and not is_running:
            with suppress(retrainings.RunningError):
                self._retrainer.start(site_id, name, started_by=SCHEDULE)


def _environment(settings: Settings) -> Mapping[str, str]:
    """What the process needs and nothing more. The database's URL may hold a password: arguments are for all to see."""
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**passed, f"{PREFIX}DATABASE": settings.database}


def _last_words(told: IO[bytes]) -> str:
    """What it said last that is no progress, at most a few lines."""
    told.seek(max(0, told.seek(0, os.SEEK_END) - _TAIL_BYTES))
    lines = told.read().decode(errors="replace").splitlines()
    words = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("{")]
    return " ".join(words[-3:]).removeprefix("error: ")[-_TOLD_CHARACTERS:]


def _ended_by(status: int) -> str:
    return f"its process was ended by signal {-status}" if status < 0 else f"its process ended with status {status}"
