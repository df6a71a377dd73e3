"""Refusals that are not OAuth's own, told as the API tells them."""

from typing import Final

import msgspec

from watchword.kernel import errors
from watchword.kernel.errors import Invalid, Malformed, Refused
from watchword.oauth.errors import OAuthError
from watchword.surfaces.http_kit.asgi import Response
from watchword.surfaces.oauth_http import sent
from watchword.surfaces.oauth_http.answers import UNKEPT
from watchword.surfaces.oauth_http.sent import Sent

DOCUMENTATION: Final = "https://docs.github.com/enterprise-server@3.17/rest"
TOLD: Final[dict[type[Refused], tuple[int, str]]] = {
    # Whoever is not the application learns nothing of what there is.
    errors.NotAuthenticated: (404, "Not Found"),
    errors.BadCredential: (401, "Bad credentials"),
    errors.NotFound: (404, "Not Found"),
    errors.NotPermitted: (403, "Forbidden"),
    errors.Conflict: (409, "Conflict"),
    errors.Invalid: (422, "Validation Failed"),
    errors.Malformed: (400, "Problems parsing JSON"),
    errors.TooLarge: (413, "The request is too large."),
    errors.TooSlow: (408, "The request came too slowly."),
    errors.Busy: (429, "The server is busy. Please wait a few seconds before you try again."),
}
QUIET: Final = (errors.NotAuthenticated, errors.BadCredential, errors.NotFound)
"""Told in one sentence each, whatever the reason was."""


def told(refused: Refused) -> Response:
    """Tell a refusal. One without a row is a fault of ours, and is raised again."""
    row = next((TOLD[kind] for kind in type(refused).__mro__ if kind in TOLD), None)
    if row is None:
        raise refused
    status, sentence = row
    message = sentence if isinstance(refused, QUIET) else refused.text or sentence
    body: dict[str, object] = {"message": message, "documentation_url": DOCUMENTATION}
    if isinstance(refused, Invalid):
        body["errors"] = [
            {"resource": one.resource, "field": one.field, "code": one.code}
            for one in refused.errors
        ]
    headers = [(b"content-type", b"application/json; charset=utf-8"), *UNKEPT]
    if isinstance(refused, errors.Busy):
        headers.append((b"retry-after", str(refused.retry_after).encode()))
    return Response(status, tuple(headers), msgspec.json.encode(body | {"status": str(status)}))


def of_api(body: bytes, authorization: bytes | None) -> Sent:
    """Read a body of the API: JSON, whatever its type is said to be. Raises Malformed."""
    try:
        return sent.read(b"application/json", authorization, body)
    except OAuthError as error:
        raise Malformed if error.code == "invalid_request" else errors.BadCredential from error
