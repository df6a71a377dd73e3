"""Repositories as they are known outside of their folders."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.roles import Role
from watchword.kernel.ids import RepoId, UserId

OTHER_LICENCE: Final = "other"
"""The key of what is no licence that is known, or a changed one (GHES behaviour)."""


class Visibility(StrEnum):
    """Who sees a repository."""

    PUBLIC = "public"
    PRIVATE = "private"
    INTERNAL = "internal"
    """Every member of the site; only where an organization owns it."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository, and what the one who looked it up is to it."""

    id: RepoId
    key: str
    """The random name of its folder; never reused, so that names may be."""
    owner: UserId
    owner_login: str
    name: str
    description: str | None
    homepage: str | None
    visibility: Visibility
    default_branch: str
    archived_at: int | None
    created_at: int
    updated_at: int
    pushed_at: int | None
    viewer: UserId | None = field(default=None, compare=False)
    viewer_role: Role = field(default=Role.NONE, compare=False)
    """What the viewer is as a collaborator, or by being in the organization or its teams."""
    topics: tuple[str, ...] = ()
    """What it is about, in single words."""
    in_organization: bool = False
    """Whether its owner is an organization."""
    stars: int = 0
    """How many people marked it with a star."""
    watchers: int = 0
    """How many people are told of all that happens in it."""
    licence: str | None = None
    """The key of the licence that it is under; None where no file tells."""
    language: str | None = None
    """In which most of it is written; None where no file tells."""
    size: int = 0
    """Kibibytes on the disk, as they were measured last."""

    @property
    def full_name(self) -> str:
        """OWNER/NAME."""
        return f"{self.owner_login}/{self.name}"

    @property
    def is_public(self) -> bool:
        """Whether anybody may see it."""
        return self.visibility is Visibility.PUBLIC

    @property
    def is_archived(self) -> bool:
        """Whether it is read-only."""
        return self.archived_at is not None

    def role_of(self, actor: Actor) -> Role:
        """Owner: admin. Collaborators and members: as agreed. Others: read what is public.

        A deploy key is nothing anywhere but in its repository, not even where anybody may read.
        """
        if actor.opens is not None:
            number, role = actor.opens
            return role if number == self.id else Role.NONE
        floor = Role.READ if self._is_open_to(actor) else Role.NONE
        if actor.user is None:
            return floor
        if actor.user == self.owner:
            return Role.ADMIN
        if actor.user != self.viewer:
            msg = "the repository was looked up for somebody else"
            raise AssertionError(msg)
        return max(floor, self.viewer_role)

    @property
    def role_of_viewer(self) -> Role:
        """What the one is who looked it up, whatever any credential carries."""
        if self.viewer is None:
            return Role.READ if self.is_public else Role.NONE
        if self.viewer == self.owner:
            return Role.ADMIN
        open_to_all = self.visibility is not Visibility.PRIVATE
        return max(Role.READ if open_to_all else Role.NONE, self.viewer_role)

    def _is_open_to(self, actor: Actor) -> bool:
        internal = self.visibility is Visibility.INTERNAL and actor.user is not None
        return self.is_public or internal


class Collaborator(Struct, frozen=True):
    """Somebody who works with a repository that another one owns."""

    user: UserId
    login: str
    name: str | None
    role: Role
    added_at: int
