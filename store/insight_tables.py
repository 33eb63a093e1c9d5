"""The tables behind the desk's insights: what was drawn for an audit, how long the queue was, what sites were told."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from store.tables import Identifier, Milliseconds, metadata

# Accepted and rejected comments that moderators are asked to judge, drawn at random.
samples = Table(
    "samples",
    metadata,
    Column("comment", Identifier, ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True),
    Column("site_id", Integer, ForeignKey("sites.id"), nullable=False),
    Column("decision", Text, nullable=False),
    Column("drawn_at", Milliseconds, nullable=False),
    CheckConstraint("decision IN ('accept', 'reject')", name="decision"),
)
Index("ix_samples_drawn", samples.c.site_id, samples.c.drawn_at)

# Up to which time of submission the comments of a site were drawn from.
sampling = Table(
    "sampling",
    metadata,
    Column("site_id", Integer, ForeignKey("sites.id"), primary_key=True),
    Column("drawn_until", Milliseconds, nullable=False),
)

# How many comments waited at that time, a quarter of an hour apart.
queue_sizes = Table(
    "queue_sizes",
    metadata,
    Column("site_id", Integer, ForeignKey("sites.id"), primary_key=True),
    Column("at", Milliseconds, primary_key=True),
    Column("waiting", Integer, nullable=False),
)

# Verdicts that a site was told of: what became of a delivery.
told = Table(
    "told",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("verdict", Identifier, ForeignKey("verdicts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("at", Milliseconds, nullable=False),
)
