"""A judged comment as the store keeps it."""

from datetime import UTC, datetime, timedelta
from typing import Final

from model.comment import Submission
from service.checks import SiteRules
from service.decision import STORE_AWAY
from service.judge import Judged
from service.wording import findings_text, scores_text
from store.identifiers import millisecond_of
from store.records import CommentRecord, degraded

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


def record_of(judged: Judged, submission: Submission, site: SiteRules, protocol: str) -> CommentRecord:
    """The record of a decision; e-mail and IP address are in it only where the site keeps personal data."""
    decision, author = judged.decision, judged.author
    keeps = site.policy.keep_personal_data
    return CommentRecord(
        id=decision.id,
        site_id=site.site_id,
        submitted_at=millisecond_of(decision.id),
        content=submission.content,
        decision=decision.decision.value,
        comment_id=submission.comment_id or None,
        content_format=submission.content_format,
        author_name=submission.author_name or None,
        author_url=submission.author_url or None,
        author_id=submission.author_id or None,
        author_role=submission.author_role or None,
        user_agent=submission.user_agent or None,
        referrer=submission.referrer or None,
        article_url=submission.article_url or None,
        article_title=submission.article_title or None,
        parent_id=submission.parent_id or None,
        language=decision.language or None,
        created_at=None if submission.created_at is None else _millisecond(submission.created_at),
        author_email=submission.author_email or None if keeps else None,
        author_ip=submission.author_ip or None if keeps else None,
        author_email_hash=author.email_hash,
        author_ip_hash=author.ip_hash,
        degraded=decision.degraded,
        findings=findings_text(decision.reasons),
        scores=scores_text(decision.scores),
        model=decision.model,
        policy=decision.policy,
        protocol=protocol,
        fingerprint=judged.fingerprint,
    )


def as_spooled(record: CommentRecord) -> CommentRecord:
    """The record of a comment that the database could not take, with the words of its answer."""
    told = findings_text((STORE_AWAY,))
    findings = told if record.findings == "[]" else f"{record.findings[:-1]},{told[1:]}"
    return degraded(record)._replace(findings=findings)


def _millisecond(moment: datetime) -> int:
    """Milliseconds since the epoch; a time without a zone is taken for UTC."""
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH) // _MILLISECOND
