"""What fine-tuning the second reader's encoder does with which source: its numbers, in one place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

LICENCE: Final = "Apache-2.0 (sentence-transformers/all-MiniLM-L6-v2)"
"""Of the encoder that fine-tuning starts from."""

SHARES: Final[Mapping[str, float]] = {
    "jigsaw": 11.0,
    "jigsaw_extra": 3.0,
    "civil_comments": 9.0,
    "paradetox": 6.0,
    "hatexplain": 8.0,
    "implicit_hate": 10.0,
    "hatemoji": 4.0,
    "stormfront": 6.0,
    "edos": 7.0,
    "davidson": 4.0,
    "convabuse": 2.0,
    "tubespam": 1.0,
    "sms_spam": 2.0,
    "spamassassin": 2.0,
    "synthetic": 8.0,
}
"""How many rows of a source are read, as a share of their sum; a source that has fewer gives all it has.

Sources of attacks on people for who they are weigh more than they do by number: they are where words mislead most.
Other languages are left out: the encoder learned English.
"""


@dataclass(frozen=True, slots=True)
class ReaderRecipe:
    """The settings of fine-tuning; the same recipe on the same corpus and machine makes the same encoder.

    `layers` of the six are kept, the lowest, and of these the `frozen` lowest stay as they are; `tokens` of a comment
    are read, the first; `rows` are learned from, once. Afterwards both readers are measured on `tested_rows` of each
    source, and on all that stand for a site's comments. `read_at_most`: the share of comments that the second reader is
    asked about, at nature's share of abuse; `other_limits` are measured beside it.
    """

    layers: int = 6
    frozen: int = 3
    tokens: int = 64
    rows: int = 60_000
    batch: int = 32
    rate: float = 1e-4
    head_rate: float = 1e-3
    dropout: float = 0.1
    warm_up: float = 0.1
    tested_rows: int = 200
    seed: int = 20_261_124
    read_at_most: float = 0.1
    other_limits: Sequence[float] = (0.0, 0.02, 0.05, 0.2, 0.4, 1.0)
    shares: Mapping[str, float] = field(default_factory=lambda: SHARES)
