"""Gists and what is said about them."""

from typing import Final

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.roles import Role
from watchword.kernel.ids import GistCommentId, GistId, UserId

DEFAULT_BRANCH: Final = "main"


class Gist(Struct, frozen=True):
    """A gist. What is in it lies in its folder."""

    id: GistId
    number: int
    """Counts gists; for node ids, and for nothing that anybody could guess others from."""
    key: str
    """The random name of its folder, another one than the id."""
    owner: UserId
    owner_login: str
    description: str | None
    is_listed: bool
    """What people call public: False for a secret one, which only its address leads to."""
    default_branch: str
    parent: GistId | None
    created_at: int
    updated_at: int
    comments: int = 0
    """How many there are."""

    @property
    def full_name(self) -> str:
        """What stands in its address below the host."""
        return f"gist/{self.id}"

    @property
    def is_public(self) -> bool:
        """Whoever knows the address may read it (GHES behaviour)."""
        return True

    @property
    def is_archived(self) -> bool:
        """Gists are never read-only."""
        return False

    def role_of(self, actor: Actor) -> Role:
        """The owner changes it, everybody else reads it."""
        return Role.ADMIN if actor.user is not None and actor.user == self.owner else Role.READ


class Comment(Struct, frozen=True):
    """What somebody wrote below a gist."""

    id: GistCommentId
    gist: GistId
    gist_owner: UserId
    author: UserId
    body: str
    created_at: int
    updated_at: int

    @property
    def is_public(self) -> bool:
        """As its gist."""
        return True

    def role_of(self, actor: Actor) -> Role:
        """The author edits it; the owner of the gist may take it away."""
        if actor.user is None:
            return Role.READ
        if actor.user == self.author:
            return Role.ADMIN
        return Role.WRITE if actor.user == self.gist_owner else Role.READ
