"""No process runs on a database of another shape than its own."""

import sys

import structlog

from watchword.settings import Settings
from watchword.storage.migrations import HEAD, revision

log = structlog.get_logger("watchword.schema")

WRONG_SCHEMA = 3
"""Exit status of a child that refused."""


def is_newer(found: str | None) -> bool:
    """Whether a later release than this one migrated a database that has that revision."""
    return found is not None and found > HEAD


def advice(found: str | None) -> str:
    """What to do about a database that has that revision, where this release needs another."""
    if is_newer(found):
        return "Start the newer release again, or put back a backup of the database."
    return "Start the server once with this release: it migrates."


def must_match(settings: Settings) -> None:
    """End this process unless the database has the shape that this release works with."""
    found = revision(settings.database_url)
    if found != HEAD:
        log.error("schema.other", found=found, needed=HEAD, advice=advice(found))
        sys.exit(WRONG_SCHEMA)
