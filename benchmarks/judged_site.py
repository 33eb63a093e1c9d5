"""A site with comments that its moderators have judged, as it stands in the database."""

from collections.abc import Iterable

from sqlalchemy import Engine

from model.policy import Policy
from store import comments, sites, verdicts
from store.database import writing
from store.identifiers import Identifiers, millisecond_of, now
from store.judged import JudgedComment
from store.records import CommentRecord, Site

_identifiers = Identifiers()


def site_with(engine: Engine, said: Iterable[JudgedComment], name: str = "default") -> Site:
    """The site of that name, with these comments and verdicts in the database, in their order."""
    with writing(engine) as connection:
        site, _ = sites.ensure(connection, name, Policy().model_dump_json(), now=now())
        for one in said:
            identifier = _identifiers.new()
            written = CommentRecord(
                identifier, site.id, millisecond_of(identifier), one.content, "queue", author_name="Ada", language="en"
            )
            comments.insert_many(connection, [written])
            verdict = "reject" if one.is_rejected else "approve"
            verdicts.add(connection, site.id, identifier, verdict=verdict, labels=one.labels, source="desk")
    return site
