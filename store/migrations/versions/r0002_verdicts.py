"""Verdicts, what they settle, which comments wait for one; what is remembered of comments that are deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_milliseconds = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_identifier = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table and the column."""
    # By hand: alembic would copy SQLite's whole table to add the constraint.
    op.execute(
        "ALTER TABLE comments ADD COLUMN verdict TEXT DEFAULT '' NOT NULL "
        "CONSTRAINT ck_comments_verdict CHECK (verdict IN ('', 'approve', 'reject'))"
    )
    op.add_column("comments", sa.Column("waiting_since", _milliseconds))
    op.execute("UPDATE comments SET waiting_since = submitted_at WHERE decision = 'queue' AND superseded_by = ''")
    waiting = sa.text("waiting_since IS NOT NULL")
    op.create_index(
        "ix_comments_waiting",
        "comments",
        ["site_id", "waiting_since", "id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.drop_index("ix_comments_queue", "comments")
    op.create_index("ix_comments_state", "comments", ["site_id", "decision", "verdict", "submitted_at"])
    op.drop_index("ix_comments_retention", "comments")
    op.create_index("ix_comments_time", "comments", ["site_id", "submitted_at", "fingerprint"])
    _create_verdicts()
    _create_memories()


def downgrade() -> None:
    """Drop them; verdicts are lost."""
    op.drop_table("erasures")
    op.drop_table("past_counts")
    op.drop_table("verdicts")
    op.drop_index("ix_comments_waiting", "comments")
    op.drop_column("comments", "waiting_since")
    op.drop_index("ix_comments_time", "comments")
    op.create_index("ix_comments_retention", "comments", ["site_id", "submitted_at"])
    op.drop_index("ix_comments_state", "comments")
    op.create_index("ix_comments_queue", "comments", ["site_id", "decision", "id"])
    op.execute("ALTER TABLE comments DROP COLUMN verdict")


def _create_verdicts() -> None:
    op.create_table(
        "verdicts",
        sa.Column("id", _identifier, nullable=False),
        sa.Column("site_id", sa.Integer, nullable=False),
        sa.Column("comment", _identifier, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("labels", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("moderator", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("at", _milliseconds, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_verdicts"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_verdicts_site_id"),
        sa.ForeignKeyConstraint(["comment"], ["comments.id"], name="fk_verdicts_comment", ondelete="CASCADE"),
        sa.CheckConstraint("verdict IN ('approve', 'reject', 'unsure', 'withdrawn')", name=op.f("ck_verdicts_verdict")),
    )
    op.create_index("ix_verdicts_comment", "verdicts", ["comment", "id"])
    op.create_index("ix_verdicts_site", "verdicts", ["site_id", "id"])


def _create_memories() -> None:
    op.create_table(
        "past_counts",
        sa.Column("site_id", sa.Integer, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("site_id", "day", "decision", "verdict", name="pk_past_counts"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_past_counts_site_id"),
    )
    op.create_table(
        "erasures",
        sa.Column("comment", _identifier, nullable=False),
        sa.Column("at", _milliseconds, nullable=False),
        sa.PrimaryKeyConstraint("comment", name="pk_erasures"),
    )
    op.create_index("ix_erasures_at", "erasures", ["at"])
