"""What every corpus is read into: batches of labelled texts."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from model.comment import Comment
from model.form import FormRules
from model.scorer import ATTRIBUTES

SOURCE: Final = "source"
"""The column that tells where a row comes from."""
AROUND: Final = ("author_name", "author_url", "author_email", "article_title")
"""The columns that tell of a comment's author and article."""
UNKNOWN_LANGUAGE: Final = "und"
UNKNOWN_LICENCE: Final = "unknown"


class CorpusError(Exception):
    """A corpus cannot be read; says which file and line, what is wrong, and the remedy where there is one."""


class Batch(NamedTuple):
    """Some rows of a corpus, in the corpus's order.

    `labels` has shape (rows, 7) in the order of `ATTRIBUTES`: 0..1, the share of raters who said yes; NaN where nobody
    was asked. `languages` are ISO 639-1, `und` where the corpus does not say. `comments` hold what is known of authors
    and articles, None of a row of which only the text is known; empty where that is so of all.
    """

    texts: list[str]
    languages: list[str]
    sources: list[str]
    labels: NDArray[np.float32]
    licences: Sequence[str] = ()
    comments: Sequence[Comment | None] = ()


class Row(NamedTuple):
    """One labelled text, and the comment it stood in where more than the text is known."""

    text: str
    language: str
    source: str
    licence: str
    labels: tuple[float, ...]
    comment: Comment | None = None


def batched(rows: Iterable[Row], size: int) -> Iterator[Batch]:
    """The rows in batches of `size`, the last one smaller; never more than `size` rows are held."""
    held: list[Row] = []
    for row in rows:
        held.append(row)
        if len(held) == size:
            yield _batch(held)
            held = []
    if held:
        yield _batch(held)


def _batch(rows: Sequence[Row]) -> Batch:
    texts, languages, sources, licences, labels, comments = (list(column) for column in zip(*rows, strict=True))
    return Batch(texts, languages, sources, np.asarray(labels, dtype=np.float32), licences, comments)


def comment_of(text: str, values: Mapping[str, object]) -> Comment | None:
    """The comment that a text stood in, from what a row holds of its author and article; None where that is nothing.

    Raises ValueError naming the field that no comment may have.
    """
    told = {name: values[name] for name in AROUND if values.get(name)}
    if not told:
        return None
    try:
        return Comment.model_validate({"content": text, **told})
    except ValidationError as error:
        first = FormRules().refusals(error)[0]
        message = f"{first.field} is {told.get(first.field)!r:.40}: {first.message}"
        raise ValueError(message) from None


def require(path: Path, named: Collection[str], by: str) -> None:
    """Raises CorpusError where these columns hold no text, or not what rows are told apart `by`."""
    lack = ""
    if "text" not in named:
        lack = "no column `text`"
    elif by != SOURCE and by not in named:
        lack = f"no column `{by}` to tell rows apart by"
    if lack:
        message = f"{path} has the columns {', '.join(sorted(named))}, and {lack}"
        raise CorpusError(message)


def labels_of(values: Mapping[str, object]) -> tuple[float, ...]:
    """One label an attribute from the values a row holds under the attributes' names; NaN where there is none.

    Raises ValueError naming the attribute whose value is no number of 0..1.
    """
    return tuple(label(name, values.get(name)) for name in ATTRIBUTES)


def label(name: str, value: object) -> float:
    """One label from what a file holds: None, an empty string and NaN mean that nobody was asked.

    Raises ValueError, naming the label, for anything else that is no number of 0..1.
    """
    if value is None or value == "":
        return math.nan
    try:
        number = float(value) if isinstance(value, (str, int, float)) else None
    except ValueError:
        number = None
    if number is None or not (math.isnan(number) or 0 <= number <= 1):
        message = f"{name} is {value!r:.40}, which is no number of 0 to 1"
        raise ValueError(message)
    return number
