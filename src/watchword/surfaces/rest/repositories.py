"""One repository: shown, changed, deleted."""

from msgspec import UNSET, Struct, UnsetType

from watchword.access.gate import Grant, require
from watchword.access.operation import Operation
from watchword.access.table import forks as forks_table
from watchword.access.table import repositories as table
from watchword.repositories import forking, service
from watchword.repositories.model import Repository as Model
from watchword.repositories.model import Visibility
from watchword.surfaces.http_kit.route_table import Lane, Steps, route, steps
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.finding import NAME, NUMBER, Finder, by_name, by_number
from watchword.surfaces.rest.reading import Nothing
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.showing import shown
from watchword.surfaces.shapes.repositories import FullRepository
from watchword.work.unit import Work


class RepositoryChanges(Struct, kw_only=True):
    """What is to be otherwise; what is not named stays.

    Switches of what this server does not have are taken and stay off.
    """

    name: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET
    homepage: str | UnsetType | None = UNSET
    private: bool | UnsetType = UNSET
    visibility: Visibility | UnsetType = UNSET
    default_branch: str | UnsetType = UNSET
    archived: bool | UnsetType = UNSET
    has_issues: bool | UnsetType = UNSET
    has_projects: bool | UnsetType = UNSET
    has_wiki: bool | UnsetType = UNSET
    has_discussions: bool | UnsetType = UNSET
    is_template: bool | UnsetType = UNSET

    def seen_by(self) -> Visibility | None:
        """The visibility that is wanted; None when it stays. `private` says less about it."""
        if self.visibility is not UNSET:
            return self.visibility
        if self.private is UNSET:
            return None
        return Visibility.PRIVATE if self.private else Visibility.PUBLIC

    def branch(self) -> str | None:
        """The default branch that is wanted; None when it stays."""
        return None if self.default_branch is UNSET else self.default_branch


class Repositories:
    """Handlers."""

    def __init__(self, services: Services) -> None:
        """Name addresses there, and move heads by that."""
        self._at = services.at
        self._branches = services.branches

    def show(self, work: Work, grant: Grant[Model], _asked: Nothing) -> FullRepository:
        """Show a repository."""
        return shown(work, grant.actor, grant.target, self._at)

    async def change(self, steps: Steps[Model], wanted: RepositoryChanges) -> FullRepository:
        """Change a repository."""
        branch = wanted.branch()

        def before(_work: Work, grant: Grant[Model]) -> Model:
            if branch is not None and wanted.archived is not False:
                service.must_be_live(grant.target)
            return grant.target

        async with self._branches.moved(await steps.read(before), branch):
            return await steps.write(lambda work, grant: self._changed(work, grant, wanted))

    def _changed(
        self, work: Work, grant: Grant[Model], wanted: RepositoryChanges
    ) -> FullRepository:
        change = Change(work, grant)
        if wanted.archived is False:
            service.archive(work, change.granted(table.ARCHIVE), archived=False)
        if (visibility := wanted.seen_by()) is not None:
            service.set_visibility(work, change.granted(table.SET_VISIBILITY), visibility)
        change.describe(wanted)
        if wanted.is_template is not UNSET:
            template = change.granted(forks_table.SET_TEMPLATE)
            forking.set_template(work, template, is_template=wanted.is_template)
        if wanted.name is not UNSET:
            service.rename(work, change.granted(table.RENAME), wanted.name)
        if wanted.archived is True:
            service.archive(work, change.granted(table.ARCHIVE), archived=True)
        return shown(work, grant.actor, change.granted(grant.operation).target, self._at)

    def delete(self, work: Work, grant: Grant[Model], _asked: Nothing) -> None:
        """Delete a repository."""
        service.delete(work, grant)


class Change:
    """Several changes in one unit of work, each granted for itself."""

    def __init__(self, work: Work, grant: Grant[Model]) -> None:
        """Change what was granted."""
        self._work = work
        self._actor = grant.actor
        self._id = grant.target.id

    def granted(self, operation: Operation) -> Grant[Model]:
        """Ask the gate for one of them, on the repository as it is after those before it."""
        found = self._work.repositories.by_id(self._id, self._actor.user)
        return require(self._actor, operation, found)

    def describe(self, wanted: RepositoryChanges) -> None:
        """Change description, homepage and default branch, as far as they are named."""
        texts = (wanted.description, wanted.homepage, wanted.default_branch)
        if all(text is UNSET for text in texts):
            return
        grant = self.granted(table.UPDATE)
        now = grant.target
        service.update(
            self._work,
            grant,
            description=now.description if wanted.description is UNSET else wanted.description,
            homepage=now.homepage if wanted.homepage is UNSET else wanted.homepage,
            default_branch=wanted.branch(),
        )


def routes(services: Services) -> list[Endpoint]:
    """The rows, by name and by number."""
    own, at = Repositories(services), services.at

    def rows(path: str, read: Finder, update: Finder, delete: Finder) -> list[Endpoint]:
        return [
            endpoint(
                route("GET", path, table.READ, read, own.show, Nothing, Lane.GLANCE),
                "repos/repos#get-a-repository",
            ),
            endpoint(
                steps("PATCH", path, table.UPDATE, update, own.change, RepositoryChanges),
                "repos/repos#update-a-repository",
            ),
            endpoint(
                route("DELETE", path, table.DELETE, delete, own.delete, Nothing, status=204),
                "repos/repos#delete-a-repository",
            ),
        ]

    named = [by_name(one, at) for one in (table.READ, table.UPDATE, table.DELETE)]
    return [*rows(NAME, *named), *rows(NUMBER, by_number, by_number, by_number)]
