"""What the moderators' queue needs."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_milliseconds = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_signed64 = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_identifier = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_SCORED = ("toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack", "spam", "unwanted")

# An entry goes in the transaction that ends the wait, whoever ends it; when the one that is shown for others goes,
# the first that came of them is shown, and found by the reasons of them all.
_TRIGGERS = {
    "sqlite": (
        """
CREATE TRIGGER queue_left AFTER UPDATE OF waiting_since ON comments WHEN NEW.waiting_since IS NULL
BEGIN DELETE FROM queue_entries WHERE comment = NEW.id; END
""",
        """
CREATE TRIGGER queue_led AFTER DELETE ON queue_entries WHEN OLD.leads
BEGIN
    UPDATE queue_entries SET leads = 1, reasons = OLD.reasons
    WHERE comment = (SELECT comment FROM queue_entries WHERE alike = OLD.alike ORDER BY entered_at, comment LIMIT 1);
END
""",
    ),
    "postgresql": (
        """
CREATE FUNCTION queue_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM queue_entries WHERE comment = NEW.id;
    RETURN NULL;
END
$$
""",
        """
CREATE FUNCTION queue_led() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE queue_entries SET leads = true, reasons = OLD.reasons
    WHERE comment = (SELECT comment FROM queue_entries WHERE alike = OLD.alike ORDER BY entered_at, comment LIMIT 1);
    RETURN NULL;
END
$$
""",
        """
CREATE TRIGGER queue_left AFTER UPDATE OF waiting_since ON comments
FOR EACH ROW WHEN (NEW.waiting_since IS NULL) EXECUTE FUNCTION queue_left()
""",
        """
CREATE TRIGGER queue_led AFTER DELETE ON queue_entries
FOR EACH ROW WHEN (OLD.leads) EXECUTE FUNCTION queue_led()
""",
    ),
}


def upgrade() -> None:
    """Make the tables."""
    _create_entries()
    _create_likenesses()
    op.create_table(
        "leases",
        sa.Column("alike", _signed64, nullable=False, autoincrement=False),
        sa.Column("moderator", sa.Text, nullable=False),
        sa.Column("expires_at", _milliseconds, nullable=False),
        sa.PrimaryKeyConstraint("alike", name="pk_leases"),
    )
    op.create_table(
        "set_aside",
        sa.Column("comment", _identifier, nullable=False),
        sa.Column("moderator", sa.Text, nullable=False),
        sa.Column("until", _milliseconds),
        sa.PrimaryKeyConstraint("comment", "moderator", name="pk_set_aside"),
        sa.ForeignKeyConstraint(["comment"], ["comments.id"], name="fk_set_aside_comment", ondelete="CASCADE"),
    )
    op.create_index("ix_set_aside_moderator", "set_aside", ["moderator"])
    op.create_table(
        "desk_actions",
        sa.Column("id", _identifier, nullable=False),
        sa.Column("site_id", sa.Integer, nullable=False),
        sa.Column("moderator", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("comments", sa.Text, nullable=False),
        sa.Column("undone_at", _milliseconds),
        sa.PrimaryKeyConstraint("id", name="pk_desk_actions"),
    )
    op.create_index("ix_desk_actions_moderator", "desk_actions", ["moderator"])
    op.create_table(
        "author_comments",
        sa.Column("trait", _signed64, nullable=False, autoincrement=False),
        sa.Column("comment", _identifier, nullable=False),
        sa.PrimaryKeyConstraint("trait", "comment", name="pk_author_comments"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "positions",
        sa.Column("work", sa.Text, nullable=False),
        sa.Column("position", _identifier, nullable=False),
        sa.PrimaryKeyConstraint("work", name="pk_positions"),
    )
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Drop them."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER queue_left")
    else:
        op.execute("DROP TRIGGER queue_left ON comments")
    for table in (
        "likeness_keys",
        "queue_likenesses",
        "positions",
        "author_comments",
        "desk_actions",
        "set_aside",
        "leases",
        "queue_texts",
    ):
        op.drop_table(table)
    op.drop_table("queue_entries")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION queue_left()")
        op.execute("DROP FUNCTION queue_led()")


def _create_entries() -> None:
    op.create_table(
        "queue_entries",
        sa.Column("comment", _identifier, nullable=False),
        sa.Column("site_id", sa.Integer, nullable=False),
        sa.Column("waiting_since", _milliseconds, nullable=False),
        sa.Column("entered_at", _milliseconds, nullable=False),
        sa.Column("urgency", sa.Double, nullable=False),
        sa.Column("uncertainty", sa.Double, nullable=False),
        sa.Column("alike", _signed64, nullable=False),
        sa.Column("leads", sa.Boolean, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("attribute", sa.Text, nullable=False),
        sa.Column("reasons", sa.Text, nullable=False),
        sa.Column("article", _signed64, nullable=False),
        *(sa.Column(attribute, sa.SmallInteger) for attribute in _SCORED),
        sa.PrimaryKeyConstraint("comment", name="pk_queue_entries"),
        sa.ForeignKeyConstraint(["comment"], ["comments.id"], name="fk_queue_entries_comment", ondelete="CASCADE"),
    )
    op.create_index("ix_queue_entries_alike", "queue_entries", ["alike", "entered_at", "comment"])
    for order in ("urgency", "uncertainty", "waiting_since"):
        op.create_index(f"ix_queue_entries_{order}", "queue_entries", ["site_id", "leads", order, "comment"])
    op.create_index("ix_queue_entries_article", "queue_entries", ["site_id", "article"])
    op.create_table(
        "queue_texts",
        sa.Column("comment", _identifier, nullable=False),
        sa.Column("site_id", sa.Integer, nullable=False),
        sa.Column("text", _identifier, nullable=False),
        sa.PrimaryKeyConstraint("comment", name="pk_queue_texts"),
        sa.ForeignKeyConstraint(
            ["comment"], ["queue_entries.comment"], name="fk_queue_texts_comment", ondelete="CASCADE"
        ),
    )


def _create_likenesses() -> None:
    op.create_table(
        "queue_likenesses",
        sa.Column("alike", _signed64, nullable=False, autoincrement=False),
        sa.Column("site_id", sa.Integer, nullable=False),
        sa.Column("comment", _identifier, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("alike", name="pk_queue_likenesses"),
    )
    op.create_index("ix_queue_likenesses_comment", "queue_likenesses", ["comment"])
    op.create_table(
        "likeness_keys",
        sa.Column("key", _signed64, nullable=False, autoincrement=False),
        sa.Column("alike", _signed64, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_likeness_keys"),
    )
