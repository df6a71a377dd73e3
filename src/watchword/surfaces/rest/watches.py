"""Watching repositories: what one chose for each, and who watches."""

from typing import Final

from msgspec import UNSET, Struct, UnsetType

from watchword.access.gate import Grant
from watchword.access.table import social as table
from watchword.accounts.model import User
from watchword.kernel.errors import NotFound
from watchword.kernel.pagination import Page
from watchword.repositories.carried import carried
from watchword.repositories.model import Repository as Model
from watchword.repositories.model import Visibility
from watchword.repositories.ports import Listing
from watchword.social import watching
from watchword.social.model import Watch
from watchword.surfaces.http_kit.route_table import route
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.finding import by_either_name
from watchword.surfaces.rest.own_repositories import EVERYONE
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import Nothing
from watchword.surfaces.rest.repository_rows import RepositoryRows
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.showing import all_shown
from watchword.surfaces.rest.users import named, oneself
from watchword.surfaces.shapes.repositories import Repository
from watchword.surfaces.shapes.social import RepositorySubscription, subscription
from watchword.surfaces.shapes.users import SimpleUser, simple_user
from watchword.work.unit import Work

DOCS: Final = "activity/watching#"
GET: Final = "get-a-repository-subscription"
SET: Final = "set-a-repository-subscription"
DELETE: Final = "delete-a-repository-subscription"
ONE: Final = "/subscription"
OLDER: Final = "/user/subscriptions/{owner}/{repo}"
"""Where the same was asked and said before; libraries still do."""


class WantedSubscription(Struct, kw_only=True):
    """What one wants to be told: everything unless said otherwise, or nothing where ignored."""

    subscribed: bool | UnsetType = UNSET
    ignored: bool | UnsetType = UNSET


class Watches:
    """Handlers."""

    def __init__(self, services: Services) -> None:
        """Name addresses there."""
        self._at = services.at

    def show(self, work: Work, grant: Grant[Model], _asked: Nothing) -> RepositorySubscription:
        """Show what one chose for a repository; 404 where one chose nothing."""
        assert grant.actor.user is not None, "no other kind of credential comes over the wire"
        watch = work.watches.of(grant.actor.user, [grant.target.id]).get(grant.target.id)
        if watch is None:
            raise NotFound
        return subscription(grant.target, watch, self._at, subscribed=not watch.ignored)

    def put(
        self, work: Work, grant: Grant[Model], asked: WantedSubscription
    ) -> RepositorySubscription:
        """Watch a repository, or ignore it."""
        user, target = grant.actor.user, grant.target
        assert user is not None, "no other kind of credential comes over the wire"
        subscribed = asked.subscribed is not False
        ignored = asked.ignored is True
        kept = watching.choose(work, grant, user, subscribed=subscribed, ignored=ignored)
        watch = kept or Watch(ignored=False, since=work.now)
        subscribed = kept is not None and not kept.ignored
        return subscription(target, watch, self._at, subscribed=subscribed)

    def check(self, work: Work, grant: Grant[Model], _asked: Nothing) -> None:
        """Tell whether one watches a repository: 204 for yes, 404 for no."""
        self.show(work, grant, _asked)

    def watch(self, work: Work, grant: Grant[Model], _asked: Nothing) -> None:
        """Watch a repository."""
        self.put(work, grant, WantedSubscription())

    def remove(self, work: Work, grant: Grant[Model], _asked: Nothing) -> None:
        """Watch a repository no longer, and ignore it no longer."""
        assert grant.actor.user is not None, "no other kind of credential comes over the wire"
        watching.unwatch(work, grant, grant.actor.user)

    def watchers(self, work: Work, grant: Grant[Model], asked: Paged) -> Page[SimpleUser]:
        """List who watches a repository."""
        found = work.watches.watchers(grant.target, asked.request)
        return found.map(lambda one: simple_user(one, self._at))

    def own(self, work: Work, grant: Grant[User], asked: Paged) -> Page[Repository]:
        """List the repositories that one watches."""
        return self._page(work, grant, asked, carried(grant.actor))

    def theirs(self, work: Work, grant: Grant[User], asked: Paged) -> Page[Repository]:
        """List the public repositories that a person watches; of oneself also the private ones."""
        mine = grant.actor.user == grant.target.id
        return self._page(work, grant, asked, carried(grant.actor) if mine else EVERYONE)

    def _page(
        self, work: Work, grant: Grant[User], asked: Paged, visibilities: frozenset[Visibility]
    ) -> Page[Repository]:
        wanted = Listing(
            of=None,
            viewer=grant.actor.user,
            visibilities=visibilities,
            watched_by=grant.target.id,
        )
        found = work.repositories.page(wanted, asked.request)
        told = all_shown(work, grant.actor, found.items, self._at)
        return Page(told, found.total, found.request)


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    watches, rows = Watches(services), RepositoryRows(services.at, DOCS)
    older = (
        ("GET", table.READ_WATCH, watches.check, GET),
        ("PUT", table.WATCH, watches.watch, SET),
        ("DELETE", table.UNWATCH, watches.remove, DELETE),
    )
    mine, theirs = "/user/subscriptions", "/users/{username}/subscriptions"
    return [
        endpoint(
            route("GET", mine, table.LIST_OWN_WATCHES, oneself, watches.own, Paged),
            DOCS + "list-repositories-watched-by-the-authenticated-user",
        ),
        endpoint(
            route("GET", theirs, table.LIST_WATCHES, named, watches.theirs, Paged),
            DOCS + "list-repositories-watched-by-a-user",
        ),
        *(
            endpoint(
                route(method, OLDER, operation, by_either_name, handle, Nothing, status=204),
                DOCS + words,
            )
            for method, operation, handle, words in older
        ),
        *rows.of(
            "GET", "/subscribers", table.LIST_WATCHERS, watches.watchers, Paged, "list-watchers"
        ),
        *rows.of("GET", ONE, table.READ_WATCH, watches.show, Nothing, GET),
        *rows.of("PUT", ONE, table.WATCH, watches.put, WantedSubscription, SET),
        *rows.of("DELETE", ONE, table.UNWATCH, watches.remove, Nothing, DELETE, status=204),
    ]
