"""Which stored comment a client speaks of, when it says what a moderator thought of it."""

import asyncio
import re
from typing import TYPE_CHECKING, Final

from model.comment import Submission
from model.text import read
from service.away import or_away
from service.checks import SiteRules
from service.history import Author, fingerprint
from service.moderator import Moderator
from store import comments, retention
from store.database import writing
from store.identifiers import now
from store.pseudonyms import Pseudonyms
from store.records import CommentRecord

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

TEXT_DAYS: Final = 30
"""How long a comment is found by its text alone."""
_CLOCKS_DAYS: Final = 1
"""How far the times of the site and of the store may be apart."""

_IDENTIFIER: Final = re.compile(
    r"([0-9a-f]{8})-?([0-9a-f]{4})-?(7[0-9a-f]{3})-?([89ab][0-9a-f]{3})-?([0-9a-f]{12})", re.IGNORECASE
)


def identifier_of(text: str) -> str:
    """The store's id in canonical form, with or without its dashes in `text`; empty where that is none."""
    found = _IDENTIFIER.fullmatch(text.strip())
    return "-".join(found.groups()).lower() if found else ""


class Finder:
    """Finds comments by our id, else by the site's own id, else by their text; asks the database in a thread."""

    def __init__(self, engine: "Engine", moderator: Moderator, pseudonyms: Pseudonyms) -> None:
        self._engine = engine
        self._moderator = moderator
        self._pseudonyms = pseudonyms

    async def find(self, site: SiteRules, spoken_of: Submission, identifier: str = "") -> CommentRecord | None:
        """The stored comment, None where the site has none like it.

        `identifier` is what the client says is our id of it, in either form; a wrong one is no obstacle. Of a comment
        with several revisions it is the newest, unless it says something else, and a comment that came without the
        site's id says so: an edit. By text, that of the last 30 days which has most in common with what
        is known of the author and the article, of several one without a verdict, and of these the newest. Raises
        AwayError.
        """
        with or_away("The comment cannot be looked up, because the database is away."):
            return await asyncio.to_thread(self._find, site, spoken_of, identifier_of(identifier))

    async def find_or_judge(self, site: SiteRules, spoken_of: Submission, protocol: str, identifier: str = "") -> str:
        """The store's id of the comment; one that is not known is judged and stored now, however long that takes.

        One that came without the site's id gets it, so that it is found by that from then on. Raises as `find` and
        `Moderator.check` do.
        """
        while (found := await self.find(site, spoken_of, identifier)) is not None:
            if found.comment_id or not spoken_of.comment_id or await self._adopt(site, found.id, spoken_of.comment_id):
                return found.id
        return (await self._moderator.check(spoken_of, site, protocol, is_patient=True)).id

    async def _adopt(self, site: SiteRules, identifier: str, comment_id: str) -> bool:
        """Give the comment the site's id; False where it has got another one since it was found."""
        with or_away("The site's id of the comment cannot be noted, because the database is away."):
            return await asyncio.to_thread(self._note, site.site_id, identifier, comment_id)

    def _note(self, site_id: int, identifier: str, comment_id: str) -> bool:
        with writing(self._engine) as connection:
            return comments.adopt(connection, site_id, identifier, comment_id)

    async def recognise(self, site: SiteRules, again: Submission, protocol: str) -> bool:
        """Whether a comment that the site has checked again waits for a moderator.

        It is known by the site's id; else it is one that came by that protocol before it had an id: of the same text,
        author and article, and of the time at which the site says that it was written, or of the last 30 days. That one
        is given the id, so that what is stored next is its revision. Raises AwayError.
        """
        with or_away("A comment that is checked again cannot be looked up, because the database is away."):
            return await asyncio.to_thread(self._recognise, site, again, protocol)

    def _recognise(self, site: SiteRules, again: Submission, protocol: str) -> bool:
        with self._engine.connect() as connection:
            if revisions := comments.revisions(connection, site.site_id, again.comment_id):
                return revisions[-1].waiting_since is not None
            since, until = now() - TEXT_DAYS * retention.DAY_MS, comments.LATEST_MS
            if again.created_at is not None:
                written = int(again.created_at.timestamp() * 1_000)
                apart = _CLOCKS_DAYS * retention.DAY_MS
                since, until = written - apart, written + apart
            found = self._of_text(connection, site, again, since, until)
        author = self._author(site, again)
        same = [
            one for one in found if not one.comment_id and one.protocol == protocol and _is_same(one, again, author)
        ]
        if not same:
            return False
        first = max(same, key=lambda record: _in_common(record, again, author))
        return self._note(site.site_id, first.id, again.comment_id) and first.waiting_since is not None

    def _find(self, site: SiteRules, spoken_of: Submission, identifier: str) -> CommentRecord | None:
        with self._engine.connect() as connection:
            if identifier and (found := comments.get(connection, site.site_id, identifier)) is not None:
                return found
            known = comments.revisions(connection, site.site_id, spoken_of.comment_id) if spoken_of.comment_id else []
            if known and known[-1].fingerprint == _mark(spoken_of):
                return known[-1]
            found = self._by_text(connection, site, spoken_of)
            return known[-1] if known and not (found and _is_edit(found, known[-1])) else found

    def _by_text(self, connection: "Connection", site: SiteRules, spoken_of: Submission) -> CommentRecord | None:
        found = self._of_text(connection, site, spoken_of, now() - TEXT_DAYS * retention.DAY_MS, comments.LATEST_MS)
        author = self._author(site, spoken_of)
        # Another id of the site's own is another comment, whatever it says.
        possible = [one for one in found if not (one.comment_id and spoken_of.comment_id)]
        # `max` keeps the first of equals, which is the newest.
        return max(possible, key=lambda one: (_in_common(one, spoken_of, author), not one.verdict), default=None)

    def _of_text(
        self, connection: "Connection", site: SiteRules, spoken_of: Submission, since: int, until: int
    ) -> list[CommentRecord]:
        if not spoken_of.content:
            return []
        return comments.of_text(connection, site.site_id, _mark(spoken_of), since, until_ms=until)

    def _author(self, site: SiteRules, spoken_of: Submission) -> Author:
        return Author(
            spoken_of.author_id or None,
            self._pseudonyms.email(site.site_id, spoken_of.author_email),
            self._pseudonyms.ip(site.site_id, spoken_of.author_ip),
        )


def _mark(spoken_of: Submission) -> int:
    return fingerprint(read(spoken_of.content, spoken_of.content_format).normalised)


def _is_edit(record: CommentRecord, before: CommentRecord) -> bool:
    """Whether both are of one author under one article."""
    writer = _author_of(before).known_by
    return writer is not None and writer == _author_of(record).known_by and record.article_url == before.article_url


def _author_of(record: CommentRecord) -> Author:
    return Author(record.author_id, record.author_email_hash, record.author_ip_hash)


def _is_same(record: CommentRecord, again: Submission, author: Author) -> bool:
    """Whether author and article are the same: the author by the best that is known of both."""
    if record.article_url and again.article_url and record.article_url != again.article_url:
        return False
    traits = zip(_author_of(record), author, strict=True)
    return next((kept == told for kept, told in traits if kept and told), False)


def _in_common(record: CommentRecord, spoken_of: Submission, author: Author) -> int:
    """How much of what is told of the author and the article is the same."""
    pairs = (
        *zip(_author_of(record), author, strict=True),
        (record.author_name, spoken_of.author_name),
        (record.article_url, spoken_of.article_url),
    )
    return sum(bool(told) and kept == told for kept, told in pairs)
