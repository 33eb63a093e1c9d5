"""The graph that serves says what the encoder's arithmetic says, and nearly the same in eight bits."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.model.reader.readers import PIECES, WIDTH, arrays

ort = pytest.importorskip("onnxruntime")
onnx = pytest.importorskip("onnx")

HEADS = 2
TOKENS = [2, 4, 6, 7, 9, 3]


def said(path: Path, tokens: list[list[int]]) -> NDArray[np.float32]:
    session = ort.InferenceSession(path, providers=["CPUExecutionProvider"])
    (vectors,) = session.run(None, {"tokens": np.asarray(tokens, np.int64)})
    return np.asarray(vectors)


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    from training.reader.graph import graph_of  # noqa: PLC0415 - needs onnx

    path = tmp_path / "encoder.onnx"
    onnx.save(graph_of(arrays(layers=2), HEADS), path)
    return path


def test_it_is_the_transformer_of_the_paper(graph: Path) -> None:
    assert said(graph, [TOKENS])[0] == pytest.approx(transformer(arrays(layers=2), TOKENS), abs=1e-4)


def test_texts_of_one_length_may_be_read_together(graph: Path) -> None:
    others = [2, 5, 5, 4, 8, 3]
    both = said(graph, [TOKENS, others])
    assert both[0] == pytest.approx(said(graph, [TOKENS])[0], abs=1e-5)
    assert both[1] == pytest.approx(said(graph, [others])[0], abs=1e-5)


def test_in_eight_bits_it_is_smaller_and_says_nearly_the_same(tmp_path: Path) -> None:
    from training.reader.graph import graph_of, write_int8  # noqa: PLC0415 - needs onnx

    model = graph_of(arrays(2_000, layers=2), HEADS)
    onnx.save(model, tmp_path / "large.onnx")
    write_int8(model, tmp_path / "small.onnx")
    assert (tmp_path / "small.onnx").stat().st_size < 0.6 * (tmp_path / "large.onnx").stat().st_size
    large, small = (said(tmp_path / name, [TOKENS])[0] for name in ("large.onnx", "small.onnx"))
    assert float(large @ small) > 0.98 * float(np.linalg.norm(large) * np.linalg.norm(small))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["large.onnx", "small.onnx"]


def transformer(found: dict[str, NDArray[np.float32]], tokens: list[int]) -> NDArray[np.float32]:
    """The same arithmetic, written down plainly."""

    def dense(states: NDArray[np.float32], name: str) -> NDArray[np.float32]:
        return states @ found[f"{name}.weight"].T + found[f"{name}.bias"]

    def norm(states: NDArray[np.float32], name: str) -> NDArray[np.float32]:
        centred = states - states.mean(-1, keepdims=True)
        return np.asarray(
            centred / np.sqrt(states.var(-1, keepdims=True) + 1e-12) * found[f"{name}.weight"] + found[f"{name}.bias"]
        )

    assert len(PIECES) > max(tokens)
    states = norm(found["words.weight"][tokens] + found["places"][: len(tokens)], "norm")
    for layer in ("layers.0", "layers.1"):
        query, key, value = np.split(dense(states, f"{layer}.projection"), 3, axis=-1)
        mixed = []
        for head in range(HEADS):
            part = slice(head * WIDTH // HEADS, (head + 1) * WIDTH // HEADS)
            alike = query[:, part] @ key[:, part].T / np.sqrt(WIDTH / HEADS)
            weights = np.exp(alike - alike.max(-1, keepdims=True))
            mixed.append(weights / weights.sum(-1, keepdims=True) @ value[:, part])
        states = norm(states + dense(np.hstack(mixed), f"{layer}.attended"), f"{layer}.attended_norm")
        inner = dense(states, f"{layer}.inner")
        bent = inner * 0.5 * (1 + np.vectorize(_erf)(inner / np.sqrt(2)))
        states = norm(states + dense(bent, f"{layer}.outer"), f"{layer}.outer_norm")
    return np.asarray(states.mean(0))


def _erf(number: float) -> float:
    from math import erf  # noqa: PLC0415 - numpy has none

    return erf(number)
