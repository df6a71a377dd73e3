"""The absolute addresses that answers name. They come from the public URL and nothing else."""

from datetime import UTC, datetime
from urllib.parse import urlsplit


class Addresses:
    """Where things are."""

    __slots__ = ("api", "host", "site", "uploads")

    def __init__(self, public_url: str) -> None:
        """Take scheme, host and port, without a slash at the end."""
        self.site = public_url
        self.api = f"{public_url}/api/v3"
        self.uploads = f"{public_url}/api/uploads"
        self.host = urlsplit(public_url).hostname or "localhost"

    def repository_by_id(self, number: int) -> str:
        """Where a repository answers whatever it is called by now."""
        return f"{self.api}/repositories/{number}"


def moment(seconds: int) -> datetime:
    """A time in seconds since 1970 as answers write it: `2026-01-31T12:00:00Z`."""
    return datetime.fromtimestamp(seconds, UTC)
