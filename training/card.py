"""The model card of a bundle: what it is, what it learned from, how good it is, and what it must not be used for.

After Mitchell et al. (2019), "Model Cards for Model Reporting".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from training.languages import Language
from training.languages import as_markdown as languages_as_markdown
from training.left_out import LeftOut
from training.left_out import as_markdown as left_out_as_markdown
from training.promises import Promise
from training.report import Report, as_markdown, markdown_table, rounded
from training.slices import Slices
from training.slices import as_markdown as slices_as_markdown
from training.thresholds import NATURAL_PRIOR, Choice, Confirmation


@dataclass(frozen=True, slots=True)
class Source:
    """One source of training rows; synthetic rows teach, but no quality is measured on them."""

    name: str
    rows: int
    licence: str
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says; `created` is an ISO 8601 time, `reports` are by the name of what was measured on.

    `prior` is the share of unwanted comments to which rejects and queue are counted.
    """

    version: str
    created: str
    parent: str | None
    sources: tuple[Source, ...]
    promise: Promise
    choices: Mapping[str, Choice]
    confirmation: Confirmation | None
    reports: Mapping[str, Report]
    libraries: Mapping[str, str] = field(default_factory=dict)
    prior: float = NATURAL_PRIOR
    languages: tuple[Language, ...] = ()
    left_out: LeftOut | None = None
    slices: tuple[Slices, ...] = ()


_WHAT: Final = """\
A linear model over hashed words, pieces of words, links and the shape of a reader's comment. It gives each comment one
calibrated probability an attribute: what share of human raters would say that the attribute applies. It holds
weights and hashed numbers only: no texts, no user names and no vocabulary of what it was trained on.
"""

_USE: Final = """\
**For** sorting the comments of readers under articles into accepted, queued for a person, and rejected, on a site whose
moderators see the queue and whose readers can have a rejection looked at again.

**Not for** judging people, for sanctions or legal consequences, for text that is no comment (mail, articles, private
messages), for languages that are not among the sources, or for use without anyone who looks at the queue.
"""

_LIMITS: Final = """\
- It reads words, not meaning: irony, quotation, counter-speech and reclaimed words may be scored as what they mention,
  and abuse in polite words, by allusion or in pictures may be missed.
- It sees one comment at a time, without the article or the conversation.
- The raters' views, and their blind spots, are in the labels. Tweets in African-American English are marked as abusive
  more often than they are; comments that name a group of people may be scored higher for it.
- Quality falls on text unlike the sources: other sites, other years, other languages. The bounds above hold for
  comments like those they were measured on, until a site's own verdicts say more.
- Each promise is kept with its own confidence, not all at once; the line on all attributes together says what that
  comes to.
- English comment spam among the sources is little and old: links, contact details and repetition are checked beside it.
"""


def render(card: Card) -> str:
    """The card as Markdown."""
    sections = (
        ("What it is", _WHAT),
        ("What it is for", _USE),
        ("What it learned from", _sources(card)),
        ("Thresholds", _thresholds(card)),
        *((f"Quality: {name}", as_markdown(report)) for name, report in card.reports.items()),
        *((("Languages", languages_as_markdown(card.languages)),) if card.languages else ()),
        *((("Quality on sources left out", left_out_as_markdown(card.left_out)),) if card.left_out else ()),
        *((("Groups of people", slices_as_markdown(card.slices)),) if card.slices else ()),
        ("Limits", _LIMITS),
    )
    return _head(card) + "".join(f"\n## {title}\n\n{body}" for title, body in sections)


def _head(card: Card) -> str:
    parent = "trained from a corpus" if card.parent is None else f"retrained from {card.parent}"
    libraries = ", ".join(f"{name} {version}" for name, version in card.libraries.items())
    made = f" With {libraries}." if libraries else ""
    return f"# Copydesk model {card.version}\n\nMade {card.created}, {parent}.{made}\n"


def _sources(card: Card) -> str:
    ordered = sorted(card.sources, key=lambda source: (-source.rows, source.name))
    rows = [
        (source.name + (" (synthetic)" if source.synthetic else ""), source.licence, f"{source.rows:,}")
        for source in ordered
    ]
    total = sum(source.rows for source in card.sources)
    body = markdown_table(("Source", "Licence", "Rows"), [*rows, ("all", "", f"{total:,}")], names=2)
    if any(source.synthetic for source in card.sources):
        body += "\nSynthetic rows were written by a generator; no quality below is measured on them.\n"
    return body


def _thresholds(card: Card) -> str:
    promise = card.promise
    asked = (
        f"Asked for: at most {promise.max_wrong_rejects:.1%} of the automatically rejected comments are fine, and at "
        f"most {promise.max_missed:.1%} of the abusive or spam comments are accepted, each with "
        f"{promise.confidence:.0%} confidence (one-sided Clopper-Pearson, corrected for searching). Rejects and queue "
        f"are counted with {card.prior:.0%} abusive comments at most, and with as much spam as the sources that were "
        "asked about it have. No number was chosen by hand.\n"
    )
    rows = [
        (
            attribute,
            rounded(choice.threshold.queue_at),
            rounded(choice.threshold.reject_at),
            f"{choice.rows:,}",
            f"{choice.positives:,}",
            _kept(kept=choice.rejects_kept, otherwise="does not auto-reject"),
            _kept(kept=choice.missed_kept, otherwise="not kept"),
        )
        for attribute, choice in card.choices.items()
    ]
    headings = ("Attribute", "Queue from", "Reject from", "Rows", "Positive", "Wrong rejects", "Missed")
    said = "".join(f"- **{attribute}**: {choice.text}\n" for attribute, choice in card.choices.items())
    together = "" if card.confirmation is None else f"\n{card.confirmation.text}\n"
    return f"{asked}\n{markdown_table(headings, rows, names=1)}\n{said}{together}"


def _kept(*, kept: bool, otherwise: str) -> str:
    return "kept" if kept else otherwise
