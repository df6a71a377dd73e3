"""Stars and watches, as parts of repositories and of people.

What makes objects of accounts and repositories is handed over: those types lead back to these.
"""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import strawberry

from watchword.access.gate import allows
from watchword.access.table import repositories as repository_table
from watchword.access.table import social as table
from watchword.accounts.model import User as Account
from watchword.kernel.pagination import Page, PageRequest
from watchword.repositories.carried import PUBLIC, carried
from watchword.repositories.model import Repository as Model
from watchword.repositories.ports import Listing, Sort
from watchword.social.model import Stargazer
from watchword.surfaces.graphql.asking import Here, asks, here
from watchword.surfaces.graphql.paging import (
    Connection,
    PageInfo,
    Wanted,
    connection,
    cursor,
    page_info,
    request,
)
from watchword.surfaces.graphql.scalars import (
    DateTime,
    OrderDirection,
    StarOrder,
    SubscriptionState,
    moment,
)

Info = strawberry.Info[Any, Any]
T = TypeVar("T")
P = TypeVar("P")


@strawberry.type(description="A star: what it leads to, with the moment in which it was put.")
class StarEdge(Generic[T]):
    """A star: what it leads to, with the moment in which it was put."""

    cursor: str
    node: T
    starred_at: DateTime


@strawberry.type(description="Stars: those who put them, or what they were put on.")
class StarConnection(Generic[T]):
    """Stars: those who put them, or what they were put on."""

    nodes: list[T | None] | None
    edges: list[StarEdge[T] | None] | None
    total_count: int
    page_info: PageInfo


@strawberry.interface(description="What may be marked with a star.")
class Starrable:
    """What may be marked with a star."""

    model: strawberry.Private[Model]
    id: strawberry.ID
    stargazer_count: int

    @asks(table.CHECK_STAR, description="Whether the viewer marked it.")
    def viewer_has_starred(self, info: Info) -> bool:
        """Whether the viewer marked it."""
        run = here(info)
        run.require(table.CHECK_STAR, self.model)
        return self.model.id in run.marks.starred


@strawberry.interface(description="What may be watched.")
class Subscribable:
    """What may be watched."""

    model: strawberry.Private[Model]
    id: strawberry.ID

    @asks(repository_table.READ, table.READ_WATCH, description="What the viewer is told of it.")
    def viewer_subscription(self, info: Info) -> SubscriptionState | None:
        """What the viewer wants to be told of it; null for tokens that may not know."""
        run = here(info)
        run.require(repository_table.READ, self.model)
        if not allows(run.actor, table.READ_WATCH, self.model):
            return None
        watch = run.marks.watched.get(self.model.id)
        if watch is None:
            return SubscriptionState.UNSUBSCRIBED
        return SubscriptionState.IGNORED if watch.ignored else SubscriptionState.SUBSCRIBED


def gazers(
    run: Here,
    model: Model,
    wanted: Wanted,
    order: StarOrder | None,
    user_of: Callable[[Here, Account], T],
) -> StarConnection[T]:
    """Those who marked a repository, the first one first unless told otherwise."""
    target = run.require(table.LIST_STARGAZERS, model).target

    def page(part: PageRequest) -> Page[Stargazer]:
        return run.work.stars.stargazers(target, part, newest_first=_newest_first(order))

    found, start, total = _part(page, wanted)
    stars = [(user_of(run, one.user), one.since) for one in found]
    return _connection(stars, start, total)


def watchers(
    run: Here, model: Model, wanted: Wanted, user_of: Callable[[Here, Account], T]
) -> Connection[T]:
    """Those who watch a repository, the first one first."""
    target = run.require(table.LIST_WATCHERS, model).target
    found, start, total = _part(lambda part: run.work.watches.watchers(target, part), wanted)
    return connection([user_of(run, one) for one in found], start, total)


def starred(
    run: Here,
    person: Account,
    wanted: Wanted,
    order: StarOrder | None,
    repository_of: Callable[[Here, Model], T],
) -> StarConnection[T]:
    """What a person marked, as far as the viewer may see it: of others only what is public."""
    mine = run.actor.user == person.id
    run.require(table.LIST_OWN_STARS if mine else table.LIST_STARS, person)
    wish = Listing(
        of=None,
        viewer=run.actor.user,
        visibilities=carried(run.actor) if mine else PUBLIC,
        sort=Sort.MARKED,
        descending=_newest_first(order),
        starred_by=person.id,
    )
    found, start, total = _part(lambda part: run.work.repositories.page(wish, part), wanted)
    since = run.work.stars.since(person.id, [one.id for one in found])
    stars = [(repository_of(run, one), since[one.id]) for one in found]
    return _connection(stars, start, total)


def _connection(stars: Sequence[tuple[T, int]], start: int, total: int) -> StarConnection[T]:
    places = enumerate(stars, start + 1)
    return StarConnection(
        nodes=[node for node, _ in stars],
        edges=[
            StarEdge(cursor=cursor(place), node=node, starred_at=moment(since))
            for place, (node, since) in places
        ],
        total_count=total,
        page_info=page_info(start, len(stars), total),
    )


def _newest_first(order: StarOrder | None) -> bool:
    return order is not None and order.direction is OrderDirection.DESC


def _part(page: Callable[[PageRequest], Page[P]], wanted: Wanted) -> tuple[Sequence[P], int, int]:
    """A part of a list, where it begins, and how long the list is."""
    total = page(request(0, 1)).total
    start, size = wanted.bounds(total)
    return (page(request(start, size)).items if size else ()), start, total
