"""Gists: shown, made, changed and deleted."""

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from watchword.access.gate import Grant
from watchword.access.table import gists as table
from watchword.accounts.model import User
from watchword.gists import service
from watchword.gists.edit import FileEdit
from watchword.gists.model import Gist
from watchword.gists.ports import Listing
from watchword.gists.service import Wanted
from watchword.kernel.ids import GistId
from watchword.kernel.pagination import PageRequest
from watchword.surfaces.http_kit.route_table import Steps, route, steps
from watchword.surfaces.rest import gist_finding as finding
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.gist_finding import GIST, Seen, Told, owner_of, seen
from watchword.surfaces.rest.reading import InPath, Nothing
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.users import oneself
from watchword.surfaces.shapes.gists import FullGist, full_gist
from watchword.work.unit import Work

MOST_FORKS = 30
"""Forks that are told with a gist itself."""
VERSIONS = 30


class FileChange(Struct, kw_only=True):
    """What is to become of a file."""

    content: str | None = None
    filename: str | None = None

    def edit(self) -> FileEdit:
        """The same in words of the domain."""
        return FileEdit(self.content, self.filename)


class NewGist(Struct, kw_only=True):
    """What a new gist is to be."""

    files: dict[str, FileChange]
    description: str | None = None
    public: bool | Literal["true", "false"] = False


class GistChanges(Struct, kw_only=True):
    """What is to be otherwise; what is not named stays. A file of null goes."""

    files: dict[str, FileChange | None] | None = None
    description: str | UnsetType | None = UNSET


class Version(Struct, kw_only=True):
    """A version of a gist."""

    sha: InPath = ""


class Gists:
    """Handlers."""

    def __init__(self, services: Services) -> None:
        """Read and write by those."""
        self._at = services.at
        self._gists = services.gists
        self._told = Told(services.library, services.at)

    async def show(self, steps: Steps[Gist], _asked: Nothing) -> FullGist:
        """Show a gist."""
        return await self._shown(steps)

    async def show_version(self, steps: Steps[Gist], asked: Version) -> FullGist:
        """Show a gist as it was at one of its versions."""
        return await self._shown(steps, asked.sha)

    async def make(self, steps: Steps[User], wanted: NewGist) -> FullGist:
        """Make a gist."""
        edits = {name: change.edit() for name, change in wanted.files.items()}
        listed = wanted.public in {True, "true"}
        actor = steps.caller.actor
        made = await self._gists.make(actor, Wanted(wanted.description, listed), edits)

        def unit(work: Work, _grant: Grant[User]) -> Seen:
            return seen(work, actor, [work.gists.by_id(made.id) or made])[0]

        found = await steps.read(unit)
        held = await self._told.snapshot(found, versions=VERSIONS)
        return full_gist(found.gist, found.owner, held, self._at)

    async def change(self, steps: Steps[Gist], wanted: GistChanges) -> FullGist:
        """Change what a gist says of itself, and its files."""
        description = wanted.description
        gist = await steps.read(_id)
        if wanted.files:
            edits = {
                name: None if one is None else one.edit() for name, one in wanted.files.items()
            }
            await self._gists.edit(steps.caller.actor, gist, edits)
        if description is not UNSET:
            text = description
            await steps.write(lambda work, grant: service.describe(work, grant, text))
        return await self._shown(steps)

    def delete(self, work: Work, grant: Grant[Gist], _asked: Nothing) -> None:
        """Delete a gist."""
        service.delete(work, grant)

    async def _shown(self, steps: Steps[Gist], version: str | None = None) -> FullGist:
        def unit(
            work: Work, grant: Grant[Gist]
        ) -> tuple[Seen, Seen | None, list[tuple[Gist, User]]]:
            actor, gist = grant.actor, grant.target
            source = None if gist.parent is None else work.gists.by_id(gist.parent)
            # A secret fork of somebody's is for nobody else to know of.
            of_gist = Listing(forked_from=gist.id)
            copies = work.gists.page(of_gist, PageRequest.of(1, MOST_FORKS)).items
            forks = [(one, owner_of(work, one.owner)) for one in copies]
            parent = seen(work, actor, [source])[0] if source else None
            return seen(work, actor, [gist])[0], parent, forks

        found, parent, forks = await steps.read(unit)
        held = await self._told.snapshot(found, version=version, versions=VERSIONS)
        fork_of = await self._told.base(parent) if parent else None
        return full_gist(found.gist, found.owner, held, self._at, forks=forks, fork_of=fork_of)


def _id(_work: Work, grant: Grant[Gist]) -> GistId:
    return grant.target.id


def routes(services: Services) -> list[Endpoint]:
    """The rows. POST changes as PATCH does: gh sends it (GHES behaviour)."""
    own, by_id, mine = Gists(services), finding.by_id, finding.own
    change = "gists/gists#update-a-gist"
    return [
        endpoint(
            steps("POST", "/gists", table.CREATE, oneself, own.make, NewGist, status=201),
            "gists/gists#create-a-gist",
        ),
        endpoint(
            steps("GET", GIST, table.READ, by_id, own.show, Nothing), "gists/gists#get-a-gist"
        ),
        endpoint(
            steps("GET", GIST + "/{sha}", table.READ, by_id, own.show_version, Version),
            "gists/gists#get-a-gist-revision",
        ),
        endpoint(steps("PATCH", GIST, table.UPDATE, mine, own.change, GistChanges), change),
        endpoint(steps("POST", GIST, table.UPDATE, mine, own.change, GistChanges), change),
        endpoint(
            route("DELETE", GIST, table.DELETE, mine, own.delete, Nothing, status=204),
            "gists/gists#delete-a-gist",
        ),
    ]
