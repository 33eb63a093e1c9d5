"""Short comments of what the training corpora lack, written for Copydesk and marked synthetic.

They teach; no quality is ever measured on them, and no threshold chosen by them.
"""

from collections.abc import Iterator
from typing import Final

from training.corpora.batch import Batch, batched
from training.synthetic.civil import CIVIL
from training.synthetic.counter import COUNTER
from training.synthetic.ham import HAM
from training.synthetic.hate import HATE
from training.synthetic.implicit import IMPLICIT
from training.synthetic.politics import POLITICS
from training.synthetic.profanity import PROFANITY
from training.synthetic.reclaimed import RECLAIMED
from training.synthetic.rows import rows_of
from training.synthetic.spam import SPAM
from training.synthetic.threat import THREAT

FAMILIES: Final = (CIVIL, COUNTER, HATE, IMPLICIT, RECLAIMED, THREAT, PROFANITY, POLITICS, SPAM, HAM)

_BATCH: Final = 1_024

__all__ = ["FAMILIES", "generate"]


def generate(*, seed: int, rows: int = 12_000) -> Iterator[Batch]:
    """So many rows as a stream of batches, the same for the same seed; the families are mixed, by their shares.

    Raises GrammarError where more rows are asked for than the templates can tell apart.
    """
    return batched(rows_of(FAMILIES, seed=seed, rows=rows), _BATCH)
