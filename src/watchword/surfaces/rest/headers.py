"""The headers of every answer of the API (GHES behaviour)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from watchword.access.operation import Operation
from watchword.access.scopes import Scope, accepted
from watchword.surfaces.http_kit.asgi import Headers
from watchword.tokens.model import Token

ENTERPRISE_VERSION: Final = "3.17.0"
"""The release of GHES that this server is compatible with."""
EXPOSED: Final = (
    b"ETag, Link, Location, Retry-After, X-GitHub-OTP, X-RateLimit-Limit, X-RateLimit-Remaining, "
    b"X-RateLimit-Used, X-RateLimit-Resource, X-RateLimit-Reset, X-OAuth-Scopes, "
    b"X-Accepted-OAuth-Scopes, X-Poll-Interval, X-GitHub-Media-Type, X-GitHub-SSO, "
    b"X-GitHub-Request-Id, Deprecation, Sunset"
)
ALWAYS: Final = (
    (b"x-github-enterprise-version", ENTERPRISE_VERSION.encode()),
    (b"x-github-media-type", b"github.v3; format=json"),
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", EXPOSED),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"deny"),
    (b"referrer-policy", b"no-referrer"),
)
NO_PAGE: Final = (b"content-security-policy", b"default-src 'none'")
"""For everything that is no page: a browser that is led to it shows text and runs nothing."""
PREFLIGHT: Final = (
    (b"access-control-allow-methods", b"GET, POST, PATCH, PUT, DELETE"),
    (
        b"access-control-allow-headers",
        (
            b"Authorization, Content-Type, If-Match, If-Modified-Since, If-None-Match, "
            b"If-Unmodified-Since, Accept-Encoding, X-GitHub-OTP, X-Requested-With, User-Agent, "
            b"GraphQL-Features, X-GitHub-Api-Version"
        ),
    ),
    (b"access-control-max-age", b"86400"),
)
"""What browsers ask before a script of another site may call (Fetch standard, CORS protocol)."""
JSON: Final = (b"content-type", b"application/json; charset=utf-8")
VARY: Final = (
    b"vary",
    b"Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding, Accept, X-Requested-With",
)
KEPT_BY_ONE: Final = (VARY, (b"cache-control", b"private, max-age=60, s-maxage=60"))
KEPT_BY_ALL: Final = (VARY, (b"cache-control", b"public, max-age=60, s-maxage=60"))
KEPT_BY_NOBODY: Final = (VARY, (b"cache-control", b"no-cache"))


def listed(scopes: Iterable[Scope]) -> bytes:
    """Write scopes as headers have them."""
    return ", ".join(scopes).encode()


@lru_cache(4_096)
def of_token(token: Token) -> tuple[tuple[bytes, bytes], ...]:
    """What is told of the credential itself (GHES behaviour)."""
    told: Headers = [(b"x-oauth-scopes", listed(token.scopes))]
    if token.client_id is not None:
        told.append((b"x-oauth-client-id", token.client_id.encode()))
    if token.expires_at is not None:
        told.append((b"github-authentication-token-expiration", _end(token.expires_at)))
    return tuple(told)


def _end(expires_at: int) -> bytes:
    """The end of a token as clients read it."""
    end = datetime.fromtimestamp(expires_at, UTC)
    return f"{end:%Y-%m-%d %H:%M:%S} UTC".encode()


def missing(operation: Operation, held: frozenset[Scope]) -> bytes:
    """The scopes that open an operation, the least that does so for every target at the head.

    The list stays true: any one of it is enough.
    """
    first = sorted(operation.all_of - held) or sorted(operation.scopes)
    return listed([*first, *(one for one in accepted(operation.accepted) if one not in first)])


def held(operation: Operation, scopes: frozenset[Scope]) -> bytes:
    """Those of the scopes that open an operation which a token has."""
    return listed([one for one in accepted(operation.accepted) if one in scopes])
