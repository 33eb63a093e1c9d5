"""The image without Docker: its steps run in a clean virtual environment, and what they install serves."""

import http.client
import json
import re
import shutil
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
import yaml  # type: ignore[import-untyped]  # it has no stubs

from model.scorer import ATTRIBUTES
from tests.house.dockerfile import Machine, Step, stages
from tests.house.documents import ROOT

_STAGES = stages((ROOT / "Dockerfile").read_text(encoding="utf-8"))
_BUILD, _IMAGE = _STAGES[1:]
_COMPILED = ("model/addresses.py", "service/decision.py")
"""All are compiled where the tests run, which takes more than a minute; the image is tried with two of them."""

# Installing takes a minute of the processor; everything of this file shares it.
pytestmark = pytest.mark.timeout(900)


def _only(instruction: str, steps: list[Step] = _IMAGE) -> Step:
    (step,) = (one for one in steps if one.instruction == instruction)
    return step


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """What the build stage makes, and the settings of the image, on a port of its own on 127.0.0.1."""
    folder = tmp_path_factory.mktemp("image")
    places = {"/opt/copydesk": folder / "venv", "/src": folder / "src", "/data": folder / "data"}
    builder = Machine(ROOT, places, {"PATH": f"{folder / 'bin'}:$PATH"})
    (folder / "bin").mkdir()
    (folder / "bin/python").symlink_to(Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info[1]}")
    *copied, install = _BUILD
    builder.build(copied)
    project = places["/src"] / "pyproject.toml"
    named = "".join(f'"{name}", ' for name in _COMPILED)
    listed = re.compile(r"^compiled = \[\n.*?^\]", re.MULTILINE | re.DOTALL)
    text, lists = listed.subn(f"compiled = [{named}]", project.read_text())
    assert lists == 1
    project.write_text(text)
    builder.build([install])
    (folder / "data").mkdir()
    made = Machine(ROOT, places)
    made.build([step for step in _IMAGE if step.instruction in ("ENV", "WORKDIR")])
    made.environment |= {"COPYDESK_PORT": str(_free_port()), "COPYDESK_HOST": "127.0.0.1"}
    return made


@pytest.fixture(scope="module")
def served(image: Machine) -> Iterator[str]:
    """The service that the image's command starts: what it said, once it listens."""
    with subprocess.Popen(image.command(_only("CMD").words), **image.options(), stdout=subprocess.PIPE) as process:  # type: ignore[call-overload] # noqa: S603 - our own Dockerfile
        told = ""
        while "listens on" not in told and (line := process.stdout.readline()):
            told += line
        try:
            yield told
        finally:
            process.terminate()


def test_the_image_answers_that_it_is_alive(served: str, image: Machine) -> None:
    assert f"Copydesk listens on {_address(image)}" in served
    command = _only("HEALTHCHECK").text.partition("CMD ")[2]
    image.run(Step("CMD", command).words)


def test_the_health_check_fails_where_nothing_answers(image: Machine) -> None:
    command = Step("CMD", _only("HEALTHCHECK").text.partition("CMD ")[2]).words
    alone = Machine(image.context, image.places, image.environment | {"COPYDESK_PORT": str(_free_port())}, image.folder)
    with pytest.raises(subprocess.CalledProcessError):
        alone.run(command)


def test_the_image_judges_a_comment_by_the_model_that_ships(served: str, image: Machine) -> None:
    (key,) = re.findall(r"^key: (\w{12})$", served, re.MULTILINE)
    body = json.dumps({"content": "The bridge was closed in May, not in June.", "author_name": "Ada"}).encode()
    connection = http.client.HTTPConnection("127.0.0.1", int(image.environment["COPYDESK_PORT"]))
    connection.request("POST", "/v1/comments", body, {"Authorization": f"Bearer {key}"})
    decision = json.load(connection.getresponse())
    connection.close()
    assert not decision["degraded"], decision["reasons"]
    assert decision["model"]
    shipped = image.run(["python", "-c", "import model.registry; print(model.registry.DEFAULT)"])
    assert Path(shipped.strip()).is_relative_to(image.places["/opt/copydesk"])


def test_the_image_has_compiled_modules(image: Machine) -> None:
    script = (
        "import model, model.addresses as a, service.decision as d; print(model.IS_COMPILED, a.__file__, d.__file__)"
    )
    is_compiled, *files = image.run(["python", "-c", script]).split()
    assert is_compiled == "True"
    assert all(file.endswith(".so") for file in files)


def test_the_image_has_the_compiled_kernel_and_serves_without_numpy(image: Machine) -> None:
    script = "import sys, model.bundle as b, model.registry as r; b.load(r.DEFAULT); print(*sorted(sys.modules))"
    loaded = image.run(["python", "-c", script]).split()
    assert "model._kernel" in loaded
    assert "numpy" not in loaded


def test_what_must_last_is_in_the_volume(served: str, image: Machine) -> None:
    assert "Copydesk" in served
    volume = _only("VOLUME").text
    assert {path.name for path in image.places[volume].iterdir()} >= {"copydesk.db", "secret", "spool"}
    environment = dict(word.split("=", 1) for word in _only("ENV").words)
    for name in ("DATABASE", "MODELS", "SPOOL", "SECRET"):
        assert f"{volume}/" in environment[f"COPYDESK_{name}"]


def test_both_commands_are_there(image: Machine) -> None:
    assert image.run(["copydesk", "--version"]).startswith("copydesk ")
    assert "promote" in image.run(["copydesk-train", "--help"])


def test_with_the_readers_lock_the_image_has_the_second_reader(image: Machine) -> None:
    script = (
        "from model.reader.bundle import DEFAULT; from model.reader.reader import load; from model.text import read; "
        "print(*load(DEFAULT).logits(read('Nobody asked you.')))"
    )
    with pytest.raises(subprocess.CalledProcessError):
        image.run(["python", "-c", script])
    (install,) = (step for step in _BUILD if "$LOCK" in step.text)
    environment = image.environment | {"LOCK": "requirements-reader.lock"}
    Machine(ROOT, image.places, environment, image.places["/src"]).build([install])
    assert len(image.run(["python", "-c", script]).split()) == len(ATTRIBUTES)


def test_make_run_serves_on_a_fresh_clone(image: Machine, tmp_path: Path) -> None:
    """The last that uses the environment: it installs the clone there, so that packages are not loaded twice."""
    clone = tmp_path / "clone"
    _clone(clone)
    # Without compiled modules: the image has them, and so both ways are tried.
    machine = Machine(clone, image.places, {"PATH": "$PATH", "COPYDESK_COMPILED": "no"}, clone)
    port = _free_port()
    command = ["make", "run", f"PORT={port}", f"VENV={image.places['/opt/copydesk']}"]
    with subprocess.Popen(command, **machine.options(), stdout=subprocess.PIPE) as process:  # type: ignore[call-overload] # noqa: S603 - our own Makefile
        try:
            _wait_for(port, process)
        finally:
            process.terminate()
        told = process.stdout.read()
    assert re.search(r"^key: \w{12}$", told, re.MULTILINE)
    assert f"Copydesk listens on http://127.0.0.1:{port}" in told
    assert (clone / "var/copydesk.db").is_file()


def test_the_image_is_of_the_oldest_python_that_copydesk_takes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = _STAGES[0][0].text.removeprefix("PYTHON=")
    assert project["requires-python"] == f">={version}"
    assert [stage[0].text for stage in (_BUILD, _IMAGE)] == ["python:${PYTHON} AS build", "python:${PYTHON}-slim"]


def test_the_image_serves_as_nobody_special_on_all_addresses() -> None:
    user = _only("USER").text
    assert f" {user}" in _only("RUN").text
    assert user not in ("root", "0")
    assert "COPYDESK_HOST=0.0.0.0" in _only("ENV").words
    assert f"COPYDESK_PORT={_only('EXPOSE').text}" in _only("ENV").words
    assert [step.instruction for step in _IMAGE].index("USER") < [step.instruction for step in _IMAGE].index("CMD")


def test_everything_is_installed_from_the_lock_by_hash() -> None:
    assert _only("ARG", _BUILD).text == "LOCK=requirements.lock"
    runs = [step.text for step in _BUILD if step.instruction == "RUN"]
    assert runs == [
        "python -m venv /opt/copydesk",
        'pip install --require-hashes -r "$LOCK"',
        "pip install --no-deps --no-build-isolation .",
    ]


def test_the_context_has_what_is_copied_and_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = {name for step in _BUILD if step.instruction == "COPY" for name in step.words[:-1]}
    assert lines[0] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == copied
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    assert set(wheel["wheel"]["packages"]) <= copied


def test_compose_keeps_the_volume_and_opens_no_port_to_others() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    copydesk, postgres = compose["services"]["copydesk"], compose["services"]["postgres"]
    assert copydesk["volumes"] == [f"data:{_only('VOLUME').text}"]
    assert all(port.startswith("127.0.0.1:") for port in copydesk["ports"])
    assert "ports" not in postgres
    assert "environment" not in copydesk, "it would win over the file of settings"
    (settings,) = copydesk["env_file"]
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {settings["path"], ".env"} <= set(ignored), "settings hold passwords"
    assert postgres["profiles"] == ["postgres"]
    assert set(compose["volumes"]) == {"data", "postgres"}


def _address(image: Machine) -> str:
    return f"http://127.0.0.1:{image.environment['COPYDESK_PORT']}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _clone(target: Path) -> None:
    """Copy what git does not ignore."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own words
    for source in (ROOT / name for name in listed.split("\0") if name):
        copy = target / source.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.exists():
            shutil.copy(source, copy)


def _wait_for(port: int, process: subprocess.Popen[str]) -> None:
    """Return as soon as the service on that port is alive."""
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
                assert response.status == http.client.OK
                return
        except (URLError, ConnectionError):
            assert process.poll() is None, "it ended instead of answering"
            time.sleep(0.1)
