"""Who is let in: by a token as to git, by a ticket of ours to one thing."""

from collections.abc import Callable

from msgspec import Struct

from watchword.access.gate import Grant, require
from watchword.access.operation import Operation
from watchword.access.table import lfs as table
from watchword.authn import credential, lfs_links, resolve
from watchword.authn.credential import Presented
from watchword.authn.lfs_links import Aim, Holder, Ticket, Tickets
from watchword.authn.resolve import Caller
from watchword.authn.throttle import Throttle
from watchword.kernel.clock import Clock
from watchword.kernel.errors import BadCredential, Busy, NotAuthenticated, NotPermitted
from watchword.kernel.events import Origin
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit import whence
from watchword.surfaces.http_kit.asgi import Scope
from watchword.surfaces.http_kit.mismatch import Mismatches
from watchword.surfaces.lfs_http.paths import Asked, Place
from watchword.tokens.model import Token
from watchword.work.unit import Database, Work

OTHER_LOGIN = "The user name beside the token is the login of another account."
NO_TICKET = "A file is transferred with what the batch API hands out for it, not with a token."
STILL_COPIED = "This fork is still being made. Try again in a few seconds."
AIMS = {Place.DOWNLOAD: Aim.DOWNLOAD, Place.UPLOAD: Aim.UPLOAD, Place.VERIFY: Aim.VERIFY}
VISITS = {
    Aim.FETCH: frozenset({table.DOWNLOAD, table.LIST_LOCKS}),
    Aim.PUSH: frozenset(
        {
            table.DOWNLOAD,
            table.UPLOAD,
            table.LIST_LOCKS,
            table.VERIFY_LOCKS,
            table.LOCK,
            table.UNLOCK,
        }
    ),
}
"""What a visit that SSH opened may be used for; the gate is asked beside."""


class Visitor(Struct, frozen=True):
    """Somebody who was let in, and how to ask about them again in each unit of work."""

    origin: Origin
    asked: Asked
    ticket: Ticket | None
    who: Callable[[Work], Caller]
    """Tells who asks, as it is now. Raises BadCredential and Suspended."""

    def granted(self, work: Work, operation: Operation) -> Grant[Repository]:
        """Ask the gate. A repository that has another name by now is found by the old one too."""
        if self.ticket is not None and self.ticket.aim in VISITS:
            _must_cover(self.ticket.aim, operation)
        caller = self.who(work)
        found = work.repositories.find(self.asked.owner, self.asked.name, caller.actor.user)
        if self.ticket is not None and (found is None or found.id != self.ticket.repository):
            raise BadCredential
        grant = require(caller.actor, operation, found)
        if work.lineage.of(grant.target.id).filling_since is not None:
            raise Busy(STILL_COPIED)
        return grant

    def holder(self, work: Work) -> Holder:
        """The credential for which tickets are made."""
        found = self.who(work)
        token, key = found.token, found.key
        return Holder(token.id if token else None, key.id if key else None)


class Porter(Struct, frozen=True):
    """Tells who is there and asks the gate, in one unit of work, before any body is read."""

    database: Database
    clock: Clock
    throttle: Throttle
    observe: Callable[[Token, int, str], None]
    """Notes the use of a token: its number, the time, the address."""
    mismatches: Mismatches
    tickets: Tickets
    token_prefix: str
    strict_username: bool

    async def admit(self, scope: Scope, asked: Asked) -> Visitor:
        """Let somebody in. Raises what refuses them."""
        came, presented = whence.of(scope), None
        try:
            values = [value for name, value in scope["headers"] if name == b"authorization"]
            if (given := lfs_links.presented(values)) is not None:
                visitor = self._by_ticket(asked, given, came)
            else:
                presented = credential.parse(scope["headers"])
                if asked.place.is_transfer:
                    await self._without_ticket(presented, came)
                visitor = self._by_token(asked, presented, came)
            caller, other_login = await self._ask(visitor, presented)
        except BadCredential:
            self.throttle.bad_credential(came.address, presented)
            raise
        if caller.token is not None:
            self.observe(caller.token, self.clock.seconds(), came.address)
        if other_login is not None:
            self.mismatches.note(caller, other_login)
            if self.strict_username:
                raise NotPermitted(OTHER_LOGIN)
        return visitor

    async def _ask(
        self, visitor: Visitor, presented: Presented | None
    ) -> tuple[Caller, str | None]:
        def unit(work: Work) -> tuple[Caller, str | None]:
            caller, other = visitor.who(work), None
            if presented is not None and caller.user is not None:
                other = resolve.other_login(work, presented, caller.user)
            visitor.granted(work, visitor.asked.place.operation)
            return caller, other

        return await self.database.read(unit, visitor.origin)

    async def _without_ticket(self, presented: Presented | None, origin: Origin) -> None:
        """Refuse who brings no ticket to a transfer: git forgets a live token on 401 alone."""
        if presented is None:
            raise NotAuthenticated
        kept, prefix = presented, self.token_prefix
        await self.database.read(lambda work: resolve.caller(work, kept, origin, prefix), origin)
        raise NotPermitted(NO_TICKET)

    def _by_ticket(self, asked: Asked, given: str, origin: Origin) -> Visitor:
        oid = asked.thing if asked.place.is_transfer else ""
        ticket = self.tickets.read(given, oid, self.clock.seconds())
        if asked.place.is_transfer:
            proper = ticket.aim is AIMS[asked.place]
        else:
            proper = ticket.aim in VISITS
        if not proper:
            raise BadCredential
        return Visitor(origin, asked, ticket, _holder_of(ticket, origin))

    def _by_token(self, asked: Asked, presented: Presented | None, origin: Origin) -> Visitor:
        def who(work: Work) -> Caller:
            if presented is None:
                return resolve.anonymous(origin)
            return resolve.caller(work, presented, origin, self.token_prefix)

        return Visitor(origin, asked, None, who)


def _holder_of(ticket: Ticket, origin: Origin) -> Callable[[Work], Caller]:
    def who(work: Work) -> Caller:
        holder = ticket.holder
        if holder.key is not None:
            return resolve.key_keeper(work, holder.key, origin)
        if holder.token is not None:
            return resolve.holder(work, holder.token, origin)
        return resolve.anonymous(origin)

    return who


def _must_cover(aim: Aim, operation: Operation) -> None:
    if operation not in VISITS[aim]:
        raise NotPermitted(operation.text)
