"""A site's counts in Akismet's words."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.statistics import DayCount


@dataclass(frozen=True, slots=True)
class Tally:
    """Comments by what they turned out to be.

    Spam is what was rejected, and what was queued and a moderator rejected; ham is the rest. Missed spam is what was
    accepted and a moderator rejected, a false positive what was rejected and a moderator approved.
    """

    spam: int = 0
    ham: int = 0
    missed_spam: int = 0
    false_positives: int = 0

    @classmethod
    def of(cls, counts: "Iterable[DayCount]") -> "Tally":
        """The sum of these counts."""
        tally = cls()
        for count in counts:
            tally = tally.with_count(count)
        return tally

    def with_count(self, count: "DayCount") -> "Tally":
        """The tally with these comments added."""
        judged = (count.decision, count.verdict)
        is_spam = count.decision == "reject" or judged == ("queue", "reject")
        return Tally(
            self.spam + count.comments * is_spam,
            self.ham + count.comments * (not is_spam),
            self.missed_spam + count.comments * (judged == ("accept", "reject")),
            self.false_positives + count.comments * (judged == ("reject", "approve")),
        )

    @property
    def comments(self) -> int:
        """All of them."""
        return self.spam + self.ham

    @property
    def accuracy(self) -> float:
        """The share that moderators left as it was, in per cent."""
        wrong = self.missed_spam + self.false_positives
        return round(100.0 * (self.comments - wrong) / self.comments, 2) if self.comments else 100.0

    def members(self) -> dict[str, int]:
        """The four counts by their names on the wire."""
        return {
            "spam": self.spam,
            "ham": self.ham,
            "missed_spam": self.missed_spam,
            "false_positives": self.false_positives,
        }
