"""Databases with millions of comments, made within the database out of a few thousand that were written one by one."""

from typing import Final

from sqlalchemy import Engine, text

from benchmarks.store import DAYS, fill, run_alone
from store.retention import DAY_MS
from store.tables import comments

_WRITTEN: Final = 10_000
_SHIFTED: Final = "(submitted_at - copies.number * :span)"
_HEX: Final = {
    "sqlite": ("printf('%08x', {0})", "printf('%04x', {0})"),
    "postgresql": ("lpad(to_hex({0}), 8, '0')", "lpad(to_hex({0}), 4, '0')"),
}
_COPIES: Final = {
    "sqlite": "WITH RECURSIVE copies(number) AS "
    "(SELECT :most UNION ALL SELECT number - 1 FROM copies WHERE number > 1)",
    "postgresql": "WITH copies(number) AS (SELECT CAST(generate_series(CAST(:most AS bigint), 1, -1) AS bigint))",
}


def fill_many(engine: Engine, count: int) -> int:
    """Fill an empty database with one site's comments of 30 days; the site's id.

    Beyond the first 10,000 each is a copy of one of those, of another time, text and author; the indexes are made when
    all are there.
    """
    written = min(count, _WRITTEN)
    times = max(1, count // written)
    span = DAYS * DAY_MS // times
    site_id = fill(engine, written, span=span)
    if times == 1:
        return site_id
    kept = [index for index in comments.indexes if not index.unique]
    columns = [column.name for column in comments.columns]
    expressions = ", ".join(_changed(engine.dialect.name).get(name, name) for name in columns)
    statement = (
        f"{_COPIES[engine.dialect.name]} INSERT INTO comments ({', '.join(columns)}) SELECT {expressions} "  # noqa: S608
        "FROM copies CROSS JOIN (SELECT * FROM comments ORDER BY id) AS originals"
    )
    with engine.begin() as connection:
        for index in kept:
            index.drop(connection)
        connection.execute(text(statement), {"most": times - 1, "span": span})
    with engine.begin() as connection:
        for index in kept:
            index.create(connection)
    run_alone(engine, "VACUUM ANALYZE comments" if engine.dialect.name == "postgresql" else "ANALYZE comments")
    return site_id


def _changed(dialect: str) -> dict[str, str]:
    eight, four = _HEX[dialect]
    number = eight.format("copies.number")
    hashes = ("author_email_hash", "author_ip_hash")
    return {
        # UUIDv7 begins with the time; what follows it is as random as it was.
        "id": f"{eight.format(f'({_SHIFTED} >> 16)')} || '-' || {four.format(f'({_SHIFTED} & 65535)')} "
        "|| '-' || substr(id, 15)",
        "submitted_at": _SHIFTED,
        "waiting_since": f"CASE WHEN waiting_since IS NULL THEN NULL ELSE {_SHIFTED} END",
        "fingerprint": "(fingerprint >> 1) + copies.number",
        **{name: f"{number} || substr({name}, 9)" for name in hashes},
    }
