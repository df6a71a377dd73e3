"""What may be changed."""

from typing import Any

import strawberry

from watchword.access.gate import Grant
from watchword.access.operation import Operation
from watchword.access.table import forks as fork_table
from watchword.access.table import organizations as org_table
from watchword.access.table import repositories as table
from watchword.accounts.model import User as Person
from watchword.kernel.errors import NotAuthenticated, NotFound, NotPermitted
from watchword.kernel.ids import RepoId, TeamId, UserId
from watchword.repositories import forking, owners, service
from watchword.repositories.model import Repository as Model
from watchword.repositories.model import Visibility
from watchword.repositories.owners import Owner
from watchword.surfaces.graphql.asking import Here, asks, here
from watchword.surfaces.graphql.errors import FORBIDDEN, Told
from watchword.surfaces.graphql.inputs import (
    ArchiveRepositoryInput,
    CloneTemplateRepositoryInput,
    CreateRepositoryInput,
    UnarchiveRepositoryInput,
    UpdateRepositoryInput,
)
from watchword.surfaces.graphql.objects import Repository, repository_of
from watchword.surfaces.graphql.query import is_account, unknown_node
from watchword.surfaces.graphql.star_mutations import StarMutations
from watchword.surfaces.shapes.node_ids import ORGANIZATION, REPOSITORY, TEAM, USER, number_of
from watchword.work.templates import Fill

Info = strawberry.Info[Any, Any]


@strawberry.type(description="The repository that was made.")
class CreateRepositoryPayload:
    """The repository that was made."""

    repository: Repository | None
    client_mutation_id: str | None


@strawberry.type(description="The repository that was made of a template.")
class CloneTemplateRepositoryPayload:
    """The repository that was made of a template."""

    repository: Repository | None
    client_mutation_id: str | None


@strawberry.type(description="The repository that was changed.")
class UpdateRepositoryPayload:
    """The repository that was changed."""

    repository: Repository | None
    client_mutation_id: str | None


@strawberry.type(description="The repository that is read-only now.")
class ArchiveRepositoryPayload:
    """The repository that is read-only now."""

    repository: Repository | None
    client_mutation_id: str | None


@strawberry.type(description="The repository that is writable again.")
class UnarchiveRepositoryPayload:
    """The repository that is writable again."""

    repository: Repository | None
    client_mutation_id: str | None


@strawberry.type(description="What may be changed.")
class Mutation(StarMutations):
    """What may be changed."""

    @asks(
        table.CREATE_PUBLIC,
        table.CREATE_PRIVATE,
        org_table.CREATE_PUBLIC,
        org_table.CREATE_PRIVATE,
        description="Make a repository.",
    )
    def create_repository(
        self,
        info: Info,
        input: CreateRepositoryInput,  # noqa: A002 - GitHub's argument
    ) -> CreateRepositoryPayload | None:
        """Make a repository, of one's own account unless told."""
        run = here(info)
        visibility = Visibility(input.visibility.value)
        owner = _creating(run, input.owner_id, visibility)
        wanted = service.Wanted(
            input.name, visibility, input.description, input.homepage_url, _team(input.team_id)
        )
        # Checked before a folder is taken: none is made for what is refused anyway.
        checked = service.check(wanted, owner.target)
        made = service.create(run.work, owner, checked, run.folders.take())
        if input.template:
            run.work.lineage.set_template(made.id, is_template=True)
        return CreateRepositoryPayload(
            repository=repository_of(run, made), client_mutation_id=input.client_mutation_id
        )

    @asks(
        fork_table.GENERATE,
        table.CREATE_PUBLIC,
        table.CREATE_PRIVATE,
        org_table.CREATE_PUBLIC,
        org_table.CREATE_PRIVATE,
        description="Make a repository that begins with what stands in a template.",
    )
    def clone_template_repository(
        self,
        info: Info,
        input: CloneTemplateRepositoryInput,  # noqa: A002 - GitHub's argument
    ) -> CloneTemplateRepositoryPayload | None:
        """Make a repository of a template. Its files are copied once the change is kept."""
        run = here(info)
        template = Change(run, input.repository_id).granted(fork_table.GENERATE)
        forking.must_be_template(run.work, template)
        visibility = Visibility(input.visibility.value)
        owner = _creating(run, input.owner_id, visibility)
        wanted = service.Wanted(input.name, visibility, input.description)
        checked = service.check(wanted, owner.target)
        made = service.create(run.work, owner, checked, run.folders.take())
        run.work.lineage.began_as(made.id, template.target.id)
        every = bool(input.include_all_branches)
        run.afterwards.append(Fill(template.target.id, made.id, all_branches=every))
        return CloneTemplateRepositoryPayload(
            repository=repository_of(run, made), client_mutation_id=input.client_mutation_id
        )

    @asks(table.UPDATE, table.RENAME, fork_table.SET_TEMPLATE, description="Change a repository.")
    def update_repository(
        self,
        info: Info,
        input: UpdateRepositoryInput,  # noqa: A002 - GitHub's argument
    ) -> UpdateRepositoryPayload | None:
        """Change a repository. Switches of what is not there are taken and stay off."""
        change = Change(here(info), input.repository_id)
        change.describe(input)
        if input.name is not None:
            service.rename(change.work, change.granted(table.RENAME), input.name)
        if input.template is not None:
            grant = change.granted(fork_table.SET_TEMPLATE)
            forking.set_template(change.work, grant, is_template=input.template)
        changed = change.result(table.UPDATE)
        return UpdateRepositoryPayload(
            repository=changed, client_mutation_id=input.client_mutation_id
        )

    @asks(table.ARCHIVE, description="Make a repository read-only.")
    def archive_repository(
        self,
        info: Info,
        input: ArchiveRepositoryInput,  # noqa: A002 - GitHub's argument
    ) -> ArchiveRepositoryPayload | None:
        """Make a repository read-only."""
        change = Change(here(info), input.repository_id)
        service.archive(change.work, change.granted(table.ARCHIVE), archived=True)
        changed = change.result(table.ARCHIVE)
        return ArchiveRepositoryPayload(
            repository=changed, client_mutation_id=input.client_mutation_id
        )

    @asks(table.ARCHIVE, description="Make a repository writable again.")
    def unarchive_repository(
        self,
        info: Info,
        input: UnarchiveRepositoryInput,  # noqa: A002 - GitHub's argument
    ) -> UnarchiveRepositoryPayload | None:
        """Make a repository writable again."""
        change = Change(here(info), input.repository_id)
        service.archive(change.work, change.granted(table.ARCHIVE), archived=False)
        changed = change.result(table.ARCHIVE)
        return UnarchiveRepositoryPayload(
            repository=changed, client_mutation_id=input.client_mutation_id
        )


class Change:
    """Changes of one repository, each granted for itself."""

    def __init__(self, run: Here, node: str) -> None:
        """Change what has that node id."""
        self.work = run.work
        self._run = run
        self._node = node
        self._number = number_of(REPOSITORY, node)

    def granted(self, operation: Operation) -> Any:
        """Ask the gate for one of them, on the repository as it is after those before it.

        Raises Told where no repository has that node id, or none to know of.
        """
        found: Model | None = None
        if self._number is not None:
            found = self.work.repositories.by_id(RepoId(self._number), self._run.actor.user)
        try:
            return self._run.require(operation, found)
        except (NotFound, NotAuthenticated) as hidden:
            raise unknown_node(self._node) from hidden

    def describe(self, wanted: UpdateRepositoryInput) -> None:
        """Change description and homepage, as far as they are named; null leaves them as they are.

        An empty text takes them away.
        """
        grant = self.granted(table.UPDATE)
        now: Model = grant.target
        service.update(
            self.work,
            grant,
            description=now.description if wanted.description is None else wanted.description,
            homepage=now.homepage if wanted.homepage_url is None else wanted.homepage_url,
        )

    def result(self, operation: Operation) -> Repository:
        """The repository as it is now."""
        return repository_of(self._run, self.granted(operation).target)


def _creating(run: Here, node: str | None, visibility: Visibility) -> Grant[Owner]:
    """The grant to make a repository there; of another person's account GitHub says it so."""
    account = _owner(run, node)
    try:
        return run.require(service.operation_for(visibility, account), account)
    except NotPermitted as refused:
        if not isinstance(account, Person) or run.caller.user is None:
            raise
        text = f"{run.caller.user.login} cannot create a repository for {account.login}."
        raise Told(FORBIDDEN, text) from refused


def _owner(run: Here, node: str | None) -> Owner | None:
    if node is None:
        return run.caller.user
    number = number_of(USER, node)
    number = number_of(ORGANIZATION, node) if number is None else number
    viewer = run.actor.user
    found = None if number is None else owners.by_id(run.work, UserId(number), viewer)
    if found is None or not is_account(found, node):
        raise unknown_node(node)
    return found


def _team(node: str | None) -> TeamId | None:
    if node is None:
        return None
    number = number_of(TEAM, node)
    if number is None:
        raise unknown_node(node)
    return TeamId(number)
