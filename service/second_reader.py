"""The second reader in the service: a thread of its own, a short queue before it, and a deadline.

Whatever keeps it from answering, the first reader's word stands: no comment waits longer, and none is lost by it.
"""

import asyncio
import logging
import math
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from model.bundle import Bundle
from service.metrics import Metrics

if TYPE_CHECKING:
    from model.reader.reader import Beside, Reader
    from model.text import Text

State = Literal["loading", "ready", "failed"]
QUEUE: Final = 16
"""Comments that may wait for the thread, or be read; fewer where readings take so long that the last would be late."""
_NEWEST: Final = 0.1
"""How much the newest reading counts for what one usually takes."""
_BUNDLES: Final = 64
"""Sites' models whose thresholds are kept at hand."""
_RUNTIME: Final = "onnxruntime"

_log = logging.getLogger(__name__)


class Reading(NamedTuple):
    """What the second reader made of a text, who it was, and how long it took (s)."""

    reader: "Reader"
    logits: list[float]
    seconds: float


class SecondReader:
    """Reads in one thread, and counts how each comment fared.

    It is loaded by that thread after `start`; until then it is asked nothing. `deadline` (s) runs from the asking.
    """

    def __init__(self, load: Callable[[], "Reader"], metrics: Metrics, *, deadline: float = 0.06) -> None:
        self._load = load
        self._metrics = metrics
        self._deadline = deadline
        self._thread = ThreadPoolExecutor(1, "second-reader")
        self._waiting = 0
        self._usual = 0.0
        self._beside: list[Beside] = []
        self.reader: Reader | None = None
        self.state: State = "loading"
        self.error = ""

    def start(self) -> None:
        """Begin to load the reader; a failure is told in the log and by `state` and `error`."""
        self._thread.submit(self.load)

    def close(self) -> None:
        """Take no more comments; whoever waits still gets an answer."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def load(self) -> None:
        """Load the reader here and now; never raises."""
        try:
            self.reader = self._load()
        except Exception as error:  # noqa: BLE001 - the first reader goes on alone
            self.state, self.error = "failed", f"{type(error).__name__}: {error}"
            _log.error("there is no second reader, the first goes on alone: %s", self.error)
        else:
            self.state = "ready"

    def is_asked(self, scores: Mapping[str, float], language: str) -> bool:
        """Whether a comment of these scores is read again."""
        reader = self.reader
        return reader is not None and reader.is_asked(scores, language)

    def decides(self, bundle: Bundle, language: str) -> "Bundle | Beside":
        """Whose thresholds hold for a comment of that language that is not read again."""
        reader = self.reader
        if reader is None or language not in reader.manifest.languages:
            return bundle
        for known in self._beside:
            if known.bundle is bundle and known.reader is reader:
                return known
        from model.reader.reader import Beside  # noqa: PLC0415 - there already: a reader has been loaded

        made = Beside(bundle, reader)
        self._beside = [made, *self._beside[: _BUNDLES - 1]]
        return made

    async def read(self, text: "Text", *, patient: bool = False) -> Reading | None:
        """What it makes of the text; None where it cannot say in time, is asked too much, or fails.

        `patient`: without a deadline, for whoever has many comments and asks for one after the other.
        """
        if self._waiting >= QUEUE or (not patient and self._waiting * self._usual > self._deadline):
            self._metrics.read_again("full")
            return None
        try:
            job = self._thread.submit(self.read_now, text)
        except RuntimeError:  # it is closed
            return None
        self._waiting += 1
        waited = asyncio.wrap_future(job)
        waited.add_done_callback(self._left)
        try:
            await asyncio.wait((waited,), timeout=None if patient else self._deadline)
        finally:
            job.cancel()  # what still waits for its turn; a reading that has begun ends in vain
        if not waited.done():
            self._metrics.read_again("late")
            return None
        reading = None if waited.cancelled() else waited.result()
        if reading is not None:
            self._usual += (reading.seconds - self._usual) * _NEWEST
        self._metrics.read_again("failed" if reading is None else "read", 0.0 if reading is None else reading.seconds)
        return reading

    def read_now(self, text: "Text") -> Reading | None:
        """The same in this thread, as long as it takes; None where it fails."""
        reader, began = self.reader, perf_counter()
        if reader is None:
            return None
        try:
            logits = reader.logits(text)
        except Exception:  # noqa: BLE001 - the first reader's word stands
            _log.exception("the second reader %s could not read a comment", reader.version)
            return None
        if not all(map(math.isfinite, logits)):
            _log.error("the second reader %s gave scores that are no numbers", reader.version)
            return None
        return Reading(reader, logits, perf_counter() - began)

    def _left(self, _: "asyncio.Future[Reading | None]") -> None:
        self._waiting -= 1


def second_reader(
    wanted: Literal["auto", "on", "off"],
    folder: Path | None,
    metrics: Metrics,
    *,
    deadline: float,
) -> SecondReader | None:
    """The reader of that folder, by default the one that ships; None where none is wanted.

    `auto`: only where there is one and what runs it is installed.
    """
    if wanted == "off" or (wanted == "auto" and find_spec(_RUNTIME) is None):
        return None
    from model.reader.bundle import DEFAULT  # noqa: PLC0415 - most services have no reader, and none at their start

    place = folder or DEFAULT
    if wanted == "auto" and not place.is_dir():
        return None
    return SecondReader(lambda: _load(place), metrics, deadline=deadline)


def _load(folder: Path) -> "Reader":
    from model.reader.reader import load  # noqa: PLC0415 - only in the thread that reads

    return load(folder)
