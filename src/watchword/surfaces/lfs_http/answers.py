"""The statuses and bodies of Git LFS (its specification, "Response Errors")."""

from typing import Any, Final

import msgspec

from watchword.kernel.errors import (
    BadCredential,
    Busy,
    Conflict,
    Invalid,
    Malformed,
    NotAuthenticated,
    NotFound,
    Refused,
    TooLarge,
    TooSlow,
)
from watchword.lfs.files import NoRoom
from watchword.surfaces.http_kit.asgi import Response

MEDIA: Final = "application/vnd.git-lfs+json"
CHALLENGE: Final = (b"lfs-authenticate", b'Basic realm="Git LFS"')
NO_STORE: Final = (b"cache-control", b"no-store")
DOCUMENTATION: Final = "/help/git-lfs"
NEEDED: Final = "Credentials needed: a token as the password."
BAD: Final = (
    "Invalid username or token. Password authentication is not supported for Git operations. "
    "Create a token: {site}/settings/tokens"
)
NOT_FOUND: Final = "Repository or object not found."
DISK_FULL: Final = "The server has no room left for large files."


class NotAcceptable(Refused):
    """The client wants an answer of a kind that there is not."""


def told(body: Any, status: int = 200) -> Response:
    """An answer; no cache keeps it: there may be a ticket in it."""
    headers = ((b"content-type", MEDIA.encode()), NO_STORE)
    return Response(status, headers, msgspec.json.encode(body))


def refusal(error: Refused, site: str, request: str) -> Response:
    """The answer to who was refused. 401 is for those without a live credential alone."""
    extra: tuple[tuple[bytes, bytes], ...] = ()
    match error:
        case BadCredential():
            status, words, extra = 401, BAD.format(site=site), (CHALLENGE,)
        case NotAuthenticated():
            status, words, extra = 401, NEEDED, (CHALLENGE,)
        case NotFound():
            status, words = 404, error.text or NOT_FOUND
        case Busy():
            status, words = 429, error.text
            extra = ((b"retry-after", b"%d" % error.retry_after),)
        case _:
            status, words = _other(error), error.text
    return problem(status, words, site, request).having(extra)


def problem(status: int, words: str, site: str, request: str) -> Response:
    """An error as the specification wants it."""
    body = {
        "message": words,
        "documentation_url": site + DOCUMENTATION,
        "request_id": request,
    }
    return told(body, status)


def _other(error: Refused) -> int:
    kinds: tuple[tuple[type[Refused], int], ...] = (
        (NoRoom, 507),
        (Conflict, 409),
        (NotAcceptable, 406),
        (TooLarge, 413),
        (TooSlow, 408),
        (Malformed, 422),
        (Invalid, 422),
    )
    return next((status for kind, status in kinds if isinstance(error, kind)), 403)
