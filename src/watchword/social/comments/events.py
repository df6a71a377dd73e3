"""Facts about comments on commits, under the names that GitHub's log has for them."""

from watchword.kernel.events import Event
from watchword.kernel.ids import CommitCommentId, RepoId, UserId


class CommitCommented(Event, frozen=True):
    """Somebody wrote below a commit."""

    name = "commit_comment.create"
    repository_id: RepoId
    comment: CommitCommentId
    sha: str


class CommitCommentUpdated(Event, frozen=True):
    """A comment reads otherwise now."""

    name = "commit_comment.update"
    repository_id: RepoId
    comment: CommitCommentId
    sha: str
    author: UserId
    named: tuple[str, ...] = ()
    """Whom it names that it never named before: `LOGIN` and `ORG/TEAM`, in lower case."""


class CommitCommentDeleted(Event, frozen=True):
    """A comment is gone."""

    name = "commit_comment.destroy"
    repository_id: RepoId
    comment: CommitCommentId
    sha: str
    author: UserId
