"""What a client of the token endpoint sent: parameters, and how it proves who it is."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl

import msgspec

from watchword.kernel.secret import Secret
from watchword.oauth.errors import OAuthError

MOST_FIELDS: Final = 64
IN_ADDRESS: Final = "Parameters are read from the body alone: addresses end up in logs."
PARAMETERS: Final = frozenset(
    {
        "client_id",
        "client_secret",
        "code",
        "code_verifier",
        "device_code",
        "grant_type",
        "redirect_uri",
        "refresh_token",
        "scope",
        "token",
    }
)
"""What the endpoints read. Others in an address mean nothing (RFC 6749 section 3.2)."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The parameters of one request; never shown, for most of them are secrets."""

    values: Mapping[str, str] = field(repr=False)
    basic: tuple[str, Secret | None] | None = None
    """What `Authorization: Basic` names, if there is one."""

    def text(self, name: str) -> str | None:
        """A parameter; one without a value is as if it was not there (RFC 6749 section 3.1)."""
        return self.values.get(name) or None

    def secret(self, name: str) -> Secret | None:
        """A parameter that must not be seen."""
        found = self.text(name)
        return Secret(found) if found else None

    @property
    def client_id(self) -> str:
        """Who it says that it is. Raises OAuthError where it says two things."""
        given = self.text("client_id")
        if self.basic is None:
            return given or ""
        if given is not None and given != self.basic[0]:
            raise OAuthError("incorrect_client_credentials")
        return self.basic[0]

    @property
    def client_secret(self) -> Secret | None:
        """How it proves it: in the header, in the body, or alike in both. Raises OAuthError."""
        given = self.secret("client_secret")
        header = self.basic[1] if self.basic else None
        if given is not None and header is not None and given != header:
            raise OAuthError("incorrect_client_credentials")
        return given or header


def read(content_type: bytes, authorization: bytes | None, body: bytes) -> Sent:
    """Read a form, or JSON where the client says so. Raises OAuthError("invalid_request")."""
    try:
        text = body.decode()
        values = _json(text) if b"json" in content_type.lower() else _form(text)
    except (ValueError, msgspec.DecodeError, RecursionError):
        raise OAuthError("invalid_request") from None
    return Sent(values, basic(authorization))


def refuse_in_address(query: bytes) -> None:
    """Refuse parameters in the query (RFC 6749 section 2.3.1).

    Raises OAuthError: a client that sends its secrets there should learn it before it is in use.
    """
    try:
        pairs = parse_qsl(
            query.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise OAuthError("invalid_request") from None
    if any(name in PARAMETERS for name, _ in pairs):
        raise OAuthError("invalid_request", IN_ADDRESS)


def basic(authorization: bytes | None) -> tuple[str, Secret | None] | None:
    """Read `Basic` (RFC 7617); other schemes mean nothing here. Raises OAuthError."""
    scheme, _, rest = (authorization or b"").partition(b" ")
    if scheme.lower() != b"basic":
        return None
    try:
        name, colon, password = (
            base64.b64decode(rest.strip(), validate=True).decode().partition(":")
        )
    except (binascii.Error, UnicodeDecodeError):
        colon = ""
    if not colon:
        raise OAuthError("incorrect_client_credentials")
    return name, Secret(password) if password else None


def _form(text: str) -> dict[str, str]:
    """Read a form; a parameter that is there twice is refused (RFC 6749 section 3.2)."""
    pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError
    return values


def _json(text: str) -> dict[str, str]:
    found: Any = msgspec.json.decode(text or "{}")
    if not isinstance(found, dict):
        raise ValueError  # noqa: TRY004 - one kind of refusal for all that cannot be read
    return {name: value for name, value in found.items() if isinstance(value, str)}
