"""Who writes a commit that the server makes, as the commit tells it (git-commit-tree(1))."""

import re

from msgspec import Struct

from watchword.accounts.model import User
from watchword.kernel.ids import UserId

NOREPLY = re.compile(r"(?P<number>[0-9]{1,18})\+[A-Za-z0-9-]{1,39}@users\.noreply\.(?P<host>.+)")


class Signature(Struct, frozen=True):
    """Who writes, and when (seconds since 1970)."""

    name: str
    email: str
    at: int
    zone: int = 0
    """Minutes east of UTC."""

    def line(self) -> bytes:
        """As commits have it; what would break the line is left out (git-fsck(1), badName)."""
        name, email = _plain(self.name) or "nobody", _plain(self.email)
        hours, minutes = divmod(abs(self.zone), 60)
        zone = f"{'-' if self.zone < 0 else '+'}{hours:02}{minutes:02}"
        return f"{name} <{email}> {max(self.at, 0)} {zone}".encode("utf-8", "replace")


def signature(user: User, host: str, now: int) -> Signature:
    """An account's signature; `host` stands behind the @ of who keeps theirs private."""
    shown = user.email if user.email == user.public_email else None
    return Signature(user.name or user.login, shown or noreply(user, host), now)


def noreply(user: User, host: str) -> str:
    """The address of who shows none; it leads nowhere (GHES behaviour)."""
    return f"{user.id}+{user.login}@users.noreply.{host}"


def number_in(email: str, host: str) -> UserId | None:
    """The account for which an address stands that leads nowhere."""
    found = NOREPLY.fullmatch(email)
    if found is None or found["host"].lower() != host.lower():
        return None
    return UserId(int(found["number"]))


def _plain(text: str) -> str:
    return "".join(one for one in text if one.isprintable() and one not in "<>").strip()
