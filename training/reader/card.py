"""The card of a second reader."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from model.shares import Share
from training.reader.measure import Measured, Point
from training.reader.recipe import LICENCE, ReaderRecipe
from training.report import DASH, markdown_table
from training.slices import Slices, as_markdown

if TYPE_CHECKING:
    from model.reader.bundle import Band, ReaderManifest

_WHAT: Final = """\
A small transformer that reads again what the first reader, the model of words, is unsure about. Its encoder is MiniLM
(all-MiniLM-L6-v2), fine-tuned on comments and reduced to eight bits; over its vector of a comment stands a linear head
for each attribute. It says nothing by itself: its logit is added to the first reader's, and the sum is calibrated.

It holds weights and MiniLM's own vocabulary of English word pieces: no texts, no user names and no vocabulary of what
it was fine-tuned on.
"""

_GROUPS: Final = """\
It does not read which group of people a comment names: each of their names is read as one and the same word. What
follows is of both readers as they serve.
"""

_LIMITS: Final = """\
- It reads English only, and of a long comment the beginning.
- What is said of the first reader's labels holds here: their blind spots are learned by both.
- Its word counts only where the first reader is unsure; whoever moves the thresholds far from those that were trained
  moves them out of the band.
- The combination and the thresholds were found beside the version named above. Beside another, such as one that a
  site's verdicts retrained, the same combination is used, and the promises hold as far as that one scores alike.
"""


def render(manifest: "ReaderManifest", recipe: ReaderRecipe, measured: Measured, slices: Sequence[Slices]) -> str:
    """The card as Markdown; `slices` of both as they serve."""
    sections = (
        ("What it is", _WHAT),
        ("What it learned from", _sources(manifest.rows, recipe)),
        ("How well both rank", _rankings(measured)),
        ("What it costs and gives", _curve(measured)),
        ("Groups of people", f"{_GROUPS}\n{as_markdown(slices)}"),
        ("Limits", _LIMITS),
    )
    beside = f"Beside the first reader {manifest.beside}. Encoder: {LICENCE}."
    head = f"# Second reader {manifest.version}\n\n{beside}\n"
    return head + "".join(f"\n## {title}\n\n{text.rstrip()}\n" for title, text in sections)


def _sources(rows: Mapping[str, int], recipe: ReaderRecipe) -> str:
    counts = [(name, f"{rows[name]:,}") for name in sorted(rows)]
    table = markdown_table(("Source", "Rows read"), counts, names=1)
    return (
        f"Encoder and heads learned from these rows of the learning folds, some of them more than once; licences are "
        f"those on the first reader's card. {recipe.tokens} word pieces of a comment are read.\n\n{table}"
    )


def _rankings(measured: Measured) -> str:
    table = markdown_table(
        ("Attribute", "Source", "Rows", "First", "Second", "Both"),
        [
            (one.attribute, one.source, f"{one.rows:,}", f"{one.first:.3f}", f"{one.second:.3f}", f"{one.both:.3f}")
            for one in measured.rankings
        ],
        names=2,
    )
    return f"ROC-AUC on rows of the test fold, which neither reader has seen.\n\n{table}"


def _curve(measured: Measured) -> str:
    headings = ("Read at most", "Read", "Accepted", "Queued", "Rejected", "Wrong rejects", "Missed", "Unsure")
    rows = [_row(point, point is measured.chosen) for point in measured.curve]
    return (
        "For each limit to how many comments are read again, the bands of the first reader's scores that queue fewest, "
        "two thirds of the limit kept for identity attacks, with thresholds of their own for the same promises; all of "
        "it found on rows that neither has seen. To reject takes both where both have read. Measured on rows of the "
        "test fold that stand for a site's comments, at nature's share of abuse.\n\n"
        + markdown_table(headings, rows, names=1)
    )


def _row(point: Point, is_chosen: bool) -> tuple[str, ...]:  # noqa: FBT001 - of one table
    shares = (point.rates.accepted, point.rates.queued, point.rates.rejected)
    rest = (point.rates.wrong_rejects, point.rates.missed)
    name = f"{point.limit:.0%}{' (serves)' if is_chosen else ''}"
    return name, f"{point.read:.1%}", *map(_share, shares), *map(_share, rest), _bands(point)


def _bands(point: Point) -> str:
    """The bands, attributes of the same one together."""
    names: dict[Band, list[str]] = {}
    for name, band in point.bands.items():
        names.setdefault(band, []).append(name)
    told = (f"{', '.join(of)} {band.low:.2g} to {band.high:.2g}" for band, of in names.items())
    return "; ".join(told) or DASH


def _share(share: Share) -> str:
    return f"{share.count / share.of:.1%}" if share.of else DASH
