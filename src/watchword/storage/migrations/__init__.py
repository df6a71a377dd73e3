"""Brings a database to the shape that this release works with. Forward only."""

from pathlib import Path

from watchword.storage.migrations.revisions import HEAD, NotMigrated, revision

__all__ = ["HEAD", "NotMigrated", "migrate", "revision"]


def migrate(url: str, backups: Path | None = None) -> None:
    """Bring a database to HEAD, in one transaction: see `run.migrate`. Raises NotMigrated."""
    # Alembic is imported by whoever migrates, and by nobody else.
    from watchword.storage.migrations import run  # noqa: PLC0415

    run.migrate(url, backups)
