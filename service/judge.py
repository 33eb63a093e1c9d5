"""Comments judged: read once, put through every check, decided. No database, no waiting."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple, final

from model.bundle import Bundle
from model.comment import Comment, Submission
from model.features import shapes_beside
from model.findings import MODEL_UNAVAILABLE, Finding, Severity, Span, decide
from model.languages import identify
from model.text import Text, read
from service.checks import CHECKS, LOOKING_BACK, Check, Context, SiteRules
from service.checks.classifier import Classifier, found_in, unjudged
from service.decision import BESIDE, Decision
from service.history import Author, History, fingerprint
from service.live_model import LiveModel
from service.second_reader import Reading, SecondReader
from store.identifiers import Identifiers
from store.pseudonyms import Pseudonyms

Spans = tuple[Span, ...]

_ACCEPT: Final = Severity.ACCEPT
"""An enumeration's members are found by a function of Python's, each time anew."""

_NOBODY: Final = Author()

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


@final
class Asked:
    """A comment to be judged, by whose rules, and what the protocol it came by has to say of it before any check."""

    __slots__ = ("comment", "site", "told")

    def __init__(self, comment: Submission, site: SiteRules, told: Sequence[Finding] = ()) -> None:
        self.comment = comment
        self.site = site
        self.told = told


@final
class _Found:
    """What the steps have found of a comment so far."""

    __slots__ = (
        "at",
        "author",
        "bundle",
        "comment",
        "context",
        "fields",
        "findings",
        "identifier",
        "is_asked",
        "is_kept",
        "is_understood",
        "language",
        "mark",
        "site",
        "text",
    )

    def __init__(self, asked: Asked) -> None:
        self.comment = asked.comment
        self.site = asked.site
        self.findings = list(asked.told)
        # Each attribute of a model of pydantic's takes four times as long.
        self.fields = fields = asked.comment.__dict__
        self.is_kept = bool(fields["store"]) and not fields["test"]
        self.identifier = ""
        self.at = self.mark = 0
        self.author = _NOBODY
        self.bundle: Bundle | None = None
        self.text: Text | None = None
        self.language = ""
        self.is_understood = True
        self.is_asked = False
        self.context: Context | None = None

    def fail(self, step: str) -> None:
        """Leave the comment to a person, once for each step that failed."""
        failed = Finding("check_failed", Severity.QUEUE, f"The check {step} failed: for a person to see.", fault=True)
        if failed not in self.findings:
            self.findings.append(failed)


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
        self._identifiers = Identifiers()
        before, self._looking_back, after, self._weighing = _parted(checks)
        self._steps: Sequence[Callable[[_Found], None]] = (
            self._name,
            self._read,
            self._tell_language,
            _look_around,
            self._set_out,
            *map(self._step_of, before),
            self._look_back,
            *map(self._step_of, after),
            self._weigh,
        )

    @property
    def mark(self) -> str:
        """What the ids end with that it gives."""
        return self._identifiers.mark

    def judge(self, comment: Submission, site: SiteRules, told: Sequence[Finding] = ()) -> Judged:
        """As `judge_all`, for one comment."""
        (judged,) = self.judge_all((Asked(comment, site, told),))
        return judged

    def judge_all(self, asked: Sequence[Asked]) -> list[Judged]:
        """The decision on each comment, in their order.

        Those that are kept are what later ones are held against from now on, the next of these, too. All comments take
        a step before any takes the next: the code of all steps is more than a processor has room for close by, and what
        is done with one comment after the other waits for it anew each time.
        """
        all_found = [_Found(one) for one in asked]
        for found, (identifier, at) in zip(all_found, self._identifiers.stamped(len(all_found)), strict=True):
            found.identifier = identifier
            found.at = at
        for step in self._steps:
            for found in all_found:
                try:
                    step(found)
                except Exception:  # noqa: BLE001 - what a step fails with leaves the comment to a person
                    _log.exception("judging failed on comment %s", found.identifier)
                    found.fail("judging")
        return [_decided(found) for found in all_found]

    def forget(self, identifiers: Iterable[str]) -> None:
        """Hold these comments against no later one: they are kept nowhere, and the client may send them again."""
        self._history.forget(identifiers)

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

    def _name(self, found: _Found) -> None:
        """Give the author the names that stand for their addresses."""
        fields, site_id = found.fields, found.site.site_id
        # Made as tuples are: a named one's own constructor takes ten times as long.
        found.author = tuple.__new__(
            Author,
            (
                fields["author_id"] or None,
                self._pseudonyms.email(site_id, fields["author_email"]),
                self._pseudonyms.ip(site_id, fields["author_ip"]),
            ),
        )

    def _read(self, found: _Found) -> None:
        fields = found.fields
        found.text = _read(fields["content"], fields["content_format"])
        found.bundle = self._model.of(found.site.name)

    def _tell_language(self, found: _Found) -> None:
        text, site = found.text, found.site
        shown = "" if text is None else text.normalised
        found.language = language = identify(shown, found.fields["language"], site.languages)
        found.is_understood = _is_understood(found.bundle, language, site)

    def _set_out(self, found: _Found) -> None:
        """Make what the checks are given; nothing where the text could not be read."""
        text = found.text
        if text is None:
            found.fail("reading")
            return
        found.mark = fingerprint(text.normalised)
        found.context = Context(
            found.comment,
            text,
            found.site,
            found.at,
            found.identifier,
            found.mark,
            found.author,
            self._history,
            found.bundle,
            None,
            found.language,
            found.is_understood,
            found.fields["edit"],
        )

    def _step_of(self, check: Check) -> Callable[[_Found], None]:
        return lambda found: _check(check, found)

    def _look_back(self, found: _Found) -> None:
        """Hold the comment against earlier ones, and later ones against it: these steps no other comes between."""
        for check in self._looking_back:
            _check(check, found)
        if found.context is not None and found.is_kept:
            found.context.remember()

    def _weigh(self, found: _Found) -> None:
        """Score the text and find what follows, while the kernel still has its words at hand."""
        context, bundle, second = found.context, found.bundle, self.second
        if context is None:
            return
        if bundle is not None:
            scores = _score(bundle, context.text, found.comment, found.language) if found.is_understood else {}
            context.scores = scores
            if second is not None and scores:
                found.is_asked = _is_asked(second, context, scores, bundle)
        for check in self._weighing:
            _check(check, found)


def _is_asked(second: SecondReader, context: Context, scores: Mapping[str, float], bundle: Bundle) -> bool:
    """Whether the second reader is to be asked; sets by whose thresholds it is decided until then."""
    try:
        is_asked = second.is_asked(scores, context.language)
        context.decides = bundle if is_asked else second.decides(bundle, context.language)
    except Exception:  # noqa: BLE001 - the first reader's word stands
        _log.exception("whether the second reader is to be asked could not be told")
        return False
    return is_asked


def _parted(checks: Sequence[Check]) -> tuple[Sequence[Check], Sequence[Check], Sequence[Check], Sequence[Check]]:
    """Those before the first that looks back, to the last that does, after it, and from the classifier on.

    Raises ValueError where one that looks back comes after the classifier.
    """
    looking_back = [place for place, check in enumerate(checks) if isinstance(check, LOOKING_BACK)]
    scored = [place for place, check in enumerate(checks) if isinstance(check, Classifier)]
    last = min(scored, default=len(checks))
    if looking_back and looking_back[-1] > last:
        message = "the checks that look back come before the classifier"
        raise ValueError(message)
    begin, end = (looking_back[0], looking_back[-1] + 1) if looking_back else (last, last)
    return checks[:begin], checks[begin:end], checks[end:last], checks[last:]


def _decided(found: _Found) -> Judged:
    bundle, text, context, findings = found.bundle, found.text, found.context, found.findings
    scores = None if context is None else context.scores
    if scores is None and all(finding.code != MODEL_UNAVAILABLE for finding in findings):
        findings.append(unjudged())
    decision = Decision(
        found.identifier,
        decide(findings) if findings else _ACCEPT,
        bool(findings) and any(finding.fault for finding in findings),
        tuple(findings),
        scores or {},
        found.language,
        "" if bundle is None else bundle.version,
        found.site.name,
        _explain(bundle, text, scores) if found.fields["explain"] else None,
    )
    doubt = None
    if found.is_asked and bundle is not None and text is not None and scores and _is_open(findings, scores):
        doubt = Doubt(text, bundle, found.site, found.comment)
    return tuple.__new__(Judged, (decision, found.author, found.mark, found.at, found.is_kept, doubt))


def _check(check: Check, found: _Found) -> None:
    context = found.context
    if context is None:
        return
    try:
        if said := check(context):
            found.findings += said
    except Exception:  # noqa: BLE001 - a check that fails leaves the comment to a person
        _log.exception("the check %s failed on comment %s", check.name, context.identifier)
        found.fail(check.name)


def _look_around(found: _Found) -> None:
    """Find what the scorer will ask for beside the words, if it will."""
    if found.text is not None and found.bundle is not None and found.is_understood:
        try:
            shapes_beside(found.text, found.comment)
        except Exception:  # noqa: BLE001 - it fails again where that is told
            return


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
    learned = bundle.languages
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
