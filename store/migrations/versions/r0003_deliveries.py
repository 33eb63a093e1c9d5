"""Where verdicts are to be told, and which are still to be told there."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_milliseconds = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_identifier = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "callbacks",
        sa.Column("site_id", sa.Integer, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("sealed_key", sa.Text, nullable=False),
        sa.Column("seen_at", _milliseconds, nullable=False),
        sa.PrimaryKeyConstraint("site_id", "url", name="pk_callbacks"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_callbacks_site_id"),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", _identifier, nullable=False),
        sa.Column("site_id", sa.Integer, nullable=False),
        sa.Column("verdict", _identifier, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", _milliseconds),
        sa.Column("error", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_deliveries_site_id"),
        sa.ForeignKeyConstraint(["verdict"], ["verdicts.id"], name="fk_deliveries_verdict", ondelete="CASCADE"),
        # op.f: the name is final, not a part for the naming convention
        sa.CheckConstraint("kind IN ('akismet', 'webhook')", name=op.f("ck_deliveries_kind")),
    )
    op.create_index("ix_deliveries_verdict", "deliveries", ["verdict"])
    op.create_index("ix_deliveries_due_at", "deliveries", ["due_at"])


def downgrade() -> None:
    """Drop them; what was not told yet is told no more."""
    op.drop_table("deliveries")
    op.drop_table("callbacks")
