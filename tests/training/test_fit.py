"""From a corpus to a bundle: repeatable, measured on what it never saw, and described by its card."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import joblib  # type: ignore[import-untyped]
import numpy as np
import pytest

from model.bundle import CARD, ESTIMATOR, MANIFEST, REHEARSAL, TABLE, Bundle, BundleError, digest_of, load
from model.curves import Promised
from model.policy import Policy
from model.registry import DEFAULT
from model.scorer import ATTRIBUTES
from model.text import read
from tests.training.corpus import Row, rows, write
from training.compile import PARITY
from training.corpora import CorpusError
from training.fit import fit
from training.make import make, next_version
from training.recipe import Recipe
from training.report import Report
from training.rows import gather
from training.splits import TEST, fold_of

RECIPE = Recipe(
    bits=12,
    alpha=1e-4,
    epochs=2,
    folds_out=2,
    synthetic_rows=0,
    rehearsal_rows=60,
    reference={"abuse": ("talk",), "spam": ("mail",)},
)
CORPUS = rows(330)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bundle, Report]:
    folder = tmp_path_factory.mktemp("made")
    return train(folder, CORPUS)


@pytest.fixture(scope="module")
def bundle(made: tuple[Bundle, Report]) -> Bundle:
    return made[0]


def train(folder: Path, lines: Iterable[Row], recipe: Recipe = RECIPE) -> tuple[Bundle, Report]:
    return make([write(folder / "corpus.jsonl", lines)], folder / "models", "v1", recipe=recipe)


def is_held_out(line: Row) -> bool:
    return bool(fold_of([str(line["text"])])[0] == TEST)


def test_a_bundle_is_saved_that_loads_and_has_every_file(bundle: Bundle) -> None:
    assert {path.name for path in bundle.folder.iterdir()} == {CARD, ESTIMATOR, MANIFEST, REHEARSAL, TABLE}
    again = load(bundle.folder)
    assert again.manifest == bundle.manifest
    assert set(again.manifest.digests) == {CARD, ESTIMATOR, REHEARSAL, TABLE}
    assert again.manifest.rows == {"mail": 110, "talk": 220}
    assert set(again.manifest.libraries) == {"python", "scikit-learn", "numpy", "scipy", "joblib"}
    assert set(again.thresholds) == set(again.curves) == set(ATTRIBUTES)


def test_the_curves_lead_through_the_thresholds_that_were_chosen(bundle: Bundle) -> None:
    promise = RECIPE.promise
    assert bundle.manifest.promised == Promised(promise.max_wrong_rejects, promise.max_missed)
    asked = Policy(max_wrong_rejects=promise.max_wrong_rejects, max_missed=promise.max_missed)
    assert {name: one.reject_at for name, one in asked.thresholds(bundle.thresholds, bundle.curves).items()} == {
        name: one.reject_at for name, one in bundle.thresholds.items()
    }
    for name, limit in Policy(max_missed=0.5).thresholds(bundle.thresholds, bundle.curves).items():
        trained = bundle.thresholds[name].queue_at
        assert (limit.queue_at is None) == (trained is None)
        assert trained is None or (limit.queue_at or 0) >= trained


def test_it_tells_abuse_and_spam_from_what_is_neither(bundle: Bundle) -> None:
    def score(content: str, attribute: str) -> float:
        return bundle.scorer.score(read(content))[attribute]

    assert score("my neighbour waits, you idiot", "insult") > score("my neighbour waits today", "insult") + 0.3
    assert score("free coins at http://shop3.example", "spam") > score("my neighbour waits today", "spam") + 0.3
    assert score("my neighbour waits, you idiot", "threat") < 0.01


def test_the_estimator_says_what_the_table_says(bundle: Bundle) -> None:
    texts = [str(line["text"]) for line in CORPUS[:40]]
    expected = joblib.load(bundle.folder / ESTIMATOR).predict_proba(texts)
    found = [list(bundle.scorer.score(read(text)).values()) for text in texts]
    assert np.asarray(found) == pytest.approx(expected, abs=PARITY)


def test_the_card_says_what_it_was_made_of(bundle: Bundle) -> None:
    card = (bundle.folder / CARD).read_text(encoding="utf-8")
    assert all(words in card for words in ("v1", "talk", "mail", "CC0-1.0", "toxicity"))


def test_the_report_is_of_the_held_out_tenth_alone(made: tuple[Bundle, Report]) -> None:
    held_out = [line for line in CORPUS if is_held_out(line)]
    assert 0 < len(held_out) < 70
    counted = {(line.attribute, line.source): line.rows for line in made[1].lines}
    assert counted["all together", "mail"] == sum(line["source"] == "mail" for line in held_out)
    assert counted["all together", "talk"] == sum(line["source"] == "talk" for line in held_out)


def test_the_rehearsal_holds_no_text_and_nothing_that_was_held_out(bundle: Bundle) -> None:
    with np.load(bundle.folder / REHEARSAL) as sample:
        assert set(sample.files) >= {"lengths", "indices", "data", "labels", "sources"}
        assert len(sample["labels"]) == len(sample["lengths"]) == len(sample["sources"]) == 60
        assert sample["lengths"].sum() == len(sample["indices"]) == len(sample["data"])
        assert set(sample["sources"].tolist()) == {"talk", "mail"}
    assert b"neighbour" not in (bundle.folder / REHEARSAL).read_bytes()


def test_the_same_seed_makes_the_same_table(bundle: Bundle, tmp_path: Path) -> None:
    again, _ = train(tmp_path, CORPUS)
    assert digest_of(again.folder / TABLE) == digest_of(bundle.folder / TABLE)
    assert again.manifest.biases == bundle.manifest.biases
    assert again.thresholds == bundle.thresholds


def test_the_labels_of_what_is_held_out_change_nothing(bundle: Bundle, tmp_path: Path) -> None:
    def turned(line: Row) -> Row:
        return {key: 1 - value if isinstance(value, float) else value for key, value in line.items()}

    again, _ = train(tmp_path, [turned(line) if is_held_out(line) else line for line in CORPUS])
    assert digest_of(again.folder / TABLE) == digest_of(bundle.folder / TABLE)
    assert again.manifest.biases == bundle.manifest.biases
    assert again.thresholds == bundle.thresholds


def test_the_words_of_what_is_held_out_are_not_counted(tmp_path: Path) -> None:
    learned = [line for line in CORPUS if not is_held_out(line)]
    all_rows, without = (
        gather([write(tmp_path / f"{name}.jsonl", lines)], tmp_path / name, RECIPE)
        for name, lines in (("all", CORPUS), ("learned", learned))
    )
    assert all_rows.learned.sum() == len(learned) == without.learned.sum()
    assert (all_rows.frequencies == without.frequencies).all()
    assert set(all_rows.probes) == {line["text"] for line in CORPUS if is_held_out(line)}


def test_another_seed_makes_another_table(bundle: Bundle, tmp_path: Path) -> None:
    again, _ = train(tmp_path, CORPUS, replace(RECIPE, seed=1))
    assert digest_of(again.folder / TABLE) != digest_of(bundle.folder / TABLE)


def test_scores_that_thresholds_are_chosen_on_come_from_models_that_did_not_see_the_row(tmp_path: Path) -> None:
    # Labels by chance: only a model that has seen the row can know its label.
    chance = np.random.default_rng(5)
    lines = [
        {"text": f"{line['text']} word{number}", "source": "talk", "toxicity": float(chance.integers(2))}
        for number, line in enumerate(CORPUS)
    ]
    # Of labels by chance half are doubted.
    recipe = replace(RECIPE, reviewed=())
    gathered = gather([write(tmp_path / "corpus.jsonl", lines)], tmp_path / "shelf", recipe)
    fitted = fit(gathered, recipe)
    column = ATTRIBUTES.index("toxicity")
    answers = gathered.labels[gathered.learned, column]
    honest = fitted.scores[gathered.learned, column]
    seen = fitted.pipeline.predict_proba([line["text"] for line in lines])[gathered.learned, column]
    assert abs(np.corrcoef(answers, honest)[0, 1]) < 0.25
    assert np.corrcoef(answers, seen)[0, 1] > 0.6


def test_generated_rows_teach_and_are_not_measured(tmp_path: Path) -> None:
    recipe = replace(RECIPE, synthetic_rows=200, epochs=1)
    gathered = gather([write(tmp_path / "corpus.jsonl", CORPUS)], tmp_path / "shelf", recipe)
    generated = np.asarray([source.startswith("synthetic") for source in gathered.sources.tolist()])
    assert generated.sum() >= 150
    assert gathered.learned[generated].all()


def test_the_card_tells_of_sources_left_out_where_that_is_asked_for(tmp_path: Path) -> None:
    lines = [*CORPUS, *({**line, "source": f"{line['source']}2", "text": f"{line['text']} too"} for line in CORPUS)]
    recipe = replace(RECIPE, epochs=1)
    made, _ = make([write(tmp_path / "c.jsonl", lines)], tmp_path / "models", "v1", recipe=recipe, left_out=True)
    card = (made.folder / CARD).read_text(encoding="utf-8")
    assert "## Quality on sources left out" in card
    assert {line.split("|")[2].strip() for line in card.splitlines() if line.startswith("| toxicity |")} >= {
        "talk",
        "talk2",
    }
    assert "## Groups of people" in card


def test_texts_of_which_none_is_held_out_still_make_a_bundle(tmp_path: Path) -> None:
    made, report = train(tmp_path, [line for line in CORPUS[:60] if not is_held_out(line)], replace(RECIPE, epochs=1))
    assert report.lines == ()
    assert made.version == "v1"


@pytest.mark.parametrize(
    "lines", [CORPUS[:1], [{"text": "same", "toxicity": 1.0}] * 9, [{"text": str(number)} for number in range(30)]]
)
def test_too_little_to_learn_from_is_told(tmp_path: Path, lines: list[Row]) -> None:
    with pytest.raises(ValueError, match="no head was taught anything"):
        train(tmp_path, lines, replace(RECIPE, epochs=1))
    assert not any((tmp_path / "models").iterdir())


def test_a_version_that_cannot_be_written_is_refused_before_anything_is_read(bundle: Bundle, tmp_path: Path) -> None:
    nowhere = [tmp_path / "nowhere.jsonl"]
    with pytest.raises(BundleError, match="choose another version"):
        make(nowhere, bundle.folder.parent, "v1", recipe=RECIPE)
    with pytest.raises(BundleError, match="no name for a version"):
        make(nowhere, tmp_path, "../v1", recipe=RECIPE)
    with pytest.raises(CorpusError, match="nowhere"):
        make(nowhere, tmp_path, "v1", recipe=RECIPE)


def test_versions_are_named_by_the_day(tmp_path: Path) -> None:
    today = dt.date(2026, 2, 3)
    assert next_version(tmp_path / "nothing", today) == "2026.02.03-1"
    (tmp_path / "2026.02.03-1").mkdir()
    assert next_version(tmp_path, today) == "2026.02.03-2"
    # The first was removed: its name is never that of another.
    (tmp_path / "2026.02.03-1").rename(tmp_path / "2026.02.03-11")
    assert next_version(tmp_path, today) == "2026.02.03-12"


def test_no_version_has_the_name_of_the_one_that_ships(tmp_path: Path) -> None:
    day, _, number = load(DEFAULT).version.rpartition("-")
    for earlier in range(1, int(number)):
        (tmp_path / f"{day}-{earlier}").mkdir()
    today = dt.datetime.strptime(day, "%Y.%m.%d").replace(tzinfo=dt.UTC).date()
    assert next_version(tmp_path, today) == f"{day}-{int(number) + 1}"


def test_the_manifest_is_json_that_other_tools_can_read(bundle: Bundle) -> None:
    manifest = json.loads((bundle.folder / MANIFEST).read_bytes())
    assert manifest["version"] == "v1"
    assert any(name.startswith("toxicity/") for name in manifest["metrics"]["roc_auc"])
