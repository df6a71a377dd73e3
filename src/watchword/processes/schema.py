"""No process runs on a database of another shape than its own."""

import sys

import structlog

from watchword.settings import Settings
from watchword.storage.migrations import HEAD, revision

log = structlog.get_logger("watchword.schema")

WRONG_SCHEMA = 3
"""Exit status of a child that refused."""


def must_match(settings: Settings) -> None:
    """End this process unless the database has the shape that this release works with."""
    found = revision(settings.database_url)
    if found != HEAD:
        log.error("schema.other", found=found, needed=HEAD, advice="restart the server to migrate")
        sys.exit(WRONG_SCHEMA)
