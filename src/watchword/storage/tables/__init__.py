"""The tables, one file for each slice. Importing this package knows them all."""

from watchword.storage.tables import (
    accounts,
    gists,
    keys,
    lineage,
    oauth,
    organizations,
    pushes,
    repositories,
    tokens,
    webhooks,
    work,
)
from watchword.storage.tables.metadata import metadata

__all__ = [
    "accounts",
    "gists",
    "keys",
    "lineage",
    "metadata",
    "oauth",
    "organizations",
    "pushes",
    "repositories",
    "tokens",
    "webhooks",
    "work",
]
from watchword.storage.tables import social

__all__ = ["accounts", "metadata", "oauth", "pushes", "repositories", "social", "tokens", "work"]
