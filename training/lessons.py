"""What a site's verdicts teach: comments as features, with what each verdict says of which attribute."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]
from numpy.typing import NDArray

from model.comment import Comment
from model.features import Reading, read_features
from model.html import to_text
from model.lexicon import Lexicon, make_lexicon
from model.scorer import ATTRIBUTES
from model.text import read
from store.judged import JudgedComment
from training.features import columns, count_features
from training.splits import fold_of

Flags = NDArray[np.bool_]
Floats = NDArray[np.float32]

HELD_OUT: Final = 0.3
"""The share of the comments, the newest ones, on which the models are compared."""
MOST_HELD_OUT: Final = 3_000
FOLDS: Final = 3
LABELLED: Final = 20
"""So many comments must be labelled with an attribute before the absence of the label says anything."""
_AT_ONCE: Final = 500
_DEAL: Final = 1
"""Another dealing of texts to folds than that of the corpora, of which a site may hold one fold only."""

Progress = Callable[[str, int, int], None]
"""Takes the stage of the work, and how much of how much is done of it."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """Judged comments in the order in which they were submitted, with counts (rows, features) of their features.

    `counts_in_use`: the same as the model in use reads them, which may have another lexicon or a table of another size.
    `labels` (rows, 7): 1 where a moderator said so, 0 where one said no, NaN where nobody said. `folds` (rows): 0 to
    `FOLDS` - 1, the same for texts that differ in case and white space only. `is_first` (rows): the first of each such
    text. `is_held_out` (rows): the newest slice, of which what repeats a text is left out; `is_learned` (rows): what is
    older, repetitions too, of which each counts as a verdict but not as one more comment to measure on.
    """

    comments: tuple[JudgedComment, ...]
    counts: sp.csr_matrix
    counts_in_use: sp.csr_matrix
    is_rejected: Flags
    labels: Floats
    folds: NDArray[np.int64]
    is_first: Flags
    is_learned: Flags
    is_held_out: Flags

    @property
    def languages(self) -> NDArray[np.str_]:
        """The language of each comment, empty where it is not known."""
        return np.asarray([one.language for one in self.comments], dtype=np.str_)

    def newest_texts(self, count: int) -> list[str]:
        """What readers see of at most so many of the newest comments."""
        newest = self.comments[-count:]
        return [to_text(one.content) if one.content_format == "html" else one.content for one in newest]


def lessons_of(
    judged: Iterable[JudgedComment],
    bits: int,
    lexicon: bytes = b"",
    *,
    in_use: tuple[int, bytes] | None = None,
    progress: Progress = lambda *_: None,
) -> Lessons:
    """Read the comments into features of a table of 2**bits rows, with the entries of a bundle's lexicon.

    `in_use`: bits and lexicon of the model in use, where they may be others: then the comments are read twice.
    """
    comments = tuple(sorted(judged, key=lambda one: (one.submitted_at, one.comment)))
    counts = _counts_of(comments, bits, lexicon, progress)
    is_first, is_learned = _firsts(comments), _are_older(len(comments))
    return Lessons(
        comments,
        counts,
        counts if in_use is None or in_use == (bits, lexicon) else _counts_of(comments, *in_use, progress),
        np.fromiter((one.is_rejected for one in comments), np.bool_, len(comments)),
        _labels(comments),
        fold_of([one.content for one in comments], seed=_DEAL) % FOLDS,
        is_first,
        is_learned,
        is_first & ~is_learned,
    )


def _counts_of(comments: Sequence[JudgedComment], bits: int, lexicon: bytes, progress: Progress) -> sp.csr_matrix:
    known = make_lexicon(lexicon)
    parts = [sp.csr_matrix((0, columns(bits)), dtype=np.float32)]
    for begin in range(0, len(comments), _AT_ONCE):
        progress("reading", begin, len(comments))
        parts.append(count_features([_reading(one, known) for one in comments[begin : begin + _AT_ONCE]], bits, known))
    progress("reading", len(comments), len(comments))
    return sp.vstack(parts).tocsr()


def _reading(one: JudgedComment, lexicon: Lexicon) -> Reading:
    # As the service read it: what is missing of these fields is not seen by the model.
    comment = Comment.model_construct(
        author_name=one.author_name,
        author_url=one.author_url,
        author_email=one.author_email,
        article_title=one.article_title,
    )
    return read_features(read(one.content, one.content_format), comment, lexicon)


def _are_older(count: int) -> Flags:
    """Which of so many comments are older than the newest, on which is measured."""
    return np.asarray(np.arange(count) < count - min(round(HELD_OUT * count), MOST_HELD_OUT))


def _firsts(comments: Sequence[JudgedComment]) -> Flags:
    firsts: dict[str, int] = {}
    for row, one in enumerate(comments):
        firsts.setdefault(_same(one), row)
    is_first = np.zeros(len(comments), np.bool_)
    is_first[list(firsts.values())] = True
    return is_first


def _same(one: JudgedComment) -> str:
    return " ".join(one.content.casefold().split())


def _labels(comments: Sequence[JudgedComment]) -> Floats:
    """A label says that its attribute applies. An approval says that it does not where that can be known.

    It can where the comment was held up for that attribute, so that the moderator was asked about it, and where the
    site's moderators use the label at all: elsewhere a head would only ever be told no. It does not follow from an
    approval that nothing else applies: a site may publish insults.
    """
    labels = np.full((len(comments), len(ATTRIBUTES)), np.nan, np.float32)
    used = Counter(label for one in comments for label in one.labels)
    for row, one in enumerate(comments):
        for column, attribute in enumerate(ATTRIBUTES):
            if attribute in one.labels:
                labels[row, column] = 1.0
            elif not one.is_rejected and attribute in one.reasons and used[attribute] >= LABELLED:
                labels[row, column] = 0.0
    return labels
