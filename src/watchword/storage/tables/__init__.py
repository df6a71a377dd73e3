"""The tables, one file for each slice. Importing this package knows them all."""

from watchword.storage.tables import (
    accounts,
    gists,
    keys,
    lineage,
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
    "gists",
    "keys",
    "lineage",
    "metadata",
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
