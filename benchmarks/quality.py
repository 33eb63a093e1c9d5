"""The page on quality: what `copydesk-train evaluate` wrote as JSON, as tables and plots.

python -m benchmarks.quality --step "plain=plain.npz" --step "as shipped=shipped.npz" --page docs/quality.md
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple

import typer

from benchmarks.__main__ import write_page, write_plots
from benchmarks.command import run
from benchmarks.plots import Range, ranges_plot, shares_plot
from benchmarks.summary import Outcome
from benchmarks.table import show
from training.metrics import RESAMPLES
from training.report import ALL, TOGETHER, markdown_table
from training.slices import MARGIN
from training.source_out import Outside, load
from training.source_out_report import NAMES as SOURCE_NAMES
from training.source_out_report import MeanLine, SourceOutReport, cells, compare, headings

Json = Mapping[str, Any]
_CIVIL: Final = re.compile(r"_nh$")
_SLICES_SHOWN: Final = 8
_GROUPS_SHOWN: Final = 30


class Step(NamedTuple):
    """A run of leave-one-source-out, and what was changed for it."""

    name: str
    outside: Sequence[Outside]


class Chapter(NamedTuple):
    """A part of the page: its text, and plots (SVG) by file name."""

    title: str
    text: str
    plots: Mapping[str, str] = {}


def steps_chapter(steps: Sequence[Step], resamples: int = RESAMPLES) -> Chapter:
    """The mean over left-out English sources, step by step, each step held against the one before."""
    reports = [
        compare(step.outside, steps[number - 1].outside if number else None, resamples=resamples)
        for number, step in enumerate(steps)
    ]
    attributes = list(dict.fromkeys(mean.attribute for mean in reports[-1].means))
    rows = [
        (step.name, *(cell for attribute in attributes for cell in _mean_cells(report, attribute)))
        for step, report in zip(steps, reports, strict=True)
    ]
    columns = [name for attribute in attributes for name in (attribute, "change")]
    text = markdown_table(("Step", *columns), rows, names=1) + (
        "\nROC-AUC on sources that nothing was learned from, the mean over the English ones; in brackets 95 % "
        "intervals, bootstrapped over the rows of each source, those of a change over the same rows. A change whose "
        "interval holds 0 shows nothing.\n"
    )
    return Chapter("Step by step", text)


def _mean_cells(report: SourceOutReport, attribute: str) -> tuple[str, str]:
    found = [mean for mean in report.means if mean.attribute == attribute]
    return (_auc(found[0]), _change(found[0])) if found else ("", "")


def _auc(mean: MeanLine) -> str:
    figure = mean.figure
    within = "" if figure.interval is None else f" [{figure.interval.low:.3f}, {figure.interval.high:.3f}]"
    return f"{figure.roc_auc:.3f}{within}"


def _change(mean: MeanLine) -> str:
    figure = mean.figure
    if figure.difference is None or figure.difference_interval is None:
        return ""
    low, high = figure.difference_interval
    return f"{figure.difference:+.3f} [{low:+.3f}, {high:+.3f}], better in {mean.better} of {mean.sources}"


def sources_chapter(first: Step, last: Step, resamples: int = RESAMPLES) -> Chapter:
    """Every left-out source by itself, the last step held against the first."""
    report = compare(last.outside, first.outside, resamples=resamples)
    plots = {}
    for attribute in dict.fromkeys(line.attribute for line in report.lines):
        rows = {
            f"{line.source} ({line.language})": [
                Range(line.figure.before or 0.0),
                Range(line.figure.roc_auc, *(line.figure.interval or ())),
            ]
            for line in report.lines
            if line.attribute == attribute
        }
        title = f"{attribute}: ROC-AUC on each source when it is left out"
        plots[f"sources-{attribute}.svg"] = ranges_plot(title, (first.name, last.name), rows, least=0.4)
    text = markdown_table(headings(report), cells(report), names=SOURCE_NAMES)
    return Chapter("Each source left out", f"{text}\nBefore: {first.name}. Now: {last.name}.\n", plots)


def promises_chapter(found: Sequence[Json]) -> Chapter:
    """What became of the promises on each left-out source."""
    rows = [
        (
            one["source"],
            one["family"],
            f"{one['rows']:,}",
            _number(one["roc_auc"]),
            _number(one["calibration_error"]),
            _percent(one["queued"]),
            _percent(one["rejected"]),
            _percent_within(one["wrong_rejects"], broken=not one["wrong_rejects_kept"]),
            _percent_within(one["missed"], broken=not one["missed_kept"]),
        )
        for one in found
    ]
    columns = (
        "Left out",
        "Asked about",
        "Rows",
        "ROC-AUC",
        "Calibration error",
        "Queued",
        "Rejected",
        "Wrong rejects",
        "Missed",
    )
    text = markdown_table(columns, rows, names=2) + (
        "\nHeads, calibration and thresholds know nothing of the source. Queue and rejects are counted with a tenth of "
        "unwanted comments at most. **Bold**: the 95 % bound of the share is above what was promised.\n"
    )
    shares = {str(one["source"]): (_accepted(one), _value(one["queued"]), _value(one["rejected"])) for one in found}
    plot = shares_plot("Decisions on each left-out source", ("accepted", "queued", "rejected"), shares)
    return Chapter("The promises on a source that is left out", text, {"promises.svg": plot})


def functionality_chapter(name: str, report: Json) -> Chapter:
    """HateCheck functionality by functionality: what is decided, and by how much it is ranked."""
    together = [one for one in report["lines"] if one["attribute"] == TOGETHER and one["source"] != ALL]
    together.sort(key=lambda one: (bool(_CIVIL.search(one["source"])), one["source"]))
    rows = [
        (
            one["source"],
            "no" if _CIVIL.search(one["source"]) else "yes",
            f"{one['rows']:,}",
            *(_percent(one[name]) for name in ("accepted", "queued", "rejected")),
        )
        for one in together
    ]
    overall = [
        (one["attribute"] if one["attribute"] != TOGETHER else "the highest of abuse", _auc_within(one["roc_auc"]))
        for one in report["lines"]
        if one["source"] == ALL and one["roc_auc"] is not None
    ]
    text = (
        markdown_table(("Ranked by", "ROC-AUC"), overall, names=1)
        + "\n"
        + markdown_table(("Functionality", "Hateful", "Rows", "Accepted", "Queued", "Rejected"), rows, names=2)
    )
    shares = {
        one["source"]: tuple(_value(one[name]) for name in ("accepted", "queued", "rejected")) for one in together
    }
    plot = shares_plot(f"{name}: what is decided", ("accepted", "queued", "rejected"), shares)
    return Chapter(name, text, {f"{name.lower().replace(' ', '-')}.svg": plot})


def grouped_chapter(name: str, group: str, report: Json) -> Chapter:
    """A corpus by any group: the ranking by each attribute that was asked about, and what is decided."""
    rows = [
        (
            one["source"],
            one["attribute"],
            f"{one['rows']:,}",
            f"{one['positives']:,}",
            _auc_within(one["roc_auc"]),
            _number(one["calibration_error"]),
            *(_percent(one[name]) for name in ("accepted", "queued", "rejected")),
        )
        for one in sorted(report["lines"], key=lambda line: line["source"] != ALL)
        if one["roc_auc"] is not None
    ]
    columns = (group, "Attribute", "Rows", "Positive", "ROC-AUC", "Calibration error", "Accepted", "Queued", "Rejected")
    return Chapter(name, markdown_table(columns, rows, names=2))


def slices_chapter(report: Json) -> Chapter:
    """Groups of people whose naming moves a comment, those farthest from the others first."""
    found = report["slices"]
    taught = {name: [one for one in score["groups"] if one["taught"]] for name, score in found.items()}
    summary = [
        (
            name,
            f"{score['overall']:.3f}",
            _beyond(taught[name], score),
            _extremes(taught[name], "bpsn"),
            _extremes(taught[name], "bnsp"),
            _beyond([one for one in score["groups"] if not one["taught"]], score),
        )
        for name, score in found.items()
    ]
    columns = (
        "Score",
        "AUC of all sentences",
        f"Groups beyond {MARGIN}",
        "BPSN AUC, least to greatest",
        "BNSP AUC, least to greatest",
        "Groups in no list, beyond",
    )
    worst = [
        (name, one["term"], f"{one['subgroup']:.3f}", f"{one['bpsn']:.3f}", f"{one['bnsp']:.3f}")
        for name, score in found.items()
        for one in sorted(score["groups"], key=lambda one: min(one["bpsn"], one["bnsp"]))[:_SLICES_SHOWN]
    ]
    text = (
        markdown_table(columns, summary, names=1)
        + f"\nThe {_SLICES_SHOWN} groups that are farthest below, of those in no list of training as well:\n\n"
        + markdown_table(("Score", "Group", "Subgroup AUC", "BPSN AUC", "BNSP AUC"), worst, names=2)
    )
    plots = {
        f"groups-{name.replace(' ', '-')}.svg": ranges_plot(
            f"{name}: AUC of the {_GROUPS_SHOWN} groups farthest below",
            ("BPSN", "BNSP"),
            _ranges(taught[name]),
            least=0.6,
            marks=[score["overall"]],
        )
        for name, score in found.items()
        if name == "toxicity"
    }
    return Chapter("Groups of people", text, plots)


def _ranges(groups: Sequence[Json]) -> dict[str, list[Range]]:
    ordered = sorted(groups, key=lambda one: min(one["bpsn"], one["bnsp"]))
    return {one["term"]: [Range(one["bpsn"]), Range(one["bnsp"])] for one in ordered[:_GROUPS_SHOWN]}


def _beyond(groups: Sequence[Json], score: Json) -> str:
    outside = set(score["outside"])
    return f"{sum(one['term'] in outside for one in groups)} of {len(groups)}"


def _extremes(groups: Sequence[Json], measure: str) -> str:
    values = [one[measure] for one in groups]
    return f"{min(values):.3f} to {max(values):.3f}" if values else ""


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _value(share: Json) -> float:
    return float(share["value"] or 0.0)


def _accepted(one: Json) -> float:
    return 1 - _value(one["queued"]) - _value(one["rejected"])


def _percent(share: Json) -> str:
    return "" if share["value"] is None else f"{share['value']:.1%}"


def _percent_within(share: Json, *, broken: bool) -> str:
    if share["value"] is None:
        return ""
    low, high = share["interval"]
    told = f"{share['value']:.1%} [{100 * low:.1f}, {100 * high:.1f}]"
    return f"**{told}**" if broken else told


def _auc_within(found: Json | None) -> str:
    if found is None:
        return ""
    interval = found["interval"]
    return f"{found['value']:.3f}" + ("" if interval is None else f" [{interval[0]:.3f}, {interval[1]:.3f}]")


def dated(chapter: Chapter, report: Json) -> Chapter:
    """The chapter, which says what version was measured."""
    return chapter._replace(text=f"Version {report.get('version', 'unknown')}.\n\n{chapter.text}")


def document(chapters: Sequence[Chapter], folder: str) -> str:
    """The chapters in Markdown, with the plots of that folder shown."""
    parts = []
    for chapter in chapters:
        shown = [f"![{chapter.title}]({folder}/{plot})\n" for plot in chapter.plots] if folder else []
        parts.append("\n".join([f"## {chapter.title}\n", chapter.text, *shown]))
    return "\n".join(parts)


def main(  # noqa: PLR0913 - one for each option
    *,
    steps: Annotated[
        list[str] | None,
        typer.Option("--step", metavar="NAME=FILE.npz", help="A run of --leave-one-source-out --save, in their order."),
    ] = None,
    promises: Annotated[Path | None, typer.Option(help="JSON of --leave-one-source-out --promises.")] = None,
    hatecheck: Annotated[Path | None, typer.Option(help="JSON of HateCheck, --by functionality.")] = None,
    multilingual: Annotated[Path | None, typer.Option(help="JSON of multilingual HateCheck, --by lang.")] = None,
    slices: Annotated[Path | None, typer.Option(help="JSON of --slices.")] = None,
    held_out: Annotated[Path | None, typer.Option(help="JSON of --held-out.")] = None,
    others: Annotated[Path | None, typer.Option(help="JSON of further evaluation sets.")] = None,
    page: Annotated[
        Path | None, typer.Option(help="Page to write into; its plots go to the folder of its name.")
    ] = None,
) -> None:
    """Put what `copydesk-train evaluate` measured into tables and plots, and into a page."""
    runs = [_step(given) for given in steps or ()]
    chapters: list[Chapter] = []
    if runs:
        chapters += [steps_chapter(runs), sources_chapter(runs[0], runs[-1])]
    if promises is not None:
        chapters.append(promises_chapter(_read(promises)["promises"]))
    parts: Sequence[tuple[Path | None, Callable[[Any], Chapter]]] = (
        (hatecheck, partial(functionality_chapter, "HateCheck")),
        (multilingual, partial(grouped_chapter, "Multilingual HateCheck", "Language")),
        (slices, slices_chapter),
        (held_out, partial(grouped_chapter, "At home: the tenth that training never sees", "Source")),
        (others, partial(grouped_chapter, "Further sets", "Set")),
    )
    for path, made in parts:
        if path is not None:
            measured = _read(path)
            chapters.append(dated(made(measured), measured))
    if page is None:
        show(document(chapters, ""))
        return
    write_plots({chapter.title: Outcome("", [], chapter.plots) for chapter in chapters}, page.with_suffix(""))
    write_page(page, document(chapters, page.stem))


def _step(given: str) -> Step:
    name, _, path = given.rpartition("=")
    if not name:
        message = f"--step {given!r} is no NAME=FILE.npz"
        raise RuntimeError(message)
    return Step(name, load(Path(path)))


def _read(path: Path) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"{path} holds no JSON of copydesk-train evaluate: {error}"
        raise RuntimeError(message) from error


if __name__ == "__main__":
    run(main)
