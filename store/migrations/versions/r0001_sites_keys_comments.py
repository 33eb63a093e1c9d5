"""Sites, their keys and the judged comments."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_milliseconds = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_signed64 = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_identifier = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "sites",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("policy", sa.Text, nullable=False),
        sa.Column("host", sa.Text),
        sa.Column("created_at", _milliseconds, nullable=False),
        sa.Column("updated_at", _milliseconds, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sites"),
        sa.UniqueConstraint("name", name="uq_sites_name"),
    )
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("site_id", sa.Integer, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("hint", sa.Text, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("created_at", _milliseconds, nullable=False),
        sa.Column("revoked_at", _milliseconds),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_api_keys_site_id"),
        sa.UniqueConstraint("digest", name="uq_api_keys_digest"),
    )
    op.create_index("ix_api_keys_site_id", "api_keys", ["site_id"])
    _create_comments()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("comments")
    op.drop_table("api_keys")
    op.drop_table("sites")


def _create_comments() -> None:
    op.create_table(
        "comments",
        sa.Column("id", _identifier, nullable=False),
        sa.Column("site_id", sa.Integer, nullable=False),
        sa.Column("submitted_at", _milliseconds, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("comment_id", sa.Text),
        sa.Column("superseded_by", sa.Text, nullable=False),
        sa.Column("content_format", sa.Text, nullable=False),
        sa.Column("author_name", sa.Text),
        sa.Column("author_url", sa.Text),
        sa.Column("author_id", sa.Text),
        sa.Column("author_role", sa.Text),
        sa.Column("user_agent", sa.Text),
        sa.Column("referrer", sa.Text),
        sa.Column("article_url", sa.Text),
        sa.Column("article_title", sa.Text),
        sa.Column("parent_id", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("created_at", _milliseconds),
        sa.Column("author_email", sa.Text),
        sa.Column("author_ip", sa.Text),
        sa.Column("author_email_hash", sa.Text),
        sa.Column("author_ip_hash", sa.Text),
        sa.Column("degraded", sa.Boolean, nullable=False),
        sa.Column("findings", sa.Text, nullable=False),
        sa.Column("scores", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("policy", sa.Text, nullable=False),
        sa.Column("protocol", sa.Text, nullable=False),
        sa.Column("fingerprint", _signed64, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_comments_site_id"),
        # op.f: the name is final, not a part for the naming convention
        sa.CheckConstraint("decision IN ('accept', 'queue', 'reject')", name=op.f("ck_comments_decision")),
    )
    published = sa.text("comment_id IS NOT NULL")
    op.create_index(
        "ux_comments_revision",
        "comments",
        ["site_id", "comment_id", "superseded_by"],
        unique=True,
        sqlite_where=published,
        postgresql_where=published,
    )
    op.create_index("ix_comments_queue", "comments", ["site_id", "decision", "id"])
    op.create_index("ix_comments_retention", "comments", ["site_id", "submitted_at"])
