"""A challenger as a bundle on disk."""

import datetime as dt
import json
import re
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from model.bundle import (
    CARD,
    FORMAT,
    GATE,
    REHEARSAL,
    Bundle,
    BundleError,
    FeatureSettings,
    Manifest,
    load,
    save,
)
from model.features import SHAPES
from model.lexicon import make_lexicon
from model.scorer import Scorer
from training.challenger import Challenger
from training.compile import biases, check_parity, compile_table, save_compiled
from training.gate_report import as_markdown
from training.make import libraries, next_version
from training.report import markdown_table, rounded

_ATTEMPTS: Final = 5
_DRAFT: Final = re.compile(r"\.\d{4}\.\d\d\.\d\d-\d+\.[0-9a-f]{8}")
_STALE_SECONDS: Final = 3_600

_LIMITS: Final = """\
`unwanted` is the probability that a moderator of this site rejects a comment, among comments like those they judged. It
knows what they rejected, not why: a word that they rejected often weighs whoever writes it. It is not for other sites.
Everything that is said of the model it started from holds for the other attributes.
"""


def save_challenger(  # noqa: PLR0913 - what a bundle is told of
    folder: Path,
    challenger: Challenger,
    *,
    base: Bundle,
    parent: Bundle,
    site: str,
    rows: Mapping[str, int],
    report: Mapping[str, Any],
    probes: list[str],
) -> Bundle:
    """Write the challenger into a folder of versions; `report` is what the gate says of it.

    `probes`: texts on which the compiled table must say what the estimator says. Raises ParityError and BundleError.
    """
    weights = challenger.weights
    pipeline = weights.pipeline()
    table, intercepts = compile_table(pipeline), biases(pipeline)
    scorer = Scorer(table, intercepts, weights.attributes, weights.bits, lexicon=make_lexicon(weights.lexicon))
    worst = check_parity(pipeline, scorer, probes)
    created = dt.datetime.now(dt.UTC)
    version = ""

    def write(draft: Path) -> None:
        told = {**report, "challenger": version}
        save_compiled(draft, pipeline, table, weights.lexicon)
        shutil.copyfile(base.folder / REHEARSAL, draft / REHEARSAL)
        (draft / GATE).write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
        (draft / CARD).write_text(_card(challenger, base, told, created), encoding="utf-8")

    def manifest(digests: Mapping[str, str]) -> Manifest:
        return Manifest(
            format=FORMAT,
            version=version,
            created=created.isoformat(timespec="seconds"),
            parent=parent.version,
            base=base.version,
            site=site,
            attributes=weights.attributes,
            features=FeatureSettings(bits=weights.bits, shapes=SHAPES),
            biases=intercepts,
            thresholds=dict(challenger.limits.thresholds),
            threshold_curves=dict(challenger.limits.curves),
            promised=base.manifest.promised,
            languages=base.manifest.languages,
            calibration=base.manifest.calibration,
            rows={**base.manifest.rows, **rows},
            metrics={"gate": report["text"], "parity": worst},
            libraries=libraries(),
            digests=dict(digests),
        )

    _clear(folder)
    # Two sites may be retrained at once into one folder: whoever comes second takes the next number.
    for attempt in range(_ATTEMPTS):
        version = next_version(folder, created.date())
        try:
            return load(save(folder, version, write, manifest))
        except (BundleError, OSError):
            if attempt == _ATTEMPTS - 1 or not (folder / version).exists():
                raise
    raise AssertionError


def _clear(folder: Path) -> None:
    """Remove what a process that was killed left half-written; one that writes now has begun lately."""
    for draft in folder.glob(".*"):
        if _DRAFT.fullmatch(draft.name) and time.time() - draft.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(draft, ignore_errors=True)


def _card(challenger: Challenger, base: Bundle, report: Mapping[str, Any], created: dt.datetime) -> str:
    verdicts = report["verdicts"]
    limits = [
        (name, rounded(limit.queue_at), rounded(limit.reject_at))
        for name, limit in challenger.limits.thresholds.items()
    ]
    taught = ", ".join(f"{name} {count:,}" for name, count in challenger.taught.items()) or "none"
    card = base.folder / CARD
    original = card.read_text(encoding="utf-8") if card.is_file() else "It has no card.\n"
    return (
        f"# Copydesk model {report['challenger']}\n\n"
        f"Made {created.isoformat(timespec='seconds')} for the site {report['site']} from its moderators' verdicts, "
        f"starting from {base.version}; it was compared with {report['champion']}.\n"
        f"\n## What it learned from\n\n{verdicts['learned']:,} judged comments, {verdicts['rejected']:,} of all "
        f"{verdicts['all']:,} rejected; labels: {taught}. {verdicts['in_doubt']:,} verdicts were in doubt and weigh "
        "less.\n"
        f"\n## The gate\n\n{as_markdown(report)}"
        f"\n## Thresholds\n\n{markdown_table(('Attribute', 'Queue from', 'Reject from'), limits, names=1)}"
        f"\n## Limits\n\n{_LIMITS}"
        f"\n## The model it started from\n\n{_deeper(original)}"
    )


def _deeper(card: str) -> str:
    """A card's headings two levels down."""
    return "".join(f"##{line}" if line.startswith("#") else line for line in card.splitlines(keepends=True))
