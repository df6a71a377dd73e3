"""A fact as it is told to those who watch, and which facts are wanted."""

from typing import Final

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.roles import Role
from watchword.accounts.model import User
from watchword.audit.model import StoredEvent
from watchword.kernel.ids import OrgId, RepoId, UserId
from watchword.organizations.model import Organization
from watchword.repositories.model import Repository, Visibility

PARTS: Final = 100
"""More than a fact has: a push tells of 50 branches and 3 tags at most."""


class Happening(Struct, frozen=True):
    """A fact, who did it, and the repository as it is now, which the viewer may see."""

    event: StoredEvent
    actor: UserId
    repository: Repository
    part: int = 0
    """Which of the refs that a push tells of (ref_updates/told.py); each is told by itself."""

    @property
    def number(self) -> int:
        """Its own for ever, and larger than those of what was stored before."""
        return self.event.id * PARTS + self.part


class Dashboard(Struct, frozen=True):
    """An organization as somebody sees it who is signed in; nobody else is shown that."""

    person: User
    organization: Organization

    @property
    def is_public(self) -> bool:
        """That both are there is no secret."""
        return True

    def role_of(self, actor: Actor) -> Role:
        """It is the person's."""
        return self.person.role_of(actor)


class Feed(Struct, frozen=True, kw_only=True):
    """Which facts are wanted: one of the first five says whose, none of them all of the site's."""

    received_by: UserId | None = None
    """Of what one watches, and of whom one follows; not one's own."""
    done_by: UserId | None = None
    repository: RepoId | None = None
    network: RepoId | None = None
    """Of all forks that began there, and of itself."""
    organization: OrgId | None = None
    """In repositories that were its own then."""
    names: tuple[str, ...]
    viewer: UserId | None
    visibilities: frozenset[Visibility]
    since: int
    """Seconds since 1970."""
