"""Shadows: a challenger judges what a site's readers submit, beside the model in use, and decides nothing.

It works from the database, after the answer: no request waits for it, or knows of it.
"""

import logging
import os
import socket
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from model.bundle import Bundle, BundleError
from model.comment import Comment
from model.findings import MODEL_UNAVAILABLE, Finding, Severity, decide, judge
from model.policy import Threshold
from model.registry import Registry
from model.text import read
from service import wording
from service.checks import SiteRules
from service.checks.languages import NOT_SUPPORTED
from service.decision import BESIDE
from service.sites import Sites
from store import serving
from store.database import Database
from store.identifiers import now

if TYPE_CHECKING:
    from store.records import CommentRecord
    from store.shadows import Disagreement, Shadow

EVERY_SECONDS: Final = 2.0
AT_ONCE: Final = 500
"""So many comments of a site at most are judged in a round, the newest; the rest is passed over, and counted."""
LEASE_MS: Final = 20_000
SETTLED_MS: Final = 3_000
"""Comments younger than that are left to the next round: those with smaller ids may still be on their way to disk."""

_FEW: Final = 8
_BREATH_SECONDS: Final = 0.002

_log = logging.getLogger(__name__)


class Round(NamedTuple):
    """What the comments of a round come to."""

    counts: Mapping[str, int]
    disagreements: "Sequence[Disagreement]"


class Shadowing:
    """Lets the sites' shadows judge; of several processes one at a time works for a site."""

    def __init__(self, database: Database, sites: Sites, registry: Registry, *, settled_ms: int = SETTLED_MS) -> None:
        self._database = database
        self._sites = sites
        self._registry = registry
        self._settled_ms = settled_ms
        self._worker = f"{socket.gethostname()}:{os.getpid()}"
        self._bundles: dict[str, Bundle] = {}

    def work(self) -> None:
        """One round; blocks."""
        with self._database.reading() as cursor:
            shadowed = serving.shadowed(cursor)
        if not shadowed:
            self._bundles.clear()
        for site_id in shadowed:
            rules = self._sites.rules(site_id)
            if rules is not None:
                self._look_at(rules)

    def _look_at(self, rules: SiteRules) -> None:
        from store import shadows  # noqa: PLC0415 - a service without shadows needs no SQLAlchemy for them
        from store.database import writing  # noqa: PLC0415

        engine = self._database.engine
        with writing(engine) as connection:
            shadow = shadows.claim(connection, rules.site_id, self._worker, LEASE_MS)
        if shadow is None:
            return
        try:
            bundle = self._bundle(shadow)
        except BundleError as error:
            if str(error) != shadow.error:
                _log.error("the shadow of the site %r cannot judge: %s", rules.name, error)
                with writing(engine) as connection:
                    shadows.fail(connection, shadow, str(error))
            return
        with engine.connect() as connection:
            records, more = shadows.unseen(connection, shadow, now() - self._settled_ms, AT_ONCE)
        if not records:
            return
        found = look(records, bundle, rules)
        with writing(engine) as connection:
            shadows.note(
                connection,
                shadow,
                seen=records[-1].id,
                counts=found.counts,
                passed_over=more,
                disagreements=found.disagreements,
            )

    def _bundle(self, shadow: "Shadow") -> Bundle:
        if shadow.version not in self._bundles:
            self._bundles = {shadow.version: self._registry.load(shadow.version), **self._bundles}
            self._bundles = dict(list(self._bundles.items())[:_FEW])
        return self._bundles[shadow.version]


def look(records: "Sequence[CommentRecord]", bundle: Bundle, rules: SiteRules) -> Round:
    """What the bundle would have decided of stored comments, all other checks being as they were."""
    from store.shadows import Disagreement  # noqa: PLC0415 - as above

    thresholds = rules.policy.thresholds(bundle.thresholds, bundle.curves)
    counts: Counter[str] = Counter()
    found = []
    for number, record in enumerate(records, 1):
        if number % _FEW == 0:
            # Requests come first: the interpreter's lock is given back.
            time.sleep(_BREATH_SECONDS)
        findings = _findings(record, bundle, rules, thresholds)
        if findings is None:
            continue
        would_decide = decide(findings)
        counts[f"{record.decision}-{would_decide.value}"] += 1
        if would_decide.value != record.decision:
            codes = tuple(dict.fromkeys(one.code for one in findings if one.severity is would_decide))
            found.append(Disagreement(record.id, record.model, record.decision, would_decide.value, codes))
    return Round(counts, found)


def _findings(
    record: "CommentRecord", bundle: Bundle, rules: SiteRules, thresholds: Mapping[str, Threshold]
) -> list[Finding] | None:
    """Those of the other checks, and the bundle's own; None where it cannot be compared, such as with two readers."""
    decided = wording.decision_of(record)
    if decided.degraded or not record.model or BESIDE in record.model:
        return None
    own = {*thresholds, *decided.scores, MODEL_UNAVAILABLE, NOT_SUPPORTED}
    findings = [one for one in decided.reasons if one.code not in own]
    if _is_understood(record, bundle, rules):
        text = read(record.content, record.content_format)
        return findings + list(judge(bundle.score(text, _by(record), record.language or ""), thresholds))
    return [*findings, Finding(NOT_SUPPORTED, Severity.QUEUE, "The model has not learned the language.")]


def _is_understood(record: "CommentRecord", bundle: Bundle, rules: SiteRules) -> bool:
    learned = bundle.manifest.languages
    return rules.judges_any_language or not learned or record.language in learned


def _by(record: "CommentRecord") -> Comment:
    """What the model sees beside the text; of the author's e-mail whether there is one, not which."""
    return Comment.model_construct(
        author_name=record.author_name or "",
        author_url=record.author_url or "",
        author_email=record.author_email or record.author_email_hash or "",
        article_title=record.article_title or "",
    )
