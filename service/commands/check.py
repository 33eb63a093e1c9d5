"""`copydesk check`."""

import math
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Final

import typer
from pydantic_core import to_json

from model.comment import Submission
from model.registry import Registry
from service import wording
from service.checks import CHECKS, LOOKING_BACK, SiteRules
from service.commands.options import JSON, read_settings, with_settings
from service.commands.output import give_up, write_json
from service.commands.policies import read_policy
from service.decision import Decision
from service.history import History
from service.interpreter import settle
from service.judge import Asked, Judge, Judged
from service.live_model import LiveModel
from service.metrics import Metrics
from service.problems import OF_HTTP, describe, document
from service.reading import read_submission
from service.second_reader import SecondReader, second_reader
from store.pseudonyms import Nameless

_AT_ONCE: Final = 1 << 16
# Where nothing is remembered, nothing can be repeated.
_CHECKS: Final = tuple(check for check in CHECKS if not isinstance(check, LOOKING_BACK))

app = typer.Typer(add_completion=False)


@app.command(
    epilog="Examples:  copydesk check 'Have a nice day' 'You idiot'  ·  copydesk check - < comments.jsonl > answers"
)
@with_settings("models", "reader", "reader_folder", "max_body")
def check(
    texts: Annotated[list[str], typer.Argument(metavar="TEXT…", help="One comment each; - reads JSON lines.")],
    *,
    policy: Annotated[Path | None, typer.Option("--policy", help="File with the site's policy, as JSON.")] = None,
    json: JSON = False,
    given: Mapping[str, Any],
) -> None:
    """Judge comments without server and database; each by itself, nothing is remembered.

    With - every line of stdin has the fields of POST /v1/comments, and gets that endpoint's answer, one a line, in
    order; a problem document where the line cannot be taken.
    """
    settings = read_settings(given)
    model = LiveModel(Registry(settings.models))
    model.refresh()
    if model.bundle is None:
        give_up(f"no model can be loaded from {settings.models}: {model.error}")
    second = second_reader(settings.reader, settings.reader_folder, Metrics(), deadline=math.inf)
    if second is not None:
        second.load()
    settle()
    site = SiteRules.of(0, "default", read_policy(policy))
    judge = _Judge(Judge(model, Nameless(), History(capacity=1), _CHECKS, second), site, second)
    if texts == ["-"]:
        for lines in _portions(sys.stdin.buffer, settings.max_body):
            sys.stdout.buffer.write(b"".join(judge.answers(lines)))
            sys.stdout.buffer.flush()
        return
    for text in texts:
        (decision,) = judge.decisions([Submission(content=text, store=False)])
        if json:
            write_json(wording.members(decision))
        else:
            from service.commands.shown import show  # noqa: PLC0415 - machines do without colour

            show(text, decision)


class _Judge:
    """Judges comments, and has the second reader read at once what is in doubt."""

    def __init__(self, judge: Judge, site: SiteRules, second: SecondReader | None) -> None:
        self._judge = judge
        self._site = site
        self._second = second

    def answers(self, lines: Iterable[bytes | None]) -> list[bytes]:
        """An answer for each line of JSON; None for one that was too long."""
        read = [self._read(line) for line in lines]
        decisions = iter(self.decisions([one for one in read if isinstance(one, Submission)]))
        return [_answer(next(decisions) if isinstance(one, Submission) else one) for one in read]

    def decisions(self, comments: Iterable[Submission]) -> list[Decision]:
        """The decision on each comment."""
        return [self._settled(one) for one in self._judge.judge_all([Asked(one, self._site) for one in comments])]

    def _read(self, line: bytes | None) -> Submission | Exception | None:
        if line is None:
            return None
        try:
            comment = read_submission(line, self._site)
        except Exception as error:  # noqa: BLE001 - the answer says what was wrong with its line
            return error
        # Forgotten, whatever it says itself; to copy a model costs as much as to judge it.
        vars(comment)["store"] = False
        return comment

    def _settled(self, judged: Judged) -> Decision:
        if self._second is None or judged.doubt is None:
            return judged.decision
        reading = self._second.read_now(judged.doubt.text)
        return judged.decision if reading is None else self._judge.again(judged, reading).decision


def _answer(outcome: Decision | Exception | None) -> bytes:
    if outcome is None:
        return to_json(document(OF_HTTP[413])) + b"\n"
    if isinstance(outcome, Exception):
        return to_json(describe(outcome)[0], inf_nan_mode="null") + b"\n"
    try:
        return wording.answer(outcome) + b"\n"
    except Exception as error:  # noqa: BLE001 - it is the one line's
        return _answer(error)


def _portions(stream: BinaryIO, limit: int) -> Iterator[list[bytes | None]]:
    """The lines that are there without waiting for more, again and again; those that are blank are left out.

    None for a line of more than `limit` bytes; never much more than that in memory.
    """
    # `read1` returns what is there; only where nothing is does it wait.
    read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
    begun, is_too_long = b"", False
    while data := read(_AT_ONCE):
        *lines, begun = (begun + data).split(b"\n")
        told: list[bytes | None] = []
        for line in lines:
            if is_too_long or len(line) > limit:
                told.append(None)
                is_too_long = False
            elif line and not line.isspace():
                told.append(line)
        if is_too_long or len(begun) > limit:
            begun, is_too_long = b"", True
        if told:
            yield told
    if is_too_long:
        yield [None]
    elif begun.strip():
        yield [begun]
