"""What is kept for one account at one place, and what fits it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from watchword_client.credential_helper import protocol
from watchword_client.secret import Secret

MARGIN: Final = 120
"""Seconds before its end from which a token is renewed: it must last for what git does with it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Protocol and host, with `:port` exactly as the address has it. Never a wildcard."""

    protocol: str
    host: str

    @property
    def address(self) -> str:
        """As people write it."""
        return f"{self.protocol}://{self.host}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One credential. What it holds in secret does not show in its repr."""

    place: Place
    username: str
    password: Secret | None = field(repr=False)
    """None where the server refused it and it is to be refreshed."""
    path: str | None = None
    """Git names one where `credential.useHttpPath` is set."""
    expires_at: int = 0
    """Seconds since 1970 UTC; 0 for never. So are the others."""
    refresh_token: Secret | None = field(default=None, repr=False)
    client_id: str = ""
    refresh_expires_at: int = 0
    kept_until: int = 0
    """When memory forgets it."""
    before: str = ""
    """Digest of the password that this one came in place of."""

    def has_password(self, now: int) -> bool:
        """Whether its password may be handed out."""
        return self.password is not None and not 0 < self.expires_at <= now

    def has_refresh_token(self, now: int) -> bool:
        """Whether it has a refresh token that has not ended."""
        return self.refresh_token is not None and not 0 < self.refresh_expires_at <= now

    def may_refresh(self, now: int) -> bool:
        """Whether it can be renewed here."""
        return self.has_refresh_token(now) and bool(self.client_id)

    def is_due(self, now: int) -> bool:
        """Whether it ought to be renewed before git sees it."""
        ends_soon = 0 < self.expires_at <= now + MARGIN
        return self.may_refresh(now) and (self.password is None or ends_soon)

    def is_of_use(self, now: int) -> bool:
        """Whether anything is left that git or a refresh could use."""
        return self.has_password(now) or self.has_refresh_token(now)

    def came_after(self, password: Secret) -> bool:
        """Whether that is the password which this one replaced: somebody else comes late."""
        return bool(self.before) and self.before == digest(password)

    def has(self, password: Secret) -> bool:
        """Whether that is its password."""
        return self.password is not None and digest(self.password) == digest(password)

    def fits(self, wanted: Mapping[str, str]) -> bool:
        """Whether it is what a request is about; what the request leaves open may be anything."""
        return (
            wanted.get("username", self.username) == self.username
            and wanted.get("path", self.path) == self.path
        )

    def refused(self) -> "Entry":
        """Without the password that the server refused, to be refreshed."""
        assert self.password is not None
        return replace(self, password=None, expires_at=0, before=digest(self.password))

    def in_place_of(self, old: "Entry") -> "Entry":
        """The same, so that it knows the password which it replaces."""
        if old.password is None or self.password == old.password:
            return self
        return replace(self, before=digest(old.password))

    def for_git(self, now: int) -> list[tuple[str, str]]:
        """What git is told: never where to send it, and no password that has ended."""
        lines = [("username", self.username)]
        if self.has_password(now) and self.password is not None:
            lines.append(("password", self.password.text))
            if self.expires_at:
                lines.append(("password_expiry_utc", str(self.expires_at)))
        if self.has_refresh_token(now) and self.refresh_token is not None:
            lines.append(("oauth_refresh_token", self.refresh_token.text))
        return lines

    def to_keep(self) -> list[tuple[str, str]]:
        """All of it, as stores write it down; `read` reads it."""
        values = {
            "protocol": self.place.protocol,
            "host": self.place.host,
            "path": self.path,
            "username": self.username,
            "password": self.password.text if self.password else None,
            "password_expiry_utc": str(self.expires_at or ""),
            "oauth_refresh_token": self.refresh_token.text if self.refresh_token else None,
            "watchword_client_id": self.client_id,
            "watchword_refresh_expiry_utc": str(self.refresh_expires_at or ""),
            "watchword_kept_until": str(self.kept_until or ""),
            "watchword_before": self.before,
        }
        needed = {"path", "username", "password"}
        return [
            (key, value)
            for key, value in values.items()
            if value or (key in needed and value is not None)
        ]


def read(attributes: Mapping[str, str]) -> Entry | None:
    """Make an entry of attributes; None where a part is missing that every entry has."""
    place = place_of(attributes)
    if place is None or "username" not in attributes:
        return None
    password = attributes.get("password")
    refresh_token = attributes.get("oauth_refresh_token")
    return Entry(
        place,
        attributes["username"],
        None if password is None else Secret(password),
        attributes.get("path"),
        protocol.number(attributes, "password_expiry_utc"),
        Secret(refresh_token) if refresh_token else None,
        attributes.get("watchword_client_id", ""),
        protocol.number(attributes, "watchword_refresh_expiry_utc"),
        protocol.number(attributes, "watchword_kept_until"),
        attributes.get("watchword_before", ""),
    )


def place_of(attributes: Mapping[str, str]) -> Place | None:
    """Protocol and host of a request; None where one is missing or empty (CVE-2020-11008)."""
    scheme, host = attributes.get("protocol", ""), attributes.get("host", "")
    return Place(scheme, host) if scheme and host else None


def read_all(data: bytes) -> list[Entry]:
    """Read what `write_all` wrote. Raises Malformed."""
    return [entry for entry in map(read, protocol.blocks(data)) if entry is not None]


def write_all(entries: Iterable[Entry]) -> bytes:
    """Write entries down, with an empty line between them. Raises Malformed."""
    return b"\n".join(protocol.write(entry.to_keep()) for entry in entries)


def digest(password: Secret) -> str:
    """Tell a password again without keeping it."""
    import hashlib

    return hashlib.sha256(password.text.encode()).hexdigest()
