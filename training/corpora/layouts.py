"""The comma-separated corpora that are known, told by the columns of their header."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a published corpus keeps text and labels: `labels` gives, by attribute, the columns it may stand in."""

    name: str
    source: str
    licence: str
    text: str
    labels: Mapping[str, tuple[str, ...]]
    required: frozenset[str]
    source_by_file: bool = False

    def fits(self, columns: Collection[str]) -> bool:
        """Whether a header names text and labels as this corpus does."""
        return self.required <= set(columns)

    def columns(self, header: Collection[str]) -> dict[str, str]:
        """By attribute, the column of this header that holds its label."""
        found = {
            attribute: next((name for name in names if name in header), None)
            for attribute, names in self.labels.items()
        }
        return {attribute: name for attribute, name in found.items() if name is not None}


JIGSAW: Final = Layout(
    name="Jigsaw Toxic Comment (id, comment_text, toxic, severe_toxic, obscene, threat, insult, identity_hate)",
    source="jigsaw",
    licence="CC0 labels, CC BY-SA 3.0 text",
    text="comment_text",
    labels={
        "toxicity": ("toxic",),
        "severe_toxicity": ("severe_toxic",),
        "obscene": ("obscene",),
        "threat": ("threat",),
        "insult": ("insult",),
        "identity_attack": ("identity_hate",),
    },
    required=frozenset(("comment_text", "toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate")),
)
_CIVIL_LABELS: Final[Mapping[str, tuple[str, ...]]] = {
    "toxicity": ("target", "toxicity"),
    "severe_toxicity": ("severe_toxicity",),
    "obscene": ("obscene",),
    "threat": ("threat",),
    "insult": ("insult",),
    "identity_attack": ("identity_attack",),
}
CIVIL_TARGET: Final = Layout(
    name="Jigsaw Unintended Bias (comment_text, target, severe_toxicity, obscene, threat, insult, identity_attack)",
    source="civil_comments",
    licence="CC0",
    text="comment_text",
    labels=_CIVIL_LABELS,
    required=frozenset(("comment_text", "target")),
)
CIVIL_TOXICITY: Final = Layout(
    name="Civil Comments (comment_text, toxicity, severe_toxicity, obscene, threat, insult, identity_attack)",
    source="civil_comments",
    licence="CC0",
    text="comment_text",
    labels=_CIVIL_LABELS,
    required=frozenset(("comment_text", "toxicity")),
)
TUBESPAM: Final = Layout(
    name="YouTube Spam Collection (COMMENT_ID, AUTHOR, DATE, CONTENT, CLASS)",
    source="tubespam",
    licence="CC BY 4.0 (UCI, not verified)",
    text="content",
    labels={"spam": ("class",)},
    required=frozenset(("comment_id", "author", "date", "content", "class")),
    source_by_file=True,
)
LAYOUTS: Final = (JIGSAW, CIVIL_TARGET, CIVIL_TOXICITY, TUBESPAM)


def layout_of(columns: Collection[str]) -> Layout | None:
    """The known corpus whose header this is; column names in lower case."""
    return next((layout for layout in LAYOUTS if layout.fits(columns)), None)
