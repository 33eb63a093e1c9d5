"""Wherever Copydesk is installed its kernel and modules are compiled; where there is no compiler, nothing fails."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

import model
from hatch_build import compile_kernel, compile_modules, note_on
from model.compilation import FOLDER, NOTE
from tests.house.documents import ROOT

# To compile takes half a minute of the processor, and on a busy machine many times as long.
pytestmark = pytest.mark.timeout(600)

_SOURCE = ROOT / "model/_kernel.c"
_KERNEL = f"model/_kernel.cpython-{sys.version_info[0]}{sys.version_info[1]}"


def build(folder: Path) -> zipfile.ZipFile:
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return zipfile.ZipFile(wheel)


def kernels(wheel: zipfile.ZipFile) -> list[str]:
    return [name for name in wheel.namelist() if name.startswith(_KERNEL)]


def test_the_source_compiles_without_a_warning(tmp_path: Path) -> None:
    compile_kernel(_SOURCE, tmp_path / "kernel.so", "-Werror", "-Wshadow", "-Wconversion", "-Wno-sign-conversion")
    assert (tmp_path / "kernel.so").stat().st_size > 0


def test_a_wheel_holds_the_kernel_and_is_of_one_platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # With the modules it takes a minute: the image is made of such a one (test_dockerfile.py).
    monkeypatch.setenv("COPYDESK_COMPILED", "no")
    with build(tmp_path) as wheel:
        assert len(kernels(wheel)) == 1
        assert not str(wheel.filename).endswith("-none-any.whl")


@pytest.mark.parametrize(("name", "value"), [("CC", "no-such-compiler"), ("CC", "false"), ("COPYDESK_KERNEL", "numpy")])
def test_a_wheel_without_a_kernel_is_for_all_platforms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with build(tmp_path) as wheel:
        assert not kernels(wheel)
        assert "model/numpy_kernel.py" in wheel.namelist()
        assert str(wheel.filename).endswith("-none-any.whl")
    assert ("not compiled" in "".join(capfd.readouterr())) is (name == "CC")


def test_where_nothing_may_be_skipped_the_tests_run_compiled_modules() -> None:
    assert model.IS_COMPILED or os.environ.get("CI") != "true", "of other sources than lie here: run `make`"


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree of a few modules, two of them compiled."""
    root = tmp_path_factory.mktemp("tree")
    for name in ("model/__init__.py", "model/compilation.py", "model/html.py", "model/shares.py"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes((ROOT / name).read_bytes())
    compile_modules(root, ["model/html.py", "model/shares.py"], root / FOLDER)
    return root


def told(root: Path, **environment: str) -> str:
    """Where two modules come from, and what one of them says."""
    script = "import model.html as h, model.shares as s; print(h.__file__, s.__file__, h.to_text('True'))"
    command = [sys.executable, "-c", script]
    return subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own words


def test_modules_run_as_they_were_compiled_from_the_sources_that_lie_there(tree: Path) -> None:
    first, second, answer = told(tree).split()
    assert first.endswith(".so")
    assert second.endswith(".so")
    assert answer == "True"


def test_no_module_runs_compiled_where_one_source_has_changed_since_or_nobody_wants_it(tree: Path) -> None:
    asked_not_to = told(tree, COPYDESK_COMPILED="no").split()
    source = tree / "model/shares.py"
    written = source.read_bytes()
    source.write_bytes(written + b"\n")
    try:
        assert told(tree).split() == asked_not_to
    finally:
        source.write_bytes(written)
    assert asked_not_to == [str(tree / "model/html.py"), str(tree / "model/shares.py"), "True"]


def test_the_note_names_each_source_and_what_it_takes_constants_from(tree: Path) -> None:
    noted = {line.split("  ")[1] for line in note_on(ROOT, ["service/checks/flood.py"]).splitlines()}
    assert noted == {"service/checks/flood.py", "service/checks/context.py", "model/findings.py"}
    assert (tree / FOLDER / NOTE).read_text() == note_on(tree, ["model/html.py", "model/shares.py"])


def test_a_module_that_cannot_be_compiled_says_why(tmp_path: Path) -> None:
    (tmp_path / "wrong.py").write_text("def one() -> int:\n    return '1'\n")
    with pytest.raises(subprocess.CalledProcessError) as failed:
        compile_modules(tmp_path, ["wrong.py"], tmp_path / FOLDER)
    assert "wrong.py:2: error: Incompatible return value type" in failed.value.stdout
    assert not (tmp_path / FOLDER).exists()
