"""The tables behind the models: retrainings, verdicts that somebody should look at once more, and shadows."""

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

# A model that judges a site's comments beside the one in use, and what became of that; one a site, the last one stays.
# `worker` scores until `busy_until`, and others look on; `seen` is the last comment that it looked at.
shadows = Table(
    "shadows",
    metadata,
    Column("site_id", Integer, ForeignKey("sites.id"), primary_key=True, autoincrement=False),
    Column("version", Text, nullable=False),
    Column("started_at", Milliseconds, nullable=False),
    Column("started_by", Text, nullable=False),
    Column("stopped_at", Milliseconds),
    Column("seen", Identifier, nullable=False),
    Column("worker", Text, nullable=False),
    Column("busy_until", Milliseconds, nullable=False),
    Column("counts", Text, nullable=False),
    Column("passed_over", Integer, nullable=False),
    Column("error", Text, nullable=False),
)

# Comments that the two would decide otherwise, the newest of a site; they go with the comment.
shadow_disagreements = Table(
    "shadow_disagreements",
    metadata,
    Column("comment", Identifier, ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True),
    Column("site_id", Integer, ForeignKey("sites.id"), nullable=False),
    Column("champion", Text, nullable=False),
    Column("decided", Text, nullable=False),
    Column("would_decide", Text, nullable=False),
    Column("reasons", Text, nullable=False),
)
Index("ix_shadow_disagreements_site", shadow_disagreements.c.site_id, shadow_disagreements.c.comment)
