"""Who writes a commit that the server makes, as the commit tells it (git-commit-tree(1))."""

from dataclasses import dataclass

from watchword.accounts.model import User


@dataclass(frozen=True, slots=True)
class Signature:
    """Who writes, and when (seconds since 1970)."""

    name: str
    email: str
    at: int

    def line(self) -> bytes:
        """As commits have it; what would break the line is left out (git-fsck(1), badName)."""
        name, email = _plain(self.name) or "nobody", _plain(self.email)
        return f"{name} <{email}> {self.at} +0000".encode("utf-8", "replace")


def signature(user: User, host: str, now: int) -> Signature:
    """An account's signature; `host` stands behind the @ of who shows no address."""
    email = user.email or f"{user.id}+{user.login}@users.noreply.{host}"
    return Signature(user.name or user.login, email, now)


def _plain(text: str) -> str:
    return "".join(one for one in text if one.isprintable() and one not in "<>").strip()
