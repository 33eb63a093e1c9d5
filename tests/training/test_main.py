"""The `copydesk-train` command: from a corpus to the version in use, and back; every mistake is one line that helps."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from model.bundle import CARD, MANIFEST, TABLE, load
from model.registry import DEFAULT
from tests.model.bundles import make_bundle
from tests.training.corpus import rows, write
from training.__main__ import app

QUICK = ("--bits=10", "--epochs=1", "--synthetic=0")


@pytest.fixture(autouse=True)
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bundle that ships, as small as those of the tests."""
    folder = make_bundle(tmp_path / "shipped", version="shipped-1", words={"idiot": {"toxicity": 6.0}})
    monkeypatch.setattr("model.registry.DEFAULT", folder)
    monkeypatch.setattr("training.options.DEFAULT", folder)
    return folder


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("corpus") / "comments.jsonl", rows(150))


@pytest.fixture(scope="module")
def trained(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Result:
    """What `fit` said when it made the version `one`."""
    models = tmp_path_factory.mktemp("trained") / "models"
    ended = run("fit", f"--corpus={corpus}", f"--out={models}", "--version=one", "--weight=mail=2", *QUICK)
    assert ended.exit_code == 0, ended.output
    return ended


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A folder of the versions a and b."""
    for version in ("a", "b"):
        make_bundle(tmp_path / "models", version=version, words={"idiot": {"toxicity": 6.0}})
    return tmp_path / "models"


def run(*arguments: str) -> Result:
    """The command's end, whatever its status, on no terminal."""
    return CliRunner().invoke(app, list(arguments))


def run_json(*arguments: str) -> list[Any]:
    ended = run(*arguments, "--json")
    assert ended.exit_code == 0, ended.output
    return [json.loads(line) for line in ended.stdout.splitlines()]


def complaint(*arguments: str) -> str:
    """The one line it complains with, and nothing on the standard output."""
    ended = run(*arguments)
    assert ended.exit_code == 1, ended.output
    assert ended.stdout == ""
    (line,) = (line for line in ended.stderr.splitlines() if line.startswith("error: "))
    return line


def test_fit_reports_what_it_made_and_how_to_use_it(trained: Result) -> None:
    assert "toxicity" in trained.stdout
    folder, _, command = trained.stderr.splitlines()[-1].partition("  promote it with: ")
    assert command == f"copydesk-train promote one --models {Path(folder).parent}"


def test_the_card_tells_of_what_else_the_model_was_measured_on(corpus: Path, tmp_path: Path) -> None:
    lines = [{**row, "kind": "even" if at % 2 else "odd"} for at, row in enumerate(rows(40, seed=1))]
    other = write(tmp_path / "other.jsonl", lines)
    ended = run("fit", f"--corpus={corpus}", f"--out={tmp_path}", "--version=v", f"--on={other}:kind", *QUICK)
    assert ended.exit_code == 0, ended.output
    _, told = (tmp_path / "v/card.md").read_text(encoding="utf-8").split("## Quality: other.jsonl, by kind\n")
    found = [[cell.strip() for cell in line.split("|")] for line in told.partition("\n## ")[0].splitlines()]
    names = [(row[1], row[2]) for row in found if len(row) > 12]
    assert names[2:] == [
        *((name, "all") for name in ("toxicity", "obscene", "insult", "spam", "all together")),
        ("all together", "even"),
        ("all together", "odd"),
    ]
    assert all(len(row[13]) == 20 and set(row[13]) <= set("█▒·") for row in found[4:] if len(row) > 12)


def test_what_fit_is_to_measure_on_must_be_there(corpus: Path, tmp_path: Path) -> None:
    said = complaint("fit", f"--corpus={corpus}", f"--out={tmp_path}", f"--on={tmp_path}/none.jsonl:kind", *QUICK)
    assert "none.jsonl:kind' names no file: FILE or FILE:COLUMN" in said


def test_fit_writes_json_and_names_a_version_by_the_day(corpus: Path, tmp_path: Path) -> None:
    (found,) = run_json("fit", f"--corpus={corpus}", f"--out={tmp_path / 'new'}", *QUICK)
    day, _, number = found["version"].rpartition("-")
    assert re.fullmatch(r"\d{4}\.\d\d\.\d\d", day)
    shipped_day, _, shipped_number = load(DEFAULT).version.rpartition("-")
    assert int(number) == (int(shipped_number) + 1 if day == shipped_day else 1)
    assert (tmp_path / "new" / found["version"] / CARD).is_file()


def test_a_model_is_measured_on_a_corpus_or_on_what_it_never_saw(corpus: Path, models: Path, shipped: Path) -> None:
    everything, named, held_out = (
        run_json("evaluate", bundle, f"--on={corpus}", f"--models={models}", *options)[0]
        for bundle, options in ((str(shipped), ()), ("a", ()), ("default", ("--held-out",)))
    )
    assert (everything["version"], named["version"], held_out["version"]) == ("shipped-1", "a", "shipped-1")
    lines = {**everything, "version": ""}
    assert lines == {**named, "version": ""}
    assert lines != {**held_out, "version": ""}
    assert "toxicity" in run("evaluate", "default", f"--on={corpus}").stdout


def test_evaluating_on_what_a_model_learned_from_says_so(trained: Result, corpus: Path) -> None:
    models = Path(trained.stderr.splitlines()[-1].partition("  promote it")[0]).parent
    note = "one learned from mail, talk: --held-out counts only the tenth that it never saw"
    assert note in run("evaluate", "one", f"--on={corpus}", f"--models={models}").stderr
    assert "learned from" not in run("evaluate", "one", f"--on={corpus}", f"--models={models}", "--held-out").stderr


def test_versions_are_listed_and_the_one_in_use_is_marked(models: Path) -> None:
    option = f"--models={models}"
    assert run_json("list", option) == [
        {"version": "shipped-1 (shipped)", "champion": True, "sites": [], "gate": ""},
        {"version": "a", "champion": False, "sites": [], "gate": ""},
        {"version": "b", "champion": False, "sites": [], "gate": ""},
    ]
    assert run("promote", "b", option).stdout == "b is in use.\n"
    assert run_json("list", option) == [
        {"version": "a", "champion": False, "sites": [], "gate": ""},
        {"version": "b", "champion": True, "sites": [], "gate": ""},
    ]
    shown = run("list", option).stdout
    assert "yes" in next(line for line in shown.splitlines() if " b " in line)
    assert "yes" not in next(line for line in shown.splitlines() if " a " in line)


def test_what_was_promoted_is_taken_back(models: Path) -> None:
    option = f"--models={models}"
    for version in ("a", "b"):
        assert run("promote", version, option).exit_code == 0
    assert run("rollback", option).stdout == "a is in use.\n"
    assert run("rollback", option).stdout == "The version that ships is in use.\n"
    assert "nothing to return to" in complaint("rollback", option)


def test_a_version_is_promoted_for_one_site_and_taken_back_there(models: Path) -> None:
    option = f"--models={models}"
    assert run("promote", "b", option, "--site=north").stdout == "b is in use for the site north.\n"
    assert [(row["version"], row["champion"], row["sites"]) for row in run_json("list", option)] == [
        ("shipped-1 (shipped)", True, []),
        ("a", False, []),
        ("b", False, ["north"]),
    ]
    told = run("promote", "a", option)
    assert (told.stdout, "stay: north" in told.stderr) == ("a is in use.\n", True)
    assert run("rollback", option, "--site=north").stdout == "The version of all sites is in use for the site north.\n"
    assert "nothing to return to" in complaint("rollback", option, "--site=north")


def test_the_last_promotion_is_taken_back_wherever_it_was(models: Path) -> None:
    option = f"--models={models}"
    run("promote", "a", option)
    run("promote", "b", option, "--site=north")
    assert run("rollback", option).stdout == "The version of all sites is in use for the site north.\n"
    assert run("rollback", option).stdout == "The version that ships is in use.\n"
    run("promote", "a", option)
    run("promote", "b", option, "--site=north")
    assert run("rollback", option, "--all-sites").stdout == "The version that ships is in use.\n"


def test_a_version_is_shown_by_its_card(models: Path) -> None:
    option = f"--models={models}"
    assert run("show", "a", option).stdout == "a has no card.\n"
    (models / "b" / CARD).write_text("# About b\n", encoding="utf-8")
    assert "card.md" in complaint("show", "b", option)
    assert run_json("show", "a", option)[0]["version"] == "a"
    assert run_json("show", "default")[0]["version"] == "shipped-1"


def test_the_card_of_what_was_trained_is_shown(trained: Result) -> None:
    folder = trained.stderr.splitlines()[-1].partition("  promote it with: ")[0]
    assert run("show", folder).stdout.strip() == (Path(folder) / CARD).read_text(encoding="utf-8").strip()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--corpus=nowhere.jsonl"], ["nowhere.jsonl", "cannot be read"]),
        (["--weight=mail"], ["--weight", "SOURCE=NUMBER"]),
        (["--weight=mail=x"], ["'mail=x'", "SOURCE=NUMBER"]),
        (["--weight=mail=-1"], ["0 to 1000"]),
        (["--weight=mail=nan"], ["0 to 1000"]),
        (["--weight==2"], ["SOURCE=NUMBER"]),
        (["--max-missed=0"], ["max_missed", "more than 0"]),
        (["--max-wrong-rejects=1.5"], ["max_wrong_rejects", "less than 1"]),
        (["--version=../x"], ["'../x'", "no name for a version"]),
        (["--version=a"], ["exists", "choose another version"]),
    ],
)
def test_a_mistake_is_told_before_anything_is_made(
    corpus: Path, models: Path, options: list[str], words: list[str]
) -> None:
    told = complaint("fit", f"--corpus={corpus}", f"--out={models}", *options)
    assert all(word in told for word in words), told
    assert sorted(path.name for path in models.iterdir()) == ["a", "b"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "it is empty"),
        ("what is this\n1\n", "no corpus of a known format"),
        ('{"text": "x", "toxicity": 7}\n', "comments.jsonl"),
        ('{"text": "x"\n', "comments.jsonl"),
        ('{"text": " "}\n', "no comments, 1 rows without text"),
        ('{"content": "x", "toxicity": 1}\n', "comments.jsonl has the columns content, toxicity, and no column `text`"),
    ],
)
def test_a_corpus_that_is_none_is_told(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "comments.jsonl"
    path.write_text(content, encoding="utf-8")
    assert words in complaint("fit", f"--corpus={path}", f"--out={tmp_path / 'new'}", *QUICK)


@pytest.mark.parametrize("command", [["show"], ["promote"], ["evaluate", "--on=x.jsonl"]])
def test_a_version_that_is_not_there_is_told_with_those_that_are(models: Path, command: list[str]) -> None:
    assert "there are a, b" in complaint(command[0], "c", *command[1:], f"--models={models}")


def test_a_broken_version_is_neither_promoted_nor_shown(models: Path) -> None:
    (models / "b" / TABLE).write_bytes(b"")
    for command in ("promote", "show"):
        assert "restore the bundle" in complaint(command, "b", f"--models={models}")


def test_a_broken_pointer_is_told(models: Path) -> None:
    (models / "champion").write_bytes(b"\xff")
    assert "champion cannot be read" in complaint("list", f"--models={models}")


def test_a_folder_that_cannot_be_written_is_told(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "choose another folder" in complaint("fit", f"--corpus={corpus}", f"--out={tmp_path / 'file'}")


def test_a_folder_without_a_bundle_is_told(tmp_path: Path) -> None:
    assert MANIFEST in complaint("show", str(tmp_path))


def test_the_installed_command_explains_itself_and_says_when_it_fails(tmp_path: Path) -> None:
    command = shutil.which("copydesk-train", path=str(Path(sys.executable).parent))
    assert command is not None
    helped, failed = (
        subprocess.run([command, *words], capture_output=True, text=True, check=False, cwd=tmp_path)  # noqa: S603
        for words in (["--help"], ["show", "nothing"])
    )
    assert (helped.returncode, failed.returncode, failed.stdout) == (0, 1, "")
    assert all(name in helped.stdout for name in ("fit", "evaluate", "list", "show", "promote", "rollback"))
    assert failed.stderr.startswith("error: there is no version 'nothing'")
