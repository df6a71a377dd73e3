"""Releases, as `gh release list` and its siblings ask for them."""

from typing import Any

import strawberry

from watchword.access.gate import allows
from watchword.access.table import releases as table
from watchword.releases.model import Release as Model
from watchword.releases.ports import Order
from watchword.repositories.model import Repository
from watchword.surfaces.graphql.asking import Here
from watchword.surfaces.graphql.paging import Connection, Wanted, edges, page_info, request
from watchword.surfaces.graphql.scalars import (
    LARGEST_INT,
    URI,
    DateTime,
    OrderDirection,
    ReleaseOrder,
    ReleaseOrderField,
    maybe_moment,
    moment,
)
from watchword.surfaces.shapes.node_ids import RELEASE, node_id
from watchword.surfaces.shapes.releases import page_of


@strawberry.type(description="A release.")
class Release:
    """A release."""

    id: strawberry.ID
    database_id: int | None
    name: str | None
    tag_name: str
    published_at: DateTime | None
    created_at: DateTime
    updated_at: DateTime
    is_draft: bool
    is_prerelease: bool
    is_latest: bool
    description: str | None
    url: URI
    resource_path: URI


def connection(
    run: Here, repository: Repository, wanted: Wanted, order: ReleaseOrder | None
) -> Connection[Release]:
    """The releases that whoever asks may know of: drafts only where they may push."""
    repository = run.require(table.READ, repository).target
    drafts = allows(run.actor, table.SEE_DRAFTS, repository)
    store, kept = run.work.releases, _order(order)
    total = store.page(repository, request(0, 1), drafts=drafts, order=kept).total
    start, size = wanted.bounds(total)
    page = store.page(repository, request(start, size), drafts=drafts, order=kept)
    latest = _latest(run, repository)
    items = [_told(run, one, latest) for one in page.items[:size]]
    return Connection[Release](
        nodes=[*items],
        edges=edges(items, start),
        total_count=total,
        page_info=page_info(start, len(items), total),
    )


def tagged(run: Here, repository: Repository, tag: str) -> Release | None:
    """The release of a tag, or the draft of one for those who may push."""
    repository = run.require(table.READ, repository).target
    found = run.work.releases.by_tag(repository, tag)
    if found is None and allows(run.actor, table.SEE_DRAFTS, repository):
        found = run.work.releases.draft_by_tag(repository, tag)
    return None if found is None else _told(run, found, _latest(run, repository))


def latest(run: Here, repository: Repository) -> Release | None:
    """The release that is shown as the latest."""
    found = run.work.releases.latest(run.require(table.READ, repository).target)
    return None if found is None else _told(run, found, found.id)


def _latest(run: Here, repository: Repository) -> int | None:
    found = run.work.releases.latest(repository)
    return None if found is None else found.id


def _order(order: ReleaseOrder | None) -> Order:
    if order is None:
        return Order()
    by_name = order.field is ReleaseOrderField.NAME
    return Order(by_name=by_name, ascending=order.direction is OrderDirection.ASC)


def _told(run: Here, found: Model, latest_one: int | None) -> Release:
    path = page_of(found)
    number: Any = found.id if found.id <= LARGEST_INT else None
    return Release(
        id=strawberry.ID(node_id(RELEASE, found.id)),
        database_id=number,
        name=found.name,
        tag_name=found.tag,
        published_at=maybe_moment(found.published_at),
        created_at=moment(found.created_at),
        updated_at=moment(found.updated_at),
        is_draft=found.draft,
        is_prerelease=found.prerelease,
        is_latest=found.id == latest_one,
        description=found.body,
        url=URI(run.at.site + path),
        resource_path=URI(path),
    )
