"""Retraining as a process of its own: started once, passed on nothing it does not need, and never left running."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from service.retraining import NICE, Retrainer, Schedule
from service.settings import Settings
from service.sites import Sites
from store import audit, comments, retrainings, sites, verdicts
from store.database import Database, writing
from store.identifiers import now
from store.model_tables import retrainings as rows
from store.retrainings import Retraining, RunningError
from tests.store.records import record
from tests.waiting import until

FAKE = (sys.executable, "-m", "tests.service.training_process")


def script(models: Path, outcome: str, **more: str) -> None:
    """What becomes of the process."""
    (models / "script.json").write_text(json.dumps({"outcome": outcome, **more}))


def given(models: Path) -> dict[str, object]:
    """What the process was given."""
    told: dict[str, object] = json.loads((models / "given.json").read_text())
    return told


def newest(engine: Engine) -> Retraining:
    """The site's last retraining."""
    with engine.connect() as connection:
        return retrainings.newest(connection, 1, 1)[0]


def judge(engine: Engine, count: int) -> None:
    """So many verdicts."""
    with writing(engine) as connection:
        for _ in range(count):
            written = record(1)
            comments.insert_many(connection, [written])
            verdicts.add(connection, 1, written.id, verdict="approve", source="desk")


@pytest.fixture
def settings(service_url: str, models: Path, key: str) -> Settings:
    """A service with the site `default`."""
    assert key
    return Settings(database=service_url, models=models)


@pytest.fixture
def retrainer(settings: Settings, service_engine: Engine) -> Retrainer:
    """Starts a process that learns nothing."""
    return Retrainer(settings, service_engine, command=FAKE)


async def test_a_process_is_started_that_knows_no_more_than_it_needs(
    retrainer: Retrainer, models: Path, service_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COPYDESK_SECRET", "hush")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")
    script(models, "passed")
    begun = retrainer.start(1, "default", started_by="Ada")
    assert (begun.state, begun.started_by) == ("running", "Ada")
    await until(lambda: newest(service_engine).state != "running")
    ended = newest(service_engine)
    assert (ended.id, ended.state, ended.started_by, ended.verdicts_seen) == (begun.id, "passed", "Ada", 7)
    told = given(models)
    assert told["group"] is True
    assert told["nice"] == max(NICE, os.nice(0))
    assert told["arguments"] == [f"--models={models}", "--site=default", "--started-by=Ada", "--json"]
    environment = told["environment"]
    assert isinstance(environment, list)
    assert "COPYDESK_DATABASE" in environment
    assert not [name for name in environment if "SECRET" in name]
    with service_engine.connect() as connection:
        (entry,) = audit.page(connection, 1, action="retraining")
    assert (entry.who, entry.subject, entry.details) == ("Ada", "default", {"change": "started"})


async def test_a_site_is_retrained_once_at_a_time(retrainer: Retrainer, models: Path, service_engine: Engine) -> None:
    script(models, "waiting")
    begun = retrainer.start(1, "default", started_by="Ada")
    for _ in range(3):
        with pytest.raises(RunningError):
            retrainer.start(1, "default", started_by="Grace")
    await until(lambda: newest(service_engine).progress.get("stage") == "learning")
    retrainer.end_the_dead(1, "default")
    with service_engine.connect() as connection:
        assert [one.id for one in retrainings.newest(connection, 1, 10)] == [begun.id]
    (models / "go").touch()
    await until(lambda: newest(service_engine).state == "passed")


@pytest.mark.parametrize(
    ("outcome", "told"),
    [("failed", "the corpus <b>burns</b>"), ("killed", "its process was ended by signal 9")],
)
async def test_what_a_process_could_not_say_itself_is_noted(
    retrainer: Retrainer, models: Path, service_engine: Engine, outcome: str, told: str
) -> None:
    script(models, outcome)
    retrainer.start(1, "default", started_by="Ada")
    await until(lambda: newest(service_engine).state == "failed" and newest(service_engine).report["error"] == told)
    script(models, "refused")
    retrainer.start(1, "default", started_by="Ada")
    await until(lambda: newest(service_engine).state == "refused")


def test_where_no_process_can_be_started_nothing_is_noted(settings: Settings, service_engine: Engine) -> None:
    retrainer = Retrainer(settings, service_engine, command=("/nonexistent/python",))
    with pytest.raises(FileNotFoundError):
        retrainer.start(1, "default", started_by="Ada")
    with service_engine.connect() as connection:
        assert retrainings.newest(connection, 1, 10) == []
        assert audit.page(connection, 1, action="retraining") == []


async def test_it_goes_on_when_the_service_ends_and_is_found_again(
    settings: Settings, models: Path, service_engine: Engine
) -> None:
    script(models, "waiting")
    code = (
        "import sys; from service.retraining import Retrainer; from service.settings import Settings;"
        "from store.database import open_engine; url, models = sys.argv[1:];"
        "settings = Settings(database=url, models=models);"
        f"print(Retrainer(settings, open_engine(url), command={FAKE!r}).start(1, 'default', started_by='Ada').id)"
    )
    told = subprocess.run(  # noqa: S603, ASYNC221 - our own words, and nothing else runs meanwhile
        [sys.executable, "-c", code, settings.database, str(models)], capture_output=True, text=True, check=True
    ).stdout.strip()
    found = newest(service_engine)
    assert (found.id, found.state) == (told, "running")
    again = Retrainer(settings, service_engine, command=FAKE)
    again.end_the_dead(1, "default")
    with pytest.raises(RunningError):
        again.start(1, "default", started_by="Grace")
    (models / "go").touch()
    await until(lambda: newest(service_engine).state == "passed")


def test_one_that_died_with_the_machine_is_ended(retrainer: Retrainer, service_engine: Engine) -> None:
    with writing(service_engine) as connection:
        retrainings.start(connection, 1, started_by="Ada")
        # No process has so high a number.
        connection.execute(rows.update().values(process=f"{socket.gethostname()}:{2**22 + 1}"))
    retrainer.end_the_dead(1, "default")
    ended = newest(service_engine)
    assert (ended.state, ended.report) == ("failed", {"error": "its process ended before it was done"})


async def test_after_so_many_verdicts_it_starts_by_itself_and_once(
    retrainer: Retrainer, settings: Settings, models: Path, service_engine: Engine
) -> None:
    script(models, "waiting")
    known = Sites(Database(settings.database))
    known.load()
    schedules = [
        Schedule(service_engine, known, Retrainer(settings, service_engine, command=FAKE)),
        Schedule(service_engine, known, retrainer),
    ]

    def rounds() -> int:
        for one in schedules:
            one.work()
        with service_engine.connect() as connection:
            return len(connection.execute(select(rows.c.id)).all())

    judge(service_engine, 5)
    assert rounds() == 0
    with writing(service_engine) as connection:
        sites.update_policy(connection, 1, '{"retrain_every": 6}', now=now())
    known.load()
    assert rounds() == 0
    judge(service_engine, 1)
    assert rounds() == 1
    assert rounds() == 1
    (models / "go").touch()
    await until(lambda: newest(service_engine).state == "passed")
    assert newest(service_engine).started_by == "schedule"
    assert rounds() == 1
    judge(service_engine, 6)
    assert rounds() == 2
    await until(lambda: newest(service_engine).state == "passed")
