"""Facts about comments on commits, under the names that GitHub's log has for them."""

from dataclasses import dataclass

from watchword.kernel.events import Event
from watchword.kernel.ids import CommitCommentId, RepoId, UserId


@dataclass(frozen=True, slots=True)
class CommitCommented(Event):
    """Somebody wrote below a commit."""

    name = "commit_comment.create"
    repository_id: RepoId
    comment: CommitCommentId
    sha: str


@dataclass(frozen=True, slots=True)
class CommitCommentUpdated(Event):
    """A comment reads otherwise now."""

    name = "commit_comment.update"
    repository_id: RepoId
    comment: CommitCommentId
    sha: str
    author: UserId


@dataclass(frozen=True, slots=True)
class CommitCommentDeleted(Event):
    """A comment is gone."""

    name = "commit_comment.destroy"
    repository_id: RepoId
    comment: CommitCommentId
    sha: str
    author: UserId
