"""Accounts as GitHub's JSON has them: simple-user, public-user and private-user."""

from datetime import datetime
from typing import Any

from msgspec import UNSET, Struct, UnsetType

from watchword.accounts.model import Account, User
from watchword.organizations.model import Organization
from watchword.repositories.footprint import Footprint
from watchword.surfaces.shapes.addresses import Addresses, moment
from watchword.surfaces.shapes.node_ids import ORGANIZATION, USER, node_id

AVATAR = "/avatars/u/{id}"
"""Where an account's picture is, below the API's address."""


class SimpleUser(Struct, kw_only=True):
    """An account in the answer about something else."""

    login: str
    id: int
    node_id: str
    avatar_url: str
    gravatar_id: str
    url: str
    html_url: str
    followers_url: str
    following_url: str
    gists_url: str
    starred_url: str
    subscriptions_url: str
    organizations_url: str
    repos_url: str
    events_url: str
    received_events_url: str
    type: str
    user_view_type: str
    site_admin: bool


class PublicUser(SimpleUser, kw_only=True):
    """An account as everybody may see it."""

    name: str | None
    company: str | None = None
    blog: str | None = ""
    location: str | None = None
    email: str | None = None
    hireable: bool | None = None
    bio: str | None = None
    twitter_username: str | None = None
    public_repos: int
    public_gists: int
    followers: int = 0
    following: int = 0
    created_at: datetime
    updated_at: datetime
    suspended_at: datetime | UnsetType | None = UNSET
    """For site administrators."""


class Plan(Struct, kw_only=True):
    """What one may have. This server sets no such limits, and tells what GHES tells then."""

    name: str = "enterprise"
    space: int = 976_562_499
    """Kibibytes."""
    collaborators: int
    private_repos: int = 999_999


class PrivateUser(PublicUser, kw_only=True):
    """One's own account. What only `user` or `read:user` shows is absent without them."""

    private_gists: int | UnsetType = UNSET
    total_private_repos: int | UnsetType = UNSET
    owned_private_repos: int | UnsetType = UNSET
    disk_usage: int | UnsetType = UNSET
    """Kibibytes of all own repositories."""
    collaborators: int | UnsetType = UNSET
    """How many people work with private ones."""
    two_factor_authentication: bool | UnsetType = UNSET
    plan: Plan | UnsetType = UNSET


def simple_user(user: Account, at: Addresses) -> SimpleUser:
    """Say of a person or an organization what other answers say of it."""
    return SimpleUser(**_simple(user, at, "public"))


def public_organization(org: Organization, at: Addresses) -> PublicUser:
    """Say of an organization what everybody may know, where people are asked for."""
    shape = PublicUser(**_simple(org, at, "public"), **_known(org), public_gists=0)
    shape.company, shape.blog, shape.location = org.company, org.blog or "", org.location
    shape.email, shape.bio = org.public_email, org.description
    return shape


def public_user(
    user: User, at: Addresses, *, with_email: bool = False, with_suspension: bool = False
) -> PublicUser:
    """Say of an account what everybody may know.

    With the address that it shows for who is signed in, with its suspension for administrators.
    """
    shape = PublicUser(**_simple(user, at, "public"), **_public(user))
    if with_email:
        shape.email = user.public_email
    if with_suspension:
        shape.suspended_at = None if user.suspended_at is None else moment(user.suspended_at)
    return shape


def private_user(
    user: User, at: Addresses, footprint: Footprint | None, *, email: bool
) -> PrivateUser:
    """Say of an account what its own token may know.

    `footprint` where the token may read the private part of it, `email` where the address.
    """
    profile = footprint is not None
    shape = PrivateUser(**_simple(user, at, "private" if profile else "public"), **_public(user))
    shape.email = user.email if email else user.public_email
    if footprint is not None:
        shape.disk_usage, shape.collaborators = footprint.kibibytes, footprint.collaborators
        shape.plan = Plan(collaborators=footprint.collaborators)
        shape.private_gists = user.private_gists
        shape.total_private_repos = shape.owned_private_repos = user.private_repositories
        shape.two_factor_authentication = False
    return shape


def _simple(user: Account, at: Addresses, view: str) -> dict[str, Any]:
    person = isinstance(user, User)
    url = f"{at.api}/users/{user.login}"
    return {
        "login": user.login,
        "id": user.id,
        "node_id": node_id(USER if person else ORGANIZATION, user.id),
        "avatar_url": at.api + AVATAR.format(id=user.id),
        "gravatar_id": "",
        "url": url,
        "html_url": f"{at.site}/{user.login}",
        "followers_url": f"{url}/followers",
        "following_url": f"{url}/following{{/other_user}}",
        "gists_url": f"{url}/gists{{/gist_id}}",
        "starred_url": f"{url}/starred{{/owner}}{{/repo}}",
        "subscriptions_url": f"{url}/subscriptions",
        "organizations_url": f"{url}/orgs",
        "repos_url": f"{url}/repos",
        "events_url": f"{url}/events{{/privacy}}",
        "received_events_url": f"{url}/received_events",
        "type": "User" if person else "Organization",
        "user_view_type": view,
        "site_admin": isinstance(user, User) and user.site_admin,
    }


def _public(user: User) -> dict[str, Any]:
    return {
        **_known(user),
        "public_gists": user.public_gists,
        "company": user.company,
        "blog": user.blog or "",
        "location": user.location,
        "hireable": user.hireable,
        "bio": user.bio,
        "twitter_username": user.twitter_username,
        "followers": user.followers,
        "following": user.following,
    }


def _known(account: User | Organization) -> dict[str, Any]:
    return {
        "name": account.name,
        "public_repos": account.public_repositories,
        "created_at": moment(account.created_at),
        "updated_at": moment(account.updated_at),
    }
