"""Releases: listed, made, changed, removed."""

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from watchword.access.gate import Grant, allows
from watchword.access.table import releases as table
from watchword.kernel.errors import NotFound
from watchword.kernel.pagination import Page
from watchword.releases import service
from watchword.releases.model import Latest
from watchword.releases.model import Release as Model
from watchword.releases.service import Wanted
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Params, Steps
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.finding import number
from watchword.surfaces.rest.library import Rooms
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.publishing import must_be_free, tagged
from watchword.surfaces.rest.reading import InPath, Nothing
from watchword.surfaces.rest.release_notes import notes
from watchword.surfaces.rest.releases_shown import all_shown, shown
from watchword.surfaces.rest.repository_rows import RepositoryRows
from watchword.surfaces.rest.services import Services
from watchword.surfaces.shapes.releases import Release
from watchword.work.unit import Work

MakeLatest = Literal["true", "false", "legacy"]


class NewRelease(Struct, kw_only=True):
    """What a release is to be."""

    tag_name: str
    target_commitish: str | None = None
    name: str | None = None
    body: str | None = None
    draft: bool = False
    prerelease: bool = False
    generate_release_notes: bool = False
    make_latest: MakeLatest = "true"
    discussion_category_name: str | None = None
    """Taken; this server has no discussions."""


class Changes(Struct, kw_only=True):
    """What is to be otherwise; what is not named stays."""

    tag_name: str | UnsetType = UNSET
    target_commitish: str | UnsetType = UNSET
    name: str | UnsetType | None = UNSET
    body: str | UnsetType | None = UNSET
    draft: bool | UnsetType = UNSET
    prerelease: bool | UnsetType = UNSET
    make_latest: MakeLatest | UnsetType = UNSET
    discussion_category_name: str | UnsetType | None = UNSET

    def of(self, now: Model) -> Wanted:
        """All of what the release is to be."""
        return Wanted(
            tag=now.tag if self.tag_name is UNSET else self.tag_name,
            target=now.target if self.target_commitish is UNSET else self.target_commitish,
            name=now.name if self.name is UNSET else self.name,
            body=now.body if self.body is UNSET else self.body,
            draft=now.draft if self.draft is UNSET else self.draft,
            prerelease=now.prerelease if self.prerelease is UNSET else self.prerelease,
            latest=Latest.TRUE if self.make_latest is UNSET else Latest(self.make_latest),
        )


class ByTag(Struct, kw_only=True):
    """Which tag."""

    tag: InPath = ""


class NotesWanted(Struct, kw_only=True):
    """For which tag words are wanted."""

    tag_name: str
    target_commitish: str | None = None
    previous_tag_name: str | None = None
    configuration_file_path: str | None = None


class NotesShown(Struct, kw_only=True):
    """Words for a release."""

    name: str
    body: str


def release_of(work: Work, repository: Repository, params: Params) -> Model | None:
    """The release of that number, in that repository."""
    found = number(params["release_id"])
    return None if found is None else work.releases.find(repository, found)


class Releases(Rooms):
    """Handlers."""

    def page(self, work: Work, grant: Grant[Repository], asked: Paged) -> Page[Release]:
        """List releases."""
        drafts = allows(grant.actor, table.SEE_DRAFTS, grant.target)
        found = work.releases.page(grant.target, asked.request, drafts=drafts)
        return Page(all_shown(work, found.items, self.at), found.total, found.request)

    def latest(self, work: Work, grant: Grant[Repository], _asked: Nothing) -> Release:
        """Get the latest release."""
        return self._found(work, work.releases.latest(grant.target))

    def by_tag(self, work: Work, grant: Grant[Repository], asked: ByTag) -> Release:
        """Get a release by tag name."""
        return self._found(work, work.releases.by_tag(grant.target, asked.tag))

    def notes(self, work: Work, grant: Grant[Repository], asked: NotesWanted) -> NotesShown:
        """Generate the text of a release."""
        made = notes(work, grant.target, asked.tag_name, self.at, asked.previous_tag_name)
        return NotesShown(name=made.name, body=made.body)

    def show(self, work: Work, grant: Grant[Model], _asked: Nothing) -> Release:
        """Get a release."""
        return shown(work, grant.target, self.at)

    async def create(self, steps: Steps[Repository], new: NewRelease) -> Release:
        """Create a release."""

        def before(work: Work, grant: Grant[Repository]) -> Wanted:
            repository = grant.target
            made = notes(work, repository, new.tag_name, self.at)
            body = "\n\n".join(filter(None, (new.body, made.body)))
            wanted = Wanted(
                tag=new.tag_name,
                target=new.target_commitish or repository.default_branch,
                name=new.name or (made.name if new.generate_release_notes else new.name),
                body=body if new.generate_release_notes else new.body,
                draft=new.draft,
                prerelease=new.prerelease,
                latest=Latest(new.make_latest),
            ).checked()
            must_be_free(work, repository, wanted)
            return wanted

        wanted = await steps.read(before)
        if not wanted.draft:
            await tagged(steps, self.at, self.library, wanted)
        return await steps.write(
            lambda work, grant: shown(work, service.create(work, grant, wanted), self.at)
        )

    async def update(self, steps: Steps[Model], changes: Changes) -> Release:
        """Update a release."""

        def before(work: Work, grant: Grant[Model]) -> tuple[Wanted, Model]:
            wanted = changes.of(grant.target).checked()
            must_be_free(work, grant.target.repository, wanted, but=grant.target)
            return wanted, grant.target

        wanted, now = await steps.read(before)
        if not wanted.draft and (now.draft or wanted.tag != now.tag):
            await tagged(of_repository(steps, now.repository), self.at, self.library, wanted)

        def unit(work: Work, grant: Grant[Model]) -> Release:
            ranked = changes.make_latest is not UNSET
            changed = service.update(work, grant, changes.of(grant.target), ranked=ranked)
            return shown(work, changed, self.at)

        return await steps.write(unit)

    def delete(self, work: Work, grant: Grant[Model], _asked: Nothing) -> None:
        """Delete a release."""
        service.delete(work, grant)

    def _found(self, work: Work, found: Model | None) -> Release:
        if found is None:
            raise NotFound
        return shown(work, found, self.at)


def of_repository(steps: Steps[Model], repository: Repository) -> Steps[Repository]:
    """The same steps, on the repository of the release."""
    viewer = steps.caller.actor.user

    def find(work: Work) -> Repository | None:
        return work.repositories.by_id(repository.id, viewer)

    return Steps(steps.database, steps.caller, steps.operation, find)


def routes(services: Services) -> list[Endpoint]:
    """The rows of releases."""
    own, rows = Releases(services.at, services.library), RepositoryRows(services.at, "releases/")
    read, write, list_, one = table.READ, table.CREATE, "/releases", "/releases/{release_id}"
    docs, find, latest = "releases#{}-a-release", release_of, "releases#get-the-latest-release"
    by_tag, generate = (
        "releases#get-a-release-by-tag-name",
        "releases#generate-release-notes-content",
    )
    update, delete, page = table.UPDATE, table.DELETE, "releases#list-releases"
    return [
        *rows.of("GET", list_, read, own.page, Paged, page),
        *rows.of("GET", f"{list_}/latest", read, own.latest, Nothing, latest),
        *rows.of("GET", f"{list_}/tags/{{*tag}}", read, own.by_tag, ByTag, by_tag),
        *rows.of_steps(
            "POST", list_, write, own.create, NewRelease, docs.format("create"), status=201
        ),
        *rows.of("POST", f"{list_}/generate-notes", write, own.notes, NotesWanted, generate),
        *rows.inside("GET", one, read, find, own.show, Nothing, docs.format("get")),
        *rows.inside_steps("PATCH", one, update, find, own.update, Changes, docs.format("update")),
        *rows.inside(
            "DELETE", one, delete, find, own.delete, Nothing, docs.format("delete"), status=204
        ),
    ]
