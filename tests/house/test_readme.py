"""What the README and the page on the API tell a reader to paste works as pasted."""

import json

from tests.house.conftest import Shell
from tests.house.documents import ROOT, blocks

README = blocks((ROOT / "README.md").read_text(encoding="utf-8"), "sh")
API = blocks((ROOT / "docs/api.md").read_text(encoding="utf-8"), "sh")
ANSWERS = blocks((ROOT / "docs/api.md").read_text(encoding="utf-8"), "json")


def _one(found: list[str], word: str) -> str:
    (block,) = (one for one in found if word in one and "DELETE" not in one)
    return block


def test_the_first_comment_of_the_readme_is_judged(shell: Shell) -> None:
    answer = json.loads(shell.run(_one(README, "curl")))
    assert answer["decision"] == "reject"
    assert answer["reasons"][0]["code"] == "toxicity"
    assert answer["reasons"][0]["spans"]


def test_the_readme_judges_without_a_server(shell: Shell) -> None:
    shown = shell.run(_one(README, "copydesk check"))
    assert [line.split()[0] for line in shown.splitlines() if not line.startswith(" ")] == ["reject", "accept"]


def test_the_keys_of_the_api_page_open_the_model(shell: Shell) -> None:
    assert json.loads(shell.run(_one(API, "/v1/model")))["version"] == "test-1"


def test_the_answer_of_the_api_page_has_the_members_of_a_real_one(shell: Shell) -> None:
    answer = json.loads(shell.run(f"KEY={shell.key}\n{_one(API, 'comment_id')}"))
    example = json.loads(ANSWERS[0])
    assert answer.keys() == example.keys()
    assert answer["scores"].keys() == example["scores"].keys()
    assert answer["decision"] == example["decision"]


def test_the_explained_comment_of_the_api_page_leaves_no_trace(shell: Shell) -> None:
    answer = json.loads(shell.run(f"KEY={shell.key}\n{_one(API, 'explain')}"))
    assert "explanation" in answer
    shown = shell.run(f"KEY={shell.key} ID={answer['id']}\n{_one(API, '/$ID -H')}")
    assert json.loads(shown)["status"] == 404


def test_the_batch_of_the_api_page_is_answered_in_order_with_the_problem_it_shows(shell: Shell) -> None:
    answer = json.loads(shell.run(f"KEY={shell.key}\n{_one(API, 'batch')}"))
    assert answer["results"][0]["decision"] == "accept"
    (problem,) = (found for found in map(json.loads, ANSWERS) if found.get("status") == answer["results"][1]["status"])
    assert answer["results"][1] == problem


def test_a_comment_is_read_as_the_api_page_says(shell: Shell) -> None:
    made = json.loads(shell.run(f"KEY={shell.key}\n{_one(API, 'comment_id')}"))
    shown = json.loads(shell.run(f"KEY={shell.key} ID={made['id']}\n{_one(API, '/$ID -H')}"))
    assert shown["id"] == made["id"]
    assert shown["comment"]["comment_id"] == "4711"


def test_a_verdict_is_given_and_everything_erased_as_the_api_page_says(shell: Shell) -> None:
    made = json.loads(shell.run(f"KEY={shell.key}\n{_one(API, 'comment_id')}"))
    names = f"KEY={shell.key} ID={made['id']}"
    assert json.loads(shell.run(f"{names}\n{_one(API, '/verdict')}"))["verdict"] == "reject"
    (erasing,) = (one for one in API if "DELETE" in one)
    assert '"erased"' in shell.run(f"{names}\n{erasing}")
    shown = shell.run(f"{names}\n{_one(API, '/$ID -H')}")
    assert json.loads(shown)["status"] == 404
