"""The spool keeps records across crashes, and says what it could not keep."""

import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import SpoolError
from store.records import CommentRecord
from store.spool import Spool, SpoolFile, decode, encode
from tests.store.records import record
from tests.store.strategies import any_records


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    opened = Spool(tmp_path, "news")
    yield opened
    opened.close()


def drain(spool: Spool, limit: int = 2) -> list[CommentRecord]:
    """Everything in the spool, which is empty afterwards."""
    drained: list[CommentRecord] = []
    while (portion := spool.oldest(limit)) is not None:
        drained += portion.records
        portion.file.drop(portion)
    return drained


def leave_behind(folder: Path, lines: bytes) -> Path:
    """A spool file as a process that died leaves it."""
    path = folder / "spool-news-1-dead.jsonl"
    path.write_bytes(lines)
    return path


@contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    """As on a full disk, writing beyond that size fails half-way."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)


@given(any_records)
def test_any_record_survives_as_it_is(written: CommentRecord) -> None:
    line = encode(written)
    assert line.count(b"\n") == 1
    assert decode(line[:-1]) == written


@given(any_records, st.data())
def test_damage_to_a_line_is_noticed(written: CommentRecord, data: st.DataObject) -> None:
    line = bytearray(encode(written)[:-1])
    place = data.draw(st.integers(0, len(line) - 1))
    line[place] ^= data.draw(st.integers(1, 255))
    assert decode(bytes(line)) is None


def test_lines_of_another_version_are_not_taken_for_records() -> None:
    known = encode(record())
    for unknown in (
        b"",
        b"00000000 {}",
        known.replace(b'"kind": "comment"', b'"kind": "verdict"'),
    ):
        assert decode(unknown) is None


def test_records_come_out_in_the_order_they_went_in(spool: Spool) -> None:
    written = [record(content=str(number)) for number in range(7)]
    spool.append(written[:3])
    spool.append(written[3:])
    assert spool.size > 0
    assert drain(spool) == written
    assert spool.size == 0
    assert spool.oldest(1) is None


def test_what_is_not_dropped_comes_again(spool: Spool) -> None:
    written = [record(), record()]
    spool.append(written)
    assert spool.oldest(1) == spool.oldest(1)
    assert drain(spool) == written


def test_records_may_be_appended_while_others_are_dropped(spool: Spool) -> None:
    written = [record(content=str(number)) for number in range(4)]
    spool.append(written[:2])
    portion = spool.oldest(10)
    assert portion is not None
    spool.append(written[2:])
    portion.file.drop(portion)
    assert portion.records + drain(spool) == written


def test_a_long_record_is_read_whole(spool: Spool) -> None:
    written = [record(content="\U0001f600" * 200_000), record()]
    spool.append(written)
    assert drain(spool) == written


def test_the_spool_of_a_dead_process_is_taken_over_and_that_of_a_living_one_is_not(tmp_path: Path) -> None:
    orphaned, living = record(content="orphaned"), record(content="living")
    path = leave_behind(tmp_path, encode(orphaned))
    first = Spool(tmp_path, "news")
    first.append([living])
    second = Spool(tmp_path, "news")
    other = Spool(tmp_path, "other-database")
    assert [drain(spool) for spool in (other, second, first)] == [[], [], [orphaned, living]]
    for spool in (first, second, other):
        spool.close()
    assert not path.exists()
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_yet_replayed_stays_for_the_next_process(tmp_path: Path) -> None:
    written = record()
    first = Spool(tmp_path, "news")
    first.append([written])
    first.close()
    second = Spool(tmp_path, "news")
    assert drain(second) == [written]
    second.close()


@settings(deadline=None, max_examples=30)
@given(cut=st.integers(1, len(encode(record()))))
def test_a_line_torn_anywhere_is_put_aside_and_spoils_no_other(
    tmp_path_factory: pytest.TempPathFactory,
    cut: int,
) -> None:
    folder = tmp_path_factory.mktemp("spool")
    whole, torn = record(), record()
    path = leave_behind(folder, encode(whole) + encode(torn)[:-cut])
    spool = Spool(folder, "news")
    spool.append([torn])
    only_its_end_is_missing, all_of_it_is_missing = cut == 1, cut == len(encode(torn))
    assert drain(spool) == [whole, torn, torn][: 3 if only_its_end_is_missing else 2]
    spool.close()
    put_aside = path.with_suffix(".unreadable").exists()
    assert put_aside is not (only_its_end_is_missing or all_of_it_is_missing)


def test_a_damaged_line_is_put_aside_once_however_often_the_database_is_tried(tmp_path: Path) -> None:
    damaged = encode(record())[1:]
    path = leave_behind(tmp_path, damaged + encode(record()))
    spool = Spool(tmp_path, "news")
    assert not path.with_suffix(".unreadable").exists()
    portions = [spool.oldest(10) for _ in range(3)]
    assert portions[0] is not None
    portions[0].file.drop(portions[0])
    spool.close()
    assert path.with_suffix(".unreadable").read_bytes() == damaged


def test_where_a_damaged_line_cannot_be_put_aside_nothing_is_forgotten(tmp_path: Path) -> None:
    path = leave_behind(tmp_path, encode(record())[1:] + encode(record()))
    path.with_suffix(".unreadable").mkdir()
    spool = Spool(tmp_path, "news")
    portion = spool.oldest(10)
    assert portion is not None
    with pytest.raises(SpoolError, match="unreadable"):
        portion.file.drop(portion)
    assert spool.oldest(10) == portion
    spool.close()


def test_a_damaged_line_in_the_middle_is_put_aside(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    first, damaged, last = record(), record(content="a private word"), record()
    lines = encode(damaged).replace(b"private", b"pirvate")
    path = leave_behind(tmp_path, encode(first) + lines + b"\n" + encode(last))
    spool = Spool(tmp_path, "news")
    assert drain(spool, limit=10) == [first, last]
    spool.close()
    assert path.with_suffix(".unreadable").read_bytes() == lines + b"\n"
    assert path.with_suffix(".unreadable").stat().st_mode & 0o777 == 0o600
    assert "word" not in caplog.text


def test_what_is_appended_is_on_disk(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fdatasync", lambda descriptor: synced.append(os.fstat(descriptor).st_size))
    spool.append([record(), record()])
    assert synced == [spool.size]


def test_a_failed_append_leaves_nothing_behind(tmp_path: Path) -> None:
    kept, lost, later = record(content="kept"), record(content="lost" * 2000), record(content="later")
    spool = Spool(tmp_path, "news")
    spool.append([kept])
    with files_no_longer_than(4096), pytest.raises(SpoolError, match="cannot be written"):
        spool.append([lost])
    spool.append([later])
    spool.close()
    next_spool = Spool(tmp_path, "news")
    assert drain(next_spool) == [kept, later]
    next_spool.close()
    assert list(tmp_path.iterdir()) == []


def test_the_spool_has_an_end(tmp_path: Path) -> None:
    spool = Spool(tmp_path, "news", max_bytes=len(encode(record())) + 100)
    spool.append([record()])
    with pytest.raises(SpoolError, match="has reached"):
        spool.append([record()])
    assert len(drain(spool)) == 1
    spool.append([record()])
    assert len(drain(spool)) == 1
    spool.close()


def test_what_is_put_aside_has_the_same_end(tmp_path: Path) -> None:
    spool = Spool(tmp_path, "news", max_bytes=len(encode(record())) + 100)
    spool.put_aside([record()])
    with pytest.raises(SpoolError, match=r"\.refused has reached"):
        spool.put_aside([record()])
    spool.append([record()])
    assert len(drain(spool)) == 1
    spool.close()
    (aside,) = tmp_path.iterdir()
    assert len(aside.read_bytes().splitlines()) == 1


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "file"
    folder.touch()
    with pytest.raises(SpoolError, match=r"file.*make the folder writable"):
        Spool(folder / "spool", "news")


def test_the_file_is_private_and_of_one_process(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    file = SpoolFile.open(path)
    assert file is not None
    assert path.stat().st_mode & 0o777 == 0o600
    assert SpoolFile.open(path) is None
    file.close()
    assert not path.exists()


def test_a_file_removed_between_opening_and_locking_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.jsonl"
    open_file = os.open

    def open_and_lose(name: Path, flags: int, mode: int) -> int:
        descriptor = open_file(name, flags, mode)
        path.unlink()
        return descriptor

    monkeypatch.setattr(os, "open", open_and_lose)
    assert SpoolFile.open(path) is None
