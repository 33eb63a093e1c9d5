"""Tiny real second readers for tests: an encoder of few numbers, and words that the test chooses."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from model.bundle import FORMAT, save
from model.policy import Threshold
from model.reader.bundle import ENCODER, HEADS, VOCABULARY, Band, Combination, ReaderManifest
from model.reader.encoder import Encoder
from model.reader.reader import Reader
from model.scorer import ATTRIBUTES
from model.text import Text

WIDTH: Final = 8
TOKENS: Final = 16
PIECES: Final = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "kind", "foul", "un", "##kind", "fist", "!")
LOGIT: Final = 6.0
"""What the readers made here say of `foul`; of `kind` they say the opposite."""
UNSURE: Final = {attribute: Band(0.2, 0.8) for attribute in ATTRIBUTES}
ADDED: Final = {attribute: Combination(1.0, 1.0, 0.0) for attribute in ATTRIBUTES}


def arrays(pieces: int = len(PIECES), *, layers: int = 1, seed: int = 7) -> dict[str, NDArray[np.float32]]:
    """The arrays of an encoder of two attention heads, at random."""
    random = np.random.default_rng(seed)

    def some(*shape: int) -> NDArray[np.float32]:
        return random.normal(0, 0.5, shape).astype(np.float32)

    found: dict[str, NDArray[np.float32]] = {
        "words.weight": some(pieces, WIDTH),
        "places": some(TOKENS, WIDTH) * np.float32(0.1),
    }
    norms = ["norm"]
    for layer in range(layers):
        name = f"layers.{layer}."
        shapes = {
            "projection": (3 * WIDTH, WIDTH),
            "attended": (WIDTH, WIDTH),
            "inner": (16, WIDTH),
            "outer": (WIDTH, 16),
        }
        for dense, shape in shapes.items():
            found |= {f"{name}{dense}.weight": some(*shape), f"{name}{dense}.bias": some(shape[0])}
        norms += [f"{name}attended_norm", f"{name}outer_norm"]
    for norm in norms:
        found |= {f"{norm}.weight": np.ones(WIDTH, np.float32), f"{norm}.bias": np.zeros(WIDTH, np.float32)}
    return found


def make_reader(folder: Path, *, version: str = "reader-1", **given: Any) -> Path:  # noqa: ANN401 - of the manifest
    """A reader's bundle `folder/version`: `foul` gets `LOGIT` logits of every attribute, `kind` as many less than 0."""

    def write(draft: Path) -> None:
        write_encoder(draft, PIECES)
        encoder = Encoder(draft, TOKENS, {})
        np.save(draft / HEADS, heads_between(encoder.vector(Text("kind")), encoder.vector(Text("foul"))))

    return save(folder, version, write, lambda digests: manifest(version, digests=dict(digests), **given))


def write_encoder(folder: Path, pieces: Sequence[str]) -> None:
    """An encoder of that vocabulary, whose numbers are random."""
    import onnx  # noqa: PLC0415 - and what makes graphs: most tests do without

    from training.reader.graph import graph_of  # noqa: PLC0415

    (folder / VOCABULARY).write_text("\n".join(pieces), "utf-8")
    onnx.save(graph_of(arrays(len(pieces)), 2), folder / ENCODER)


def manifest(version: str = "reader-1", **given: Any) -> ReaderManifest:  # noqa: ANN401 - as above
    """A reader that is asked from 0.2 to 0.8, and whose logits are added."""
    told: dict[str, Any] = {
        "beside": "test-1",
        "tokens": TOKENS,
        "attributes": ATTRIBUTES,
        "combinations": ADDED,
        "bands": UNSURE,
        "thresholds": {attribute: Threshold(0.5, 0.9) for attribute in ATTRIBUTES},
        "digests": {},
    }
    return ReaderManifest(format=FORMAT, version=version, created="2026-11-24T00:00:00Z", **(told | given))


def heads_between(low: NDArray[np.float32], high: NDArray[np.float32]) -> NDArray[np.float32]:
    """Heads that give one vector `-LOGIT` and the other `LOGIT`, for each attribute."""
    way = high - low
    weights = way * (2 * LOGIT / float(way @ way))
    bias = np.float32(-LOGIT - float(weights @ low))
    return np.tile(np.append(weights, bias).astype(np.float32), (len(ATTRIBUTES), 1))


class Fake:
    """An encoder that is no more than a function from texts to one number."""

    def __init__(self, say: Callable[[str], float]) -> None:
        self._say = say

    def vector(self, text: Text) -> NDArray[np.float32]:
        """That number."""
        return np.asarray([self._say(text.normalised)], np.float32)


def fake_reader(say: Callable[[str], float] | Mapping[str, float], **given: Any) -> Reader:  # noqa: ANN401 - as above
    """A reader whose logit of every attribute is what is said of the text."""
    encoder = Fake(say if callable(say) else say.__getitem__)
    heads = np.tile(np.asarray([1.0, 0.0], np.float32), (len(ATTRIBUTES), 1))
    return Reader(manifest(**given), encoder, heads)
