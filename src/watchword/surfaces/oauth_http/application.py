"""OAuth's endpoints as an ASGI application: which row, who asks, answer or error.

Cookies are never read here, and no access token of a person opens anything here: what is presented
is a code, a device code or a refresh token, or the secret of an application.
"""

from collections.abc import Iterable
from typing import Final, TypeAlias, cast

from watchword.access.table import oauth as table
from watchword.authn import resolve
from watchword.authn.resolve import Caller
from watchword.authn.throttle import Throttle
from watchword.kernel.errors import BadCredential, Refused
from watchword.kernel.events import Origin
from watchword.oauth.errors import OAuthError
from watchword.surfaces.http_kit import whence
from watchword.surfaces.http_kit.asgi import (
    Receive,
    Response,
    Scope,
    Send,
    header,
    raw_path,
    respond,
    text,
)
from watchword.surfaces.http_kit.body import read_body
from watchword.surfaces.http_kit.route_table import AnyRoute, Lane
from watchword.surfaces.http_kit.trie import Found, Trie
from watchword.surfaces.oauth_http import answers, errors, sent
from watchword.surfaces.oauth_http.sent import Sent
from watchword.work.unit import Database, Work

LARGEST: Final = 65_536
"""Bytes of a body: codes, names and addresses are short."""
GUESSES: Final = frozenset(
    {
        "incorrect_client_credentials",
        "bad_verification_code",
        "bad_refresh_token",
        "incorrect_device_code",
    }
)
"""Errors that somebody who guesses would meet."""
API: Final = "/api/"
Answer: TypeAlias = Response | answers.Values
ITS_OWN: Final = "/api/v3/applications/"
PASSWORDS: Final = "/api/v3/authorizations"


class OAuthHttp:
    """Answers the paths of OAuth that programs ask, not browsers."""

    def __init__(self, rows: Iterable[AnyRoute], database: Database, throttle: Throttle) -> None:
        """Take the table of rows."""
        self.rows = list(rows)
        self._routes = Trie((row.method, row.path, row) for row in self.rows)
        self._database = database
        self._throttle = throttle

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await respond(scope, send, await self._response(scope, receive))

    async def _response(self, scope: Scope, receive: Receive) -> Response:
        path, accept = raw_path(scope), header(scope, b"accept") or b""
        found = self._routes.find(scope["method"], path)
        if found is None:
            allowed = ", ".join(sorted(self._routes.methods(path)))
            return text(405, "Method not allowed.\n", (b"allow", allowed.encode()))
        try:
            answer = await self._answer(scope, receive, found)
        except OAuthError as refused:
            return answers.answer(accept, answers.error(refused))
        except Refused as refused:
            return errors.told(refused)
        return answer if isinstance(answer, Response) else answers.answer(accept, answer)

    async def _answer(self, scope: Scope, receive: Receive, found: Found[AnyRoute]) -> Answer:
        here, row = whence.of(scope), found.route
        reads = row.method not in {"GET", "HEAD"}
        body = await read_body(receive, LARGEST) if reads else b""
        if row.operation is table.BEGIN_DEVICE:
            self._throttle.begin_device(here.address)

        try:
            # Before the unit of work: what cannot be read keeps no writer waiting.
            given = self._read(scope, body, row)

            def unit(work: Work) -> Answer:
                caller = _caller(work, given, found, here)
                return cast("Answer", row.answer(work, caller, found.params, lambda: given))

            run = self._database.glance if row.lane is Lane.GLANCE else self._database.write
            return await run(unit, here)
        except OAuthError as refused:
            if refused.code in GUESSES:
                self._throttle.bad_credential(here.address)
            raise
        except BadCredential:
            self._throttle.bad_credential(here.address)
            raise

    def _read(self, scope: Scope, body: bytes, row: AnyRoute) -> Sent:
        if row.path == PASSWORDS:
            # Whatever is sent there, it is not looked at.
            return Sent({})
        authorization = header(scope, b"authorization")
        if row.path.startswith(API):
            return errors.of_api(body, authorization)
        sent.refuse_in_address(scope["query_string"])
        return sent.read(header(scope, b"content-type") or b"", authorization, body)


def _caller(work: Work, given: Sent, found: Found[AnyRoute], here: Origin) -> Caller:
    """Tell which application asks about its tokens; at all other rows nobody in particular does.

    Of a public client everybody knows the secret: it proves nothing, so the gate decides.
    """
    nobody = resolve.anonymous(here)
    if not found.route.path.startswith(ITS_OWN):
        return nobody
    named = work.applications.by_client_id(found.params["client_id"])
    if named is not None and not named.confidential:
        return nobody
    name, secret = given.basic or ("", None)
    return resolve.application_caller(work, name, secret, here)
