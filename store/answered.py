"""What was answered stands over what a commit left whose outcome nobody heard of."""

import json
from collections.abc import Sequence
from typing import Any, Final

from store.records import CommentRecord, storable
from store.statements import dialect_of


def let_stand(driver: Any, records: Sequence[CommentRecord]) -> None:  # noqa: ANN401 - either driver's connection
    """Make what is stored by the records' ids say their decision, unless a moderator has decided since."""
    told = [
        {"id": one.id, "decision": one.decision, "degraded": one.degraded, "findings": one.findings}
        for one in storable(records)
    ]
    driver.cursor().execute(LET_STAND[dialect_of(driver)], (json.dumps(told),))


_LET_STAND: Final = """
WITH told AS MATERIALIZED (SELECT {told})
UPDATE comments SET decision = told.decision, degraded = told.degraded, findings = told.findings,
waiting_since = CASE WHEN told.decision = 'queue' AND superseded_by = '' THEN submitted_at END
FROM told WHERE comments.id = {identifier} AND comments.id = told.id
AND comments.decision <> told.decision AND verdict = ''
"""
LET_STAND: Final = {
    "sqlite": _LET_STAND.format(
        identifier="told.id",
        told="value ->> 'id' AS id, value ->> 'decision' AS decision, value ->> 'degraded' AS degraded, "
        "value ->> 'findings' AS findings FROM json_each(?)",
    ),
    # The array keeps it from scanning the comments.
    "postgresql": _LET_STAND.format(
        identifier="ANY (ARRAY(SELECT id FROM told))",
        told="* FROM json_to_recordset(%s::json) AS t(id text, decision text, degraded boolean, findings text)",
    ),
}
