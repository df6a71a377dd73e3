"""Licences of repositories."""

import strawberry

from watchword.contents import licences
from watchword.surfaces.graphql.scalars import URI
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.licences import licence_of


@strawberry.type(description="A licence.")
class License:
    """A licence."""

    id: strawberry.ID
    key: str
    name: str
    nickname: str | None
    spdx_id: str | None
    url: URI | None


def told(key: str | None, at: Addresses) -> License | None:
    """The licence of that key; null where a repository is under none."""
    shape = licence_of(key, at)
    if shape is None:
        return None
    known = licences.find(shape.key)
    return License(
        id=strawberry.ID(shape.node_id),
        key=shape.key,
        name=shape.name,
        nickname=known.nickname if known else None,
        spdx_id=shape.spdx_id,
        url=URI(shape.html_url) if shape.html_url else None,
    )
