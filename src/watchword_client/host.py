"""The name of a server, as people type it and as git writes it."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

NAME = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\.?"
    r"|\[[0-9a-f:.]+\]"
)


@dataclass(frozen=True, slots=True, order=True)
class Host:
    """A server that is spoken to by HTTPS: its name, with `:port` where it is not 443."""

    name: str

    @classmethod
    def parse(cls, text: str) -> "Host":
        """Read `HOST`, `HOST:PORT` or an https address. Raises ValueError for anything else."""
        if not text.isprintable():
            msg = f"{text!r} is no host"
            raise ValueError(msg)
        address = text if "://" in text else f"https://{text}"
        parts = urlsplit(address)
        if parts.scheme.lower() != "https":
            msg = f"{parts.scheme}:// is not HTTPS"
            raise ValueError(msg)
        name = parts.netloc.rpartition("@")[2].lower()
        bare, port = (parts.hostname or ""), parts.port
        if ":" in bare:
            bare = f"[{bare}]"
        if not NAME.fullmatch(bare) or name not in {bare, f"{bare}:{port}", f"{bare}:"}:
            msg = f"{text!r} is no host"
            raise ValueError(msg)
        return cls(bare if port in {None, 443} else f"{bare}:{port}")

    @property
    def url(self) -> str:
        """The address, without a slash at its end."""
        return f"https://{self.name}"

    @property
    def api(self) -> str:
        """Where its API is (GHES behaviour)."""
        return f"{self.url}/api/v3"

    def __str__(self) -> str:
        """Show it as git does."""
        return self.name
