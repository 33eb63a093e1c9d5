"""What the gate found of a version, as its bundle or a retraining's row tells it, in plain words."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from model.shares import Share

_LOSS: Final = "log loss"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Criterion(_Part):
    """One thing that is asked of a challenger."""

    name: str
    passed: bool
    text: str


class Comparison(_Part):
    """A measure of both on the same rows; `difference` is a 95 % interval, positive where the challenger is better."""

    name: str
    rows: int
    positives: int
    champion: float | None = None
    challenger: float | None = None
    difference: tuple[float, float] | None = None

    @property
    def words(self) -> str:
        """The difference as a person would say it."""
        if self.champion is None or self.challenger is None:
            return "not known: too few comments of both kinds"
        gain = self.challenger - self.champion
        if _LOSS in self.name:
            gain = -gain
        if self.difference is None:
            return f"{'better' if gain > 0 else 'worse'} by {abs(gain):.3f}" if gain else "the same"
        low, high = self.difference
        if not (gain or low or high):
            return "the same"
        if low > 0:
            return f"better by {gain:.3f} [{low:.3f} to {high:.3f}]"
        if high < 0:
            return f"worse by {-gain:.3f} [{-high:.3f} to {-low:.3f}]"
        return f"no clear difference: {gain:+.3f} [{low:+.3f} to {high:+.3f}]"

    @property
    def tone(self) -> str:
        """`better` or `worse` where chance does not explain it, else empty."""
        if self.difference is None:
            return ""
        return "better" if self.difference[0] > 0 else "worse" if self.difference[1] < 0 else ""


class _Counted(_Part):
    count: int
    of: int

    @property
    def share(self) -> Share:
        """The same with its interval."""
        return Share(self.count, self.of)


class Rates(_Part):
    """What was decided."""

    accepted: _Counted
    queued: _Counted
    rejected: _Counted
    wrong_rejects: _Counted
    missed: _Counted


class Decided(_Part):
    """What both decided of the same comments."""

    on: str
    champion: Rates
    challenger: Rates


class GateReport(_Part):
    """The report; `text` is its outcome in a few sentences, and the lists are empty where nothing was compared.

    `champion_elsewhere`: the version that was compared with on comments from elsewhere; empty: the champion.
    """

    text: str = ""
    champion: str = ""
    champion_elsewhere: str = ""
    challenger: str = ""
    promoted: bool = False
    error: str = ""
    seconds: float | None = None
    thresholds: tuple[str, ...] = ()
    verdicts: Mapping[str, int] = {}
    criteria: tuple[Criterion, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    decisions: tuple[Decided, ...] = ()

    @property
    def is_passed(self) -> bool:
        """Whether the gate opened."""
        return bool(self.criteria) and all(one.passed for one in self.criteria)

    def champion_on(self, measured: str) -> str:
        """The version that it was compared with there (`site` or `elsewhere`); empty where that is not told."""
        return self.champion_elsewhere or self.champion if measured == "elsewhere" else self.champion

    @property
    def gain(self) -> Comparison | None:
        """The measure that counts most: the ranking of the site's own newest comments."""
        return next((one for one in self.comparisons if one.name == "site: average precision"), None)


def read_report(told: bytes | Mapping[str, Any] | None) -> GateReport | None:
    """The report in JSON; None where there is none, or none that this version can read."""
    if told is None:
        return None
    try:
        return GateReport.model_validate_json(told) if isinstance(told, bytes) else GateReport.model_validate(told)
    except ValidationError:
        return None
