"""Fine-tuning: the encoder and a head for each attribute learn together, from rows that were asked about some."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits

from model.scorer import ATTRIBUTES
from training.reader.encoder import Encoder
from training.reader.examples import Examples
from training.reader.recipe import ReaderRecipe
from training.recipe import SOURCE_WEIGHTS

CHECKPOINT_SECONDS = 120.0

Tell = Callable[[str], None]


class Learner(nn.Module):
    """The encoder, the attributes' heads, and what each source's raters are stricter by than the others'.

    The sources' own offsets are forgotten afterwards: so a head learns what its raters said, not what a source looks
    like (as `training.heads.LinearHeads` does).
    """

    def __init__(self, encoder: Encoder, sources: int, dropout: float) -> None:
        super().__init__()
        self.encoder, self.dropout = encoder, dropout
        self.heads = nn.Linear(encoder.shape.width, len(ATTRIBUTES))
        self.offsets = nn.Embedding(sources, len(ATTRIBUTES))
        for start in (self.heads.weight, self.heads.bias, self.offsets.weight):
            nn.init.zeros_(start)

    def forward(self, tokens: Tensor, sources: Tensor) -> Tensor:
        """Logits (rows, attributes)."""
        vectors = nn.functional.dropout(self.encoder(tokens), self.dropout, self.training)
        logits: Tensor = self.heads(vectors) + self.offsets(sources)
        return logits


def fine_tune(
    encoder: Encoder, examples: Examples, recipe: ReaderRecipe, draft: Path, *, tell: Tell = print
) -> Learner:
    """One pass over the rows; the learner, ready to be asked. Leaves what it has so far in `draft` as it goes."""
    torch.manual_seed(recipe.seed)
    learner = Learner(encoder, len(examples.names), recipe.dropout)
    batches = list(examples.batches(recipe.batch, np.random.default_rng(recipe.seed)))
    optimiser, schedule = _optimiser(learner, recipe, len(batches))
    row_weights = torch.tensor([SOURCE_WEIGHTS.get(name, 1.0) ** 0.5 for name in examples.names])
    learner.train()
    began = saved = time.monotonic()
    smooth, rows = 0.0, 0
    for step, batch in enumerate(batches, 1):
        sources = torch.from_numpy(examples.sources[batch])
        labels = torch.from_numpy(examples.labels[batch])
        logits = learner(torch.from_numpy(examples.padded(batch)), sources)
        loss = masked_loss(logits, labels, row_weights[sources])
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(learner.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        rows += len(batch)
        value = float(loss.detach())
        smooth = value if step == 1 else 0.98 * smooth + 0.02 * value
        now = time.monotonic()
        if step % 20 == 0 or step == len(batches):
            left = (now - began) / step * (len(batches) - step)
            tell(f"{rows:,} of {len(examples.tokens):,} rows, loss {smooth:.4f}, {left / 60:.0f} min left")
        if now - saved > CHECKPOINT_SECONDS or step == len(batches):
            saved = now
            _save(learner, draft)
    learner.eval()
    return learner


def masked_loss(logits: Tensor, labels: Tensor, row_weights: Tensor) -> Tensor:
    """The mean cross-entropy over what was asked (NaN: not), soft labels as they are, rows by their weight."""
    asked = ~torch.isnan(labels)
    losses = binary_cross_entropy_with_logits(logits, torch.nan_to_num(labels), reduction="none")
    weights = asked * row_weights[:, None]
    return (losses * weights).sum() / weights.sum().clamp(min=1e-6)


def _optimiser(
    learner: Learner, recipe: ReaderRecipe, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LambdaLR]:
    heads = [*learner.heads.parameters(), *learner.offsets.parameters()]
    inner = [one for one in learner.encoder.parameters() if one.requires_grad]
    groups = [
        {"params": [one for one in inner if one.ndim > 1], "lr": recipe.rate, "weight_decay": 0.01},
        {"params": [one for one in inner if one.ndim == 1], "lr": recipe.rate, "weight_decay": 0.0},
        {"params": heads, "lr": recipe.head_rate, "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups, fused=True)
    warm = max(1, round(recipe.warm_up * steps))

    def share(step: int) -> float:
        return min((step + 1) / warm, max(0.02, (steps - step) / max(1, steps - warm)))

    return optimiser, torch.optim.lr_scheduler.LambdaLR(optimiser, share)


def _save(learner: Learner, path: Path) -> None:
    partial = path.with_suffix(".partial")
    torch.save(learner.state_dict(), partial)
    partial.replace(path)
