"""Who holds a key, and what they may do with a repository."""

from collections.abc import Callable

from msgspec import Struct

from watchword.access.gate import Grant, require
from watchword.access.operation import Operation
from watchword.access.table import gists as gist_table
from watchword.access.table import git as table
from watchword.access.table import keys as key_table
from watchword.accounts.model import SITE
from watchword.authn import resolve
from watchword.authn.resolve import Caller
from watchword.gists.model import Gist
from watchword.git_transport.advertisement import Service
from watchword.git_transport.version import Version
from watchword.kernel.clock import Clock
from watchword.kernel.errors import Busy, Refused
from watchword.kernel.events import Origin
from watchword.kernel.ids import GistId, KeyId
from watchword.repositories.model import Repository
from watchword.surfaces.ssh.parsing import Place
from watchword.surfaces.ssh.texts import STILL_COPIED
from watchword.work.git_host import Pushing, Visit
from watchword.work.unit import Database, Work


class Admission(Struct, frozen=True):
    """What the gate said, to whom, about what."""

    caller: Caller
    target: Repository | Gist | None
    refusal: Refused | None
    """Why they may not; None: they may."""


class Porter(Struct, frozen=True):
    """Tells who holds a key, anew for each command: it may be gone since the last one."""

    database: Database
    clock: Clock
    observe: Callable[[KeyId, int], None]
    """Notes the use of a key: its number, the time."""

    async def knows(self, fingerprint: str, origin: Origin) -> bool:
        """Whether a key opens anything. That says nothing of who offers it."""

        def unit(work: Work) -> bool:
            return work.public_keys.by_fingerprint(fingerprint) is not None

        return await self.database.read(unit, origin)

    async def name(self, fingerprint: str, origin: Origin) -> str:
        """What somebody is greeted by: a login, or the repository of a deploy key.

        Raises BadCredential and Suspended.
        """

        def unit(work: Work) -> tuple[Caller, str]:
            caller = resolve.key_holder(work, fingerprint, origin)
            require(caller.actor, key_table.GREET, SITE)
            if caller.user is not None:
                return caller, caller.user.login
            assert caller.actor.opens is not None, "keys are of a person or of a repository"
            found = work.repositories.by_id(caller.actor.opens[0], None)
            return caller, found.full_name if found is not None else ""

        caller, name = await self.database.read(unit, origin)
        self._note(caller)
        return name

    async def admit(
        self, fingerprint: str, place: Place, service: Service, origin: Origin
    ) -> Admission:
        """Let somebody in, or say why not. Raises BadCredential and Suspended."""
        return await self.admit_to(fingerprint, place, operation_for(place, service), origin)

    async def admit_to(
        self, fingerprint: str, place: Place, operation: Operation, origin: Origin
    ) -> Admission:
        """Let somebody in to do that, or say why not. Raises BadCredential and Suspended."""

        def unit(work: Work) -> Admission:
            caller = resolve.key_holder(work, fingerprint, origin)
            found = _found(work, place, caller)
            refusal = None
            try:
                require(caller.actor, operation, found)
                _must_be_whole(work, found)
            except Refused as refused:
                refusal = refused
            return Admission(caller, found, refusal)

        admission = await self.database.read(unit, origin)
        self._note(admission.caller)
        return admission

    def _note(self, caller: Caller) -> None:
        if caller.key is not None:
            self.observe(caller.key.id, self.clock.seconds())


def _found(work: Work, place: Place, caller: Caller) -> Repository | Gist | None:
    if place.of_gist:
        return work.gists.by_id(GistId(place.name))
    return work.repositories.find(place.owner, place.name, caller.actor.user)


def _must_be_whole(work: Work, found: Repository | Gist | None) -> None:
    """Raise Busy for a fork that is still being copied: a clone of a part would look whole."""
    if isinstance(found, Repository) and work.lineage.of(found.id).filling_since is not None:
        raise Busy(STILL_COPIED)


def operation_for(place: Place, service: Service) -> Operation:
    """What it is to ask for a service."""
    pushing = service is Service.RECEIVE_PACK
    if place.of_gist:
        return gist_table.GIT_PUSH if pushing else gist_table.GIT_READ
    return table.PUSH if pushing else table.READ


def visit(caller: Caller, target: Repository | Gist, version: Version) -> Visit:
    """What git is told of somebody who was let in."""
    actor = caller.actor
    number = actor.origin.credential
    account = f"key {number}" if actor.user is None else f"user {actor.user}"
    return Visit(target.id, target.key, account, version, dialogue=True)


def pushing(fingerprint: str, caller: Caller, target: Repository | Gist) -> Pushing:
    """What git is told of somebody who may push. Keys carry no scopes: workflows are free."""
    origin = caller.actor.origin
    if isinstance(target, Gist):
        gist = target

        def authorise_gist(work: Work) -> Grant[Gist]:
            """Ask again: the key may be gone by now, the gist deleted."""
            actor = resolve.key_holder(work, fingerprint, origin).actor
            return require(actor, gist_table.GIT_PUSH, work.gists.by_id(gist.id))

        return Pushing(gist.default_branch, origin, authorise_gist, flat=True)
    repository = target

    def authorise(work: Work) -> Grant[Repository]:
        """Ask again: the key may be gone by now, the repository archived, the role another."""
        actor = resolve.key_holder(work, fingerprint, origin).actor
        return require(actor, table.PUSH, work.repositories.by_id(repository.id, actor.user))

    return Pushing(repository.default_branch, origin, authorise)
