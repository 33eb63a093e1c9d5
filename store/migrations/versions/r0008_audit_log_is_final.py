"""The audit log refuses also what deletes without saying so: REPLACE on SQLite, TRUNCATE on PostgreSQL."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the triggers."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER audit_log_is_never_emptied BEFORE TRUNCATE ON audit_log "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_final()"
        )
    else:
        # A row that is replaced wakes no trigger of deletions (https://www.sqlite.org/lang_conflict.html).
        op.execute(
            "CREATE TRIGGER audit_log_no_replace BEFORE INSERT ON audit_log "
            "WHEN EXISTS (SELECT 1 FROM audit_log WHERE id = NEW.id) "
            "BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END"
        )


def downgrade() -> None:
    """Drop them."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_log_is_never_emptied ON audit_log")
    else:
        op.execute("DROP TRIGGER audit_log_no_replace")
