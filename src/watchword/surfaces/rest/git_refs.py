"""Refs: shown, made, moved, deleted."""

import re
from typing import Final

from msgspec import Struct

from watchword.access.table import contents as table
from watchword.contents import revisions
from watchword.contents.ports import Store, Type
from watchword.contents.revisions import Ref as Model
from watchword.kernel.errors import Conflict, Invalid, NotFound
from watchword.kernel.pagination import Page
from watchword.ref_updates.model import BRANCHES, ZERO, Command
from watchword.ref_updates.names import is_ref_name
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.library import Opened, Rooms, rows
from watchword.surfaces.rest.moving import Writing, begun
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.whole_commits import EMPTY
from watchword.surfaces.shapes import git_data
from watchword.surfaces.shapes.git_data import Ref

OBJECT: Final = re.compile(r"[0-9a-fA-F]{40}")
REFS: Final = "refs/"
MOST: Final = 10_000
"""Refs that are looked at for one list."""
COMPONENTS: Final = "Reference name must contain at least three slash-separated components."
EXISTS: Final = "Reference already exists"
MISSING: Final = "Reference does not exist"
NO_OBJECT: Final = "Object does not exist"
BAD_SHA: Final = "The sha parameter must be exactly 40 characters and contain only [0-9a-f]."
NO_COMMIT: Final = "Object is not a commit"
REWINDS: Final = "Update is not a fast forward"
PRINTABLE: Final = re.compile(r"[^\x20-\x7e]")


class Asked(Struct, kw_only=True):
    """Which ref: its name without `refs/`."""

    ref: InPath = ""


class Matching(Paged, kw_only=True):
    """Refs whose names, without `refs/`, begin like that."""

    ref: InPath = ""


class NewRef(Struct, kw_only=True):
    """What a new ref is called in full, and where it is to stand."""

    ref: str
    sha: str


class RefMove(Struct, kw_only=True):
    """Where a ref is to stand; `force` lets it leave commits behind."""

    ref: InPath = ""
    sha: str
    force: bool = False


class GitRefs(Rooms):
    """Handlers."""

    async def show(self, steps: Steps[Repository], asked: Asked) -> Ref:
        """Get a reference."""
        here = await self.opened(steps)

        def look(store: Store) -> Model:
            _must_hold_something(store)
            return revisions.ref(store, full(asked.ref))

        return git_data.ref(await here.read(look), here.places)

    async def matching(self, steps: Steps[Repository], asked: Matching) -> Page[Ref]:
        """List matching references."""
        return await self._page(steps, full(asked.ref), asked)

    async def every(self, steps: Steps[Repository], asked: Paged) -> Page[Ref]:
        """List references."""
        return await self._page(steps, REFS, asked)

    async def make(self, steps: Steps[Repository], wanted: NewRef) -> Ref:
        """Create a reference."""
        _must_be_name(wanted.ref)
        make = await begun(steps, self.at, self.library)

        def look(store: Store) -> Model:
            _must_hold_something(store)
            target = _target(store, wanted.ref, wanted.sha)
            if store.ref(_bytes(wanted.ref)) is not None:
                raise Invalid(text=EXISTS)
            make.must_bring_no_workflow(store, target, None)
            return Model(_bytes(wanted.ref), target, store.size(target)[0])

        found = await make.here.read(look)
        await make.move(Command(wanted.ref, ZERO, found.object))
        return git_data.ref(found, make.here.places)

    async def move(self, steps: Steps[Repository], wanted: RefMove) -> Ref:
        """Update a reference."""
        name = full(wanted.ref)
        make = await begun(steps, self.at, self.library)

        def look(store: Store) -> tuple[Model, Model]:
            old = _existing(store, name)
            target = _target(store, name, wanted.sha)
            make.must_bring_no_workflow(store, target, old.object)
            return old, Model(_bytes(name), target, store.size(target)[0])

        old, new = await make.here.read(look)
        if not wanted.force:
            await self._must_go_forward(make, old, new)
        if old.object != new.object:
            await make.move(Command(name, old.object, new.object))
        return git_data.ref(new, make.here.places)

    async def delete(self, steps: Steps[Repository], asked: Asked) -> None:
        """Delete a reference."""
        name = full(asked.ref)
        make = await begun(steps, self.at, self.library)
        old = await make.here.read(lambda store: _existing(store, name))
        await make.move(Command(name, old.object, ZERO))

    async def _page(self, steps: Steps[Repository], prefix: str, asked: Paged) -> Page[Ref]:
        here = await self.opened(steps)
        part = asked.request

        def look(store: Store) -> tuple[list[Model], int]:
            _must_hold_something(store)
            found = revisions.matching(store, prefix, MOST)
            shown = found[part.offset : part.offset + part.size]
            return [revisions.typed(store, name, target) for name, target in shown], len(found)

        found, total = await here.read(look)
        return Page([git_data.ref(one, here.places) for one in found], total, part)

    async def _must_go_forward(self, make: Writing, old: Model, new: Model) -> None:
        """Stop what would leave commits behind. Raises Invalid."""
        if old.object == new.object:
            return
        if old.type is not Type.COMMIT or new.type is not Type.COMMIT:
            raise Invalid(text=REWINDS)
        here: Opened = make.here
        genealogy = self.library.genealogy
        kin = await genealogy.kinship(here.readable, old.object, new.object, here.account)
        if kin.behind:
            raise Invalid(text=REWINDS)


def full(name: str) -> str:
    """The full name; who says it in full anyway means the same."""
    return name if name.startswith(REFS) else REFS + name


def _bytes(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")


def _must_be_name(name: str) -> None:
    if not name.startswith(REFS) or name.count("/") < 2:
        raise Invalid(text=COMPONENTS)
    if not is_ref_name(name):
        raise Invalid(text=f"{PRINTABLE.sub('?', name)[:255]} is not a valid ref name.")


def _must_hold_something(store: Store) -> None:
    if revisions.is_empty(store):
        raise Conflict(EMPTY)


def _existing(store: Store, name: str) -> Model:
    try:
        return revisions.ref(store, name)
    except NotFound:
        raise Invalid(text=MISSING) from None


def _target(store: Store, name: str, sha: str) -> str:
    """The object of that id, which a ref of that name may stand on. Raises Invalid."""
    if not OBJECT.fullmatch(sha):
        raise Invalid(text=BAD_SHA)
    try:
        kind = store.size(sha.lower())[0]
    except NotFound:
        raise Invalid(text=NO_OBJECT) from None
    if name.startswith(BRANCHES) and kind is not Type.COMMIT:
        raise Invalid(text=NO_COMMIT)
    return sha.lower()


def routes(services: Services) -> list[Endpoint]:
    """The rows. `git/refs/…` is the older spelling of `git/ref/…`, which clients still use."""
    at, made, read = services.at, GitRefs(services.at, services.library), table.READ
    show, docs = "git/refs#get-a-reference", "git/refs#list-matching-references"
    make, move = "git/refs#create-a-reference", "git/refs#update-a-reference"
    delete, one = "git/refs#delete-a-reference", "/git/refs/{*ref}"
    return [
        *rows(at, "GET", "/git/ref/{*ref}", read, made.show, Asked, show),
        *rows(at, "GET", "/git/matching-refs/{*ref}", read, made.matching, Matching, docs),
        *rows(at, "GET", "/git/refs", read, made.every, Paged, docs),
        *rows(at, "GET", one, read, made.show, Asked, show),
        *rows(at, "POST", "/git/refs", table.CREATE_REF, made.make, NewRef, make, status=201),
        *rows(at, "PATCH", one, table.UPDATE_REF, made.move, RefMove, move),
        *rows(at, "DELETE", one, table.DELETE_REF, made.delete, Asked, delete, status=204),
    ]
