"""From what was fine-tuned to the files that serve: a graph in 8 bits, its vocabulary, and the attributes' heads."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from model.reader.bundle import ENCODER, HEADS, VOCABULARY
from training.reader.graph import graph_of, write_int8
from training.reader.pretrained import ATTENTION_HEADS, read_vocabulary

_OF_ENCODER = "encoder."


def encoder_of(learned: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The encoder's arrays among those of a learner."""
    return {name.removeprefix(_OF_ENCODER): array for name, array in learned.items() if name.startswith(_OF_ENCODER)}


def average(learners: Sequence[Mapping[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of what several runs from one start learned: better abroad than any of them.

    Wortsman et al., 2022, "Model soups".
    """
    return {name: sum((one[name] for one in learners[1:]), learners[0][name]) / len(learners) for name in learners[0]}


def export(learned: Mapping[str, Tensor], pretrained: Path, folder: Path, tokens: int) -> None:
    """Write encoder, heads and vocabulary, that of the pretrained folder, into a folder; `tokens` places are kept."""
    arrays = {name: array.numpy() for name, array in encoder_of(learned).items()}
    arrays["places"] = arrays["places"][:tokens]
    write_int8(graph_of(arrays, ATTENTION_HEADS), folder / ENCODER)
    (folder / VOCABULARY).write_text("\n".join(read_vocabulary(pretrained)), "utf-8")
    heads = torch.hstack([learned["heads.weight"], learned["heads.bias"][:, None]])
    np.save(folder / HEADS, heads.numpy().astype(np.float32))
