"""Who follows whom."""

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import social as table
from watchword.accounts.model import User
from watchword.kernel.errors import NotFound
from watchword.kernel.pagination import Page
from watchword.social import following
from watchword.surfaces.http_kit.route_table import route
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.users import named, oneself
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.users import SimpleUser, simple_user
from watchword.work.unit import Work


class Whom(Struct, kw_only=True):
    """The person that it is about."""

    username: InPath = ""

    def found(self, work: Work) -> User:
        """Their account. Raises NotFound."""
        user = work.users.by_login(self.username)
        if user is None:
            raise NotFound
        return user


class Other(Struct, kw_only=True):
    """The second person that it is about."""

    target_user: InPath = ""


class Follows:
    """Handlers."""

    def __init__(self, at: Addresses) -> None:
        """Name addresses there."""
        self._at = at

    def followers(self, work: Work, grant: Grant[User], asked: Paged) -> Page[SimpleUser]:
        """List who follows a person."""
        found = work.follows.followers(grant.target.id, asked.request)
        return found.map(self._shape)

    def following(self, work: Work, grant: Grant[User], asked: Paged) -> Page[SimpleUser]:
        """List whom a person follows."""
        found = work.follows.following(grant.target.id, asked.request)
        return found.map(self._shape)

    def _shape(self, user: User) -> SimpleUser:
        return simple_user(user, self._at)


def check(work: Work, grant: Grant[User], asked: Whom) -> None:
    """Tell whether one follows a person: 204 for yes, 404 for no."""
    if not work.follows.follows(grant.target.id, asked.found(work).id):
        raise NotFound


def check_other(work: Work, grant: Grant[User], asked: Other) -> None:
    """Tell whether a person follows another: 204 for yes, 404 for no."""
    other = work.users.by_login(asked.target_user)
    if other is None or not work.follows.follows(grant.target.id, other.id):
        raise NotFound


def follow(work: Work, grant: Grant[User], asked: Whom) -> None:
    """Follow a person."""
    following.follow(work, grant, asked.found(work))


def unfollow(work: Work, grant: Grant[User], asked: Whom) -> None:
    """Follow a person no longer."""
    following.unfollow(work, grant, asked.found(work))


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    follows = Follows(services.at)
    mine, theirs, one = "/user", "/users/{username}", "/user/following/{username}"
    other = f"{theirs}/following/{{target_user}}"
    at = "users/followers#"
    return [
        endpoint(
            route("GET", f"{mine}/followers", table.LIST_OWN, oneself, follows.followers, Paged),
            at + "list-followers-of-the-authenticated-user",
        ),
        endpoint(
            route("GET", f"{mine}/following", table.LIST_OWN, oneself, follows.following, Paged),
            at + "list-the-people-the-authenticated-user-follows",
        ),
        endpoint(
            route("GET", one, table.CHECK_OWN, oneself, check, Whom, status=204),
            at + "check-if-a-person-is-followed-by-the-authenticated-user",
        ),
        endpoint(
            route("PUT", one, table.FOLLOW, oneself, follow, Whom, status=204),
            at + "follow-a-user",
        ),
        endpoint(
            route("DELETE", one, table.UNFOLLOW, oneself, unfollow, Whom, status=204),
            at + "unfollow-a-user",
        ),
        endpoint(
            route("GET", f"{theirs}/followers", table.LIST, named, follows.followers, Paged),
            at + "list-followers-of-a-user",
        ),
        endpoint(
            route("GET", f"{theirs}/following", table.LIST, named, follows.following, Paged),
            at + "list-the-people-a-user-follows",
        ),
        endpoint(
            route("GET", other, table.CHECK, named, check_other, Other, status=204),
            at + "check-if-a-user-follows-another-user",
        ),
    ]
