"""Most comments are accepted and stay so: an insert of these pays for one index less, and for no list in a check."""

from collections.abc import Mapping
from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_RARE: Final = sa.text("decision <> 'accept' OR verdict <> ''")
_CHECKS: Final = {
    "verdict IN ('', 'approve', 'reject')": "verdict = '' OR verdict = 'approve' OR verdict = 'reject'",
    "decision IN ('accept', 'queue', 'reject')": "decision = 'accept' OR decision = 'queue' OR decision = 'reject'",
}


def upgrade() -> None:
    """Make the indexes anew, and say the same checks in other words."""
    op.drop_index("ix_comments_state", "comments")
    op.create_index(
        "ix_comments_state",
        "comments",
        ["site_id", "decision", "verdict", "submitted_at"],
        sqlite_where=_RARE,
        postgresql_where=_RARE,
    )
    op.drop_index("ix_comments_time", "comments")
    op.create_index("ix_comments_time", "comments", ["site_id", "submitted_at", "fingerprint", "decision"])
    _say(_CHECKS)


def downgrade() -> None:
    """As they were."""
    _say({after: before for before, after in _CHECKS.items()})
    op.drop_index("ix_comments_time", "comments")
    op.create_index("ix_comments_time", "comments", ["site_id", "submitted_at", "fingerprint"])
    op.drop_index("ix_comments_state", "comments")
    op.create_index("ix_comments_state", "comments", ["site_id", "decision", "verdict", "submitted_at"])


def _say(checks: Mapping[str, str]) -> None:
    """Change the words of SQLite's checks, which mean what they meant.

    For a list of more than two SQLite makes a temporary table, and fills it, for each row. Where the content stays, a
    table's checks are changed as https://www.sqlite.org/lang_altertable.html has it (section 7): without a copy of it.
    """
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    for before, after in checks.items():
        connection.exec_driver_sql(
            "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'comments'",
            (before, after),
        )
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    # Off again, and what was read of the schema is read anew.
    connection.exec_driver_sql("PRAGMA writable_schema=RESET")
