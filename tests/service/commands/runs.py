"""Runs `copydesk` in this process, as on no terminal."""

from typing import Any

from pydantic_core import from_json
from typer.testing import CliRunner, Result

from service.command_line import app


def run(*arguments: str, stdin: bytes | str | None = None) -> Result:
    """The command's end, whatever its status."""
    return CliRunner().invoke(app, list(arguments), input=stdin)


def run_json(*arguments: str, stdin: bytes | str | None = None) -> list[Any]:
    """The JSON values it writes, one a line, once it has ended well."""
    ended = run(*arguments, "--json", stdin=stdin)
    assert ended.exit_code == 0, ended.output
    return [from_json(line) for line in ended.stdout.splitlines()]
