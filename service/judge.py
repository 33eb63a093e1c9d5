"""One comment judged: read once, put through every check, decided. No database, no waiting."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from model.bundle import Bundle
from model.comment import Comment, Submission
from model.languages import identify
from model.policy import MODEL_UNAVAILABLE, Finding, Severity, Span, decide
from model.text import Text, read
from service.checks import CHECKS, Check, Context, SiteRules
from service.checks.classifier import found_in, unjudged
from service.decision import BESIDE, Decision
from service.history import Author, History, fingerprint
from service.live_model import LiveModel
from service.second_reader import Reading, SecondReader
from store.identifiers import Identifiers
from store.pseudonyms import Pseudonyms

Spans = tuple[Span, ...]

_ACCEPT: Final = Severity.ACCEPT
"""An enumeration's members are found by a function of Python's, each time anew."""

_log = logging.getLogger(__name__)


class Doubt(NamedTuple):
    """What is needed to decide anew once a comment is read again."""

    text: Text
    bundle: Bundle
    site: SiteRules
    comment: Comment


class Judged(NamedTuple):
    """A decision, and what else is kept of how it came about."""

    decision: Decision
    author: Author
    fingerprint: int
    at: int
    """When the comment was submitted (ms), as its id tells."""
    is_kept: bool
    """Whether the comment is stored and later ones are held against it."""
    doubt: Doubt | None = None
    """Why the second reader is to be asked, which may change the decision."""


class Judge:
    """Puts comments through the checks. Whatever fails in there queues the comment and never reaches the client.

    Threads may share it. `second`: who is to be asked what it leaves in doubt.
    """

    def __init__(
        self,
        model: LiveModel,
        pseudonyms: Pseudonyms,
        history: History,
        checks: Sequence[Check] = CHECKS,
        second: SecondReader | None = None,
    ) -> None:
        self._model = model
        self.second = second
        self._pseudonyms = pseudonyms
        self._history = history
        self._checks = checks
        self._identifiers = Identifiers()

    @property
    def mark(self) -> str:
        """What the ids end with that it gives."""
        return self._identifiers.mark

    def judge(self, comment: Submission, site: SiteRules, told: Iterable[Finding] = ()) -> Judged:
        """The decision on a comment; if it is kept, later ones are held against it from now on.

        `told` is what the protocol it came by has to say of it, before any check.
        """
        identifier, at = self._identifiers.stamped()
        # Each attribute of a model of pydantic's takes four times as long.
        fields = vars(comment)
        is_kept = bool(fields["store"]) and not fields["test"]
        # Made as tuples are: a named one's own constructor takes ten times as long.
        author = tuple.__new__(
            Author,
            (
                fields["author_id"] or None,
                self._pseudonyms.email(site.site_id, fields["author_email"]),
                self._pseudonyms.ip(site.site_id, fields["author_ip"]),
            ),
        )
        bundle = self._model.of(site.name)
        text = _read(fields["content"], fields["content_format"])
        language = identify("" if text is None else text.normalised, fields["language"], site.languages)
        is_understood = _is_understood(bundle, language, site)
        scores: dict[str, float] | None = None
        if bundle is not None and text is not None:
            scores = _score(bundle, text, comment, language) if is_understood else {}
        second, is_asked, decides = self.second, False, None
        if second is not None and bundle is not None and scores:
            is_asked = second.is_asked(scores, language)
            decides = bundle if is_asked else second.decides(bundle, language)
        findings = list(told)
        mark = 0
        if text is None:
            findings.append(_failed("reading"))
        else:
            mark = fingerprint(text.normalised)
            context = Context(
                comment,
                text,
                site,
                at,
                identifier,
                mark,
                author,
                self._history,
                bundle,
                scores,
                language,
                is_understood,
                fields["edit"],
                decides,
            )
            self._check(context, findings)
            if is_kept:
                context.remember()
        if scores is None and all(finding.code != MODEL_UNAVAILABLE for finding in findings):
            findings.append(unjudged())
        decision = Decision(
            identifier,
            decide(findings) if findings else _ACCEPT,
            bool(findings) and any(finding.fault for finding in findings),
            tuple(findings),
            scores or {},
            language,
            "" if bundle is None else bundle.version,
            site.name,
            _explain(bundle, text, scores) if fields["explain"] else None,
        )
        doubt = None
        if is_asked and bundle is not None and text is not None and scores and _is_open(findings, scores):
            doubt = Doubt(text, bundle, site, comment)
        return tuple.__new__(Judged, (decision, author, mark, at, is_kept, doubt))

    def again(self, judged: Judged, reading: Reading) -> Judged:
        """The same comment once the second reader has read it: what both say together takes the place of the first."""
        doubt, first = judged.doubt, judged.decision
        if doubt is None:
            return judged
        try:
            scores = reading.reader.together(first.scores, reading.logits)
            bundle, reader = doubt.bundle, reading.reader
            policy = doubt.site.policy
            both = policy.thresholds({**bundle.thresholds, **reader.thresholds}, {**bundle.curves, **reader.curves})
            thresholds = reader.decides_by(first.scores, both, policy.thresholds(bundle.thresholds, bundle.curves))
            others = [finding for finding in first.reasons if finding.code not in scores]
            findings = [*others, *found_in(doubt.text, bundle, scores, thresholds, doubt.comment)]
        except Exception:  # noqa: BLE001 - the first reader's word stands
            _log.exception("what both readers say together could not be worked out")
            return judged._replace(doubt=None)
        decision = replace(
            first,
            decision=decide(findings) if findings else Severity.ACCEPT,
            reasons=tuple(findings),
            scores=scores,
            model=f"{bundle.version}{BESIDE}{reader.version}",
        )
        return judged._replace(decision=decision, doubt=None)

    def scores_of(self, parts: Sequence[str], site: SiteRules, language: str) -> list[Mapping[str, float]]:
        """What the site's model makes of each text by itself, 0..1 by attribute; nothing where it cannot score all."""
        bundle = self._model.of(site.name)
        if bundle is None:
            return []
        try:
            return [bundle.score(read(part), language=language) for part in parts]
        except Exception:  # noqa: BLE001 - as above
            _log.exception("the model %s could not score parts of a comment", bundle.version)
            return []

    def _check(self, context: Context, findings: list[Finding]) -> None:
        for check in self._checks:
            try:
                findings += check(context)
            except Exception:  # noqa: BLE001 - a check that fails leaves the comment to a person
                _log.exception("the check %s failed on comment %s", check.name, context.identifier)
                findings.append(_failed(check.name))


def _is_open(findings: Iterable[Finding], scores: Mapping[str, float]) -> bool:
    """Whether another score could change what becomes of it: no other check trusts or rejects it."""
    return all(finding.severity is Severity.QUEUE for finding in findings if finding.code not in scores)


def _read(content: str, content_format: str) -> Text | None:
    try:
        return read(content, content_format)
    except Exception:  # noqa: BLE001 - as above
        _log.exception("a comment could not be read")
        return None


def _is_understood(bundle: Bundle | None, language: str, site: SiteRules) -> bool:
    """Whether the model may judge the language: it has learned it, or never said which ones, or the site wants it."""
    if bundle is None or site.judges_any_language:
        return True
    learned: Sequence[str] = vars(bundle.manifest)["languages"]
    return not learned or language in learned


def _score(bundle: Bundle, text: Text, comment: Comment, language: str) -> dict[str, float] | None:
    try:
        return bundle.score(text, comment, language)
    except Exception:  # noqa: BLE001 - as above
        _log.exception("the model %s could not score a comment", bundle.version)
        return None


def _explain(bundle: Bundle | None, text: Text | None, scores: Mapping[str, float] | None) -> dict[str, Spans]:
    if bundle is None or text is None or scores is None:
        return {}
    try:
        weighed = bundle.scorer.explain(text, list(scores))
    except Exception:  # noqa: BLE001 - as above
        _log.exception("the model %s could not tell which words weighed", bundle.version)
        return {}
    return {attribute: spans for attribute, spans in weighed.items() if spans}


def _failed(name: str) -> Finding:
    return Finding("check_failed", Severity.QUEUE, f"The check {name} failed: for a person to see.", fault=True)
