"""The documentation says what the code does: its tables are made from it, its commands exist, its links lead on."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from model.policy import Policy
from service.checks import CHECKS
from service.command_line import app as copydesk
from tests.house.conftest import Shell
from tests.house.documents import ROOT, TABLES, blocks, with_table
from training.__main__ import app as copydesk_train

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
_APPS: dict[str, Any] = {"copydesk": copydesk, "copydesk-train": copydesk_train}
_PROSE = re.compile(r"`((?:copydesk|copydesk-train) [^`]+)`")


@pytest.mark.parametrize(("page", "mark"), TABLES)
def test_tables_of_the_documentation_are_those_of_the_code(page: str, mark: str) -> None:
    written = (ROOT / page).read_text(encoding="utf-8")
    assert written == with_table(written, mark, TABLES[page, mark]()), f"run `make docs`: {mark} in {page} is old"


def _commands(page: Path) -> Iterator[str]:
    text = page.read_text(encoding="utf-8")
    lines = "\n".join(blocks(text, "sh")).replace("\\\n", " ").splitlines()
    yield from (line for line in lines if line.startswith(tuple(f"{name} " for name in _APPS)))
    yield from _PROSE.findall(text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_in_the_documentation_exists_with_its_flags(page: Path) -> None:
    for line in _commands(page):
        name, *words = shlex.split(line.partition(" | ")[0])
        command: Any = get_command(_APPS[name])
        while words and hasattr(command, "get_command"):
            command = command.get_command(None, words[0])
            assert command is not None, f"{page.name}: {line}"
            words.pop(0)
        known = {option for parameter in command.params for option in parameter.opts} | {"--help", "--version"}
        assert {word for word in words if word.startswith("--")} <= known, f"{page.name}: {line}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_page_and_a_heading(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        name, _, heading = target.partition("#")
        linked = page.parent / name if name else page
        assert linked.exists(), f"{page.name} links to {target}"
        if heading:
            headings = re.findall(r"^#+ (.*)$", linked.read_text(encoding="utf-8"), re.MULTILINE)
            assert heading in {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in headings}, target


def test_every_page_is_reached_from_the_index() -> None:
    index = (ROOT / "docs/index.md").read_text(encoding="utf-8")
    for page in ROOT.glob("docs/**/*.md"):
        name = str(page.relative_to(ROOT / "docs"))
        assert name == "index.md" or f"]({name})" in index, name


def test_policies_in_the_documentation_can_be_used() -> None:
    examples = blocks((ROOT / "docs/policy.md").read_text(encoding="utf-8"), "json")
    assert [Policy.model_validate_json(example) for example in examples]


def test_commands_of_the_policy_page_run(shell: Shell) -> None:
    page = (ROOT / "docs/policy.md").read_text(encoding="utf-8")
    (shell.folder / "policy.json").write_text(blocks(page, "json")[0], encoding="utf-8")
    shown = shell.run("\n".join(blocks(page, "sh")))
    assert "Would this comment pass?" in shown


def test_the_table_of_checks_names_every_check_and_every_code() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("| check |")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:3]] for line in table.splitlines()[2:]]
    assert [name.strip("`") for name, _ in rows if name] == [one.name for one in CHECKS]
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "service/checks").glob("*.py"))
    codes = set(re.findall(r'"([a-z]+(?:_[a-z]+)+)", Severity', source)) - {"model_unavailable"}
    told = {code for _, text in rows for code in re.findall(r"`([a-z_]+)`", text.partition(":")[0])}
    assert codes <= told, codes - told


def test_the_text_names_no_machine() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"/(?:work|root|home|tmp)/|pypi|registry\.npm", text), page


def test_examples_of_answers_are_json() -> None:
    for page in PAGES:
        for example in blocks(page.read_text(encoding="utf-8"), "json"):
            json.loads(example)
