"""Objects that were written are kept, then refs move to them: the way of every change here."""

from collections.abc import Sequence

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.gate import Grant, allows, require
from watchword.access.operation import Operation
from watchword.access.table.git import CHANGE_WORKFLOWS
from watchword.accounts.model import User
from watchword.contents import workflow_files
from watchword.contents.drafts import Draft, NewObject
from watchword.contents.keeping import Writable, writable
from watchword.contents.ports import Store
from watchword.contents.signature import Signature, signature
from watchword.kernel.errors import NotAuthenticated, NotPermitted
from watchword.ref_updates.model import Command
from watchword.ref_updates.workflows import without_scope
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.rest.library import Library, Opened, account_of
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.commits import Places
from watchword.work.ref_changes import Change
from watchword.work.unit import Database, Work


class Writing(Struct, frozen=True):
    """A repository that somebody may write, and who that is."""

    here: Opened
    to: Writable
    actor: Actor
    operation: Operation
    person: User
    now: int
    """Seconds since 1970."""
    database: Database

    async def keep(self, objects: Sequence[NewObject]) -> None:
        """Keep new objects; no ref leads to them by that."""
        await self.here.library.keeper.keep(self.to, objects, self.here.account)

    async def move(self, *commands: Command) -> None:
        """Move refs to objects that were kept, all of them or none."""
        actor = self.actor

        def authorise(work: Work) -> Grant[Repository]:
            found = work.repositories.by_id(self.to.repository.id, actor.user)
            return require(actor, self.operation, found)

        def as_it_is_now(work: Work) -> Repository:
            return authorise(work).target

        repository = await self.database.read(as_it_is_now, actor.origin)
        change = Change(repository, commands, authorise, actor.origin)
        await self.here.library.refs.update_refs(change)

    def must_bring_no_workflow(self, store: Store | Draft, new: str, old: str | None) -> None:
        """Stop who may not bring the workflow files that are in a commit. Raises NotPermitted."""
        if allows(self.actor, CHANGE_WORKFLOWS, self.to.repository):
            return
        path = workflow_files.brought(store, new, old)
        if path is not None:
            shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            raise NotPermitted(without_scope(self.actor.kind, shown))

    def signature(self, at: Addresses) -> Signature:
        """The person as the one who writes or commits, now."""
        return signature(self.person, at.host, self.now)


async def begun(steps: Steps[Repository], at: Addresses, library: Library) -> Writing:
    """Open a repository to be written. Raises NotPermitted where it is archived."""

    def unit(work: Work, grant: Grant[Repository]) -> Writing:
        actor = grant.actor
        person = work.users.by_id(actor.user) if actor.user is not None else None
        if person is None:
            raise NotAuthenticated
        to = writable(grant)
        places = Places(grant.target, at)
        here = Opened(grant.target, to.readable, places, account_of(actor), library)
        return Writing(here, to, actor, grant.operation, person, work.now, steps.database)

    return await steps.read(unit)
