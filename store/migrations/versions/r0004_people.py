"""People who moderate, their sessions, and the log of what they did."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_milliseconds = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_identifier = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables, and the triggers that keep the log as it was written."""
    op.create_table(
        "moderators",
        sa.Column("id", _identifier, nullable=False),
        sa.Column("site_id", sa.Integer),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text),
        sa.Column("created_at", _milliseconds, nullable=False),
        sa.Column("revoked_at", _milliseconds),
        sa.PrimaryKeyConstraint("id", name="pk_moderators"),
        sa.UniqueConstraint("folded", name="uq_moderators_folded"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_moderators_site_id"),
        sa.CheckConstraint("role IN ('moderator', 'lead', 'admin')", name=op.f("ck_moderators_role")),
    )
    op.create_table(
        "desk_sessions",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("moderator", _identifier, nullable=False),
        sa.Column("site_id", sa.Integer),
        sa.Column("agent", sa.Text, nullable=False),
        sa.Column("created_at", _milliseconds, nullable=False),
        sa.Column("seen_at", _milliseconds, nullable=False),
        sa.Column("expires_at", _milliseconds, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_desk_sessions"),
        sa.ForeignKeyConstraint(["moderator"], ["moderators.id"], name="fk_desk_sessions_moderator"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_desk_sessions_site_id"),
    )
    op.create_index("ix_desk_sessions_moderator", "desk_sessions", ["moderator"])
    op.create_table(
        "desk_invitations",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("moderator", _identifier, nullable=False),
        sa.Column("expires_at", _milliseconds, nullable=False),
        sa.Column("used_at", _milliseconds),
        sa.PrimaryKeyConstraint("digest", name="pk_desk_invitations"),
        sa.ForeignKeyConstraint(["moderator"], ["moderators.id"], name="fk_desk_invitations_moderator"),
    )
    op.create_index("ix_desk_invitations_moderator", "desk_invitations", ["moderator"])
    op.create_table(
        "audit_log",
        sa.Column("id", _identifier, nullable=False),
        sa.Column("site_id", sa.Integer),
        sa.Column("at", _milliseconds, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_log"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_audit_log_site_id"),
    )
    op.create_index("ix_audit_log_site", "audit_log", ["site_id", "id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION audit_log_is_final() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the audit log is only added to'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_log_is_final BEFORE UPDATE OR DELETE ON audit_log "
            "FOR EACH ROW EXECUTE FUNCTION audit_log_is_final()"
        )
    else:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_log_no_{change.lower()} BEFORE {change} ON audit_log "
                "BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END"
            )


def downgrade() -> None:
    """Drop them; who may enter and what was done is lost."""
    op.drop_table("audit_log")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_log_is_final()")
    op.drop_table("desk_invitations")
    op.drop_table("desk_sessions")
    op.drop_table("moderators")
