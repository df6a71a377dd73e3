"""The API as an ASGI application: what row it is, who asks, answer or refusal."""

from collections.abc import Callable, Iterable

import msgspec

from watchword.authn import credential, resolve
from watchword.authn.credential import Presented
from watchword.authn.throttle import Throttle
from watchword.kernel.clock import Clock
from watchword.kernel.errors import (
    BadCredential,
    NotFound,
    NotPermitted,
    Refused,
    TooLarge,
)
from watchword.kernel.ids import UserId
from watchword.surfaces.http_kit import whence
from watchword.surfaces.http_kit.asgi import Receive, Response, Scope, Send, respond
from watchword.surfaces.http_kit.body import content_length, read_body
from watchword.surfaces.http_kit.mismatch import Mismatches
from watchword.surfaces.http_kit.streaming import Streamed, begun, deliver
from watchword.surfaces.http_kit.trie import Trie
from watchword.surfaces.http_kit.upload import Upload
from watchword.surfaces.rest import reading, versions
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.errors import Unsupported
from watchword.surfaces.rest.exchange import Exchange
from watchword.surfaces.rest.headers import ALWAYS, NO_PAGE, PREFLIGHT
from watchword.surfaces.rest.rate_limits import RateLimits
from watchword.surfaces.rest.regulars import Regular
from watchword.surfaces.rest.telling import Telling
from watchword.tokens.model import Token
from watchword.work.unit import Database, Work

OTHER_LOGIN = "The user name beside the token is that of another account."
WE_READ = frozenset({b"", b"*/*", b"application/json", b"application/vnd.github+json"})
"""What nearly all clients accept."""
WE_TAKE = (b"json", b"*/*", b"application/*", b"application/vnd.github")
"""One of these stands in each `Accept` that JSON satisfies; GitHub's own types are JSON here."""
MAY_CALL = Response(204, (*ALWAYS, *PREFLIGHT))
NO_AGENT = Response(
    403,
    ((b"content-type", b"text/html"), NO_PAGE, *ALWAYS),
    b"Request forbidden by administrative rules. Please make sure your request has a User-Agent "
    b"header.\n",
)
"""GitHub refuses these as well: without a name nobody can be asked to stop (GHES behaviour)."""


def _satisfies(accept: bytes) -> bool:
    """Whether JSON is among what a client accepts."""
    return accept in WE_READ or any(one in accept for one in WE_TAKE)


class Rest:
    """Answers every path below /api/."""

    def __init__(
        self,
        endpoints: Iterable[Endpoint],
        *,
        database: Database,
        clock: Clock,
        throttle: Throttle,
        observe: Callable[[Token, int, str], None],
        mismatches: Mismatches,
        limits: RateLimits,
        telling: Telling,
        token_prefix: str,
        strict_username: bool,
    ) -> None:
        """Take the table of rows and what answering is made of."""
        self.endpoints = list(endpoints)
        self._routes = Trie((row.route.method, row.path, row) for row in self.endpoints)
        self._database = database
        self._embedded = database.embedded
        self._clock = clock
        self._throttle = throttle
        self._observe = observe
        self._mismatches = mismatches
        self._limits = limits
        self._telling = telling
        self._regulars = telling.regulars
        self._token_prefix = token_prefix
        self._strict_username = strict_username

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if (known := self._regulars.find(scope)) is not None:
            again = await self._again(scope, known)
            if again is not None:
                return await respond(scope, send, again)
        here = Exchange(scope, self._routes, self._clock.seconds())
        if not here.whence.agent:
            response: Response | Streamed = NO_AGENT if here.method != "OPTIONS" else MAY_CALL
        elif self._embedded and here.endpoint is not None and here.endpoint.at_once:
            response = self._response_at_once(here, here.endpoint)
        else:
            response = await self._response(here, receive)
        await deliver(scope, receive, send, response)
        return None

    async def _again(self, scope: Scope, known: Regular) -> Response | None:
        """Tell the same as before, note the use and count it; None where it is to be told anew."""
        came, now = whence.of(scope), self._clock.seconds()
        try:
            if self._embedded:
                versions = self._database.look_now(known.look)
            else:
                versions = await self._database.glance(known.look, came)
            if versions != known.versions or now >= known.until or not came.agent:
                return None
            standing = self._limits.take(known.token.owner, came, now, known.resource)
        except Refused:
            # Busy, or nothing left of a limit: that is told with all that belongs to it.
            return None
        self._observe(known.token, now, came.address)
        return known.response if standing is None else known.response.having(standing.headers())

    def _response_at_once(self, here: Exchange, endpoint: Endpoint) -> Response | Streamed:
        """Answer without waiting for anything: most requests are of this kind."""
        presented = None
        try:
            try:
                presented = credential.parse(here.scope["headers"])
                unit = self._glance(here, endpoint, presented)
                answer = self._database.glance_now(unit, here.whence)
            except BadCredential:
                self._throttle.bad_credential(here.whence.address, presented)
                raise
            finally:
                self._note_mismatch(here)
            return self._telling.answer(here, answer)
        except Refused as refusal:
            return self._telling.refusal(here, refusal)

    async def _response(self, here: Exchange, receive: Receive) -> Response | Streamed:
        if here.method == "OPTIONS":
            return MAY_CALL
        try:
            response = self._telling.answer(here, await self._answer(here, receive))
            return await begun(response) if isinstance(response, Streamed) else response
        except Refused as refusal:
            return self._telling.refusal(here, refusal)

    async def _answer(self, here: Exchange, receive: Receive) -> object:
        """Answer, or raise what is to be told instead."""
        presented = None
        try:
            presented = credential.parse(here.scope["headers"])
            if here.endpoint is not None and here.endpoint.at_once:
                return await self._at_once(here, here.endpoint, presented)
            await self._recognise(here, presented)
        except BadCredential:
            # Not before the look-up failed: a live token never meets the throttle (attack 18).
            self._throttle.bad_credential(here.whence.address, presented)
            raise
        endpoint = self._admit(here)
        body = await self._body(here, endpoint, receive)
        if body and presented is not None:
            # Reading may have taken a while: what was revoked meanwhile is dead by now.
            await self._recognise(here, presented)

        def asked() -> msgspec.Struct:
            found = self._decode(here, endpoint, body)
            for name in endpoint.uploads:
                setattr(found, name, self._upload(here, presented, receive))
            return found

        return await endpoint.route.run(self._database, self._known(here), here.params, asked)

    def _upload(self, here: Exchange, presented: Presented | None, receive: Receive) -> Upload:
        """The body as it comes, for rows that take one so."""
        length = content_length(here.headers.get(b"content-length"))
        kind = here.headers.get(b"content-type", b"").decode("latin-1")
        return Upload(receive, length, kind, lambda: self._recognise(here, presented))

    async def _at_once(
        self, here: Exchange, endpoint: Endpoint, presented: Presented | None
    ) -> object:
        unit = self._glance(here, endpoint, presented)
        try:
            return await self._database.glance(unit, here.whence)
        finally:
            self._note_mismatch(here)

    def _glance(
        self, here: Exchange, endpoint: Endpoint, presented: Presented | None
    ) -> Callable[[Work], object]:
        """Tell who asks and answer in one unit of work: what is asked for most takes no second."""

        def decode() -> msgspec.Struct:
            return self._decode(here, endpoint, b"")

        def unit(work: Work) -> object:
            if presented is None:
                caller = here.caller = resolve.anonymous(here.whence)
            else:
                digest, rows = resolve.found(work, presented, self._token_prefix)
                if not presented.username:
                    here.digest = digest
                caller = self._bearer(work, here, presented, rows)
            self._admit(here)
            return endpoint.route.answer(work, caller, here.params, decode)

        return unit

    async def _recognise(self, here: Exchange, presented: Presented | None) -> None:
        """Tell who asks, before anything of the body is read."""
        if presented is None:
            here.caller = resolve.anonymous(here.whence)
            return
        try:
            await self._database.glance(
                lambda work: self._bearer(
                    work, here, presented, resolve.rows(work, presented, self._token_prefix)
                ),
                here.whence,
            )
        finally:
            self._note_mismatch(here)

    def _bearer(
        self, work: Work, here: Exchange, presented: Presented, rows: resolve.Rows
    ) -> resolve.Caller:
        here.caller = caller = resolve.bearer(work, rows, here.whence)
        token, user = rows
        self._observe(token, here.now, here.whence.address)
        here.other_login = resolve.other_login(work, presented, user)
        if here.other_login is not None and self._strict_username:
            raise NotPermitted(OTHER_LOGIN)
        return caller

    def _note_mismatch(self, here: Exchange) -> None:
        if here.other_login is not None and here.caller is not None:
            self._mismatches.note(here.caller, here.other_login)

    def _admit(self, here: Exchange) -> Endpoint:
        """Count the request, and refuse what no row could answer."""
        self._count(here, self._known(here).actor.user)
        endpoint = here.endpoint
        if (version := here.headers.get(b"x-github-api-version")) is not None:
            here.version = versions.selected(version)
        if endpoint is None:
            raise NotFound
        accept = here.headers.get(b"accept")
        if accept is not None and not (endpoint.is_plain or _satisfies(accept)):
            name = accept[:100].decode("latin-1")
            raise Unsupported(
                f"Unsupported 'Accept' header: '{name}'. Must accept 'application/json'."
            )
        return endpoint

    def _count(self, here: Exchange, user: UserId | None) -> None:
        """Count the request. Raises LimitReached."""
        if here.endpoint is None or here.endpoint.counted:
            here.standing = self._limits.take(user, here.whence, here.now, here.resource)
        else:
            here.standing = self._limits.standing(user, here.whence.address, here.resource)

    async def _body(self, here: Exchange, endpoint: Endpoint, receive: Receive) -> bytes:
        if not endpoint.reads_body:
            return b""
        if here.headers.get(b"content-encoding", b"identity") != b"identity":
            raise Unsupported("The body must not be compressed.")
        if (content_length(here.headers.get(b"content-length")) or 0) > endpoint.largest:
            raise TooLarge
        return await read_body(receive, endpoint.largest)

    def _decode(self, here: Exchange, endpoint: Endpoint, body: bytes) -> msgspec.Struct:
        """Read what the row asks for: of the body, or of the query where there is none."""
        found: msgspec.Struct = reading.NOTHING
        if endpoint.reads_body:
            found = reading.decoded(endpoint.decoder, body, endpoint.alone)
        elif endpoint.reads_query:
            found = reading.asked(endpoint.route.body, reading.pairs(here.query_string))
        elif endpoint.in_path or endpoint.by_media:
            found = endpoint.route.body()
        for name in endpoint.in_path:
            setattr(found, name, here.params[name])
        if endpoint.by_media and (media := reading.media(here.headers.get(b"accept"))):
            for name in endpoint.by_media:
                setattr(found, name, media)
        return found

    def _known(self, here: Exchange) -> resolve.Caller:
        assert here.caller is not None
        return here.caller
