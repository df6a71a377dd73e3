"""A comment on a commit."""

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.roles import Role
from watchword.kernel.ids import CommitCommentId, UserId
from watchword.repositories.model import Repository


class CommitComment(Struct, frozen=True):
    """What somebody wrote below a commit, or beside a line of what it changed."""

    id: CommitCommentId
    repository: Repository
    sha: str
    author: UserId
    body: str
    path: str | None
    position: int | None
    """Lines below the first hunk's head in the file's part of the diff."""
    line: int | None
    created_at: int
    updated_at: int

    @property
    def is_public(self) -> bool:
        """As its repository."""
        return self.repository.is_public

    @property
    def anchor(self) -> str:
        """Where it stands on the page of the commit."""
        return f"commitcomment-{self.id}"

    def role_of(self, actor: Actor) -> Role:
        """As on its repository; the author may all with it, who may still read there."""
        role = self.repository.role_of(actor)
        wrote = actor.user is not None and actor.user == self.author
        return Role.ADMIN if wrote and role > Role.NONE else role
