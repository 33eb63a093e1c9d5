"""`copydesk-train retrain`: what it says, to whom, and with which status it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from benchmarks.judged_site import site_with
from model.bundle import Bundle
from model.registry import Registry
from store import audit, shadows
from store.database import plain_url, writing
from store.records import Site
from tests.training.house import arrived, at_random, registry_of
from training.__main__ import app


@pytest.fixture(autouse=True)
def nice(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """By how much the process was made nicer: not that of the tests, which could not take it back."""
    asked: list[int] = []

    def nicer(by: int) -> int:
        asked.append(by)
        return sum(asked)

    monkeypatch.setattr(os, "nice", nicer)
    return asked


@pytest.fixture
def models(base: Bundle, tmp_path: Path) -> Path:
    return registry_of(base, tmp_path / "models").folder


@pytest.fixture
def site(sqlite_engine: Engine) -> Site:
    return site_with(sqlite_engine, arrived(400))


def run(engine: Engine | str, models: Path, *options: str) -> Result:
    url = engine if isinstance(engine, str) else plain_url(engine)
    return CliRunner().invoke(app, ["retrain", f"--database={url}", f"--models={models}", *options])


def test_it_tells_in_words_what_it_put_to_use(sqlite_engine: Engine, models: Path, site: Site, nice: list[int]) -> None:
    ended = run(sqlite_engine, models)
    assert ended.exit_code == 0, ended.output
    version = Registry(models).own_champion(site.name)
    assert ended.stdout.startswith("Passed: ")
    assert ended.stdout.endswith(f"{version} is in use for the site default.\n")
    assert "0 s  reading: " in ended.stderr
    assert nice == [0, 10]


def test_machines_get_one_object_and_progress_line_by_line(sqlite_engine: Engine, models: Path, site: Site) -> None:
    ended = run(sqlite_engine, models, "--json", "--no-promote", "--site=default")
    assert ended.exit_code == 0, ended.output
    told = json.loads(ended.stdout)
    assert (told["state"], told["promoted"], told["site"]) == ("passed", False, site.name)
    assert told["version"] == told["challenger"]
    assert told["seconds"] > 0
    assert told["peak_memory_mib"] > 0
    progress = [json.loads(line) for line in ended.stderr.splitlines()]
    assert all(set(line) == {"stage", "done", "of"} for line in progress)
    assert progress[-1] == {"stage": "writing", "done": 1, "of": 1}
    assert Registry(models).own_champion("default") is None


def test_it_ends_well_where_the_gate_refuses(sqlite_engine: Engine, models: Path) -> None:
    site_with(sqlite_engine, at_random(arrived(400)))
    ended = run(sqlite_engine, models)
    assert ended.exit_code == 0
    assert ended.stdout.startswith("Refused. ")
    assert "in use for" not in ended.stdout


def test_it_ends_well_where_there_is_too_little(sqlite_engine: Engine, models: Path) -> None:
    site_with(sqlite_engine, arrived(10))
    ended = run(sqlite_engine, models)
    assert ended.exit_code == 0
    assert "190 more" in ended.stdout


def test_a_better_model_that_waits_says_how_to_put_it_to_use(sqlite_engine: Engine, models: Path, site: Site) -> None:
    ended = run(sqlite_engine, models, "--no-promote")
    command = ended.stdout.splitlines()[-1].partition("Promote it with: copydesk-train ")[2].split()
    assert CliRunner().invoke(app, command).exit_code == 0
    assert Registry(models).own_champion(site.name) == command[1]


@pytest.mark.parametrize(
    ("url", "options", "words"),
    [
        ("sqlite:///nowhere/at/all.db", (), "does not exist"),
        ("mysql://host/database", (), "mysql"),
        ("postgresql://nobody@127.0.0.1:1/none", (), "the database cannot be used: "),
        ("", ("--site=elsewhere",), "no site named 'elsewhere' (known: default)"),
    ],
)
def test_what_is_wrong_is_one_line_and_status_2(
    sqlite_engine: Engine, models: Path, url: str, options: tuple[str, ...], words: str
) -> None:
    site_with(sqlite_engine, ())
    ended = run(url or sqlite_engine, models, *options)
    assert (ended.exit_code, ended.stdout) == (2, "")
    (line,) = ended.stderr.splitlines()
    assert line.startswith("error: ")
    assert words in line


def test_a_database_of_another_version_is_left_alone(sqlite_engine: Engine, models: Path) -> None:
    with writing(sqlite_engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0003'")
    ended = run(sqlite_engine, models)
    assert ended.exit_code == 2
    assert "copydesk database upgrade" in ended.stderr


def test_it_runs_by_the_module_with_the_database_in_the_environment(
    sqlite_engine: Engine, models: Path, site: Site
) -> None:
    command = [sys.executable, "-m", "training", "retrain", f"--models={models}", f"--site={site.name}", "--json"]
    environment = {**os.environ, "COPYDESK_DATABASE": plain_url(sqlite_engine)}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    assert json.loads(ended.stdout)["promoted"] is True


def test_what_is_promoted_and_taken_back_by_hand_stands_in_the_audit_log(
    sqlite_engine: Engine, models: Path, base: Bundle
) -> None:
    site = site_with(sqlite_engine, ())
    options = (f"--database={plain_url(sqlite_engine)}", f"--models={models}", "--site=default")
    for command in (("promote", base.version), ("rollback",)):
        assert CliRunner().invoke(app, [*command, *options]).exit_code == 0
    with sqlite_engine.connect() as connection:
        entries = audit.page(connection, site.id)
    assert [(one.action, one.subject, one.who) for one in entries] == [
        ("rollback", "that of all sites", "command line"),
        ("promotion", base.version, "command line"),
    ]
    ended = CliRunner().invoke(app, ["promote", base.version, *options[:2], "--site=elsewhere"])
    assert (ended.exit_code, "no site named 'elsewhere'" in ended.stderr) == (1, True)
    assert Registry(models).sites() == ["default"]


def test_what_cannot_be_promoted_leaves_no_line(sqlite_engine: Engine, models: Path) -> None:
    site_with(sqlite_engine, ())
    options = ("--site=default", f"--database={plain_url(sqlite_engine)}", f"--models={models}")
    for command in (("promote", "gone-1"), ("rollback",)):
        assert CliRunner().invoke(app, [*command, *options]).exit_code == 1
    with sqlite_engine.connect() as connection:
        assert audit.page(connection, None) == []


def test_what_is_promoted_by_hand_is_no_longer_in_shadow(sqlite_engine: Engine, models: Path, base: Bundle) -> None:
    site = site_with(sqlite_engine, ())
    with writing(sqlite_engine) as connection:
        shadows.start(connection, site.id, base.version, started_by="Ada")
    options = (f"--site={site.name}", f"--database={plain_url(sqlite_engine)}", f"--models={models}")
    assert CliRunner().invoke(app, ["promote", base.version, *options]).exit_code == 0
    with sqlite_engine.connect() as connection:
        found = shadows.get(connection, site.id)
    assert found is not None
    assert found.stopped_at is not None
