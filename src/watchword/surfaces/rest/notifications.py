"""What people are told of: listed, marked as read, put away."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.gate import Grant
from watchword.access.kinds import SCOPED
from watchword.access.scopes import REPO
from watchword.access.table import notifications as table
from watchword.accounts.model import User
from watchword.authn.resolve import Caller
from watchword.kernel.errors import NotFound
from watchword.kernel.ids import ThreadId
from watchword.kernel.pagination import Page, PageRequest
from watchword.notifications import inbox
from watchword.notifications.model import Choice
from watchword.notifications.model import Thread as Model
from watchword.notifications.ports import Sight, ThreadListing
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Params, route
from watchword.surfaces.rest.answers import Told
from watchword.surfaces.rest.commits import seconds
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.finding import number
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import Nothing
from watchword.surfaces.rest.repository_rows import RepositoryRows
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.showing import all_shown
from watchword.surfaces.rest.users import oneself
from watchword.surfaces.shapes.addresses import Addresses, moment
from watchword.surfaces.shapes.notifications import (
    Thread,
    ThreadSubscription,
    subscription,
    thread,
)
from watchword.work.unit import Work

ALL: Final = "/notifications"
ONE: Final = ALL + "/threads/{thread_id}"
CHOICE: Final = ONE + "/subscription"
DOCS: Final = "activity/notifications#"
LARGEST_SIZE: Final = 50
POLL: Final = ((b"x-poll-interval", b"60"),)
"""Seconds that lie between two questions of a client that minds (GHES behaviour)."""

Threads = Told[Page[Thread]]


class Listing(Paged, kw_only=True):
    """Which threads are wanted."""

    all: bool = False
    participating: bool = False
    since: datetime | None = None
    before: datetime | None = None

    @property
    def wanted(self) -> ThreadListing:
        """The same as the slice says it."""
        since, before = seconds(self.since), seconds(self.before)
        return ThreadListing(
            unread=not self.all, participating=self.participating, since=since, before=before
        )

    @property
    def part(self) -> PageRequest:
        """The part that is wanted: at most fifty, and that many where nobody says (GHES)."""
        size = self.per_page if self.per_page and self.per_page > 0 else LARGEST_SIZE
        return PageRequest.of(self.page, min(size, LARGEST_SIZE))


class Marking(Struct, kw_only=True):
    """Up to when threads are marked, and as what."""

    last_read_at: datetime | None = None
    read: bool = True


class MarkingRepository(Struct, kw_only=True):
    """Up to when threads of a repository are marked as read."""

    last_read_at: datetime | None = None


class Wanted(Struct, kw_only=True):
    """What is chosen for a thread."""

    ignored: bool = False


def thread_of_path(work: Work, caller: Caller, params: Params) -> Model | None:
    """The thread of that number, among those of who asks (attack 58)."""
    wanted, user = number(params["thread_id"]), caller.actor.user
    if wanted is None or user is None:
        return None
    found = work.threads.find(user, ThreadId(wanted))
    # What is about no repository has no form in the API, and is read in the browser.
    return found if found is not None and found.repository is not None else None


class Notifications:
    """Handlers."""

    def __init__(self, at: Addresses) -> None:
        """Name addresses there."""
        self._at = at

    def page(self, work: Work, grant: Grant[User], asked: Listing) -> Threads:
        """List notifications for the authenticated user."""
        return self._page(work, grant.actor, sight_of(grant.actor, of_repositories=True), asked)

    def page_of_repository(self, work: Work, grant: Grant[Repository], asked: Listing) -> Threads:
        """List repository notifications for the authenticated user."""
        return self._page(work, grant.actor, sight_of(grant.actor, grant.target), asked)

    def mark(self, work: Work, grant: Grant[User], asked: Marking) -> None:
        """Mark notifications as read."""
        until = seconds(asked.last_read_at)
        inbox.mark_all(work, grant, sight_of(grant.actor), until, read=asked.read)

    def mark_repository(
        self, work: Work, grant: Grant[Repository], asked: MarkingRepository
    ) -> None:
        """Mark repository notifications as read."""
        sight = sight_of(grant.actor, grant.target)
        inbox.mark_repository(work, grant, sight, seconds(asked.last_read_at))

    def show(self, work: Work, grant: Grant[Model], _asked: Nothing) -> Told[Thread]:
        """Get a thread."""
        found = grant.target
        [shape] = self._shapes(work, grant.actor, [found])
        return Told(shape, headers=POLL, changed=moment(found.changed_at))

    def mark_thread(self, work: Work, grant: Grant[Model], _asked: Nothing) -> None:
        """Mark a thread as read."""
        inbox.mark(work, grant)

    def done(self, work: Work, grant: Grant[Model], _asked: Nothing) -> None:
        """Mark a thread as done."""
        inbox.done(work, grant)

    def choice(self, work: Work, grant: Grant[Model], _asked: Nothing) -> ThreadSubscription:
        """Get a thread subscription for the authenticated user."""
        if grant.target.choice is Choice.UNSUBSCRIBED:
            raise NotFound
        return self._choice(work, grant.target)

    def choose(self, work: Work, grant: Grant[Model], asked: Wanted) -> ThreadSubscription:
        """Set a thread subscription."""
        choice = Choice.IGNORED if asked.ignored else Choice.SUBSCRIBED
        return self._choice(work, inbox.choose(work, grant, choice))

    def let_go(self, work: Work, grant: Grant[Model], _asked: Nothing) -> None:
        """Delete a thread subscription."""
        inbox.choose(work, grant, Choice.UNSUBSCRIBED)

    def _choice(self, _work: Work, found: Model) -> ThreadSubscription:
        assert found.repository is not None, "others are not found"
        url = f"{self._at.api}/repos/{found.repository.full_name}"
        return subscription(found, url, self._at)

    def _page(self, work: Work, actor: Actor, sight: Sight, asked: Listing) -> Threads:
        found = work.threads.page(sight, asked.wanted, asked.part)
        shapes = self._shapes(work, actor, found.items)
        changed = work.threads.changed_at(sight)
        return Told(
            Page(shapes, found.total, found.request),
            headers=POLL,
            changed=None if changed is None else moment(changed),
        )

    def _shapes(self, work: Work, actor: Actor, found: Sequence[Model]) -> list[Thread]:
        """Tell of several; each repository is put into GitHub's shape once."""
        there = {one.repository.id: one.repository for one in found if one.repository}
        shapes = {one.id: one for one in all_shown(work, actor, [*there.values()], self._at)}
        return [thread(one, shapes[one.repository.id], self._at) for one in found if one.repository]


def sight_of(
    actor: Actor, repository: Repository | None = None, *, of_repositories: bool = False
) -> Sight:
    """What a credential may know of the threads of its owner: `repo` shows what is private."""
    assert actor.user is not None, "rows admit nobody without an account"
    public_only = actor.kind in SCOPED and REPO not in actor.scopes
    return Sight(actor.user, public_only, repository, of_repositories)


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    made, find = Notifications(services.at), thread_of_path
    rows = RepositoryRows(services.at, DOCS)
    read, change = table.READ_THREAD, table.CHANGE_THREAD
    own = {
        "list-notifications-for-the-authenticated-user": route(
            "GET", ALL, table.LIST, oneself, made.page, Listing
        ),
        "mark-notifications-as-read": route(
            "PUT", ALL, table.MARK_ALL, oneself, made.mark, Marking, status=205
        ),
        "get-a-thread": route("GET", ONE, read, find, made.show, Nothing),
        "mark-a-thread-as-read": route(
            "PATCH", ONE, change, find, made.mark_thread, Nothing, status=205
        ),
        "mark-a-thread-as-done": route("DELETE", ONE, change, find, made.done, Nothing, status=204),
        "get-a-thread-subscription-for-the-authenticated-user": route(
            "GET", CHOICE, read, find, made.choice, Nothing
        ),
        "set-a-thread-subscription": route("PUT", CHOICE, change, find, made.choose, Wanted),
        "delete-a-thread-subscription": route(
            "DELETE", CHOICE, change, find, made.let_go, Nothing, status=204
        ),
    }
    listed, marked = table.LIST_OF_REPOSITORY, table.MARK_REPOSITORY
    page, mark = made.page_of_repository, made.mark_repository
    of_page = "list-repository-notifications-for-the-authenticated-user"
    of_mark = "mark-repository-notifications-as-read"
    return [
        *(endpoint(row, DOCS + name) for name, row in own.items()),
        *rows.of("GET", ALL, listed, page, Listing, of_page),
        *rows.of("PUT", ALL, marked, mark, MarkingRepository, of_mark, status=205),
    ]
