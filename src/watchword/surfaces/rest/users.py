"""Accounts."""

from watchword.access.gate import Grant
from watchword.access.scopes import READ_USER, USER_EMAIL
from watchword.access.table import accounts as table
from watchword.accounts.model import User
from watchword.authn.resolve import Caller
from watchword.organizations.model import Organization
from watchword.repositories import owners
from watchword.repositories.owners import Owner
from watchword.surfaces.http_kit.route_table import Lane, Params, route
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.reading import Nothing
from watchword.surfaces.rest.services import Services
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.users import (
    PrivateUser,
    PublicUser,
    private_user,
    public_organization,
    public_user,
)
from watchword.work.unit import Work

PROFILE = frozenset({READ_USER})
EMAIL = frozenset({READ_USER, USER_EMAIL})
"""Scopes that show the private part of one's own profile, and one's address (GHES behaviour)."""


def oneself(_work: Work, caller: Caller, _params: Params) -> User | None:
    """Whoever asks, from the row that told who it is."""
    return caller.user


def named(work: Work, _caller: Caller, params: Params) -> User | None:
    """The person of that login."""
    return work.users.by_login(params["username"])


def owner_named(work: Work, caller: Caller, params: Params) -> Owner | None:
    """The person or organization of that login."""
    return owners.by_login(work, params["username"], caller.actor.user)


class Users:
    """Handlers."""

    def __init__(self, at: Addresses) -> None:
        """Name addresses there."""
        self._at = at

    def show_self(self, _work: Work, grant: Grant[User], _asked: Nothing) -> PrivateUser:
        """Tell whose token it is, and what is known of that person."""
        held = grant.actor.scopes
        return private_user(
            grant.target, self._at, profile=bool(held & PROFILE), email=bool(held & EMAIL)
        )

    def show(self, _work: Work, grant: Grant[Owner], _asked: Nothing) -> PublicUser:
        """Tell what everybody may know of a person or an organization."""
        if isinstance(grant.target, Organization):
            return public_organization(grant.target, self._at)
        assert isinstance(grant.target, User)
        return public_user(grant.target, self._at, with_suspension=grant.actor.site_admin)


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    users, glance = Users(services.at), Lane.GLANCE
    own = route("GET", "/user", table.READ_SELF, oneself, users.show_self, Nothing, glance)
    other = route("GET", "/users/{username}", table.READ, owner_named, users.show, Nothing, glance)
    return [
        endpoint(own, "users/users#get-the-authenticated-user"),
        endpoint(other, "users/users#get-a-user"),
    ]
