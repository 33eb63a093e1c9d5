"""The comment in an Akismet request. Nothing is refused: what is too long is cut, what is malformed is left out."""

import ipaddress
import re
from datetime import UTC, datetime
from typing import Final

from model.addresses import is_ipv4
from model.comment import (
    AUTHOR_CHARACTERS,
    EMAIL_CHARACTERS,
    EMAIL_PATTERN,
    SHORT_CHARACTERS,
    URL_CHARACTERS,
    URL_PATTERN,
    Submission,
)
from model.findings import Finding, Severity
from service.protocols.akismet.bodies import Fields
from service.reading import cut

_EMAIL: Final = re.compile(EMAIL_PATTERN)
_URL: Final = re.compile(URL_PATTERN)
_HOST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/?#:].*)?")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}")

_TRAP: Final = "ak_hp_textarea"
"""The hidden field that WordPress's plugin puts into every form; it names others, but not this one."""
_COMMENTS: Final = frozenset({"", "comment", "reply", "review", "pingback", "trackback"})
_SPAM_AUTHORS: Final = frozenset({"viagra-test-123", "akismet-guaranteed-spam"})
_SPAM_EMAIL: Final = "akismet-guaranteed-spam@example.com"

_SLASHED: Final = re.compile(r"""[^\\'"]*(?:\\[\\'"][^\\'"]*)*""")
_SLASH: Final = re.compile(r"""\\([\\'"])""")

_TEST_HOOK: Final = Finding("test_hook", Severity.REJECT, "Named as spam, by one of Akismet's names for tests.")


def submission_of(fields: Fields) -> tuple[Submission, tuple[Finding, ...]]:
    """The comment, and what there is to say of it before any check: that it is a test's, or too long."""
    comment_id = _number(fields, "comment_ID", "comment_id")
    # WordPress's plugin asks before there is a comment, with the texts as WordPress hands them on: with slashes.
    plain = _unslashed if fields.get("comment_post_ID") and not comment_id else str
    content, findings = cut(plain(fields.whole("comment_content") or fields.whole("content")))
    author = plain(fields.get("comment_author"))
    email = plain(fields.get("comment_author_email"))
    if author in _SPAM_AUTHORS or email == _SPAM_EMAIL:
        findings = (_TEST_HOOK, *findings)
    own = fields.get("honeypot_field_name")
    traps = (own, f"POST_{own}") if own else ()
    submission = Submission(
        content=content,
        content_format="html",
        author_name=author[:AUTHOR_CHARACTERS],
        author_email=email if len(email) <= EMAIL_CHARACTERS and _EMAIL.fullmatch(email) else "",
        author_url=_url(fields.get("comment_author_url")),
        author_ip=_ip(fields.get("user_ip", "comment_author_IP")),
        author_id=_number(fields, "user_ID", "user_id"),
        author_role=fields.get("user_role")[:SHORT_CHARACTERS],
        user_agent=fields.get("user_agent", "comment_agent")[:URL_CHARACTERS],
        referrer=fields.get("referrer", "referer")[:URL_CHARACTERS],
        article_url=_url(fields.get("permalink")),
        parent_id=_number(fields, "comment_parent"),
        comment_id=comment_id,
        language=_language(fields.get("blog_lang")),
        created_at=_time(fields.get("comment_date_gmt")),
        honeypot=fields.get(*traps, _TRAP, f"POST_{_TRAP}")[:URL_CHARACTERS],
        test=is_test(fields),
    )
    return submission, findings


def is_comment(fields: Fields) -> bool:
    """Whether it is a comment, which its site can hold: no form's message, such as plugins of WordPress have checked.

    Comments may be of types that a site has made up; then the article's number tells.
    """
    return fields.get("comment_type").lower() in _COMMENTS or bool(_number(fields, "comment_post_ID"))


def is_test(fields: Fields) -> bool:
    """Whether the request is a trial, which leaves nothing behind."""
    return fields.get("is_test").lower() in ("1", "true", "yes", "on")


def _unslashed(text: str) -> str:
    """What PHP's `addslashes` made this of; a text in which a quote stands without its slash is none of those."""
    return _SLASH.sub(r"\1", text) if "\\" in text and _SLASHED.fullmatch(text) else text


def _number(fields: Fields, *names: str) -> str:
    """An id; WordPress writes 0 for none."""
    for name in names:
        if (found := fields.get(name)) not in ("", "0"):
            return found[:SHORT_CHARACTERS]
    return ""


def _url(text: str) -> str:
    if "://" not in text and _HOST.fullmatch(text):
        text = f"http://{text}"
    return text if len(text) <= URL_CHARACTERS and _URL.fullmatch(text) else ""


def _ip(text: str) -> str:
    if is_ipv4(text):
        return text
    try:
        return str(ipaddress.ip_address(text.partition(",")[0].strip().partition("%")[0]))
    except ValueError:
        return ""


def _language(locales: str) -> str:
    """The language of a blog that has one; its locale may name a region (`en_GB`) that comments need not share."""
    if "," in locales:
        return ""
    found = _LANGUAGE.match(locales)
    return found[0].lower() if found and not locales[found.end() : found.end() + 1].isalnum() else ""


def _time(text: str) -> datetime | None:
    """A time in ISO 8601, as MySQL writes it or in seconds since the epoch; without a zone it is UTC."""
    try:
        if text.isascii() and text.isdigit():
            return datetime.fromtimestamp(int(text[:12]), UTC)
        found = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
