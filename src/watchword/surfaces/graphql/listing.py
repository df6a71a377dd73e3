"""Which repositories a list holds: what was chosen, cut down to what the credential may see."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from watchword.access.gate import allows
from watchword.access.table import organizations as org_table
from watchword.access.table import repositories as table
from watchword.kernel.ids import RepoId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.organizations.model import Organization as Group
from watchword.repositories.carried import EVERY, PUBLIC, carried
from watchword.repositories.model import Repository, Visibility
from watchword.repositories.ports import Affiliation, Listing, Sort
from watchword.surfaces.graphql.asking import Here
from watchword.surfaces.graphql.paging import Wanted, request
from watchword.surfaces.graphql.scalars import (
    OrderDirection,
    RepositoryAffiliation,
    RepositoryOrder,
    RepositoryPrivacy,
    RepositoryVisibility,
)

UNLESS_TOLD: Final = (RepositoryAffiliation.OWNER, RepositoryAffiliation.COLLABORATOR)
"""Why a repository is on a list that names no reason (GHES behaviour)."""


class Chosen(Struct, frozen=True):
    """Which of somebody's repositories are wanted, in which order."""

    privacy: RepositoryPrivacy | None = None
    visibility: RepositoryVisibility | None = None
    archived: bool | None = None
    affiliations: Sequence[RepositoryAffiliation | None] | None = None
    order: RepositoryOrder | None = None


def listing(run: Here, of: UserId, chosen: Chosen) -> Listing:
    """What is wanted, in words of the domain."""
    visibilities = carried(run.actor)
    if chosen.privacy is not None:
        visibilities &= PUBLIC if chosen.privacy is RepositoryPrivacy.PUBLIC else EVERY - PUBLIC
    if chosen.visibility is not None:
        visibilities &= {Visibility(chosen.visibility.value)}
    reasons = UNLESS_TOLD if chosen.affiliations is None else chosen.affiliations
    return Listing(
        of=of,
        viewer=run.actor.user,
        affiliations=frozenset(Affiliation(one.value) for one in reasons if one is not None),
        visibilities=visibilities,
        sort=_sort(chosen.order),
        descending=chosen.order is not None and chosen.order.direction is OrderDirection.DESC,
        archived=chosen.archived,
    )


def page(run: Here, wish: Listing, wanted: Wanted) -> tuple[Sequence[Repository], int, int]:
    """A part of a list, where it begins, and how long the list is."""
    total = run.work.repositories.page(wish, request(0, 1)).total
    start, size = wanted.bounds(total)
    if not size:
        return (), start, total
    return run.work.repositories.page(wish, request(start, size)).items, start, total


def _sort(order: RepositoryOrder | None) -> Sort:
    return Sort.FULL_NAME if order is None else Sort(order.field.value)


def memberships(run: Here, user: UserId, part: PageRequest) -> Page[Group]:
    """Those of others are concealed, unless they are public or one is in the same organization."""
    viewer, held = run.actor.user, run.actor.scopes
    if viewer is not None and viewer != user and org_table.READ_ORG & held:
        return run.work.organizations.shared(user, viewer, part)
    return run.work.organizations.of(user, viewer, part)


def origin(run: Here, repository: Repository, number: RepoId | None) -> Repository | None:
    """One that a repository comes from, where the viewer may see it."""
    run.require(table.READ, repository)
    found = None if number is None else run.work.repositories.by_id(number, run.actor.user)
    return found if found and allows(run.actor, table.READ, found) else None
