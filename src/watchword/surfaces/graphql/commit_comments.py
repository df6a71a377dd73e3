"""Comments on commits."""

from collections.abc import Callable
from enum import Enum
from typing import Any, Final

import strawberry
from strawberry.types.lazy_type import LazyType

from watchword.access.gate import allows
from watchword.access.table import comments as table
from watchword.accounts.model import User
from watchword.kernel.pagination import Page, PageRequest
from watchword.repositories.model import Repository
from watchword.social.comments.associations import associations
from watchword.social.comments.model import CommitComment as Model
from watchword.surfaces.graphql.asking import Here
from watchword.surfaces.graphql.connecting import paged
from watchword.surfaces.graphql.git_objects import Commit, commit_of
from watchword.surfaces.graphql.paging import Connection, Wanted, connection, request
from watchword.surfaces.graphql.scalars import LARGEST_INT, URI, DateTime, moment
from watchword.surfaces.shapes.commit_comments import page_of
from watchword.surfaces.shapes.node_ids import COMMIT_COMMENT, node_id

AUTHOR: Final[Any] = LazyType("User", "watchword.surfaces.graphql.objects")
"""By its name: that module imports this one."""


@strawberry.enum(description="What who wrote something is to the repository.")
class CommentAuthorAssociation(Enum):
    """What who wrote something is to the repository."""

    OWNER = "OWNER"
    MEMBER = "MEMBER"
    COLLABORATOR = "COLLABORATOR"
    CONTRIBUTOR = "CONTRIBUTOR"
    NONE = "NONE"


@strawberry.type(description="What somebody wrote below a commit.")
class CommitComment:
    """What somebody wrote below a commit."""

    id: strawberry.ID
    database_id: int | None
    body: str
    path: str | None
    position: int | None
    created_at: DateTime
    updated_at: DateTime
    url: URI
    resource_path: URI
    commit: Commit
    author_association: CommentAuthorAssociation
    viewer_did_author: bool
    viewer_can_update: bool
    viewer_can_delete: bool
    author: Any = strawberry.field(graphql_type=AUTHOR | None)


COMMIT_COMMENTS = Connection[CommitComment]


def commit_comments(user_of: Callable[[Here, User], Any]) -> Any:
    """Make the field of a repository; `user_of` says of an account what may be known."""

    def give(run: Here, it: Any, wanted: Wanted) -> Any:
        repository = run.require(table.READ, it.model).target

        def page(part: PageRequest) -> Page[Model]:
            return run.work.commit_comments.of_repository(repository, part)

        total = page(request(0, 1)).total
        start, size = wanted.bounds(total)
        found = page(request(start, size)).items[:size]
        return connection(_told(run, repository, list(found), user_of), start, total)

    words = "What was written below its commits, in the order in which it was."
    return paged(COMMIT_COMMENTS, words, give, table.READ)


def _told(
    run: Here, repository: Repository, found: list[Model], user_of: Callable[[Here, User], Any]
) -> list[CommitComment]:
    numbers = frozenset(one.author for one in found)
    accounts = {number: run.work.users.by_id(number) for number in numbers}
    authors = {
        number: None if account is None else user_of(run, account)
        for number, account in accounts.items()
    }
    are = associations(run.work, repository, numbers) if numbers else {}
    return [
        _one(run, one, authors[one.author], CommentAuthorAssociation(are[one.author]))
        for one in found
    ]


def _one(run: Here, found: Model, author: Any, is_: CommentAuthorAssociation) -> CommitComment:
    path, live = page_of(found), not found.repository.is_archived
    return CommitComment(
        id=strawberry.ID(node_id(COMMIT_COMMENT, found.id)),
        database_id=found.id if found.id <= LARGEST_INT else None,
        body=found.body,
        path=found.path,
        position=found.position,
        created_at=moment(found.created_at),
        updated_at=moment(found.updated_at),
        url=URI(run.at.site + path),
        resource_path=URI(path),
        commit=commit_of(run, found.repository, found.sha),
        author_association=is_,
        viewer_did_author=run.actor.user == found.author,
        viewer_can_update=live and allows(run.actor, table.EDIT, found),
        viewer_can_delete=live and allows(run.actor, table.DELETE, found),
        author=author,
    )
