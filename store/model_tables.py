"""The tables behind the models: retrainings, and the verdicts that somebody should look at once more."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, text

from store.tables import Identifier, Milliseconds, metadata

# One row a retraining, written by the process that does it; `seen_at` is when it was last known to be alive.
retrainings = Table(
    "retrainings",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("site_id", Integer, ForeignKey("sites.id"), nullable=False),
    Column("started_at", Milliseconds, nullable=False),
    Column("seen_at", Milliseconds, nullable=False),
    Column("finished_at", Milliseconds),
    Column("state", Text, nullable=False),
    Column("started_by", Text, nullable=False),
    Column("process", Text, nullable=False),
    Column("progress", Text, nullable=False),
    Column("verdicts_seen", Integer, nullable=False),
    Column("version", Text, nullable=False),
    Column("report", Text, nullable=False),
    CheckConstraint("state IN ('running', 'passed', 'refused', 'failed')", name="state"),
)
Index("ix_retrainings_site", retrainings.c.site_id, retrainings.c.id)
_running = text("state = 'running'")
Index(
    "ux_retrainings_running",
    retrainings.c.site_id,
    unique=True,
    sqlite_where=_running,
    postgresql_where=_running,
)

# Verdicts that contradict the model or each other. Confirmed: the moderators stand by what the newest verdict says.
second_looks = Table(
    "second_looks",
    metadata,
    Column("comment", Identifier, ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True),
    Column("site_id", Integer, ForeignKey("sites.id"), nullable=False),
    Column("verdict", Identifier, nullable=False),
    Column("why", Text, nullable=False),
    Column("other", Identifier),
    Column("score", Integer, nullable=False),
    Column("listed_at", Milliseconds, nullable=False),
    Column("confirmed_at", Milliseconds),
    Column("confirmed_by", Text, nullable=False),
    CheckConstraint("why IN ('model', 'twin')", name="why"),
)
Index("ix_second_looks_site", second_looks.c.site_id, second_looks.c.confirmed_at)
