"""A judged comment as the store keeps it."""

from datetime import UTC, datetime, timedelta
from typing import Final

from model.comment import Submission
from service.checks import SiteRules
from service.decision import STORE_AWAY
from service.judge import Judged
from service.wording import findings_text, reasons_json, scores_json
from store.records import CommentRecord, degraded

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


def record_of(judged: Judged, submission: Submission, site: SiteRules, protocol: str) -> CommentRecord:
    """The record of a decision; e-mail and IP address are in it only where the site keeps personal data."""
    decision, author = judged.decision, judged.author
    keeps = site.keeps_personal_data
    told = submission.__dict__
    created_at = told["created_at"]
    # In the order of the columns, for every comment pays for it: by name it costs three times as much.
    return tuple.__new__(
        CommentRecord,
        (
            decision.id,
            site.site_id,
            judged.at,
            told["content"],
            str(decision.decision),
            told["comment_id"] or None,
            "",
            told["content_format"],
            told["author_name"] or None,
            told["author_url"] or None,
            told["author_id"] or None,
            told["author_role"] or None,
            told["user_agent"] or None,
            told["referrer"] or None,
            told["article_url"] or None,
            told["article_title"] or None,
            told["parent_id"] or None,
            decision.language or None,
            None if created_at is None else _millisecond(created_at),
            told["author_email"] or None if keeps else None,
            told["author_ip"] or None if keeps else None,
            author.email_hash,
            author.ip_hash,
            decision.degraded,
            reasons_json(decision),
            scores_json(decision),
            decision.model,
            decision.policy,
            protocol,
            judged.fingerprint,
            "",
            None,
        ),
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
