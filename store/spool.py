"""Records the database could not take, kept on disk until it can."""

import fcntl
import json
import logging
import os
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import NamedTuple, Self
from zlib import crc32

from store.aside import drop, put
from store.disk import sync_folder
from store.errors import SpoolError
from store.records import CommentRecord

_BLOCK = 1 << 20
_KIND = "comment"

_log = logging.getLogger(__name__)


class Portion(NamedTuple):
    """Some of the oldest records of a spool file, lines among them that cannot be read, and where the next begin."""

    file: "SpoolFile"
    records: list[CommentRecord]
    unreadable: list[bytes]
    end: int


class SpoolFile:
    """One append-only file: a line is a CRC-32, a space and a JSON object. Locked by the process that has it open.

    One thread may append while another reads and drops what it has read.
    """

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor
        self._lock = Lock()
        self._begin = 0
        self._end = os.fstat(descriptor).st_size

    @classmethod
    def open(cls, path: Path) -> Self | None:
        """The file, created if missing; None where another process has it or has just removed it."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(descriptor).st_ino == path.stat().st_ino:
                return cls(path, descriptor)
        except (BlockingIOError, FileNotFoundError):
            pass
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
        return None

    @property
    def size(self) -> int:
        """Bytes not yet dropped."""
        return self._end - self._begin

    def append(self, lines: bytes) -> None:
        """Write whole lines; on disk when this returns. Raises OSError, and then nothing was appended."""
        with self._lock:
            try:
                written = 0
                while written < len(lines):
                    written += os.pwrite(self._descriptor, lines[written:], self._end + written)
                os.fdatasync(self._descriptor)
            except OSError:
                _truncate(self._descriptor, self._end)
                raise
            self._end += len(lines)

    def oldest(self, limit: int) -> Portion:
        """At most `limit` of the oldest records."""
        block = self._block()
        *lines, tail = block.split(b"\n")
        lines = lines[:limit]
        length = sum(len(line) + 1 for line in lines)
        if tail and length + len(tail) == len(block) and self._begin + len(block) == self._end:
            # The last line has no end: the process died while it wrote, so nobody was told that it is stored.
            lines.append(tail)
            length += len(tail)
        read = [(line, decode(line)) for line in lines]
        return Portion(
            self,
            [record for _, record in read if record is not None],
            [line for line, record in read if record is None],
            self._begin + length,
        )

    def drop(self, portion: Portion) -> None:
        """Forget the portion, after its records are committed elsewhere; what cannot be read is put aside.

        Raises SpoolError where it cannot be, and then nothing is forgotten.
        """
        if portion.unreadable:
            self.set_aside(b"".join(line + b"\n" for line in portion.unreadable), "unreadable")
        with self._lock:
            self._begin = portion.end
            if self._begin == self._end:
                os.ftruncate(self._descriptor, 0)
                self._begin = self._end = 0

    def aside(self, reason: str) -> Path:
        """The file beside this one for what cannot be used for that reason; it need not be there."""
        return self.path.with_suffix(f".{reason}")

    def set_aside(self, lines: bytes, reason: str) -> None:
        """Keep lines that cannot be used in a file beside this one, for a person to look at; raises SpoolError."""
        aside = self.aside(reason)
        _log.error("%d bytes of the spool %s cannot be used (%s): kept in %s", len(lines), self.path, reason, aside)
        try:
            put(aside, lines)
        except OSError as error:
            message = f"{aside} cannot be written: {error.strerror}"
            raise SpoolError(message) from error

    def close(self) -> None:
        """Release the file; an empty one is removed."""
        if self.size == 0:
            self.path.unlink(missing_ok=True)
        os.close(self._descriptor)

    def _block(self) -> bytes:
        """At least one whole line, or everything up to the end of the file."""
        length = _BLOCK
        while True:
            block = os.pread(self._descriptor, min(length, self.size), self._begin)
            if b"\n" in block or len(block) < length:
                return block
            length *= 2


class Spool:
    """A process's own spool file, and those of dead processes that it takes over. One folder may serve many databases.

    Raises SpoolError where the folder cannot be written.
    """

    def __init__(self, folder: Path, database: str, *, max_bytes: int = 1 << 30) -> None:
        self._folder = folder
        self._prefix = f"spool-{database}-"
        self._max_bytes = max_bytes
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._own = self._create()
            self._orphans = self._adopt()
        except OSError as error:
            message = f"the spool cannot be made in {folder}: {error.strerror}; make the folder writable"
            raise SpoolError(message) from error

    @property
    def size(self) -> int:
        """Bytes that wait to be written to the database."""
        return self._own.size + sum(orphan.size for orphan in self._orphans)

    def waits_anywhere(self) -> bool:
        """Whether any process's spool of this database holds records; raises SpoolError."""
        try:
            return any(path.stat().st_size for path in self._folder.glob(f"{self._prefix}*.jsonl"))
        except FileNotFoundError:
            # A process has just emptied and removed its file, and says so when it is asked again.
            return True
        except OSError as error:
            message = f"the spool cannot be read: {error.strerror}"
            raise SpoolError(message) from error

    def erase_refused(self, is_meant: Callable[[CommentRecord], bool]) -> int:
        """Take those records out of what the database has refused; how many they were. Raises SpoolError."""

        def is_meant_by(line: bytes) -> bool:
            record = decode(line)
            return record is not None and is_meant(record)

        try:
            return sum(drop(path, is_meant_by) for path in self._folder.glob(f"{self._prefix}*.refused"))
        except OSError as error:
            message = f"what was refused cannot be rewritten: {error.strerror}"
            raise SpoolError(message) from error

    def append(self, records: Sequence[CommentRecord]) -> None:
        """Keep the records; they are on disk when this returns. Raises SpoolError, and then none is kept."""
        lines = b"".join(map(encode, records))
        if self._own.size + len(lines) > self._max_bytes:
            message = f"the spool has reached its {self._max_bytes} bytes"
            raise SpoolError(message)
        try:
            self._own.append(lines)
        except OSError as error:
            message = f"the spool cannot be written: {error.strerror}"
            raise SpoolError(message) from error

    def put_aside(self, records: Sequence[CommentRecord]) -> None:
        """Keep records that the database refuses beside the spool, for a person to look at; raises SpoolError."""
        lines = b"".join(map(encode, records))
        aside = self._own.aside("refused")
        try:
            size = aside.stat().st_size
        except OSError:  # not there yet, or what writing to it will tell
            size = 0
        if size + len(lines) > self._max_bytes:
            message = f"{aside} has reached the spool's {self._max_bytes} bytes"
            raise SpoolError(message)
        self._own.set_aside(lines, "refused")

    def oldest(self, limit: int) -> Portion | None:
        """Some of the oldest records, None where the spool is empty; raises SpoolError."""
        for file in (*self._orphans, self._own):
            if file.size:
                try:
                    return file.oldest(limit)
                except OSError as error:
                    message = f"the spool cannot be read: {error.strerror}"
                    raise SpoolError(message) from error
        return None

    def close(self) -> None:
        """Release all files; what is not yet replayed stays for the next process."""
        for file in (self._own, *self._orphans):
            file.close()

    def _create(self) -> SpoolFile:
        while True:
            path = self._folder / f"{self._prefix}{os.getpid()}-{secrets.token_hex(4)}.jsonl"
            # None: a process that starts at the same moment took it for an orphan
            if (file := SpoolFile.open(path)) is not None:
                sync_folder(self._folder)
                return file

    def _adopt(self) -> list[SpoolFile]:
        orphans = []
        for path in sorted(self._folder.glob(f"{self._prefix}*.jsonl")):
            if path == self._own.path or (file := SpoolFile.open(path)) is None:
                continue
            if file.size:
                _log.warning("taking over the spool %s of a process that is gone", path)
                orphans.append(file)
            else:
                file.close()
        return orphans


def encode(record: CommentRecord) -> bytes:
    """One line of a spool file; any text survives, lone surrogates and NUL included."""
    line = json.dumps({"kind": _KIND, **record._asdict()}).encode()
    return b"%08x %s\n" % (crc32(line), line)


def decode(line: bytes) -> CommentRecord | None:
    """The record of a line (without its end), None where the line is damaged or not of this version."""
    checksum, _, text = line.partition(b" ")
    if checksum != b"%08x" % crc32(text):
        return None
    fields = json.loads(text)
    if fields.pop("kind", None) != _KIND:
        return None
    try:
        return CommentRecord(**fields)
    except TypeError:
        return None


def _truncate(descriptor: int, size: int) -> None:
    try:
        os.ftruncate(descriptor, size)
    except OSError:
        _log.exception("the spool could not be cut back to its last whole line")
