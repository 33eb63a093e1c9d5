"""Wherever Copydesk is installed its kernel is compiled; where there is no compiler, nothing fails."""

import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from hatch_build import compile_kernel
from tests.house.documents import ROOT

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


def test_a_wheel_holds_the_kernel_and_is_of_one_platform(tmp_path: Path) -> None:
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
