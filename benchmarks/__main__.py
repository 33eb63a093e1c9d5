"""All benchmarks as one report, whose end is one table: `python -m benchmarks`, or `make bench`."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer
from pydantic_core import to_json

from benchmarks import batch, evasion, growth, overload, path, protocols, scoring, service, start, training, workers
from benchmarks.command import run
from benchmarks.progress import Progress
from benchmarks.summary import Conditions, Measure, Outcome, Part, summary
from benchmarks.table import machine, show

PARTS: Final[Mapping[str, tuple[str, Part]]] = {
    "service": ("Throughput", service.part),
    "workers": ("Two workers", workers.part),
    "scoring": ("Scoring", scoring.part),
    "path": ("Where the time goes, step by step", path.part),
    "batch": ("Many comments at once", batch.part),
    "start": ("Start and memory", start.part),
    "growth": ("Growth", growth.part),
    "training": ("Training", training.part),
    "overload": ("Overload", overload.part),
    "protocols": ("The other protocols", protocols.part),
    "evasion": ("Evasion", evasion.part),
}
_ELSEWHERE: Final = {"evasion": "[Quality](quality.md#evasion) has each attack.\n"}
_BEGIN, _END = "<!-- measured -->\n", "<!-- /measured -->"


def document(outcomes: Mapping[str, Outcome], folder: str) -> str:
    """The report in Markdown, with the plots of that folder shown."""
    measured = [measure for outcome in outcomes.values() for measure in outcome.measures]
    chapters = ["## Measured\n", summary(measured)]
    for name, outcome in outcomes.items():
        chapters.append(f"### {PARTS[name][0]}\n\n{_ELSEWHERE.get(name, outcome.tables)}")
        chapters += [f"![{PARTS[name][0]}]({folder}/{plot})\n" for plot in outcome.plots if folder]
    return "\n".join(chapters)


def main(  # noqa: PLR0913 - one for each option
    *,
    only: Annotated[str, typer.Option(help=f"Parts by name, with commas: {', '.join(PARTS)}.")] = "",
    quick: Annotated[bool, typer.Option("--quick", help="A glance: less than three minutes.")] = False,
    long: Annotated[
        bool, typer.Option("--long", help="Also ten million comments stored, two million learned.")
    ] = False,
    corpus: Annotated[Path | None, typer.Option(help="Labelled comments: also train a whole model.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Write what was measured as JSON.")] = False,
    plots: Annotated[Path | None, typer.Option(help="Folder to write the plots to.")] = None,
    page: Annotated[
        Path | None, typer.Option(help="Page to write the tables into; its plots go to the folder of its name.")
    ] = None,
    models: Annotated[Path, typer.Option(help="Folder of models; without a champion the one that ships.")] = Path(),
) -> None:
    """Measure everything beside its reference, and sum it up in one table."""
    chosen = _chosen(only)
    progress = Progress()
    conditions = Conditions(models, quick, long, corpus, progress.tell)
    outcomes = {}
    for name in chosen:
        outcomes[name] = PARTS[name][1](conditions)
        if not json:
            progress.end()
            show(outcomes[name].tables)
    progress.end()
    if plots is not None:
        write_plots(outcomes, plots)
    if page is not None:
        write_plots(outcomes, page.with_suffix(""))
        write_page(page, document(outcomes, page.stem))
    measured = [measure for outcome in outcomes.values() for measure in outcome.measures]
    show(_as_json(measured) if json else summary(measured))


def write_plots(outcomes: Mapping[str, Outcome], folder: Path) -> None:
    """Write every plot as a file."""
    folder.mkdir(parents=True, exist_ok=True)
    for outcome in outcomes.values():
        for name, plot in outcome.plots.items():
            (folder / name).write_text(plot, encoding="utf-8")


def write_page(page: Path, text: str) -> None:
    """Put the report between the page's marks; raises RuntimeError where it has none."""
    written = page.read_text(encoding="utf-8")
    if _BEGIN not in written or _END not in written:
        message = f"{page} has no marks {_BEGIN.strip()} and {_END} to write between"
        raise RuntimeError(message)
    between = re.compile(f"(?<={re.escape(_BEGIN)}).*(?={re.escape(_END)})", re.DOTALL)
    page.write_text(between.sub(lambda _: text, written), encoding="utf-8")


def _chosen(only: str) -> Sequence[str]:
    chosen = [name.strip() for name in only.split(",") if name.strip()] or list(PARTS)
    if unknown := set(chosen) - set(PARTS):
        message = f"there is no part {', '.join(sorted(unknown))}: choose of {', '.join(PARTS)}"
        raise RuntimeError(message)
    return chosen


def _as_json(measured: Sequence[Measure]) -> str:
    members = {"machine": machine(), "measures": [measure.members() for measure in measured]}
    return to_json(members, indent=2).decode()


if __name__ == "__main__":
    run(main)
