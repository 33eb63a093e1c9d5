"""`copydesk check`."""

import secrets
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from model.comment import Submission
from model.registry import Registry
from service import wording
from service.checks import SiteRules
from service.commands.options import JSON, read_settings, with_settings
from service.commands.output import give_up, write_json
from service.commands.policies import read_policy
from service.history import History
from service.judge import Judge
from service.live_model import LiveModel
from service.problems import OF_HTTP, describe, document
from service.reading import read_submission
from store.pseudonyms import SECRET_BYTES, Pseudonyms

app = typer.Typer(add_completion=False)


@app.command(
    epilog="Examples:  copydesk check 'Have a nice day' 'You idiot'  ·  copydesk check - < comments.jsonl > answers"
)
@with_settings("models", "max_body")
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
    judge = Judge(model, Pseudonyms(secrets.token_bytes(SECRET_BYTES)), History(capacity=1))
    site = SiteRules.of(0, "default", read_policy(policy))
    if texts == ["-"]:
        for line in _lines(sys.stdin.buffer, settings.max_body):
            write_json(_answer(judge, site, line))
        return
    for text in texts:
        decision = judge.judge(Submission(content=text, store=False), site).decision
        if json:
            write_json(wording.members(decision))
        else:
            from service.commands.verdict import show  # noqa: PLC0415 - machines do without colour

            show(text, decision)


def _answer(judge: Judge, site: SiteRules, line: bytes | None) -> dict[str, Any]:
    if line is None:
        return document(OF_HTTP[413])
    try:
        submission = read_submission(line, site)
        return wording.members(judge.judge(submission.model_copy(update={"store": False}), site).decision)
    except Exception as error:  # noqa: BLE001 - the answer says what was wrong with its line
        return describe(error)[0]


def _lines(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """The lines that are not blank, None for one of more than `limit` bytes; never more than that in memory."""
    while line := stream.readline(limit + 1):
        if len(line) > limit and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = stream.readline(limit)
            yield None
        elif line.strip():
            yield line
