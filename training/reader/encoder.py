"""The encoder: BERT's layers over a mean of token vectors, with a head for each attribute while it is fine-tuned.

Devlin et al., 2019, "BERT"; Wang et al., 2020, "MiniLM"; pooled as sentence-transformers does. Only its lower layers
may be kept: the upper ones matter least to what a task needs (Sajjad et al., 2023).
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu, scaled_dot_product_attention

EPSILON: Final = 1e-12
PROJECTIONS: Final = ("attention.self.query", "attention.self.key", "attention.self.value")


class Shape(NamedTuple):
    """Numbers that shape an encoder."""

    layers: int
    attention_heads: int
    width: int


class Layer(nn.Module):
    """One layer: attention, then two dense steps, each added to what came in."""

    def __init__(self, shape: Shape, wide: int, dropout: float) -> None:
        super().__init__()
        self.attention_heads, self.dropout = shape.attention_heads, dropout
        self.projection = nn.Linear(shape.width, 3 * shape.width)
        self.attended = nn.Linear(shape.width, shape.width)
        self.attended_norm = nn.LayerNorm(shape.width, EPSILON)
        self.inner = nn.Linear(shape.width, wide)
        self.outer = nn.Linear(wide, shape.width)
        self.outer_norm = nn.LayerNorm(shape.width, EPSILON)

    def forward(self, states: Tensor, is_seen: Tensor) -> Tensor:
        """States (rows, tokens, width); `is_seen` (rows, 1, 1, tokens) says which tokens are there."""
        rows, tokens, width = states.shape
        parts = self.projection(states).view(rows, tokens, 3, self.attention_heads, -1).permute(2, 0, 3, 1, 4)
        mixed = scaled_dot_product_attention(parts[0], parts[1], parts[2], attn_mask=is_seen)
        mixed = mixed.transpose(1, 2).reshape(rows, tokens, width)
        states = self.attended_norm(states + self._dropped(self.attended(mixed)))
        return self.outer_norm(states + self._dropped(self.outer(gelu(self.inner(states)))))

    def _dropped(self, states: Tensor) -> Tensor:
        return nn.functional.dropout(states, self.dropout, self.training)


class Encoder(nn.Module):
    """Token numbers (rows, tokens), 0 where there is none, become vectors (rows, width).

    Word vectors and the `frozen` lowest layers stay as they are, so that what they know of words nobody was asked about
    is not forgotten (Lee et al., 2023, "Surgical fine-tuning").
    """

    def __init__(self, weights: Mapping[str, Tensor], shape: Shape, *, dropout: float = 0.1, frozen: int = 0) -> None:
        super().__init__()
        self.shape, self.dropout = shape, dropout
        self.words = nn.Embedding.from_pretrained(weights["embeddings.word_embeddings.weight"].clone(), freeze=True)
        kinds = weights["embeddings.token_type_embeddings.weight"]
        self.places = nn.Parameter(weights["embeddings.position_embeddings.weight"] + kinds[0])
        self.norm = nn.LayerNorm(shape.width, EPSILON)
        _take(self.norm, weights, "embeddings.LayerNorm")
        wide = len(weights["encoder.layer.0.intermediate.dense.bias"])
        self.layers = nn.ModuleList(Layer(shape, wide, dropout) for _ in range(shape.layers))
        for number, layer in enumerate(self.layers):
            _fill(layer, weights, f"encoder.layer.{number}.")
        self.frozen = frozen
        for below in (self.norm, *self.layers[:frozen]) if frozen else ():
            below.requires_grad_(requires_grad=False)
        self.places.requires_grad_(not frozen)

    def forward(self, tokens: Tensor) -> Tensor:
        """The mean of the last layer's states over the tokens that are there."""
        is_there = tokens != 0
        states = self.norm(self.words(tokens) + self.places[: tokens.shape[1]])
        states = nn.functional.dropout(states, self.dropout, self.training)
        is_seen = is_there[:, None, None, :]
        for layer in self.layers:
            states = layer(states, is_seen)
        weights = is_there.unsqueeze(-1).to(states.dtype)
        return (states * weights).sum(1) / weights.sum(1).clamp(min=1)


def _fill(layer: nn.Module, weights: Mapping[str, Tensor], prefix: str) -> None:
    with torch.no_grad():
        for kind in ("weight", "bias"):
            joined = torch.cat([weights[f"{prefix}{name}.{kind}"] for name in PROJECTIONS])
            getattr(layer.projection, kind).copy_(joined)
    for module, name in (
        (layer.attended, "attention.output.dense"),
        (layer.attended_norm, "attention.output.LayerNorm"),
        (layer.inner, "intermediate.dense"),
        (layer.outer, "output.dense"),
        (layer.outer_norm, "output.LayerNorm"),
    ):
        _take(module, weights, prefix + name)


def _take(module: nn.Module, weights: Mapping[str, Tensor], name: str) -> None:
    with torch.no_grad():
        module.weight.copy_(weights[f"{name}.weight"])
        module.bias.copy_(weights[f"{name}.bias"])
