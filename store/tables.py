"""The tables, the same on SQLite and PostgreSQL. Times are milliseconds since the epoch, UTC; JSON is kept as text."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    },
)

# SQLite counts any INTEGER in 64 bits and numbers rows only by a column of exactly that type.
Milliseconds = BigInteger().with_variant(Integer, "sqlite")
Signed64 = BigInteger().with_variant(Integer, "sqlite")
# Identifiers sort by bytes, whatever the database's locale.
Identifier = Text().with_variant(Text(collation="C"), "postgresql")

sites = Table(
    "sites",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("policy", Text, nullable=False),
    Column("host", Text),
    Column("created_at", Milliseconds, nullable=False),
    Column("updated_at", Milliseconds, nullable=False),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("site_id", Integer, ForeignKey("sites.id"), nullable=False, index=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("hint", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("created_at", Milliseconds, nullable=False),
    Column("revoked_at", Milliseconds),
)

# The columns stand in the order of `store.records.CommentRecord`: a record is inserted as it is.
comments = Table(
    "comments",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("site_id", Integer, ForeignKey("sites.id"), nullable=False),
    Column("submitted_at", Milliseconds, nullable=False),
    Column("content", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("comment_id", Text),
    # Empty while this is the current revision: the unique index below then keeps a second one out.
    Column("superseded_by", Text, nullable=False),
    Column("content_format", Text, nullable=False),
    Column("author_name", Text),
    Column("author_url", Text),
    Column("author_id", Text),
    Column("author_role", Text),
    Column("user_agent", Text),
    Column("referrer", Text),
    Column("article_url", Text),
    Column("article_title", Text),
    Column("parent_id", Text),
    Column("language", Text),
    Column("created_at", Milliseconds),
    Column("author_email", Text),
    Column("author_ip", Text),
    Column("author_email_hash", Text),
    Column("author_ip_hash", Text),
    Column("degraded", Boolean, nullable=False),
    Column("findings", Text, nullable=False),
    Column("scores", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("policy", Text, nullable=False),
    Column("protocol", Text, nullable=False),
    Column("fingerprint", Signed64, nullable=False),
    # What the newest verdict settles: empty while the comment is open. `store.verdicts` keeps it in step.
    Column("verdict", Text, nullable=False, server_default=text("''")),
    # When the comment was queued, as long as it waits for a verdict: a current revision, queued and not settled.
    Column("waiting_since", Milliseconds),
    # No lists: SQLite would make a table of each for every row.
    CheckConstraint("decision = 'accept' OR decision = 'queue' OR decision = 'reject'", name="decision"),
    CheckConstraint("verdict = '' OR verdict = 'approve' OR verdict = 'reject'", name="verdict"),
)

# Only ever added to: the newest verdict of a comment counts.
verdicts = Table(
    "verdicts",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("site_id", Integer, ForeignKey("sites.id"), nullable=False),
    Column("comment", Identifier, ForeignKey("comments.id", ondelete="CASCADE"), nullable=False),
    Column("verdict", Text, nullable=False),
    Column("labels", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("moderator", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("at", Milliseconds, nullable=False),
    CheckConstraint("verdict IN ('approve', 'reject', 'unsure', 'withdrawn')", name="verdict"),
)
Index("ix_verdicts_comment", verdicts.c.comment, verdicts.c.id)
Index("ix_verdicts_site", verdicts.c.site_id, verdicts.c.id)

# How many comments there were of each day (since the epoch, UTC) that are deleted by now: statistics outlive them.
past_counts = Table(
    "past_counts",
    metadata,
    Column("site_id", Integer, ForeignKey("sites.id"), primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("decision", Text, primary_key=True),
    Column("verdict", Text, primary_key=True),
    Column("count", Integer, nullable=False),
)

# What was erased lately, so that every process forgets it: ids mean nothing any more.
erasures = Table(
    "erasures",
    metadata,
    Column("comment", Identifier, primary_key=True),
    Column("at", Milliseconds, nullable=False, index=True),
)

# Where the plugins of a site want to be told of verdicts, and by which key, sealed by the service's secret.
callbacks = Table(
    "callbacks",
    metadata,
    Column("site_id", Integer, ForeignKey("sites.id"), primary_key=True),
    Column("url", Text, primary_key=True),
    Column("sealed_key", Text, nullable=False),
    Column("seen_at", Milliseconds, nullable=False),
)

# Verdicts that a site is still to be told of: a row goes when it was told. Without `due_at` it is given up.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("site_id", Integer, ForeignKey("sites.id"), nullable=False),
    Column("verdict", Identifier, ForeignKey("verdicts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Milliseconds, index=True),
    Column("error", Text, nullable=False),
    CheckConstraint("kind IN ('akismet', 'webhook')", name="kind"),
)

# The people who use the desk; one without a site may look after every site. `folded` is the name as it is compared.
moderators = Table(
    "moderators",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("site_id", Integer, ForeignKey("sites.id")),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("password_hash", Text),
    Column("created_at", Milliseconds, nullable=False),
    Column("revoked_at", Milliseconds),
    CheckConstraint("role IN ('moderator', 'lead', 'admin')", name="role"),
)

# Of what opens the desk only the SHA-256 is kept.
desk_sessions = Table(
    "desk_sessions",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("moderator", Identifier, ForeignKey("moderators.id"), nullable=False, index=True),
    Column("site_id", Integer, ForeignKey("sites.id")),
    Column("agent", Text, nullable=False),
    Column("created_at", Milliseconds, nullable=False),
    Column("seen_at", Milliseconds, nullable=False),
    Column("expires_at", Milliseconds, nullable=False),
)

desk_invitations = Table(
    "desk_invitations",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("moderator", Identifier, ForeignKey("moderators.id"), nullable=False, index=True),
    Column("expires_at", Milliseconds, nullable=False),
    Column("used_at", Milliseconds),
)

# Only ever added to: the migration's triggers refuse anything else. Without a site it concerns the whole service.
audit_log = Table(
    "audit_log",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("site_id", Integer, ForeignKey("sites.id")),
    Column("at", Milliseconds, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("details", Text, nullable=False),
)
Index("ix_audit_log_site", audit_log.c.site_id, audit_log.c.id)

# Every insert pays for every index: these grow at their right edge, whereas one over the authors' hashes, or over site
# and fingerprint, would land on a random page each time (docs/adr/0003).
published = text("comment_id IS NOT NULL")
revisions = Index(
    "ux_comments_revision",
    comments.c.site_id,
    comments.c.comment_id,
    comments.c.superseded_by,
    unique=True,
    # `store.engines` says the same of PostgreSQL, whose dialect SQLAlchemy would import for it here.
    sqlite_where=published,
)
# Most comments are accepted, and nobody says a word of them. Who asks for the others says so in these words.
rare = text("(decision <> 'accept' OR verdict <> '')")
Index(
    "ix_comments_state",
    comments.c.site_id,
    comments.c.decision,
    comments.c.verdict,
    comments.c.submitted_at,
    sqlite_where=rare,
)
Index(
    "ix_comments_time",
    comments.c.site_id,
    comments.c.submitted_at,
    comments.c.fingerprint,
    comments.c.decision,
)
# Ordered by what only this index has, so that PostgreSQL is not tempted to walk the comments by id until it finds some.
_waiting = text("waiting_since IS NOT NULL")
Index(
    "ix_comments_waiting",
    comments.c.site_id,
    comments.c.waiting_since,
    comments.c.id,
    sqlite_where=_waiting,
)
