"""The tables, one file for each slice. Importing this package knows them all."""

from watchword.storage.tables import (
    accounts,
    comments,
    gists,
    keys,
    leaks,
    lineage,
    notifications,
    oauth,
    organizations,
    pushes,
    releases,
    repositories,
    social,
    statuses,
    tokens,
    webhooks,
    work,
)
from watchword.storage.tables.metadata import metadata

__all__ = [
    "accounts",
    "comments",
    "gists",
    "keys",
    "leaks",
    "lineage",
    "metadata",
    "notifications",
    "oauth",
    "organizations",
    "pushes",
    "releases",
    "repositories",
    "social",
    "statuses",
    "tokens",
    "webhooks",
    "work",
]
