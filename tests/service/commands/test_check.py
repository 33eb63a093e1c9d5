"""`copydesk check` judges without server and database."""

import json
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from tests.service.commands.runs import run, run_json
from tests.service.test_openapi import validator


@pytest.fixture
def models_option(shared_models: Path) -> str:
    """The option that names the models."""
    return f"--models={shared_models}"


def test_each_text_is_a_comment(models_option: str) -> None:
    decisions = run_json("check", "You idiot!", "That was well explained.", models_option)
    assert [one["decision"] for one in decisions] == ["reject", "accept"]
    for decision in decisions:
        validator("Decision").validate(decision)


def test_people_are_told_decision_reasons_and_scores(models_option: str) -> None:
    ended = run("check", "You idiot!", models_option)
    assert ended.exit_code == 0
    assert "reject You idiot!" in ended.output
    assert "Likely to be read as toxic." in ended.output
    assert "identity_attack" in ended.output
    assert "\x1b" not in ended.output


def test_lines_are_answered_in_their_order_whatever_they_are(models_option: str) -> None:
    lines = [
        {"content": "That was well explained.", "author_name": "Ada"},
        {"content": "You idiot!", "author_name": "Ada", "comment_id": "1"},
        {"content": "You idiot!"},
        [],
        {"content": "x", "author_name": "Ada", "colour": 1},
        {"content": "You idiot!", "author_name": "Ada", "comment_id": "1"},
    ]
    stdin = "\n".join([*map(json.dumps, lines), "no JSON", "", json.dumps(lines[0])])
    answers = run_json("check", "-", models_option, stdin=stdin)
    assert [one.get("decision", one.get("status")) for one in answers] == [
        "accept",
        "reject",
        422,
        400,
        422,
        "reject",
        400,
        "accept",
    ]
    for answer in answers:
        validator("Problem" if "status" in answer else "Decision").validate(answer)
    assert answers[2]["errors"][0]["field"] == "author_name"


def test_a_policy_decides(models_option: str, tmp_path: Path) -> None:
    (tmp_path / "policy.json").write_text('{"required": ["content"], "banned_words": ["bridge"]}')
    answers = run_json(
        "check", "-", models_option, "--policy", str(tmp_path / "policy.json"), stdin='{"content": "A bridge."}'
    )
    assert [one["decision"] for one in answers] == ["reject"]


def test_a_line_that_is_too_long_is_told_and_the_next_one_read(models_option: str) -> None:
    good = '{"content": "A comment.", "author_name": "Ada"}'
    stdin = f'{{"content": "{"x" * 5_000}", "author_name": "Ada"}}\n{good}\n{"y" * 2_000}'
    answers = run_json("check", "-", models_option, "--max-body", "1024", stdin=stdin)
    assert [one.get("decision", one.get("status")) for one in answers] == [413, "accept", 413]


def test_without_a_model_nothing_is_judged(tmp_path: Path) -> None:
    (tmp_path / "champion").write_text("gone-1\n")
    ended = run("check", "x", "--models", str(tmp_path))
    assert ended.exit_code == 1
    assert "gone-1" in ended.stderr


def test_each_line_is_answered_before_the_next_is_there(models_option: str) -> None:
    command = [sys.executable, "-m", "service", "check", "-", models_option]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own words
        assert process.stdin is not None
        assert process.stdout is not None
        for content, decision in (("You idiot!", "reject"), ("Thank you.", "accept")):
            _write(process.stdin, content)
            assert json.loads(process.stdout.readline())["decision"] == decision
        process.stdin.close()
        assert process.stdout.read() == ""
        assert process.wait(10) == 0


def test_a_reader_that_goes_away_ends_it_quietly(models_option: str) -> None:
    line = json.dumps({"content": "A comment.", "author_name": "Ada"})
    ended = subprocess.run(  # noqa: S602 - our own words
        f"yes '{line}' | head -n 3000 | {sys.executable} -m service check - {models_option} | head -n 1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert json.loads(ended.stdout)["decision"] == "accept"
    assert ended.stderr == ""


def _write(stream: IO[str], content: str) -> None:
    stream.write(json.dumps({"content": content, "author_name": "Ada"}) + "\n")
    stream.flush()
