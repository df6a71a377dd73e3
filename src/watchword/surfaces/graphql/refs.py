"""Branches and tags."""

from typing import Any, Final

import strawberry

from watchword.access.table import contents as table
from watchword.contents.ports import Store, readable
from watchword.kernel.errors import NotFound
from watchword.ref_updates.model import BRANCHES, TAGS
from watchword.ref_updates.names import LONGEST, is_ref_name
from watchword.repositories.model import Repository
from watchword.surfaces.graphql import git_objects
from watchword.surfaces.graphql.asking import Here, asks, here
from watchword.surfaces.graphql.git_objects import GitObject
from watchword.surfaces.shapes.node_ids import node_id

Info = strawberry.Info[Any, Any]
SPACES: Final = (BRANCHES, TAGS)
"""What is told of; git's own refs elsewhere are nobody's concern."""


@strawberry.type(description="A branch or a tag.")
class Ref:
    """A branch or a tag."""

    model: strawberry.Private[Repository]
    id: strawberry.ID
    name: str
    prefix: str

    @asks(table.READ, description="The commit on which it stands.")
    def target(self, info: Info) -> GitObject | None:
        """The commit on which it stands; that to which an annotated tag leads."""
        return git_objects.found(here(info), self.model, self.prefix + self.name, None)


def ref_of(repository: Repository, prefix: str, name: str) -> Ref:
    """Tell of a ref that is there."""
    shown = name if prefix == BRANCHES else prefix + name
    number = node_id("REF", repository.id)
    return Ref(model=repository, id=strawberry.ID(f"{number}:{shown}"), name=name, prefix=prefix)


def named(run: Here, repository: Repository, name: str) -> Ref | None:
    """The ref of that name, whole or short; None where there is none."""
    place = readable(run.require(table.READ, repository))

    def there(store: Store) -> tuple[str, str] | None:
        for prefix, short in _meanings(name):
            if store.ref((prefix + short).encode("utf-8", "surrogateescape")) is not None:
                return prefix, short
        return None

    try:
        found = run.reads(place, there)
    except NotFound:
        return None
    return None if found is None else ref_of(repository, *found)


def _meanings(name: str) -> list[tuple[str, str]]:
    whole = [(one, name.removeprefix(one)) for one in SPACES if name.startswith(one)]
    found = [*whole, *((one, name) for one in SPACES)]
    return [
        (prefix, short)
        for prefix, short in found
        if len(name) < LONGEST and is_ref_name(prefix + short)
    ]
