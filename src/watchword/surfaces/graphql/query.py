"""The root of queries."""

from typing import Any

import strawberry

from watchword.access.table import accounts as account_table
from watchword.access.table import organizations as org_table
from watchword.access.table import repositories as table
from watchword.kernel.errors import NotAuthenticated, NotFound
from watchword.kernel.ids import RepoId, UserId
from watchword.organizations.model import Organization as Group
from watchword.repositories import owners
from watchword.repositories.owners import Owner
from watchword.surfaces.graphql.asking import asks, here
from watchword.surfaces.graphql.errors import Told, missing
from watchword.surfaces.graphql.objects import (
    Node,
    Organization,
    Repository,
    RepositoryOwner,
    User,
    organization_of,
    owner_of,
    repository_of,
    user_of,
)
from watchword.surfaces.graphql.paging import Wanted
from watchword.surfaces.graphql.scalars import SearchType
from watchword.surfaces.graphql.search import SearchResultItemConnection, searched
from watchword.surfaces.shapes.node_ids import ORGANIZATION, REPOSITORY, USER, node_id, number_of

Info = strawberry.Info[Any, Any]
HIDDEN = (NotFound, NotAuthenticated)


@strawberry.type(description="What may be asked.")
class Query:
    """What may be asked."""

    @asks(account_table.READ_SELF, description="Whoever asks.")
    def viewer(self, info: Info) -> User:
        """Whoever asks."""
        run = here(info)
        return user_of(run, run.require(account_table.READ_SELF, run.caller.user).target)

    @asks(account_table.READ, description="A person.")
    def user(self, info: Info, login: str) -> User | None:
        """A person. Raises Told where there is none."""
        run = here(info)
        try:
            return user_of(
                run, run.require(account_table.READ, run.work.users.by_login(login)).target
            )
        except HIDDEN as hidden:
            raise missing("User", "login of", login) from hidden

    @asks(org_table.READ, description="An organization.")
    def organization(self, info: Info, login: str) -> Organization | None:
        """An organization. Raises Told where there is none."""
        run = here(info)
        found = run.work.organizations.by_login(login, run.actor.user)
        try:
            return organization_of(run, run.require(org_table.READ, found).target)
        except HIDDEN as hidden:
            raise missing("Organization", "login of", login) from hidden

    @asks(account_table.READ, description="Whoever owns repositories under that name.")
    def repository_owner(self, info: Info, login: str) -> RepositoryOwner | None:
        """Whoever owns repositories under that name; None for nobody, and no error (GHES)."""
        run = here(info)
        try:
            account = owners.by_login(run.work, login, run.actor.user)
            return owner_of(run, run.require(account_table.READ, account).target)
        except HIDDEN:
            return None

    @asks(table.READ, description="A repository, by its present or a former name.")
    def repository(
        self,
        info: Info,
        owner: str,
        name: str,
        follow_renames: bool | None = True,  # noqa: FBT001, FBT002 - GitHub's argument
    ) -> Repository | None:
        """A repository. Raises Told where there is none, or none to know of."""
        run = here(info)
        asked = f"{owner}/{name}"
        found = run.work.repositories.find(owner, name, run.actor.user)
        if found and follow_renames is False and found.full_name.lower() != asked.lower():
            found = None
        try:
            return repository_of(run, run.require(table.READ, found).target)
        except HIDDEN as hidden:
            raise missing("Repository", "name", asked) from hidden

    @asks(table.READ, account_table.READ, description="Anything, by its node id.")
    def node(self, info: Info, id: strawberry.ID) -> Node | None:  # noqa: A002 - GitHub's argument
        """Anything, by its node id. Raises Told where there is nothing, or nothing to know of."""
        run = here(info)
        try:
            number = number_of(USER, id)
            number = number_of(ORGANIZATION, id) if number is None else number
            if number is not None:
                account = owners.by_id(run.work, UserId(number), run.actor.user)
                known = account if is_account(account, id) else None
                return owner_of(run, run.require(account_table.READ, known).target)
            number = number_of(REPOSITORY, id)
            found = None
            if number is not None:
                found = run.work.repositories.by_id(RepoId(number), run.actor.user)
            return repository_of(run, run.require(table.READ, found).target)
        except HIDDEN as hidden:
            raise unknown_node(id) from hidden

    @asks(
        table.SEARCH,
        account_table.READ,
        description="What can be found, among what the viewer may see.",
    )
    def search(
        self,
        info: Info,
        type: SearchType,  # noqa: A002 - GitHub's argument
        query: str,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> SearchResultItemConnection:
        """Search repositories or people; of the other kinds nothing can be found."""
        return searched(here(info), type, query, Wanted("search", first, after, last, before))


def is_account(account: Owner | None, node: str) -> bool:
    """Whether a node id is that of the account: its letters say whether it is a person's."""
    kind = ORGANIZATION if isinstance(account, Group) else USER
    return account is not None and node_id(kind, account.id) == node


def unknown_node(text: str) -> Told:
    """Say that no node has that id."""
    return missing("node", "global id of", text[:100])
