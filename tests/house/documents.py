"""Tables and lists of the documentation that are made from the code; `make docs` writes them where they belong."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from aiohttp.web import DynamicResource
from pydantic import BaseModel
from pydantic_core import to_json

from model.comment import DEFAULT_REQUIRED, Submission
from model.policy import Policy
from service import settings
from service.app import ENDPOINTS
from service.problems import PROBLEMS

ROOT: Final = Path(__file__).parents[2]
_MEASURED: Final = (
    ("all together", "jigsaw", "Wikipedia talk pages, a held-out tenth"),
    ("all together", "jigsaw_extra", "Wikipedia talk pages at their natural share of abuse"),
    ("all together", "civil_comments", "comments on news, all picked for looking toxic"),
    ("spam", "tubespam", "YouTube comments, a held-out tenth"),
)
"""Attribute, source and what that is, of the lines of the model's card that the README shows."""
_LIMITS: Final[Mapping[str, str]] = {"content": "65,525 bytes", "author_ip": "IPv4 or IPv6"}


def settings_table() -> str:
    """All settings of the service."""
    rows = [(f"`{one.flag}`", f"`{one.variable}`", _code(one.default), one.description) for one in settings.table()]
    return _table(("flag", "variable", "default", "what it is"), rows)


def policy_table() -> str:
    """All fields of a site's policy."""
    defaults = Policy().model_dump(mode="json")
    defaults["required"] = sorted(defaults["required"])
    return _table(
        ("field", "default", "what it is"),
        [(f"`{name}`", _code(_json(defaults[name])), _described(Policy, name)) for name in Policy.model_fields],
    )


def fields_table() -> str:
    """All fields of a submitted comment."""
    return _table(
        ("field", "at most", "what it is"),
        [
            (f"`{name}`{' (required)' if name in DEFAULT_REQUIRED else ''}", _limit(name), _described(Submission, name))
            for name in Submission.model_fields
        ],
    )


def endpoints_table() -> str:
    """All endpoints of the native protocol."""
    return _table(
        ("endpoint", "what it does"),
        [
            (f"`{one.method} {DynamicResource(one.path).canonical}`", one.description or one.summary)
            for one in ENDPOINTS
            if one.documented
        ],
    )


def problems_table() -> str:
    """All kinds of problem documents."""
    kinds = sorted({one.name: one for one in PROBLEMS}.values(), key=lambda one: one.status)
    rows = [(str(one.status), f"`{one.type}`", one.description) for one in kinds]
    return _table(("status", "type", "what it means"), rows)


def decisions_list() -> str:
    """All architecture decision records by their headings."""
    pages = sorted((ROOT / "docs/adr").glob("*.md"))
    titles = (page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ") for page in pages)
    return "\n".join(f"- [{title}](adr/{page.name})" for title, page in zip(titles, pages, strict=True))


def quality_table() -> str:
    """What the shipped model is worth at home, as its card says, and what became of its promises."""
    lines = (ROOT / "model/default/card.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    found = {(row[0], row[1]): row for row in reversed(cells)}
    rows = [(said, found[name, source]) for name, source, said in _MEASURED]
    shown = [(row[0], said, row[2], row[4], *row[8:11]) for said, row in rows]
    promises = next(line for line in lines if line.startswith("All attributes together"))
    headings = ("attribute", "on", "comments", "ROC-AUC", "queues", "rejects", "wrong rejects")
    return f"{_table(headings, shown)}\n\n{promises}"


TABLES: Final[Mapping[tuple[str, str], Callable[[], str]]] = {
    ("docs/configuration.md", "settings"): settings_table,
    ("docs/policy.md", "policy"): policy_table,
    ("docs/api.md", "fields"): fields_table,
    ("docs/api.md", "endpoints"): endpoints_table,
    ("docs/api.md", "problems"): problems_table,
    ("docs/index.md", "decisions"): decisions_list,
    ("README.md", "quality"): quality_table,
}
"""By page and mark: the table that stands between `<!-- mark -->` and `<!-- /mark -->`."""


def with_table(page: str, mark: str, table: str) -> str:
    """The page with the table between the marks; raises ValueError where it has no such marks."""
    pattern = rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)"
    if not re.search(pattern, page, re.DOTALL):
        message = f"the page has no marks named {mark}"
        raise ValueError(message)
    return re.sub(pattern, lambda found: f"{found[1]}{table}\n{found[2]}", page, flags=re.DOTALL)


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a page in that language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def _code(value: str) -> str:
    return f"`{value}`" if value else ""


def _json(value: object) -> str:
    return to_json(value).decode().replace('","', '", "')


def _described(kind: type[BaseModel], name: str) -> str:
    return kind.model_fields[name].description or ""


def _limit(name: str) -> str:
    if name in _LIMITS:
        return _LIMITS[name]
    schema: dict[str, Any] = Submission.model_json_schema()["properties"][name]
    if "enum" in schema:
        return " or ".join(f"`{one}`" for one in schema["enum"])
    if schema.get("type") == "boolean":
        return "true or false"
    return f"{schema['maxLength']:,} characters" if "maxLength" in schema else "a time"


if __name__ == "__main__":
    for (name, mark), make in TABLES.items():
        path = ROOT / name
        path.write_text(with_table(path.read_text(encoding="utf-8"), mark, make()), encoding="utf-8")
