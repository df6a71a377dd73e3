"""The absolute addresses that answers name. They come from the public URL and nothing else."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

SSH_PORT = 22


class Addresses:
    """Where things are."""

    __slots__ = ("_ssh", "api", "host", "site", "uploads")

    def __init__(self, public_url: str, ssh_port: int = SSH_PORT) -> None:
        """Take scheme, host and port, without a slash at the end; and the port for SSH."""
        self.site = public_url
        self.api = f"{public_url}/api/v3"
        self.uploads = f"{public_url}/api/uploads"
        self.host = urlsplit(public_url).hostname or "localhost"
        shown = f"[{self.host}]" if ":" in self.host else self.host
        usual = ssh_port == SSH_PORT
        self._ssh = f"git@{shown}:" if usual else f"ssh://git@{shown}:{ssh_port}/"

    def ssh_url(self, full_name: str) -> str:
        """Where git finds a repository over SSH: the short form is for the usual port only."""
        return f"{self._ssh}{full_name}.git"

    def repository_by_id(self, number: int) -> str:
        """Where a repository answers whatever it is called by now."""
        return f"{self.api}/repositories/{number}"


def moment(seconds: int) -> datetime:
    """A time in seconds since 1970 as answers write it: `2026-01-31T12:00:00Z`."""
    return datetime.fromtimestamp(seconds, UTC)
