"""Merging one branch into another, where git can do it without anybody's help."""

from typing import Final

from msgspec import Struct

from watchword.access.table import contents as table
from watchword.contents import resolve, revisions, writing
from watchword.contents.drafts import Draft
from watchword.contents.kinship import Merged
from watchword.contents.ports import Store, Type
from watchword.kernel.errors import Conflict, NotFound
from watchword.ref_updates.model import BRANCHES, Command
from watchword.ref_updates.names import short
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.rest.answers import Told
from watchword.surfaces.rest.authors import around
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.errors import NotThere
from watchword.surfaces.rest.library import Rooms, rows
from watchword.surfaces.rest.moving import Writing, begun
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.whole_commits import listed, one
from watchword.surfaces.shapes.commits import Commit

NO_BASE: Final = "Base does not exist"
NO_HEAD: Final = "Head does not exist"
CONFLICT: Final = "Merge conflict"
MESSAGE: Final = "Merge {head} into {base}"


class Merging(Struct, kw_only=True):
    """Which branch takes in which branch, tag or commit."""

    base: str
    head: str
    commit_message: str | None = None


class Merges(Rooms):
    """Handlers."""

    async def merge(self, steps: Steps[Repository], wanted: Merging) -> Told[Commit | None]:
        """Merge a branch."""
        make = await begun(steps, self.at, self.library)
        base, head = await make.here.read(lambda store: _ends(store, make, wanted))
        here, genealogy = make.here, self.library.genealogy
        kin = await genealogy.kinship(here.readable, base, head, here.account)
        if kin.merge_base is None:
            raise Conflict(CONFLICT)
        if kin.ahead == 0:
            return Told(None, 204)
        merged = await genealogy.merged(here.readable, base, head, here.account)
        if merged is None:
            raise Conflict(CONFLICT)
        made = await self._commit(make, wanted, merged, (base, head))
        shown = await here.read(lambda store: one(store, made))
        known = await around(steps, self.at, [shown.commit])
        return Told(listed(shown, known, here.places))

    async def _commit(
        self, make: Writing, wanted: Merging, merged: Merged, parents: tuple[str, str]
    ) -> str:
        """Write the commit that joins both, keep it, and move the branch to it."""
        base = short(wanted.base)
        message = wanted.commit_message or MESSAGE.format(head=wanted.head, base=base)
        person = make.signature(self.at)

        def write(store: Store) -> tuple[Draft, str]:
            draft = Draft(store)
            draft.adopt(merged.objects)
            data = writing.commit(merged.tree, parents, person, person, message)
            made = draft.write(Type.COMMIT, data)
            make.must_bring_no_workflow(draft, made, parents[0])
            return draft, made

        draft, made = await make.here.read(write)
        await make.keep(draft.objects)
        await make.move(Command(BRANCHES + base, parents[0], made))
        return made


def _ends(store: Store, make: Writing, wanted: Merging) -> tuple[str, str]:
    """The commits of both. Raises NotThere."""
    base = resolve.branch(store, short(wanted.base))
    if base is None:
        raise NotThere(NO_BASE)
    try:
        head = revisions.commit(store, wanted.head, make.to.repository.default_branch)
    except NotFound:
        raise NotThere(NO_HEAD) from None
    return base.commit, head.commit


def routes(services: Services) -> list[Endpoint]:
    """The row."""
    at, made = services.at, Merges(services.at, services.library)
    docs = "branches/branches#merge-a-branch"
    return rows(at, "POST", "/merges", table.MERGE, made.merge, Merging, docs, status=201)
