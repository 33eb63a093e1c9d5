"""Retrainings, the verdicts to look at once more, and shadows."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_milliseconds = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_identifier = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "retrainings",
        sa.Column("id", _identifier, nullable=False),
        sa.Column("site_id", sa.Integer, nullable=False),
        sa.Column("started_at", _milliseconds, nullable=False),
        sa.Column("seen_at", _milliseconds, nullable=False),
        sa.Column("finished_at", _milliseconds),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("started_by", sa.Text, nullable=False),
        sa.Column("process", sa.Text, nullable=False),
        sa.Column("progress", sa.Text, nullable=False),
        sa.Column("verdicts_seen", sa.Integer, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("report", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_retrainings"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_retrainings_site_id"),
        # op.f: the name is final, not a part for the naming convention
        sa.CheckConstraint("state IN ('running', 'passed', 'refused', 'failed')", name=op.f("ck_retrainings_state")),
    )
    op.create_index("ix_retrainings_site", "retrainings", ["site_id", "id"])
    running = sa.text("state = 'running'")
    op.create_index(
        "ux_retrainings_running",
        "retrainings",
        ["site_id"],
        unique=True,
        sqlite_where=running,
        postgresql_where=running,
    )
    op.create_table(
        "second_looks",
        sa.Column("comment", _identifier, nullable=False),
        sa.Column("site_id", sa.Integer, nullable=False),
        sa.Column("verdict", _identifier, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("other", _identifier),
        sa.Column("score", sa.Integer, nullable=False),
        sa.Column("listed_at", _milliseconds, nullable=False),
        sa.Column("confirmed_at", _milliseconds),
        sa.Column("confirmed_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("comment", name="pk_second_looks"),
        sa.ForeignKeyConstraint(["comment"], ["comments.id"], name="fk_second_looks_comment", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_second_looks_site_id"),
        sa.CheckConstraint("why IN ('model', 'twin')", name=op.f("ck_second_looks_why")),
    )
    op.create_index("ix_second_looks_site", "second_looks", ["site_id", "confirmed_at"])
    op.create_table(
        "shadows",
        sa.Column("site_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("started_at", _milliseconds, nullable=False),
        sa.Column("started_by", sa.Text, nullable=False),
        sa.Column("stopped_at", _milliseconds),
        sa.Column("seen", _identifier, nullable=False),
        sa.Column("worker", sa.Text, nullable=False),
        sa.Column("busy_until", _milliseconds, nullable=False),
        sa.Column("counts", sa.Text, nullable=False),
        sa.Column("passed_over", sa.Integer, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("site_id", name="pk_shadows"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_shadows_site_id"),
    )
    op.create_table(
        "shadow_disagreements",
        sa.Column("comment", _identifier, nullable=False),
        sa.Column("site_id", sa.Integer, nullable=False),
        sa.Column("champion", sa.Text, nullable=False),
        sa.Column("decided", sa.Text, nullable=False),
        sa.Column("would_decide", sa.Text, nullable=False),
        sa.Column("reasons", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("comment", name="pk_shadow_disagreements"),
        sa.ForeignKeyConstraint(
            ["comment"], ["comments.id"], name="fk_shadow_disagreements_comment", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_shadow_disagreements_site_id"),
    )
    op.create_index("ix_shadow_disagreements_site", "shadow_disagreements", ["site_id", "comment"])


def downgrade() -> None:
    """Drop them; the models stay where they are."""
    op.drop_table("shadow_disagreements")
    op.drop_table("shadows")
    op.drop_table("second_looks")
    op.drop_table("retrainings")
