"""Whoever asks the same again is told the same again, while the rows are the same (ADR 0023).

The versions of the token's row and of its owner's are read on each request, and compared to those
of the rows from which the answer was made. What is not in them makes a request go the whole way:
conditions, a name beside the token, somebody who acts for another one.
"""

from collections.abc import Callable, Sequence

from msgspec import Struct

from watchword.surfaces.http_kit.asgi import Response, Scope, headers_of, raw_path
from watchword.surfaces.http_kit.remembered import Key, Remembered, asker
from watchword.surfaces.rest.exchange import CONDITIONS, Exchange
from watchword.surfaces.rest.rate_limits import Resource
from watchword.tokens.model import Token
from watchword.work.unit import Work

MOST = 4_096
"""Answers that are remembered: some 2 KiB each."""


class Regular(Struct, frozen=True):
    """An answer, and all that it followed from."""

    token: Token
    versions: tuple[int, int, int]
    """The number of the token, its version and that of its owner, as they were."""
    look: Callable[[Work], Sequence[int] | None]
    """Reads them as they are now, by one look-up."""
    response: Response
    """Without what is left of the limits: that is new each time."""
    resource: Resource
    """What it is counted against."""
    until: float
    """Seconds since 1970: from then on the token is dead."""


class Regulars:
    """The answers that one process remembers."""

    def __init__(self) -> None:
        """Begin with none."""
        self._known: Remembered[Regular] = Remembered(MOST)

    def find(self, scope: Scope) -> Regular | None:
        """What the same request was told before, if it was a kind of answer that is kept."""
        asked = _asked(scope)
        if asked is None or (known := self._known.get(asked)) is None:
            return None
        return known if CONDITIONS.isdisjoint(headers_of(scope)) else None

    def note(self, here: Exchange, response: Response) -> None:
        """Remember the whole answer to a request without conditions; it tells nothing of limits."""
        caller, digest = here.caller, here.digest
        token, user = (caller.token, caller.user) if caller else (None, None)
        asked = _asked(here.scope)
        if asked is None or digest is None or token is None or user is None:
            return
        # Whether somebody who acts for another one still may shows in a third row.
        if token.impersonator is not None or here.endpoint is None or not here.endpoint.counted:
            return
        known = Regular(
            token,
            (token.id, token.row_version, user.row_version),
            lambda work: work.tokens.versions(digest),
            response,
            here.resource,
            token.dead_from,
        )
        self._known.keep(asked, known)


def _asked(scope: Scope) -> Key | None:
    """Who asks, and all else of a request without conditions that its answer depends on."""
    if (who := asker(scope)) is None:
        return None
    told = headers_of(scope)
    return (
        who,
        scope["method"],
        raw_path(scope),
        scope.get("query_string", b""),
        told.get(b"x-github-api-version"),
        told.get(b"accept"),
    )
