"""Where git finds a server."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class GitAddress:
    """Where git finds a server, and what it has to show there."""

    url: str
    certificate: Path
    """What the client has to trust."""
    user: str
    password: str
