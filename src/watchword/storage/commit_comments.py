"""Comments on commits in SQL."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from watchword.kernel.ids import CommitCommentId, RepoId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.repositories.model import Repository
from watchword.social.comments.model import CommitComment
from watchword.social.comments.ports import NewComment
from watchword.storage.parts import part
from watchword.storage.prepared import Row
from watchword.storage.tables.comments import commit_comments

COMMENT = tuple(
    commit_comments.c[name]
    for name in (
        "id",
        "sha",
        "author_id",
        "body",
        "path",
        "position",
        "line",
        "created_at",
        "updated_at",
    )
)


class SqlCommitComments:
    """Comments on commits."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def find(self, repository: Repository, comment: CommitCommentId) -> CommitComment | None:
        """Find one of that repository, and of no other one."""
        found = sa.select(*COMMENT).where(_in(repository.id), commit_comments.c.id == comment)
        row = self._connection.execute(found).first()
        return None if row is None else _comment_of(row, repository)

    def of_repository(self, repository: Repository, request: PageRequest) -> Page[CommitComment]:
        """All of a repository, in the order in which they were written."""
        return self._page(repository, sa.true(), request)

    def of_commit(
        self, repository: Repository, sha: str, request: PageRequest
    ) -> Page[CommitComment]:
        """Those on a commit, in the order in which they were written."""
        return self._page(repository, commit_comments.c.sha == sha, request)

    def counts(self, repository: RepoId, commits: Sequence[str]) -> Mapping[str, int]:
        """How many each of these commits has; those without are left out."""
        counted = (
            sa.select(commit_comments.c.sha, sa.func.count())
            .where(_in(repository), commit_comments.c.sha.in_(commits))
            .group_by(commit_comments.c.sha)
        )
        return {row[0]: row[1] for row in self._connection.execute(counted)}

    def authors(self, repository: RepoId, sha: str) -> frozenset[UserId]:
        """Who wrote below a commit."""
        found = sa.select(commit_comments.c.author_id).distinct()
        found = found.where(_in(repository), commit_comments.c.sha == sha)
        return frozenset(UserId(one) for one in self._connection.execute(found).scalars())

    def add(self, repository: Repository, new: NewComment, now: int) -> CommitComment:
        """Keep one more."""
        values = {
            "repository_id": repository.id,
            "sha": new.sha,
            "author_id": new.author,
            "body": new.body,
            "path": new.path,
            "position": new.position,
            "line": new.line,
            "created_at": now,
            "updated_at": now,
        }
        made = sa.insert(commit_comments).values(values).returning(*COMMENT)
        return _comment_of(self._connection.execute(made).one(), repository)

    def ever_named(self, comment: CommitCommentId) -> frozenset[str] | None:
        """Whom one names or named before; None for one that was never changed."""
        found = sa.select(commit_comments.c.named).where(commit_comments.c.id == comment)
        named: str | None = self._connection.execute(found).scalar_one_or_none()
        return None if named is None else frozenset(named.split())

    def edit(
        self, comment: CommitCommentId, body: str, ever_named: frozenset[str], now: int
    ) -> None:
        """Change what one says, and note whom it names or named before."""
        changed = sa.update(commit_comments).where(commit_comments.c.id == comment)
        named = " ".join(sorted(ever_named))
        self._connection.execute(changed.values(body=body, named=named, updated_at=now))

    def delete(self, comment: CommitCommentId) -> None:
        """Forget one."""
        self._connection.execute(sa.delete(commit_comments).where(commit_comments.c.id == comment))

    def delete_of(self, author: UserId) -> None:
        """Forget all of a person."""
        gone = sa.delete(commit_comments).where(commit_comments.c.author_id == author)
        self._connection.execute(gone)

    def _page(
        self, repository: Repository, where: sa.ColumnElement[bool], request: PageRequest
    ) -> Page[CommitComment]:
        wanted = sa.select(*COMMENT).where(_in(repository.id), where)
        found = part(self._connection, wanted, request, commit_comments.c.id)
        return found.map(lambda row: _comment_of(row, repository))


def _in(repository: RepoId) -> sa.ColumnElement[bool]:
    return commit_comments.c.repository_id == repository


def _comment_of(row: Row, repository: Repository) -> CommitComment:
    """Read the columns of COMMENT."""
    return CommitComment(CommitCommentId(row[0]), repository, row[1], UserId(row[2]), *row[3:9])
