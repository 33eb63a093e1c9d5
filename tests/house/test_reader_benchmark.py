"""What the second reader costs is measured beside a service without it; the sizes are tiny, and nothing is timed."""

import shutil
from pathlib import Path

import pytest

from benchmarks import reader
from benchmarks.load import Window
from benchmarks.servers import Server, post
from tests.model.reader.readers import make_reader

pytest.importorskip("onnxruntime")
if shutil.which("taskset") is None:
    pytest.skip("taskset is not installed", allow_module_level=True)


def _one_by_one(server: Server, bodies: Path, *, seconds: int, connections: int) -> Window:
    del connections
    lines = bodies.read_bytes().splitlines()
    with server.connection() as connection:
        for line in lines:
            post(connection, server.key, line)
    return Window(requests=len(lines), seconds=seconds, p50=0.001, p99=0.002)


def test_what_is_in_doubt_is_read_again_and_counted(shared_models: Path, tmp_path: Path) -> None:
    texts = iter(range(1_000))

    def write(bodies: Path, _: int) -> None:
        lines = (f'{{"content":"meh, number {next(texts)}","author_name":"Ada {next(texts)}"}}' for _ in range(4))
        bodies.write_text("\n".join([*lines, '{"content":"That was well explained.","author_name":"Eve"}']) + "\n")

    folder = make_reader(tmp_path / "readers")
    pairs = reader.measure(
        tmp_path, write, models=shared_models, reader_folder=str(folder), windows=1, seconds=1, load=_one_by_one
    )
    assert [sum(pair.both.outcomes.values()) for pair in pairs] == [4]
    assert [sum(pair.first.outcomes.values()) for pair in pairs] == [0]
    shown = reader.report(pairs, 16)
    assert "| first alone" in shown
    assert "80.0%" in shown


def test_a_reader_that_cannot_be_loaded_is_no_measurement(shared_models: Path, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="there is no second reader"):
        reader.measure(
            tmp_path,
            lambda *_: None,
            models=shared_models,
            reader_folder=str(tmp_path / "none"),
            windows=1,
            seconds=1,
            load=_one_by_one,
        )
