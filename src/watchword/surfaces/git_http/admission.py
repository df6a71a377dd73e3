"""Who is let in to a repository."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from watchword.access.gate import require
from watchword.access.operation import Operation
from watchword.access.table import gists as gist_table
from watchword.access.table import git as table
from watchword.authn import credential, resolve
from watchword.authn.credential import Presented
from watchword.authn.resolve import Caller
from watchword.authn.throttle import Throttle
from watchword.gists.model import Gist
from watchword.git_transport.advertisement import Service
from watchword.kernel.clock import Clock
from watchword.kernel.errors import BadCredential, Busy, NotPermitted, Refused
from watchword.kernel.events import Origin
from watchword.kernel.ids import GistId
from watchword.repositories.model import Repository
from watchword.surfaces.git_http.answers import OTHER_LOGIN, STILL_COPIED
from watchword.surfaces.git_http.paths import Asked
from watchword.surfaces.http_kit import whence
from watchword.surfaces.http_kit.asgi import Scope
from watchword.surfaces.http_kit.mismatch import Mismatches
from watchword.tokens import secret as formats
from watchword.tokens.model import Token
from watchword.work.unit import Database, Work

Standing: TypeAlias = tuple[bytes, Sequence[object]]
"""The digest of a token, and the rows of it, of its owner and of a repository."""


class Admission(Struct, frozen=True):
    """What the gate said, to whom, about what."""

    caller: Caller
    presented: Presented | None
    repository: Repository | Gist | None
    refusal: Refused | None
    """Why they may not; None: they may."""
    other_login: str | None
    """The login of another account that came beside the token."""
    standing: Standing | None = None
    """What it followed from, where that is known as a whole and they may."""


class Porter(Struct, frozen=True):
    """Tells who is there and asks the gate, in one unit of work, before any body is read."""

    database: Database
    clock: Clock
    throttle: Throttle
    observe: Callable[[Token, int, str], None]
    """Notes the use of a token: its number, the time, the address."""
    mismatches: Mismatches
    token_prefix: str
    strict_username: bool

    async def admit(self, scope: Scope, asked: Asked) -> Admission:
        """Let somebody in, or say why not.

        Raises BadCredential for a credential that is dead or never was, Suspended, and Busy where
        too many bad ones came from.
        """
        came, presented = whence.of(scope), None
        try:
            presented = credential.parse(scope["headers"])
            admission = await self._ask(asked, presented, came)
        except BadCredential:
            self.throttle.bad_credential(came.address, presented)
            raise
        token = admission.caller.token
        if token is not None:
            self.observe(token, self.clock.seconds(), came.address)
        if admission.other_login is not None:
            self.mismatches.note(admission.caller, admission.other_login)
            if self.strict_username:
                raise NotPermitted(OTHER_LOGIN)
        return admission

    async def _ask(self, asked: Asked, presented: Presented | None, origin: Origin) -> Admission:
        def unit(work: Work) -> Admission:
            caller = self.caller(work, presented, origin)
            other = None
            if presented is not None and caller.user is not None:
                other = resolve.other_login(work, presented, caller.user)
            found, refusal = _judged(work, asked, caller)
            return Admission(caller, presented, found, refusal, other)

        def unit_with_standing(work: Work) -> Admission:
            admission = unit(work)
            return replace(admission, standing=_standing(work, asked, admission))

        if self.database.embedded:
            fetching = asked.service is Service.UPLOAD_PACK
            return self.database.glance_now(unit_with_standing if fetching else unit, origin)
        return await self.database.glance(unit, origin)

    def caller(self, work: Work, presented: Presented | None, origin: Origin) -> Caller:
        """Who presented that. Raises BadCredential and Suspended."""
        if presented is None:
            return resolve.anonymous(origin)
        return resolve.caller(work, presented, origin, self.token_prefix)


def _standing(work: Work, asked: Asked, admission: Admission) -> Standing | None:
    """What it followed from that they may, in the unit in which it was found out."""
    presented, token = admission.presented, admission.caller.token
    if presented is None or token is None or admission.refusal or admission.other_login:
        return None
    if token.impersonator is not None or asked.of_gist:
        return None
    owner, name = asked.owner.lower(), asked.name.lower()
    for digest in work.keys.digests(formats.PURPOSE, presented.secret):
        if (rows := work.repositories.standing(digest, owner, name, token.owner)) is not None:
            return digest, rows
    return None


def _judged(
    work: Work, asked: Asked, caller: Caller
) -> tuple[Repository | Gist | None, Refused | None]:
    """What is asked for, and why it is refused, if it is."""
    viewer = caller.actor.user
    if asked.of_gist:
        gist = work.gists.by_id(GistId(asked.name))
        return gist, _refusal(asked, caller, gist)
    if (named := work.repositories.named(asked.owner, asked.name, viewer)) is not None:
        repository, is_copied = named
        if _refusal(asked, caller, repository) is None:
            return repository, Busy(STILL_COPIED) if is_copied else None
    # Former names are asked for before anybody is refused, whether or not the present one is there:
    # what is hidden must cost the same as what is missing (attack 52).
    found = work.repositories.find(asked.owner, asked.name, viewer)
    refusal = _refusal(asked, caller, found)
    if refusal is None and isinstance(found, Repository):
        # A clone of a part would look whole.
        is_copied = work.lineage.of(found.id).filling_since is not None
        refusal = Busy(STILL_COPIED) if is_copied else None
    return found, refusal


def _refusal(asked: Asked, caller: Caller, found: Repository | Gist | None) -> Refused | None:
    """Ask the gate; why not, or None."""
    try:
        require(caller.actor, operation_for(asked), found)
    except Refused as refused:
        return refused
    return None


def operation_for(asked: Asked) -> Operation:
    """What it is to ask for a service; for one that is none, the right to read is needed."""
    pushing = asked.service is Service.RECEIVE_PACK
    if asked.of_gist:
        return gist_table.GIT_PUSH if pushing else gist_table.GIT_READ
    return table.PUSH if pushing else table.READ
