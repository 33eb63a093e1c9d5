"""Comments drawn for an audit of the decisions, the queue's length over time, and what sites were told."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_milliseconds = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_identifier = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "samples",
        sa.Column("comment", _identifier, nullable=False),
        sa.Column("site_id", sa.Integer, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("drawn_at", _milliseconds, nullable=False),
        sa.PrimaryKeyConstraint("comment", name="pk_samples"),
        sa.ForeignKeyConstraint(["comment"], ["comments.id"], name="fk_samples_comment", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_samples_site_id"),
        # op.f: the name is final, not a part for the naming convention
        sa.CheckConstraint("decision IN ('accept', 'reject')", name=op.f("ck_samples_decision")),
    )
    op.create_index("ix_samples_drawn", "samples", ["site_id", "drawn_at"])
    op.create_table(
        "sampling",
        sa.Column("site_id", sa.Integer, nullable=False),
        sa.Column("drawn_until", _milliseconds, nullable=False),
        sa.PrimaryKeyConstraint("site_id", name="pk_sampling"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_sampling_site_id"),
    )
    op.create_table(
        "queue_sizes",
        sa.Column("site_id", sa.Integer, nullable=False),
        sa.Column("at", _milliseconds, nullable=False),
        sa.Column("waiting", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("site_id", "at", name="pk_queue_sizes"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_queue_sizes_site_id"),
    )
    op.create_table(
        "told",
        sa.Column("id", _identifier, nullable=False),
        sa.Column("verdict", _identifier, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("at", _milliseconds, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_told"),
        sa.ForeignKeyConstraint(["verdict"], ["verdicts.id"], name="fk_told_verdict", ondelete="CASCADE"),
    )
    op.create_index("ix_told_verdict", "told", ["verdict"])


def downgrade() -> None:
    """Drop them; estimates begin anew."""
    for table in ("told", "queue_sizes", "sampling", "samples"):
        op.drop_table(table)
