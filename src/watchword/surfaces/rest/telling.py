"""Answers and refusals as HTTP: the body, and every header that goes with it."""

from datetime import datetime
from typing import Final

import msgspec

from watchword.access.gate import LacksScopes, covers
from watchword.kernel.errors import (
    BadCredential,
    Busy,
    LimitReached,
    NotAuthenticated,
    NotFound,
    Refused,
)
from watchword.kernel.pagination import Page
from watchword.surfaces.http_kit.asgi import Headers, Response
from watchword.surfaces.http_kit.streaming import Streamed
from watchword.surfaces.rest import conditional, errors, headers, paging, reading, versions
from watchword.surfaces.rest.answers import Elsewhere, Known, Plain, Stored, Stream, Told
from watchword.surfaces.rest.bytes_told import of_bytes
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.errors import DOCUMENTATION, Moved, MovedInside
from watchword.surfaces.rest.exchange import Exchange
from watchword.surfaces.rest.headers import (
    ALWAYS,
    JSON,
    KEPT_BY_ALL,
    KEPT_BY_NOBODY,
    KEPT_BY_ONE,
    NO_PAGE,
)
from watchword.surfaces.rest.rate_limits import RateLimits
from watchword.surfaces.rest.regulars import Regulars

ENCODER: Final = msgspec.json.Encoder()
VERSION: Final = {one: (b"x-github-api-version-selected", one) for one in versions.KNOWN}
LEAVING: Final = (Elsewhere, Stored, Stream)
"""Answers that no client keeps."""
HIDDEN: Final = (404, "Not Found")
MOVED_FOR_NOW: Final = (307, "Temporary Redirect")
"""To other methods than GET: clients would repeat them as GET after a 301 (RFC 9110, 15.4.2)."""


class Telling:
    """Makes responses."""

    def __init__(self, site: str, limits: RateLimits) -> None:
        """Name addresses on that site (scheme, host and port); tell of those limits."""
        self._site = site
        self._limits = limits
        self.regulars = Regulars()
        """What may be told again."""

    def answer(self, here: Exchange, answer: object) -> Response | Streamed:
        """Tell what a handler gave."""
        endpoint = here.endpoint
        assert endpoint is not None
        status = endpoint.route.status
        more: tuple[tuple[bytes, bytes], ...] = ()
        dated: datetime | None = None
        if isinstance(answer, Told):
            status, more, dated = answer.status or status, answer.headers, answer.changed
            answer = answer.body
        if isinstance(answer, LEAVING):
            told = [*KEPT_BY_NOBODY, *self._of_caller(here, endpoint.told_accepted)]
            return of_bytes(answer, (*ALWAYS, *told))
        if isinstance(answer, Known):
            return self._known(here, answer.body)
        told, body = self._rendered(here, status, answer)
        if here.is_safe and status == 200:
            changed = _settled(here, dated) if dated else _changed(here, endpoint, answer)
            told += self._validators(here, body, changed)
            if _is_unchanged(here, told, changed):
                return self._unchanged(here, endpoint, [*told, *more])
        else:
            told += KEPT_BY_NOBODY
        return Response(
            status, (*ALWAYS, *told, *self._of_caller(here, endpoint.told_accepted), *more), body
        )

    def _known(self, here: Exchange, body: object) -> Response | Streamed:
        """Tell it, and let it be told again."""
        if here.is_conditional:
            return self.answer(here, body)
        standing, here.standing = here.standing, None
        told = self.answer(here, body)
        here.standing = standing
        assert isinstance(told, Response)
        changed = getattr(body, "updated_at", None)
        # Of this very second it is not sure yet when it changed last.
        if changed is None or _settled(here, changed):
            self.regulars.note(here, told)
        return told if standing is None else told.having(standing.headers())

    def refusal(self, here: Exchange, refusal: Refused) -> Response:
        """Tell why there is no answer."""
        endpoint = here.endpoint
        status, message = errors.told(refusal)
        general = isinstance(refusal, BadCredential | NotAuthenticated)
        if isinstance(refusal, NotAuthenticated) and endpoint is not None and endpoint.is_open:
            status, message = HIDDEN
            general = False
        if isinstance(refusal, Moved) and not here.is_safe:
            status, message = MOVED_FOR_NOW
        documentation = DOCUMENTATION if endpoint is None or general else endpoint.documentation
        if isinstance(refusal, Moved) and not isinstance(refusal, MovedInside):
            refusal = Moved(refusal.location + here.beyond_repository)
        problem = errors.problem(refusal, status, message, documentation)
        told: Headers = [JSON, NO_PAGE, *ALWAYS, *KEPT_BY_NOBODY, *_of_refusal(refusal, here)]
        if here.standing is None:
            user = here.caller.actor.user if here.caller else None
            here.standing = self._limits.standing(user, here.whence.address, here.resource)
        accepted = b"x-accepted-oauth-scopes", _accepted(here, endpoint, refusal, status)
        told += self._of_caller(here, accepted)
        return Response(status, tuple(told), ENCODER.encode(problem))

    def _rendered(self, here: Exchange, status: int, answer: object) -> tuple[Headers, bytes]:
        """The body, and what is to be said of it."""
        if isinstance(answer, Plain):
            policy = (b"content-security-policy", answer.policy)
            return [(b"content-type", answer.content_type), policy], answer.body
        if answer is None:
            return [NO_PAGE], b""
        told: Headers = [JSON, NO_PAGE]
        if isinstance(answer, Page):
            assert here.endpoint is not None
            query = {
                name: text
                for name, text in reading.pairs(here.query_string).items()
                if name in here.endpoint.fields
            }
            if link := paging.link(answer, self._site, here.path, query):
                told.append((b"link", link))
            answer = answer.items
        if status == 201 and (url := getattr(answer, "url", "")):
            told.append((b"location", url.encode()))
        return told, ENCODER.encode(versions.told_in(here.version, answer))

    def _validators(self, here: Exchange, body: bytes, changed: datetime | None) -> Headers:
        token = here.caller.token if here.caller else None
        if token is None:
            told = [(b"etag", conditional.tag_of(body, b"")), *KEPT_BY_ALL]
        else:
            told = [(b"etag", conditional.tag_of(body, b"%d" % token.id)), *KEPT_BY_ONE]
        if changed is not None:
            told.append((b"last-modified", conditional.http_date(changed)))
        return told

    def _unchanged(self, here: Exchange, endpoint: Endpoint, told: Headers) -> Response:
        """304, which is free for those who said who they are (GHES behaviour)."""
        user = here.caller.actor.user if here.caller else None
        if user is not None and endpoint.counted:
            here.standing = self._limits.give_back(user, here.whence.address, here.resource)
        kept = [one for one in told if one[0] != b"content-type"]
        return Response(304, (*ALWAYS, *kept, *self._of_caller(here, endpoint.told_accepted)))

    def _of_caller(self, here: Exchange, accepted: tuple[bytes, bytes]) -> Headers:
        """Version, scopes, the end of the token, the limits."""
        told = [VERSION[here.version]]
        token = here.caller.token if here.caller else None
        if token is not None:
            told += headers.of_token(token)
            told.append(accepted)
        if here.standing is not None:
            told += here.standing.headers()
        return told


def _is_unchanged(here: Exchange, told: Headers, changed: datetime | None) -> bool:
    """Whether the client has it already; a tag wins over a date (RFC 9110, 13.2.2)."""
    if (tags := here.headers.get(b"if-none-match")) is not None:
        return conditional.same_tag(tags, next(value for name, value in told if name == b"etag"))
    since = here.headers.get(b"if-modified-since")
    return since is not None and changed is not None and conditional.unchanged_since(since, changed)


def _changed(here: Exchange, endpoint: Endpoint, answer: object) -> datetime | None:
    """When the answer changed last, where that is sure."""
    return _settled(here, getattr(answer, "updated_at", None)) if endpoint.is_dated else None


def _settled(here: Exchange, at: datetime | None) -> datetime | None:
    """That moment, unless it is this very second: it may change once more without looking so."""
    return at if at is not None and at.timestamp() < here.now else None


def _of_refusal(refusal: Refused, here: Exchange) -> Headers:
    match refusal:
        case Moved():
            return [(b"location", refusal.location.encode())]
        case Busy():
            return [(b"retry-after", b"%d" % refusal.retry_after)]
        case LimitReached():
            return [(b"retry-after", b"%d" % max(1, refusal.reset - here.now))]
        case _:
            return []


def _accepted(here: Exchange, endpoint: Endpoint | None, refusal: Refused, status: int) -> bytes:
    """`X-Accepted-OAuth-Scopes` of a refusal; one with 422 is none for want of a scope.

    gh takes the list for one of scopes that are all needed, and tells people to ask for the first
    one that their token lacks. So where more scopes could help, the list begins with what opens it
    for every target, and anywhere else it names only what the token holds.
    """
    if endpoint is None or here.caller is None:
        return b""
    if status < 400 or status == 422:
        return endpoint.accepted
    actor, operation = here.caller.actor, endpoint.route.operation
    if isinstance(refusal, LacksScopes):
        return headers.missing(refusal.operation, actor.scopes)
    if isinstance(refusal, NotFound) and not covers(actor, operation, public=False):
        # Nobody is told whether it is there: it may be, and private.
        return headers.missing(operation, actor.scopes)
    return headers.held(operation, actor.scopes)
