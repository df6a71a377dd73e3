"""Forks of a repository, as far as the viewer may see them."""

from collections.abc import Callable
from typing import Any

from watchword.access.table import forks as table
from watchword.repositories.carried import EVERY, PUBLIC, carried
from watchword.repositories.model import Repository
from watchword.repositories.ports import Listing, Sort
from watchword.surfaces.graphql.asking import Here
from watchword.surfaces.graphql.connecting import paged
from watchword.surfaces.graphql.listing import page
from watchword.surfaces.graphql.paging import Wanted, connection
from watchword.surfaces.graphql.scalars import OrderDirection, RepositoryOrder, RepositoryPrivacy


def forks(kind: Any, made: Callable[[Here, Repository], Any]) -> Any:
    """Make the field; `made` puts each into the type of the connection, in whose module it is."""

    def give(
        run: Here,
        it: Any,
        wanted: Wanted,
        privacy: RepositoryPrivacy | None = None,
        order_by: RepositoryOrder | None = None,
    ) -> Any:
        source = run.require(table.LIST, it.model).target
        found, start, total = page(run, _listing(run, source, privacy, order_by), wanted)
        return connection([made(run, one) for one in found], start, total)

    # Names of types are looked up there.
    give.__module__ = made.__module__
    order, private = RepositoryOrder | None, RepositoryPrivacy | None
    words = "Forks that the viewer may see; the first one first, unless told otherwise."
    return paged(kind, words, give, table.LIST, privacy=private, order_by=order)


def _listing(
    run: Here, source: Repository, privacy: RepositoryPrivacy | None, order: RepositoryOrder | None
) -> Listing:
    visibilities = carried(run.actor)
    if privacy is not None:
        visibilities &= PUBLIC if privacy is RepositoryPrivacy.PUBLIC else EVERY - PUBLIC
    return Listing(
        of=None,
        viewer=run.actor.user,
        visibilities=visibilities,
        sort=Sort.CREATED if order is None else Sort(order.field.value),
        descending=order is not None and order.direction is OrderDirection.DESC,
        forked_from=source.id,
    )
