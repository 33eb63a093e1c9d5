"""The tables of the moderators' queue: what is waiting in the order it is asked for, and who looks at what.

No insert of a comment writes here: `store.queue_entries` and `store.authors` catch up beside it (docs/adr/0008).
"""

from typing import Final

from sqlalchemy import Boolean, Column, Double, ForeignKey, Index, Integer, LargeBinary, SmallInteger, Table, Text

from store.tables import Identifier, Milliseconds, Signed64, metadata

SCORED: Final = (
    "toxicity",
    "severe_toxicity",
    "obscene",
    "threat",
    "insult",
    "identity_attack",
    "spam",
    "unwanted",
)
"""Attributes whose scores can be asked for as a band; in tenths of a thousandth, empty where there is no score."""

# One for each comment that waits; triggers of revision 0005 take it away in the transaction that ends the wait.
queue_entries = Table(
    "queue_entries",
    metadata,
    Column("comment", Identifier, ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True),
    Column("site_id", Integer, nullable=False),
    Column("waiting_since", Milliseconds, nullable=False),
    Column("entered_at", Milliseconds, nullable=False),
    Column("urgency", Double, nullable=False),
    Column("uncertainty", Double, nullable=False),
    # The same for comments that are decided together; one of them leads, and it is the one that is shown.
    Column("alike", Signed64, nullable=False),
    Column("leads", Boolean, nullable=False),
    Column("language", Text, nullable=False),
    # The attribute that is furthest over its threshold; empty where none is over it.
    Column("attribute", Text, nullable=False),
    # Codes of the findings, each with a space before and behind it; where it leads, those of all that are alike.
    Column("reasons", Text, nullable=False),
    # A hash of the article's URL, 0 where there is none.
    Column("article", Signed64, nullable=False),
    *(Column(attribute, SmallInteger) for attribute in SCORED),
)
for _order in ("urgency", "uncertainty", "waiting_since"):
    Index(
        f"ix_queue_entries_{_order}",
        queue_entries.c.site_id,
        queue_entries.c.leads,
        queue_entries.c[_order],
        queue_entries.c.comment,
    )
# Of those that are alike the first that came leads, and the newest tells how far a moderator has seen.
Index("ix_queue_entries_alike", queue_entries.c.alike, queue_entries.c.entered_at, queue_entries.c.comment)
Index("ix_queue_entries_article", queue_entries.c.site_id, queue_entries.c.article)

# What is searched: apart, so that no other question reads it.
queue_texts = Table(
    "queue_texts",
    metadata,
    Column("comment", Identifier, ForeignKey("queue_entries.comment", ondelete="CASCADE"), primary_key=True),
    Column("site_id", Integer, nullable=False),
    Column("text", Identifier, nullable=False),
)

# What is decided together: each group by its first comment, which need not wait any more. No foreign key: the keys have
# to go with it, so that `store.comments.remove` takes both away.
queue_likenesses = Table(
    "queue_likenesses",
    metadata,
    Column("alike", Signed64, primary_key=True, autoincrement=False),
    Column("site_id", Integer, nullable=False),
    Column("comment", Identifier, nullable=False, index=True),
    Column("signature", LargeBinary, nullable=False),
)

# By what a group is found: of those that share a key the newest has it.
likeness_keys = Table(
    "likeness_keys",
    metadata,
    Column("key", Signed64, primary_key=True, autoincrement=False),
    Column("alike", Signed64, nullable=False),
)

# Who looks at which comments. What is alike is held together.
leases = Table(
    "leases",
    metadata,
    Column("alike", Signed64, primary_key=True, autoincrement=False),
    Column("moderator", Text, nullable=False),
    Column("expires_at", Milliseconds, nullable=False),
)

# What a moderator does not want to see again: for ever, or until a time.
set_aside = Table(
    "set_aside",
    metadata,
    Column("comment", Identifier, ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True),
    Column("moderator", Text, primary_key=True, index=True),
    Column("until", Milliseconds),
)

# What moderators did at the desk, to be undone.
desk_actions = Table(
    "desk_actions",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("site_id", Integer, nullable=False),
    Column("moderator", Text, nullable=False, index=True),
    Column("action", Text, nullable=False),
    Column("comments", Text, nullable=False),
    Column("undone_at", Milliseconds),
)

# Which comments an author wrote. Rows are kept in the order of their key, without another copy.
author_comments = Table(
    "author_comments",
    metadata,
    Column("trait", Signed64, primary_key=True, autoincrement=False),
    Column("comment", Identifier, primary_key=True),
    sqlite_with_rowid=False,
)

# How far work has come that reads all comments in the order of their ids.
positions = Table(
    "positions",
    metadata,
    Column("work", Text, primary_key=True),
    Column("position", Identifier, nullable=False),
)
