"""Accounts and repositories, which lead to each other."""

from typing import Any

import strawberry
from msgspec.structs import replace

from watchword.access.roles import Role
from watchword.access.table import accounts as account_table
from watchword.access.table import gists as gist_table
from watchword.access.table import organizations as org_table
from watchword.access.table import repositories as table
from watchword.access.table import social as social_table
from watchword.accounts.model import User as Account
from watchword.kernel.ids import RepoId
from watchword.organizations.model import Organization as Group
from watchword.repositories import in_organization
from watchword.repositories.lineage import NONE, Lineage
from watchword.repositories.model import Repository as Model
from watchword.repositories.model import Visibility
from watchword.repositories.owners import Owner
from watchword.surfaces.graphql import stars
from watchword.surfaces.graphql.absent import empty
from watchword.surfaces.graphql.asking import Here, asks, here
from watchword.surfaces.graphql.commit_comments import commit_comments
from watchword.surfaces.graphql.connecting import paged
from watchword.surfaces.graphql.forks import forks
from watchword.surfaces.graphql.gists import Gist
from watchword.surfaces.graphql.gists import connection as listed
from watchword.surfaces.graphql.listing import Chosen, listing, memberships, origin, page
from watchword.surfaces.graphql.own_email import email_of
from watchword.surfaces.graphql.paging import Connection, Wanted, connection, request
from watchword.surfaces.graphql.repository_facts import RepositoryFacts, facts, small
from watchword.surfaces.graphql.scalars import (
    URI,
    DateTime,
    GistOrder,
    GistPrivacy,
    RepositoryAffiliation,
    RepositoryOrder,
    RepositoryPrivacy,
    RepositoryVisibility,
    StarOrder,
    moment,
)
from watchword.surfaces.graphql.stars import StarConnection, Starrable, Subscribable
from watchword.surfaces.shapes.node_ids import ORGANIZATION, USER, node_id
from watchword.surfaces.shapes.users import AVATAR

Info = strawberry.Info[Any, Any]


@strawberry.interface(description="Anything with a node id.")
class Node:
    """Anything with a node id."""

    id: strawberry.ID


@strawberry.interface(description="Whoever owns repositories.")
class RepositoryOwner:
    """Whoever owns repositories."""

    account: strawberry.Private[Owner]
    id: strawberry.ID
    login: str
    url: URI
    resource_path: URI
    avatar: strawberry.Private[URI]

    @asks(account_table.READ, description="Where the picture is.")
    def avatar_url(self, info: Info, size: int | None = None) -> URI:
        """Where the picture is; it fits any size."""
        here(info).require(account_table.READ, self.account)
        return self.avatar if size is None else URI(f"{self.avatar}?s={size}")

    @asks(table.LIST_OWN, table.LIST_OF_USER, description="Repositories that the viewer may see.")
    def repositories(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        privacy: RepositoryPrivacy | None = None,
        visibility: RepositoryVisibility | None = None,
        is_fork: bool | None = None,  # noqa: FBT001 - GitHub's argument
        is_archived: bool | None = None,  # noqa: FBT001
        owner_affiliations: list[RepositoryAffiliation | None] | None = None,
        affiliations: list[RepositoryAffiliation | None] | None = None,
        order_by: RepositoryOrder | None = None,
    ) -> Connection["Repository"]:
        """Repositories that the viewer may see."""
        run = here(info)
        mine = run.actor.user == self.account.id
        run.require(table.LIST_OWN if mine else table.LIST_OF_USER, self.account)
        reasons = affiliations if owner_affiliations is None else owner_affiliations
        chosen = Chosen(privacy, visibility, is_archived, reasons, order_by)
        wanted = Wanted("repositories", first, after, last, before)
        wish = replace(listing(run, self.account.id, chosen), forks=is_fork)
        found, start, total = page(run, wish, wanted)
        items = [repository_of(run, one) for one in found]
        return connection(items, start, total)


@strawberry.type(description="A group of people who own repositories together.")
class Organization(RepositoryOwner, Node):
    """A group of people who own repositories together."""

    name: str | None
    database_id: int | None
    description: str | None
    email: str | None
    location: str | None
    website_url: URI | None
    created_at: DateTime
    updated_at: DateTime
    viewer_can_administer: bool
    viewer_is_a_member: bool
    viewer_can_create_repositories: bool


ORGANIZATIONS = Connection[Organization]


@strawberry.type(description="A person's account.")
class User(RepositoryOwner, Node):
    """A person's account."""

    name: str | None
    database_id: int | None
    email: str
    is_site_admin: bool
    is_viewer: bool
    created_at: DateTime
    updated_at: DateTime
    bio: str | None = None
    company: str | None = None
    location: str | None = None
    website_url: URI | None = None

    @asks(org_table.LIST_OWN, org_table.LIST_OF_USER, description="Where the person is a member.")
    def organizations(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> ORGANIZATIONS:
        """Organizations that the person is in, as far as the viewer may know."""
        run = here(info)
        mine = run.actor.user == self.account.id
        run.require(org_table.LIST_OWN if mine else org_table.LIST_OF_USER, self.account)
        wanted = Wanted("organizations", first, after, last, before)
        total = memberships(run, self.account.id, request(0, 1)).total
        start, size = wanted.bounds(total)
        found = memberships(run, self.account.id, request(start, size)).items[:size]
        items = [organization_of(run, one) for one in found]
        return connection(items, start, total)

    gists = paged(
        Connection[Gist],
        "Gists that the viewer may know of.",
        lambda run, it, wanted, privacy=None, order_by=None: listed(
            run, it.account, wanted, privacy, order_by
        ),
        account_table.READ,
        gist_table.LIST,
        privacy=GistPrivacy | None,
        order_by=GistOrder | None,
    )
    starred_repositories = paged(
        StarConnection["Repository"],
        "Repositories that the person marked with a star.",
        lambda run, it, wanted, order_by=None: stars.starred(
            run, it.account, wanted, order_by, repository_of
        ),
        social_table.LIST_OWN_STARS,
        social_table.LIST_STARS,
        order_by=StarOrder | None,
    )


USERS = Connection[User]


@strawberry.type(description="A repository.")
class Repository(RepositoryFacts, Starrable, Subscribable, Node):
    """A repository."""

    lineage: strawberry.Private[Lineage] = NONE

    assignable_users = empty(USERS, "Whom issues may be assigned to.", query=str | None)
    commit_comments = commit_comments(lambda *it: user_of(*it))  # noqa: PLW0108 - below
    forks = forks(Connection["Repository"], lambda *it: repository_of(*it))  # noqa: PLW0108 - below
    mentionable_users = empty(USERS, "Who may be mentioned in issues.", query=str | None)
    stargazers = paged(
        StarConnection[User],
        "Who marked it with a star.",
        lambda run, it, wanted, order_by=None: stars.gazers(
            run, it.model, wanted, order_by, user_of
        ),
        social_table.LIST_STARGAZERS,
        order_by=StarOrder | None,
    )
    watchers = paged(
        USERS,
        "Who is told of what happens.",
        lambda run, it, wanted: stars.watchers(run, it.model, wanted, user_of),
        social_table.LIST_WATCHERS,
    )

    @asks(table.READ, description="What it was forked from.")
    def parent(self, info: Info) -> "Repository | None":
        """What it was forked from, as far as the viewer may see it."""
        return _origin(here(info), self, self.lineage.parent)

    @asks(table.READ, description="Where the forks of its network began.")
    def source(self, info: Info) -> "Repository | None":
        """Where the forks of its network began, as far as the viewer may see it."""
        return _origin(here(info), self, self.lineage.source)

    @asks(table.READ, description="The template that it was made of.")
    def template_repository(self, info: Info) -> "Repository | None":
        """The template that it was made of, as far as the viewer may see it."""
        return _origin(here(info), self, self.lineage.template)

    @asks(account_table.READ, description="Who owns it.")
    def owner(self, info: Info) -> RepositoryOwner:
        """Who owns it."""
        run = here(info)
        owner = run.owner(self.model.owner)
        return owner_of(run, run.require(account_table.READ, owner).target)


def repository_of(run: Here, model: Model) -> Repository:
    """Say of a repository what the one who asks, and was let in to it, may know."""
    run.marks.expect(model.id)
    lineage = run.work.lineage.of(model.id)
    return Repository(**facts(model, run.actor, run.at, lineage), lineage=lineage)


def _origin(run: Here, repository: Repository, number: RepoId | None) -> Repository | None:
    found = origin(run, repository.model, number)
    return None if found is None else repository_of(run, found)


def owner_of(run: Here, account: Owner) -> User | Organization:
    """Say of an account what the one who asks may know."""
    if isinstance(account, Group):
        return organization_of(run, account)
    assert isinstance(account, Account)
    return user_of(run, account)


def organization_of(run: Here, org: Group) -> Organization:
    """Say of an organization what the one who asks may know."""
    role, public = org.role_of(run.actor), Visibility.PUBLIC
    return Organization(
        account=org,
        id=strawberry.ID(node_id(ORGANIZATION, org.id)),
        login=org.login,
        url=URI(f"{run.at.site}/{org.login}"),
        resource_path=URI(f"/{org.login}"),
        avatar=URI(run.at.api + AVATAR.format(id=org.id)),
        name=org.name,
        database_id=small(org.id),
        description=org.description,
        email=org.public_email,
        location=org.location,
        website_url=None if org.blog is None else URI(org.blog),
        created_at=moment(org.created_at),
        updated_at=moment(org.updated_at),
        viewer_can_administer=role is Role.ADMIN,
        viewer_is_a_member=org.viewer_is is not None,
        viewer_can_create_repositories=in_organization.lets_create(run.actor, org, public),
    )


def user_of(run: Here, account: Account) -> User:
    """Say of an account what the one who asks may know."""
    return User(
        account=account,
        id=strawberry.ID(node_id(USER, account.id)),
        login=account.login,
        url=URI(f"{run.at.site}/{account.login}"),
        resource_path=URI(f"/{account.login}"),
        avatar=URI(run.at.api + AVATAR.format(id=account.id)),
        name=account.name,
        database_id=small(account.id),
        email=email_of(run, account),
        is_site_admin=account.site_admin,
        is_viewer=run.actor.user == account.id,
        created_at=moment(account.created_at),
        updated_at=moment(account.updated_at),
    )
