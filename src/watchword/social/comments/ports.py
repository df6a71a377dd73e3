"""What comments on commits need of storage."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from watchword.kernel.ids import CommitCommentId, RepoId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.repositories import ports as repositories
from watchword.repositories.model import Repository
from watchword.social.comments.model import CommitComment


class NewComment(Struct, frozen=True):
    """A comment to be kept; all fields checked."""

    sha: str
    author: UserId
    body: str
    path: str | None
    position: int | None
    line: int | None


class CommitCommentStore(Protocol):
    """Comments on commits."""

    def find(self, repository: Repository, comment: CommitCommentId) -> CommitComment | None:
        """Find one of that repository, and of no other one."""

    def of_repository(self, repository: Repository, request: PageRequest) -> Page[CommitComment]:
        """All of a repository, in the order in which they were written."""

    def of_commit(
        self, repository: Repository, sha: str, request: PageRequest
    ) -> Page[CommitComment]:
        """Those on a commit, in the order in which they were written."""

    def counts(self, repository: RepoId, commits: Sequence[str]) -> Mapping[str, int]:
        """How many each of these commits has; those without are left out."""

    def authors(self, repository: RepoId, sha: str) -> frozenset[UserId]:
        """Who wrote below a commit."""

    def add(self, repository: Repository, new: NewComment, now: int) -> CommitComment:
        """Keep one more."""

    def ever_named(self, comment: CommitCommentId) -> frozenset[str] | None:
        """Whom one names or named before; None for one that was never changed."""

    def edit(
        self, comment: CommitCommentId, body: str, ever_named: frozenset[str], now: int
    ) -> None:
        """Change what one says, and note whom it names or named before."""

    def delete(self, comment: CommitCommentId) -> None:
        """Forget one."""

    def delete_of(self, author: UserId) -> None:
        """Forget all of a person."""


class Work(repositories.Work, Protocol):
    """A unit of work with comments on commits in it."""

    @property
    def commit_comments(self) -> CommitCommentStore:
        """Comments on commits."""
