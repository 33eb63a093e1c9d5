"""The audit sample is drawn beside the requests, by each site's own share."""

from random import Random

from sqlalchemy import Engine, select

from service.sampling import Sampling
from service.sites import Sites
from store import comments, insights, sites
from store.database import Database, writing
from store.identifiers import now
from store.insight_tables import samples
from tests.store.records import record


def test_each_site_is_drawn_from_by_its_own_share(sqlite_engine: Engine) -> None:
    with writing(sqlite_engine) as connection:
        every = sites.add(connection, "every", '{"audit_share": 1}', now=0).id
        none = sites.add(connection, "none", '{"audit_share": 0}', now=0).id
        broken = sites.add(connection, "broken", "{", now=0).id
        written = [
            record(site)._replace(submitted_at=now() - 3_600_000, decision=decision)
            for site in (every, none, broken)
            for decision in ("accept", "queue")
        ]
        comments.insert_many(connection, written)
    database = Database.of(sqlite_engine)
    known = Sites(database)
    known.load()
    database.dispose()
    sampling = Sampling(sqlite_engine, known, random=Random(1))  # noqa: S311 - no secret
    sampling.work()
    sampling.work()
    with sqlite_engine.connect() as connection:
        assert list(connection.scalars(select(samples.c.comment))) == [written[0].id]
        assert [one.waiting for one in insights.sizes(connection, every, 0, now())] == [1]
        assert [one.waiting for one in insights.sizes(connection, none, 0, now())] == [1]
        assert insights.sizes(connection, broken, 0, now()) == []
