"""Where git finds a server."""

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class GitAddress:
    """Where git finds a server, and what it has to show there."""

    url: str
    certificate: Path
    """What the client has to trust, where the address is one of TLS."""
    user: str
    password: str

    @property
    def authorization(self) -> str:
        """The header of a client that does not wait to be asked."""
        pair = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        return f"Authorization: Basic {pair}"


PEERS_USER, PEERS_PASSWORD = "bench", "not-a-secret"


def write_passwords(path: Path) -> None:
    """Write the one account of a peer as nginx and Apache read it: a digest that costs little."""
    digest = base64.b64encode(hashlib.sha1(PEERS_PASSWORD.encode()).digest()).decode()
    path.write_text(f"{PEERS_USER}:{{SHA}}{digest}\n")
