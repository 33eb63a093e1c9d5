"""Policies from files and from the command line, with errors that name the field."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, get_origin

from pydantic import ValidationError
from pydantic_core import from_json

from model.policy import Policy
from service.commands.output import fail, give_up

_SAID: Final = {
    "extra_forbidden": "there is no such field",
    "tuple_type": "takes several values: write FIELD=ONE,ANOTHER",
    "frozen_set_type": "takes several values: write FIELD=ONE,ANOTHER",
    "too_short": "may not be empty",
}
"""By pydantic's name of the error, where its own words are about Python."""


def read_policy(file: Path | None) -> Policy:
    """The policy in a file, the default one where there is none; ends the command where it cannot be used."""
    if file is None:
        return Policy()
    try:
        fields = from_json(file.read_bytes())
    except OSError as error:
        give_up(f"the policy {file} cannot be read: {error.strerror}")
    except ValueError as error:
        give_up(f"the policy {file} is no JSON: {error}")
    if not isinstance(fields, dict):
        give_up(f"the policy {file} is not a JSON object")
    return validated(fields, f"the policy {file}")


def changed(policy: Policy, assignments: Iterable[str]) -> Policy:
    """The policy with `field=value` assigned in turn; ends the command where one cannot be.

    A value is JSON, or else a text; where the field takes several, a text is divided at commas.
    """
    fields = policy.model_dump(mode="json", exclude_defaults=True)
    for assignment in assignments:
        name, equals, text = assignment.partition("=")
        if not equals:
            give_up(f"--set {assignment}: write FIELD=VALUE", 2)
        fields[name.strip()] = _value(name.strip(), text)
    return validated(fields, "--set")


def validated(fields: dict[str, Any], where: str) -> Policy:
    """The policy of these fields; ends the command naming every one that cannot be used."""
    try:
        return Policy.model_validate(fields)
    except ValidationError as refused:
        for error in refused.errors(include_url=False):
            name = ".".join(map(str, error["loc"]))
            said, hint = _SAID.get(error["type"], error["msg"]), ""
            if error["type"] == "extra_forbidden":
                close = get_close_matches(name, Policy.model_fields, 1)
                hint = f"; did you mean {close[0]}?" if close else f"; known are {', '.join(Policy.model_fields)}"
            fail(f"{where}: {name}: {said}{hint}")
        raise SystemExit(2) from None


def _value(name: str, text: str) -> Any:  # noqa: ANN401 - whatever JSON can say
    try:
        return from_json(text)
    except ValueError:
        field = Policy.model_fields.get(name)
        takes_several = field is not None and get_origin(field.annotation) in (tuple, frozenset)
        return [part.strip() for part in text.split(",") if part.strip()] if takes_several else text
