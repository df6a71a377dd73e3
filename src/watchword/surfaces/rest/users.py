"""Accounts."""

from msgspec import UNSET, Struct, UnsetType

from watchword.access.gate import Grant
from watchword.access.scopes import READ_USER, USER_EMAIL
from watchword.access.table import accounts as table
from watchword.accounts import profile
from watchword.accounts.model import Site, User
from watchword.authn.resolve import Caller
from watchword.kernel.ids import UserId
from watchword.kernel.pagination import PageRequest
from watchword.organizations.model import Organization
from watchword.repositories import owners
from watchword.repositories.owners import Owner
from watchword.surfaces.http_kit.route_table import Lane, Params, route
from watchword.surfaces.rest.answers import Known, Told
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.finding import number
from watchword.surfaces.rest.front import site
from watchword.surfaces.rest.reading import Nothing
from watchword.surfaces.rest.services import Services
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.users import (
    PrivateUser,
    PublicUser,
    SimpleUser,
    private_user,
    public_organization,
    public_user,
    simple_user,
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


def owner_numbered(work: Work, caller: Caller, params: Params) -> Owner | None:
    """The person or organization of that number."""
    found = number(params["account_id"])
    return None if found is None else owners.by_id(work, UserId(found), caller.actor.user)


class Profile(Struct, kw_only=True):
    """What one says of oneself; what is not sent stays."""

    name: str | UnsetType | None = UNSET
    email: str | UnsetType | None = UNSET
    """The address that everybody may see: one of one's own, or none."""
    blog: str | UnsetType | None = UNSET
    company: str | UnsetType | None = UNSET
    location: str | UnsetType | None = UNSET
    hireable: bool | UnsetType | None = UNSET
    bio: str | UnsetType | None = UNSET
    twitter_username: str | UnsetType | None = UNSET

    def changes(self) -> dict[str, profile.Value]:
        """What was sent."""
        sent = ((name, getattr(self, name)) for name in self.__struct_fields__)
        return {name: value for name, value in sent if value is not UNSET}


class Since(Struct, kw_only=True):
    """Where a list by numbers goes on."""

    since: int | None = None
    per_page: int | None = None

    @property
    def size(self) -> int:
        """How many are wanted, within bounds."""
        return PageRequest.of(None, self.per_page).size


class Users:
    """Handlers."""

    def __init__(self, at: Addresses) -> None:
        """Name addresses there."""
        self._at = at

    def show_self(
        self, work: Work, grant: Grant[User], _asked: Nothing
    ) -> Known[PrivateUser] | PrivateUser:
        """Tell whose token it is, and what is known of that person."""
        user, held = grant.target, grant.actor.scopes
        if held & PROFILE:
            footprint = work.footprints.of_owner(user.id)
            return private_user(user, self._at, footprint, email=True)
        return Known(private_user(user, self._at, None, email=bool(held & EMAIL)))

    def show(self, _work: Work, grant: Grant[Owner], _asked: Nothing) -> PublicUser:
        """Tell what everybody may know of a person or an organization."""
        if isinstance(grant.target, Organization):
            return public_organization(grant.target, self._at)
        assert isinstance(grant.target, User)
        actor = grant.actor
        return public_user(
            grant.target,
            self._at,
            with_email=actor.user is not None,
            with_suspension=actor.site_admin,
        )

    def change(self, work: Work, grant: Grant[User], asked: Profile) -> PrivateUser:
        """Change what one says of oneself."""
        user = profile.update(work, grant, asked.changes())
        return private_user(user, self._at, work.footprints.of_owner(user.id), email=True)

    def show_many(self, work: Work, _grant: Grant[Site], asked: Since) -> Told[list[SimpleUser]]:
        """List people by their numbers, those above `since`."""
        found = work.users.since(UserId(asked.since or 0), asked.size)
        headers = [(b"link", self._next(found[-1], asked))] if len(found) == asked.size else []
        return Told([simple_user(one, self._at) for one in found], headers=tuple(headers))

    def _next(self, last: User, asked: Since) -> bytes:
        more = f"{self._at.api}/users?per_page={asked.size}&since={last.id}"
        return f'<{more}>; rel="next", <{self._at.api}/users{{?since}}>; rel="first"'.encode()


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    users, glance = Users(services.at), Lane.GLANCE
    own = route("GET", "/user", table.READ_SELF, oneself, users.show_self, Nothing, glance)
    other = route("GET", "/users/{username}", table.READ, owner_named, users.show, Nothing, glance)
    numbered = route("GET", "/user/{account_id}", table.READ, owner_numbered, users.show, Nothing)
    change = route("PATCH", "/user", table.UPDATE_PROFILE, oneself, users.change, Profile)
    many = route("GET", "/users", table.LIST_PUBLIC, site, users.show_many, Since)
    return [
        endpoint(own, "users/users#get-the-authenticated-user"),
        endpoint(change, "users/users#update-the-authenticated-user"),
        endpoint(many, "users/users#list-users"),
        endpoint(numbered, "users/users#get-a-user-using-their-id"),
        endpoint(other, "users/users#get-a-user"),
    ]
