"""The command line as a whole, and what serving costs to start."""

import json
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from service.settings import table
from tests.service.commands.runs import run
from tests.serving_process import serving

GROUPS = {
    "sites": ("add", "list", "show", "update"),
    "keys": ("add", "list", "revoke"),
    "moderators": ("add", "list", "revoke", "invite"),
    "database": ("upgrade",),
}
COMMANDS = [("serve",), ("check",), *((group, one) for group, those in GROUPS.items() for one in those)]

ASK_AND_LIST = """
import asyncio, json, sys, threading, urllib.request
import service.__main__ as command

def ask(address, key):
    body = json.dumps({"content": "You idiot!", "author_name": "Ada"}).encode()
    request = urllib.request.Request(address + "/v1/comments", body, {"Authorization": "Bearer " + key})
    decision = json.load(urllib.request.urlopen(request))["decision"]
    print(json.dumps({"decision": decision, "modules": sorted(sys.modules)}), flush=True)

import service.app, service.push, service.starting as starting
# What goes on beside the requests begins later.
service.app.EVERY_SECONDS = service.push._FIRST_SECONDS = 3600.0
key = sys.argv.pop()
def tell(name, value, *, json):
    threading.Thread(target=ask, args=(value, key), daemon=True).start()
starting._tell = tell
command.main()
"""


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_with_an_example(command: tuple[str, ...]) -> None:
    ended = run(*command, "--help")
    assert ended.exit_code == 0
    assert re.search(rf"Examples?:\s+(COPYDESK_\S+ )?copydesk {' '.join(command)}", " ".join(ended.output.split()))


def test_help_lists_all_commands() -> None:
    ended = run("--help")
    assert all(name in ended.output for name in ("serve", "check", "sites", "keys", "moderators", "database"))


def test_serve_takes_every_setting_and_says_its_variable_and_default() -> None:
    text = re.sub(r"[\s│]+", "", run("serve", "--help").output)
    for setting in table():
        assert setting.flag in text
        assert setting.variable in text
        assert re.sub(r"\s", "", setting.default) in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("serve", "--port", "99999"), "--port (or COPYDESK_PORT)"), (("serve", "--log-level", "x"), "--log-level")],
)
def test_a_setting_that_cannot_be_used_is_named(arguments: tuple[str, ...], words: str) -> None:
    ended = run(*arguments)
    assert ended.exit_code == 2
    assert words in ended.stderr


def test_the_version_is_told() -> None:
    assert re.match(r"copydesk \d", run("--version").output)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_first_start_prints_key_address_and_link_and_the_second_only_the_address(
    tmp_path: Path, shared_models: Path, workers: str
) -> None:
    with serving(tmp_path, shared_models, "--workers", workers, "--host", "0.0.0.0") as first:  # noqa: S104 - tried
        assert re.fullmatch(r"[a-z0-9]{12}", first.key)
        port = first.address.rpartition(":")[2]
        assert re.fullmatch(rf"http://127\.0\.0\.1:{port}/desk/welcome/[\w-]{{43}}", first.link)
        with urllib.request.urlopen(first.link) as page:  # noqa: S310 - our own service
            assert b"Welcome, admin" in page.read()
        assert first.stop() == 0
    with serving(tmp_path, shared_models) as second:
        assert (second.key, second.link) == ("", "")


def test_serving_never_imports_what_only_training_needs(tmp_path: Path, shared_models: Path) -> None:
    with serving(tmp_path, shared_models) as first:
        key = first.key
        assert first.stop() == 0
    command = [sys.executable, "-c", ASK_AND_LIST, "serve", "--port", "0", "--models", str(shared_models)]
    with subprocess.Popen(  # noqa: S603 - our own words
        [*command, "--database", f"sqlite:///{tmp_path / 'copydesk.db'}", key], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        answer = json.loads(process.stdout.readline())
        process.terminate()
        assert process.wait(30) == 0
    assert answer["decision"] == "reject"
    assert not {"importlib.metadata", "zipfile"} & set(answer["modules"])
    assert not {"service.protocols.akismet.handlers", "service.protocols.coral.phase"} & set(answer["modules"])
    roots = {name.partition(".")[0] for name in answer["modules"]}
    assert not roots & {
        "sklearn",
        "scipy",
        "joblib",
        "pandas",
        "pyarrow",
        "training",
        "prometheus_client",
        "alembic",
        "pg8000",
        "jinja2",
        "argon2",
        "sqlalchemy",
        "typer",
        "tests",
    }
