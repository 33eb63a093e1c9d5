"""Options that commands share: the settings as flags, and `--json`."""

import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import typer
from pydantic import ValidationError
from rich.markup import escape

from service.commands.output import fail
from service.settings import PREFIX, Settings, flag

JSON = Annotated[bool, typer.Option("--json", help="Write JSON, one object a line.")]

CommandT = TypeVar("CommandT", bound=Callable[..., None])


def with_settings(*names: str) -> Callable[[CommandT], CommandT]:
    """Give a command a flag for each of the settings, or for all; it gets them in its argument `given`."""

    def decorate(command: CommandT) -> CommandT:
        own = [one for one in inspect.signature(command, eval_str=True).parameters.values() if one.name != "given"]
        flags = [_flag(name) for name in names or Settings.model_fields]

        def run(**arguments: Any) -> None:  # noqa: ANN401 - what the command takes
            given = {one.name: arguments.pop(one.name) for one in flags}
            command(given={name: value for name, value in given.items() if value is not None}, **arguments)

        run.__name__, run.__doc__ = command.__name__, command.__doc__
        run.__signature__ = inspect.Signature([*own, *flags])  # type: ignore[attr-defined]
        return run  # type: ignore[return-value]

    return decorate


def read_settings(given: Mapping[str, Any]) -> Settings:
    """The settings as given by flags, variables and defaults; ends the command where one cannot be used."""
    try:
        return Settings(**given)
    except ValidationError as refused:
        for error in refused.errors(include_url=False):
            name = str(error["loc"][0]).lower().removeprefix(PREFIX.lower())
            fail(f"{flag(name)} (or {PREFIX}{name.upper()}): {error['msg']}")
        raise typer.Exit(2) from None


def _flag(name: str) -> inspect.Parameter:
    field = Settings.model_fields[name]
    default = "" if field.default is None else f"; by default {field.default}"
    option = typer.Option(
        flag(name),
        help=f"{escape(field.description or '')} ({PREFIX}{name.upper()}{default})",
        show_default=False,
    )
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[_type(field.annotation) | None, option]
    )


def _type(annotation: Any) -> Any:  # noqa: ANN401 - a type in, a type out
    """What typer converts to: the type itself, without None; the values of a Literal are checked by the settings."""
    if get_origin(annotation) is Literal:
        return str
    if get_origin(annotation) in (Union, UnionType):
        (kind,) = (one for one in get_args(annotation) if one is not type(None))
        return kind
    return annotation if annotation in (int, float, bool, Path) else str
