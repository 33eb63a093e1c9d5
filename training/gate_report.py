"""What the gate says, as JSON for machines and in words for people."""

from collections.abc import Mapping, Sequence
from typing import Any

from training.comparing import Comparison
from training.gate import Verdict
from training.metrics import Rates
from training.report import json_share, markdown_table, rounded

_EXPLANATION = (
    "In brackets: the difference's 95 % interval, bootstrapped in pairs. `site`: the newest comments that moderators "
    "judged, which nothing was learned from; `elsewhere`: the half of the rehearsal that was not learned from."
)


def as_json(verdict: Verdict) -> dict[str, Any]:
    """The gate's verdict as JSON values."""
    return {
        "champion_elsewhere": verdict.elsewhere,
        "criteria": [{"name": one.name, "passed": one.is_met, "text": one.text} for one in verdict.criteria],
        "comparisons": [_comparison(one) for one in verdict.comparisons],
        "decisions": [
            {"on": one.name, "champion": _rates(one.champion), "challenger": _rates(one.challenger)}
            for one in verdict.outcomes
        ],
    }


def sentence(verdict: Verdict) -> str:
    """Why it passed or was refused, in one paragraph, which names the versions where it was compared with two."""
    if verdict.is_passed:
        gain = verdict.criteria[0].text
        return (
            f"Passed: it is better on what this site's moderators said, and worse nowhere else. {gain}{_two(verdict)}"
        )
    failed = (f"Not met: {one.name}. {one.text}" for one in verdict.criteria if not one.is_met)
    return f"Refused. {' '.join(failed)}{_two(verdict)}"


def _two(verdict: Verdict) -> str:
    """A sentence with the versions where it was compared with two."""
    if verdict.champion == verdict.elsewhere:
        return ""
    return (
        f" On the site's comments it was compared with {verdict.champion}, which is in use; elsewhere and on sentences "
        f"about people with {verdict.elsewhere}, which it starts from, as the other reads comments in its own way."
    )


def as_markdown(report: Mapping[str, Any]) -> str:
    """The report of `training.retrain` as Markdown; the part for the gate is left out where there was none."""
    body = f"{report['text']}\n"
    for line in report["thresholds"]:
        body += f"- {line}\n"
    if "criteria" not in report:
        return body
    rows = [("yes" if one["passed"] else "no", one["name"], one["text"]) for one in report["criteria"]]
    body += f"\n{markdown_table(('Met', 'Asked', 'Found'), rows, names=3)}"
    compared = [
        (
            one["name"],
            f"{one['rows']:,}",
            f"{one['positives']:,}",
            rounded(one["champion"]),
            rounded(one["challenger"]),
            _interval(one["difference"]),
        )
        for one in report["comparisons"]
    ]
    measures = ("Average precision", "Rows", "Positive", report["champion"], report["challenger"], "Difference")
    body += f"\n{markdown_table(measures, compared, names=1)}"
    decided = [
        (one["on"], _by(report, one["on"], who), *(_share(one[who][name]) for name in _RATES))
        for one in report["decisions"]
        for who in ("champion", "challenger")
    ]
    headings = ("Decided", "By", "Accepted", "Queued", "Rejected", "Wrong rejects", "Missed")
    return f"{body}\n{markdown_table(headings, decided, names=2)}\n{_EXPLANATION}\n"


def _by(report: Mapping[str, Any], on: str, who: str) -> str:
    # Reports of older releases know of one version only.
    known = report.get("champion_elsewhere", report["champion"])
    return str(known if (on, who) == ("elsewhere", "champion") else report[who])


_RATES = ("accepted", "queued", "rejected", "wrong_rejects", "missed")


def _comparison(one: Comparison) -> dict[str, Any]:
    return {
        "name": one.name,
        "rows": one.rows,
        "positives": one.positives,
        "champion": one.champion,
        "challenger": one.challenger,
        "difference": None if one.difference is None else list(one.difference),
    }


def _rates(rates: Rates) -> dict[str, Any]:
    return {name: json_share(getattr(rates, name)) for name in _RATES}


def _interval(difference: Sequence[float] | None) -> str:
    return "-" if difference is None else f"{difference[0]:+.3f} to {difference[1]:+.3f}"


def _share(share: Mapping[str, Any]) -> str:
    return "-" if share["value"] is None else f"{share['value']:.1%} ({share['count']:,})"
