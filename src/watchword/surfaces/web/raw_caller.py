"""Who asks for a raw file: by a token in `Authorization`, else by the cookie of a session."""

from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from typing import Final

from msgspec import Struct

from watchword.authn import credential, resolve
from watchword.authn.credential import Presented
from watchword.authn.resolve import Caller
from watchword.authn.throttle import Throttle
from watchword.kernel.clock import Clock
from watchword.kernel.errors import BadCredential, NotPermitted
from watchword.kernel.secret import Secret
from watchword.kernel.words import N_
from watchword.surfaces.http_kit import whence
from watchword.surfaces.http_kit.asgi import Scope, header
from watchword.surfaces.http_kit.mismatch import Mismatches
from watchword.surfaces.web import cookies
from watchword.tokens.model import Token
from watchword.work.unit import Database, Work

OTHER_LOGIN: Final = N_("The user name is that of another account.")


class RawCallers(Struct, frozen=True):
    """Tells who asks. A token wins over a cookie, and a bad one never becomes anonymous."""

    database: Database
    clock: Clock
    throttle: Throttle
    observe: Callable[[Token, int, str], None]
    """Notes the use of a token: its number, the time, the address."""
    mismatches: Mismatches
    token_prefix: str
    strict_username: bool

    async def of(self, scope: Scope) -> Caller:
        """Tell who asks. Raises BadCredential, Suspended, NotPermitted, Busy."""
        presented = None
        try:
            presented = credential.parse(scope["headers"])
            if presented is not None:
                return await self._bearer(scope, presented)
        except BadCredential:
            self.throttle.bad_credential(whence.of(scope).address, presented)
            raise
        return await self._browser(scope)

    async def _bearer(self, scope: Scope, presented: Presented) -> Caller:
        came = whence.of(scope)

        def unit(work: Work) -> tuple[Caller, str | None]:
            found = resolve.caller(work, presented, came, self.token_prefix)
            user = found.user
            return found, resolve.other_login(work, presented, user) if user else None

        caller, other_login = await self.database.glance(unit, came)
        if caller.token is not None:
            self.observe(caller.token, self.clock.seconds(), came.address)
        if other_login is not None:
            self.mismatches.note(caller, other_login)
            if self.strict_username:
                raise NotPermitted(OTHER_LOGIN)
        return caller

    async def _browser(self, scope: Scope) -> Caller:
        """The browser that is signed in; a session that is over leaves nobody in particular."""
        origin = whence.of(scope)
        secret = _session(header(scope, b"cookie") or b"")
        if secret is None:
            return resolve.anonymous(origin)
        try:
            return await self.database.glance(
                lambda work: resolve.session_caller(work, secret, origin), origin
            )
        except BadCredential:
            return resolve.anonymous(origin)


def _session(header_value: bytes) -> Secret | None:
    """The secret of the session among the cookies."""
    try:
        found = SimpleCookie(header_value.decode("latin-1")).get(cookies.SESSION)
    except CookieError:
        return None
    return Secret(found.value) if found and found.value else None
