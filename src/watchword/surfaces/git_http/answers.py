"""The statuses and texts of git over HTTP (GHES behaviour). Git shows a plain text's lines."""

from pathlib import Path

from watchword.git_transport.advertisement import Service
from watchword.kernel.errors import (
    BadCredential,
    Busy,
    Malformed,
    NotAuthenticated,
    NotFound,
    Refused,
    TooLarge,
)
from watchword.surfaces.http_kit.asgi import Response, text

CHALLENGE = (b"www-authenticate", b'Basic realm="Watchword"')
"""Exactly one: with two, git sends one more request without a credential."""
NO_CACHE = (
    (b"expires", b"Fri, 01 Jan 1980 00:00:00 GMT"),
    (b"pragma", b"no-cache"),
    (b"cache-control", b"no-cache, max-age=0, must-revalidate"),
)
NO_PASSWORDS = (
    "Invalid username or token. Password authentication is not supported for Git operations.\n"
    "Create a token: {site}/settings/tokens"
)
NO_ANONYMOUS_WRITING = "No anonymous write access."
NOT_FOUND = "Repository not found."
DENIED = "Permission to {repository}.git denied to {user}."
NOT_SMART = (
    "This server speaks git's smart protocol only.\nPlease upgrade your git client, or ask for one "
    "of: service=git-upload-pack, service=git-receive-pack."
)
OTHER_LOGIN = "The user name beside the token is the login of another account."
STILL_COPIED = "This fork is still being made. Try again in a few seconds."
UNEXPECTED = "The server could not serve git. Its log says more."


def refusal(error: Refused, site: str, service: Service | None) -> Response:
    """The answer to who was refused. `site` is the public address of the server.

    401 is for those without a live credential and for nobody else: git forgets a stored credential
    on 401, and on no other status.
    """
    extra: tuple[tuple[bytes, bytes], ...] = ()
    match error:
        case BadCredential():
            status, words, extra = 401, NO_PASSWORDS.format(site=site), (CHALLENGE,)
        case NotAuthenticated():
            writing = service is Service.RECEIVE_PACK
            status, words, extra = 401, NO_ANONYMOUS_WRITING if writing else "", (CHALLENGE,)
        case NotFound():
            status, words = 404, NOT_FOUND
        case Busy():
            again = (b"retry-after", b"%d" % error.retry_after)
            status, words, extra = 429, error.text, (again,)
        case TooLarge():
            status, words = 413, error.text
        case Malformed():
            status, words = 400, error.text
        case _:
            status, words = 403, error.text
    return _plain(status, words, *extra)


def whole(kind: str, told: bytes | Path) -> Response:
    """An answer of git's that is known as a whole, or lies there, of that content type."""
    headers = ((b"content-type", kind.encode()), *NO_CACHE)
    if isinstance(told, Path):
        return Response(200, headers, file=told)
    return Response(200, headers, told)


def denied(repository: str, user: str) -> Response:
    """The answer to somebody who may read and not write."""
    return _plain(403, DENIED.format(repository=repository, user=user))


def forbidden(why: str) -> Response:
    """The answer to somebody who may not, whoever they are."""
    return _plain(403, why)


def moved(to: str) -> Response:
    """The answer where a repository has another name by now."""
    return _plain(301, f"The repository is now at {to}", (b"location", to.encode()))


def wrong_method(right: str) -> Response:
    """The answer to another method than the one that the place takes."""
    return _plain(405, f"Use {right} here.", (b"allow", right.encode()))


def wrong_type(what: str) -> Response:
    """The answer to a body of a kind that is not taken."""
    return _plain(415, f"{what} is not taken here.")


def failed() -> Response:
    """The answer when git or the disk failed."""
    return _plain(500, UNEXPECTED)


def too_slow() -> Response:
    """The answer to a client that began to send and stopped."""
    return _plain(408, "The request came too slowly.")


def _plain(status: int, words: str, *extra: tuple[bytes, bytes]) -> Response:
    return text(status, f"{words}\n" if words else "", *NO_CACHE, *extra)
