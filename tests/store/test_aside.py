"""Lines that are put aside are kept, and taken out without a trace."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from store.aside import drop, put


def test_lines_are_added(tmp_path: Path) -> None:
    file = tmp_path / "spool.refused"
    put(file, b"one\n")
    put(file, b"two\nthree\n")
    assert file.read_bytes() == b"one\ntwo\nthree\n"
    assert file.stat().st_mode & 0o777 == 0o600


def test_lines_that_are_meant_are_taken_out(tmp_path: Path) -> None:
    file = tmp_path / "spool.refused"
    put(file, b"one\ntwo\none\nthree")
    assert drop(file, lambda line: line == b"one") == 2
    assert file.read_bytes() == b"two\nthree"
    assert drop(file, lambda line: line == b"one") == 0
    assert drop(file, lambda line: line == b"three") == 1
    assert file.read_bytes() == b"two\n"


def test_nothing_is_lost_when_many_write_at_once(tmp_path: Path) -> None:
    file = tmp_path / "spool.refused"

    def work(number: int) -> None:
        put(file, b"keep %d\n" % number)
        put(file, b"drop %d\n" % number)
        drop(file, lambda line: line.startswith(b"drop"))

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(work, range(100)))
    assert sorted(file.read_bytes().splitlines()) == sorted(b"keep %d" % number for number in range(100))
