"""Whoever was let in is let in again by one look-up, while all rows are as they were (ADR 0023).

The row of the repository and the versions of the token's and of its owner's are read on each
request, and compared to those on which the gate was asked. What is not in them makes somebody go
the whole way: a name beside the token that is another account's or may come to be, somebody who
acts for another one, a token of which there is something to say at the terminal.
"""

from collections.abc import Sequence

from msgspec import Struct

from watchword.accounts.names import RESERVED
from watchword.git_transport.advertisement import Service
from watchword.surfaces.git_http.admission import Admission, Porter, Standing
from watchword.surfaces.git_http.paths import Asked
from watchword.surfaces.http_kit import whence
from watchword.surfaces.http_kit.asgi import Scope, headers_of, raw_path
from watchword.surfaces.http_kit.remembered import Key, Remembered, asker
from watchword.tokens.model import SOON, Token
from watchword.work.git_host import Visit
from watchword.work.unit import Work

MOST = 1_024
"""Visits that are remembered: some kilobytes each."""


class Regular(Struct, frozen=True):
    """A visit, and all that it followed from."""

    visit: Visit
    token: Token
    standing: Standing
    owner: str
    name: str
    """Of the repository, in lower case."""
    until: float
    """Seconds since 1970: from then on time itself may change the answer."""


class Regulars:
    """The visits for a fetch that one process remembers, where the database is embedded."""

    def __init__(self) -> None:
        """Begin with none."""
        self._known: Remembered[Regular] = Remembered(MOST)

    def find(self, porter: Porter, scope: Scope) -> Visit | None:
        """The visit of somebody who was let in before and would be now; else None. Raises Busy."""
        request = _request(scope)
        if request is None or (known := self._known.get(request)) is None:
            return None
        came = whence.of(scope)
        now = porter.clock.seconds()
        digest, rows = known.standing

        def look(work: Work) -> Sequence[object] | None:
            found = work.repositories.standing
            return found(digest, known.owner, known.name, known.token.owner)

        if porter.database.look_now(look) != rows or now >= known.until:
            del self._known[request]
            return None
        porter.observe(known.token, now, came.address)
        return known.visit

    def note(self, scope: Scope, asked: Asked, admission: Admission, visit: Visit) -> None:
        """Remember somebody who was let in and not sent elsewhere, if it was for a fetch."""
        standing, token = admission.standing, admission.caller.token
        request = _request(scope)
        if standing is None or token is None or request is None or visit.remark:
            return
        if asked.service is not Service.UPLOAD_PACK or not _names_nobody_else(admission):
            return
        owner, name = asked.owner.lower(), asked.name.lower()
        known = Regular(visit, token, standing, owner, name, _until(token))
        self._known.keep(request, known)


def _request(scope: Scope) -> Key | None:
    """Who asks, the path, the query, and the version of the protocol."""
    if (who := asker(scope)) is None:
        return None
    protocol = headers_of(scope).get(b"git-protocol", b"")
    return who, raw_path(scope), scope.get("query_string", b""), protocol


def _names_nobody_else(admission: Admission) -> bool:
    """Whether the name beside the token can never become that of another account."""
    presented, user = admission.presented, admission.caller.user
    if presented is None or user is None:
        return False
    name = (presented.username or "").lower()
    return name in {"", user.login.lower()} or name in RESERVED


def _until(token: Token) -> float:
    """When the token has ended, or there is something to say of its end."""
    # Those of applications end after some hours, and nothing is said of it.
    if token.expires_at is None or token.family is not None:
        return token.dead_from
    return min(token.dead_from, token.expires_at - SOON)
