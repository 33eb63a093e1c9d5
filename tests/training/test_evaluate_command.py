"""`copydesk-train evaluate`: a bundle on comments, or a recipe on sources it never saw; mistakes are told in a line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from model.comment import Comment
from model.scorer import ATTRIBUTES
from model.text import Text
from tests.model.bundles import make_bundle
from tests.model.reader.readers import make_reader
from tests.training.corpus import write
from tests.training.test_source_out import CORPUS
from training.__main__ import app
from training.evaluation import LabelledSet, evaluate_sets

QUICK = ("--bits=12", "--epochs=2", "--alpha=0.0001", "--synthetic=0")


@pytest.fixture(name="corpus", scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("sources") / "corpus.jsonl", CORPUS)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["evaluate", *arguments])


def leave_out(corpus: Path, *arguments: str) -> Result:
    cache = corpus.parent / "cache"
    return run("--leave-one-source-out", f"--corpus={corpus}", f"--cache={cache}", *QUICK, *arguments)


def test_sources_are_left_out_and_a_later_run_is_compared(corpus: Path, tmp_path: Path) -> None:
    kept = tmp_path / "run.npz"
    first = leave_out(corpus, f"--save={kept}", "--only=north,south", "--heads=toxicity")
    assert first.exit_code == 0, first.output
    assert [line.split()[1] for line in first.stdout.splitlines()[1:]] == ["mean", "north", "south"]
    assert "comments" in first.stderr
    options = ("--only=north,south", "--heads=toxicity", "--weight=own=3", "--no-source-intercepts", "--json")
    second = leave_out(corpus, f"--against={kept}", *options)
    assert second.exit_code == 0, second.output
    assert "comments" not in second.stderr
    found = json.loads(second.stdout)
    (mean,) = found["means"]
    assert (mean["attribute"], mean["sources"]) == ("toxicity", 2)
    assert mean["difference"]["interval"] is not None
    assert found["settings"]["source_weights"]["own"] == 3
    assert (found["settings"]["source_intercepts"], found["settings"]["synthetic_rows"]) == ([], 0)


def test_equal_weights_forget_the_usual_ones(corpus: Path) -> None:
    found = leave_out(corpus, "--equal-weights", "--weight=fern=2", "--only=north", "--heads=toxicity", "--json")
    settings = json.loads(found.stdout)["settings"]
    assert settings["source_weights"] == {"fern": 2}
    assert settings["reviewed"]


def test_labels_may_be_learned_as_they_are(corpus: Path) -> None:
    found = leave_out(corpus, "--labels-as-given", "--only=north", "--heads=toxicity", "--json")
    settings = json.loads(found.stdout)["settings"]
    assert settings["reviewed"] == settings["not_toxic"] == settings["not_spam"] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), ["name a bundle", "--on"]),
        (("default",), ["--on"]),
        (("--on=x.jsonl",), ["name a bundle"]),
        (("--promises",), ["--leave-one-source-out"]),
        (("--slices",), ["name a bundle"]),
        (("default", "--slices", "--on=x.jsonl"), ["no --on"]),
        (("default", "--reader=default", "--on=x.jsonl"), ["--slices"]),
        (("default", "--slices", "--reader=nowhere"), ["nowhere"]),
        (("--leave-one-source-out",), ["--corpus"]),
        (("default", "--leave-one-source-out", "--corpus=x.jsonl"), ["neither a bundle"]),
        (("--leave-one-source-out", "--corpus=nowhere.jsonl", "--cache=cache"), ["nowhere.jsonl"]),
        (("--leave-one-source-out", "--corpus=x.jsonl", "--heads=anger"), ["'anger'", "toxicity"]),
        (("--leave-one-source-out", "--corpus=x.jsonl", "--heads=,"), ["toxicity"]),
        (("--leave-one-source-out", "--corpus=x.jsonl", "--weight=own"), ["SOURCE=NUMBER"]),
        (("--leave-one-source-out", "--corpus=x.jsonl", "--against=nowhere.npz"), ["nowhere.npz", "--save"]),
    ],
)
def test_a_mistake_is_told_in_one_line(
    arguments: tuple[str, ...], words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = run(*arguments)
    assert ended.exit_code == 1, ended.output
    assert ended.stdout == ""
    (line,) = (line for line in ended.stderr.splitlines() if line.startswith("error: "))
    assert all(word in line for word in words), line


def test_a_bundle_is_measured_by_attribute_and_source(corpus: Path, tmp_path: Path) -> None:
    bundle = make_bundle(tmp_path / "models", version="a", words={"idiot": {"toxicity": 6.0}})
    shown = run(str(bundle), f"--on={corpus}")
    assert shown.exit_code == 0, shown.output
    assert any(line.split()[:2] == ["toxicity", "north"] for line in shown.stdout.splitlines())


def test_rows_are_told_apart_by_any_column(tmp_path: Path) -> None:
    bundle = make_bundle(tmp_path / "models", version="a", words={"idiot": {"toxicity": 6.0}})
    rows = [
        {"text": f"you idiot {number}", "toxicity": 1.0, "functionality": "blunt" if number % 2 else "polite"}
        for number in range(6)
    ]
    shown = run(str(bundle), f"--on={write(tmp_path / 'on.jsonl', rows)}", "--by=functionality", "--json")
    lines = json.loads(shown.stdout)["lines"]
    assert [line["source"] for line in lines if line["attribute"] == "toxicity"] == ["all", "blunt", "polite"]


def test_labels_under_other_names_are_missed_aloud(tmp_path: Path) -> None:
    bundle = make_bundle(tmp_path / "models", version="a", words={"idiot": {"toxicity": 6.0}})
    told = run(str(bundle), f"--on={write(tmp_path / 'on.jsonl', [{'text': 'you idiot', 'toxic': 1.0}])}")
    assert told.exit_code != 0
    assert "none of 1 comments has a label to hold scores against: labels are named toxicity, " in told.stderr


def test_what_is_known_of_authors_is_scored_as_well(tmp_path: Path) -> None:
    scored: list[object] = []

    def score(_: Text, comment: Comment | None, __: str) -> dict[str, float]:
        scored.append(comment and comment.author_name)
        return dict.fromkeys(ATTRIBUTES, 0.5)

    rows = [{"text": "fine", "toxicity": 0.0, "author_name": "Ada"}, {"text": "you idiot", "toxicity": 1.0}]
    path = write(tmp_path / "on.jsonl", rows)
    evaluate_sets(score, {}, [LabelledSet(path)], tell=lambda _: None)
    assert scored == ["Ada", None]


def test_bias_slices_of_a_bundle_need_no_corpus(tmp_path: Path) -> None:
    bundle = make_bundle(tmp_path / "models", version="a", words={"jews": {"toxicity": 6.0}})
    shown = run(str(bundle), "--slices")
    assert shown.exit_code == 0, shown.output
    assert "Subgroup AUC" in shown.stdout.splitlines()[0]
    found = json.loads(run(str(bundle), "--slices", "--json").stdout)
    assert (found["version"], set(found["slices"])) == ("a", {"toxicity", "identity_attack", "highest of abuse"})


def test_bias_slices_are_told_as_both_readers_serve(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    bundle = make_bundle(tmp_path / "models", version="a", words={"jews": {"toxicity": 6.0}})
    reader = make_reader(tmp_path / "readers", version="b", bands={"toxicity": (0.0, 1.0)})
    alone, both = (
        json.loads(run(str(bundle), "--slices", "--json", *more).stdout) for more in ((), (f"--reader={reader}",))
    )
    assert (both["version"], both["reader"], "reader" in alone) == ("a", "b", False)
    assert alone["slices"]["toxicity"] != both["slices"]["toxicity"]
