"""Gists, as `gh gist list` asks for them."""

from typing import Any

import strawberry

from watchword.access.table import accounts as account_table
from watchword.access.table import gists as table
from watchword.accounts.model import User as Account
from watchword.contents import gist_files
from watchword.contents.gist_files import GistFile as File
from watchword.contents.text import is_binary
from watchword.gists import service
from watchword.gists.model import Gist as Model
from watchword.gists.ports import Listing
from watchword.surfaces.graphql.asking import Here, asks, here
from watchword.surfaces.graphql.paging import Connection, Wanted, edges, page_info, request
from watchword.surfaces.graphql.scalars import (
    URI,
    DateTime,
    GistOrder,
    GistOrderField,
    GistPrivacy,
    OrderDirection,
    moment,
)
from watchword.surfaces.shapes.gists import GIST
from watchword.surfaces.shapes.node_ids import node_id

Info = strawberry.Info[Any, Any]
MOST_FILES = 300


@strawberry.type(description="A file of a gist.")
class GistFile:
    """A file of a gist."""

    file: strawberry.Private[File]
    gist: strawberry.Private[Model]
    name: str | None
    size: int | None

    @asks(table.READ, description="What is in it; null where it is no text.")
    def text(self, info: Info, truncate: int | None = None) -> str | None:
        """What is in it; null where it is no text."""
        here(info).require(table.READ, self.gist)
        data = self.file.data
        if data is None or is_binary(data):
            return None
        text = data.decode("utf-8", "replace")
        return text if truncate is None else text[: max(truncate, 0)]


@strawberry.type(description="Files that are shared by an address.")
class Gist:
    """Files that are shared by an address."""

    model: strawberry.Private[Model]
    id: strawberry.ID
    name: str
    description: str | None
    is_public: bool
    is_fork: bool
    created_at: DateTime
    updated_at: DateTime
    pushed_at: DateTime | None
    url: URI
    resource_path: URI

    @asks(table.READ, description="What lies in it.")
    def files(
        self, info: Info, limit: int | None = 10, oid: str | None = None
    ) -> list[GistFile | None] | None:
        """What lies in it now, or at one of its versions."""
        run = here(info)
        grant = run.require(table.READ, self.model)
        held = run.gist(gist_files.readable(grant), oid)
        files = held.files[: min(max(limit or 0, 0), MOST_FILES)]
        return [GistFile(file=one, gist=self.model, name=one.shown, size=one.size) for one in files]


def gist_of(run: Here, model: Model) -> Gist:
    """Say of a gist what there is to say."""
    path = f"/gist/{model.id}"
    return Gist(
        model=model,
        id=strawberry.ID(node_id(GIST, model.number)),
        name=model.id,
        description=model.description,
        is_public=model.is_listed,
        is_fork=model.parent is not None,
        created_at=moment(model.created_at),
        updated_at=moment(model.updated_at),
        pushed_at=moment(model.updated_at),
        url=URI(run.at.site + path),
        resource_path=URI(path),
    )


def connection(
    run: Here,
    account: Account,
    wanted: Wanted,
    privacy: GistPrivacy | None,
    order: GistOrder | None,
) -> Connection[Gist]:
    """The gists of a person that the credential may be told of."""
    run.require(account_table.READ, account)
    listing = _listing(service.listing(run.require(table.LIST, account)), privacy, order)
    if listing is None:
        total, start, models = 0, 0, []
    else:
        total = run.work.gists.page(listing, request(0, 1)).total
        start, size = wanted.bounds(total)
        found = run.work.gists.page(listing, request(start, size)).items if size else ()
        models = [gist_of(run, run.require(table.LIST, one).target) for one in found]
    return Connection[Gist](
        nodes=[*models],
        edges=edges(models, start),
        total_count=total,
        page_info=page_info(start, len(models), total),
    )


def _listing(seen: Listing, privacy: GistPrivacy | None, order: GistOrder | None) -> Listing | None:
    """The same with what was chosen; None where that leaves nothing."""
    listed = seen.listed
    # GitHub leaves secret ones out unless they are asked for.
    if privacy in {None, GistPrivacy.PUBLIC}:
        listed = True
    if privacy is GistPrivacy.SECRET:
        if listed:
            return None
        listed = False
    by_creation = order is None or order.field is GistOrderField.CREATED_AT
    ascending = order is not None and order.direction is OrderDirection.ASC
    return Listing(of=seen.of, listed=listed, by_creation=by_creation, ascending=ascending)
