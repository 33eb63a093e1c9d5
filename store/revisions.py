"""Revisions of a publisher's comment: each names the one that follows it."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from store import statements
from store.records import CommentRecord, storable


def insert_linked(driver: Any, records: Sequence[CommentRecord]) -> None:  # noqa: ANN401 - either driver's connection
    """Store the records in the transaction of the driver's connection, whatever they hold.

    A record whose id is stored already is passed over, so that a repetition does no harm. Records of one publisher's
    comment are linked by `superseded_by` in the order of their ids, in whatever order they arrive. Two processes that
    store revisions of one comment at the same moment collide on a unique index: the later one fails and
    succeeds when it tries again.
    """
    rows = storable(records)
    if any(record.comment_id is not None for record in rows):
        rows = _link(driver, rows)
    statements.insert(driver, rows)


def _link(driver: Any, records: Sequence[CommentRecord]) -> list[CommentRecord]:  # noqa: ANN401 - as above
    """The records with `superseded_by` set; stored revisions that get a new successor are updated."""
    stored: dict[str, str] = {}
    known: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for record in records:
        if record.comment_id is not None:
            known[record.site_id, record.comment_id].add(record.id)
    dialect = statements.dialect_of(driver)
    keys = json.dumps([{"site_id": site_id, "comment_id": comment_id} for site_id, comment_id in known])
    cursor = driver.cursor()
    cursor.execute(statements.REVISIONS[dialect], (keys,))
    for site_id, comment_id, identifier, successor in cursor.fetchall():
        stored[identifier] = successor
        known[site_id, comment_id].add(identifier)
    successors = _successors(known)
    for identifier, successor in stored.items():
        if successors[identifier] != successor:
            cursor.execute(statements.LINK[dialect], (successors[identifier], identifier))
    return [record._replace(superseded_by=successors.get(record.id, "")) for record in records]


def _successors(known: Mapping[tuple[int, str], set[str]]) -> dict[str, str]:
    """Each revision's next one by id, empty for the newest."""
    successors: dict[str, str] = {}
    for identifiers in known.values():
        ordered = sorted(identifiers)
        successors.update(zip(ordered, [*ordered[1:], ""], strict=True))
    return successors
