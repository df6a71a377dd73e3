"""A credential in the words of git's protocol (gitcredentials(7), git-credential(1))."""

from dataclasses import dataclass, field, replace

from watchword_client.host import Host
from watchword_client.secret import Secret

LONGEST = 65_535
"""Bytes of a line that git promises to read."""


class Malformed(ValueError):  # noqa: N818 - says of bytes what they are
    """Bytes that no honest side of the protocol sends; the text holds none of them."""


@dataclass(frozen=True, slots=True)
class Credential:
    """What git and its helpers tell each other. Absent fields are None, empty ones are ""."""

    protocol: str | None = None
    host: str | None = None
    path: str | None = None
    username: str | None = None
    password: Secret | None = None
    expires_at: int | None = None
    """`password_expiry_utc`: seconds since 1970-01-01 UTC."""
    refresh_token: Secret | None = None
    """`oauth_refresh_token`."""
    more: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """All other attributes, in the order in which they came."""

    @classmethod
    def of(cls, host: Host, username: str | None = None) -> "Credential":
        """Ask for what there is of a host, and of an account where one is named."""
        return cls("https", host.name, username=username)

    def with_secret(
        self, username: str, password: Secret, expires_at: int | None, refresh: Secret | None
    ) -> "Credential":
        """The same place with something to keep."""
        return replace(
            self,
            username=username,
            password=password,
            expires_at=expires_at,
            refresh_token=refresh,
        )

    def encode(self) -> bytes:
        """Write it down. Raises Malformed for a value that would not stay on its line."""
        lines = [
            ("protocol", self.protocol),
            ("host", self.host),
            ("path", self.path),
            ("username", self.username),
            ("password", self.password.text if self.password else None),
            ("password_expiry_utc", None if self.expires_at is None else str(self.expires_at)),
            ("oauth_refresh_token", self.refresh_token.text if self.refresh_token else None),
            *self.more,
        ]
        return b"".join(_line(key, value) for key, value in lines if value is not None)


def parse(data: bytes) -> Credential:
    """Read what a helper or git wrote, to the first empty line or the end. Raises Malformed.

    Bytes are split at LF only; one CR at the end of a line is taken off, any other control
    character is refused (CVE-2020-5260, CVE-2024-50338, CVE-2024-52006).
    """
    known: dict[str, str] = {}
    more: list[tuple[str, str]] = []
    for line in data.split(b"\n"):
        bare = line.removesuffix(b"\r")
        if not bare:
            break
        key, value = _pair(bare)
        if key in KNOWN:
            known[key] = value
        else:
            more.append((key, value))
    return Credential(
        known.get("protocol"),
        known.get("host"),
        known.get("path"),
        known.get("username"),
        _secret(known.get("password")),
        _seconds(known.get("password_expiry_utc")),
        _secret(known.get("oauth_refresh_token")),
        tuple(more),
    )


KNOWN = frozenset(
    "protocol host path username password password_expiry_utc oauth_refresh_token".split()
)


def _pair(line: bytes) -> tuple[str, str]:
    if len(line) > LONGEST:
        raise Malformed("a line is too long")
    if any(byte < 32 or byte == 127 for byte in line):
        raise Malformed("a line holds a control character")
    key, equals, value = line.partition(b"=")
    if not equals:
        raise Malformed("a line holds no =")
    # What is no UTF-8 must come out again as it came in.
    return key.decode("utf-8", "surrogateescape"), value.decode("utf-8", "surrogateescape")


def _line(key: str, value: str) -> bytes:
    line = f"{key}={value}".encode("utf-8", "surrogateescape")
    if any(byte < 32 or byte == 127 for byte in line) or len(line) > LONGEST:
        raise Malformed("a value does not fit on a line")
    return line + b"\n"


def _secret(text: str | None) -> Secret | None:
    return None if text is None else Secret(text)


def _seconds(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
