"""Facts, what is to be done about them, and counters that workers share."""

import sqlalchemy as sa

from watchword.storage.tables.metadata import Big, at, metadata, number

events = sa.Table(
    "events",
    metadata,
    number(),
    sa.Column("at_ms", sa.BigInteger, nullable=False),
    sa.Column("name", sa.String(64), nullable=False),
    # No foreign keys: the log outlives what it speaks of.
    sa.Column("actor_id", sa.BigInteger),
    sa.Column("user_id", sa.BigInteger),
    sa.Column("repository_id", sa.BigInteger),
    sa.Column("org_id", sa.BigInteger),
    sa.Column("origin", sa.JSON, nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
    # What was called how at that time: user, org, repo. The actor's login is in the origin.
    sa.Column("named", sa.JSON),
    # What is searched for, in small letters.
    sa.Column("actor_key", sa.String(64)),
    sa.Column("user_key", sa.String(64)),
    sa.Column("org_key", sa.String(64)),
    sa.Column("repo_key", sa.String(160)),
    sa.Column("address", sa.String(64)),
    sa.Column("hashed_token", sa.String(64)),
    # The log is read from one moment on, forwards or backwards.
    sa.Index(None, "at_ms"),
    sa.Index(None, "name", "at_ms"),
    sa.Index(None, "actor_id", "at_ms"),
    sa.Index(None, "user_id", "at_ms"),
    sa.Index(None, "repository_id", "name", "at_ms"),
    sa.Index(None, "org_id", "at_ms"),
    sa.Index(None, "org_id", "name", "at_ms"),
    sa.Index(None, "actor_key", "at_ms"),
    sa.Index(None, "user_key", "at_ms"),
    sa.Index(None, "org_key", "at_ms"),
    sa.Index(None, "repo_key", "at_ms"),
    sa.Index(None, "address", "at_ms"),
    sa.Index(None, "hashed_token", "at_ms"),
    sqlite_autoincrement=True,
)

jobs = sa.Table(
    "jobs",
    metadata,
    number(),
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), nullable=False),
    sa.Column("listener", sa.String(64), nullable=False),
    at("due", nullable=False),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("given_up", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("error", sa.Text),
    sa.Index(None, "given_up", "due"),
    sa.Index(None, "event_id"),
    sqlite_autoincrement=True,
)

counters = sa.Table(
    "counters",
    metadata,
    # What is counted: "api:user:7", "bad:address:10.0.0.0/24", …
    sa.Column("bucket", sa.String(128), primary_key=True),
    sa.Column("window", sa.BigInteger, primary_key=True),
    sa.Column("total", Big, nullable=False),
    sa.Index(None, "window"),
)
