"""What repositories are about, in single words."""

from typing import Final

import strawberry

from watchword.access.table import repositories as table
from watchword.repositories import topics as rules
from watchword.repositories.model import Repository
from watchword.surfaces.graphql.asking import Here
from watchword.surfaces.graphql.paging import Connection, Wanted
from watchword.surfaces.graphql.paging import connection as part_of
from watchword.surfaces.graphql.scalars import URI
from watchword.surfaces.shapes.node_ids import REPOSITORY, node_id

MOST: Final = rules.MOST


@strawberry.type(description="A word by which repositories are found.")
class Topic:
    """A word by which repositories are found."""

    id: strawberry.ID
    name: str


@strawberry.type(description="A topic of a repository.")
class RepositoryTopic:
    """A topic of a repository."""

    id: strawberry.ID
    topic: Topic
    url: URI
    resource_path: URI


def connection(run: Here, repository: Repository, wanted: Wanted) -> Connection[RepositoryTopic]:
    """The topics of a repository, in the order in which they were given."""
    words = run.require(table.READ, repository).target.topics
    start, size = wanted.bounds(len(words))
    items = [_told(run, repository, word) for word in words[start : start + size]]
    return part_of(items, start, len(words))


def _told(run: Here, repository: Repository, word: str) -> RepositoryTopic:
    path = f"/search?q=topic%3A{word}&type=repositories"
    owned = node_id(REPOSITORY, repository.id)
    return RepositoryTopic(
        id=strawberry.ID(f"{owned}_{word}"),
        topic=Topic(id=strawberry.ID(f"T_{word}"), name=word),
        url=URI(run.at.site + path),
        resource_path=URI(path),
    )
