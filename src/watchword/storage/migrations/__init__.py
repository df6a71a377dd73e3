"""Brings a database to the shape that this release works with. Forward only."""

from watchword.storage.migrations.run import HEAD, migrate, revision

__all__ = ["HEAD", "migrate", "revision"]
