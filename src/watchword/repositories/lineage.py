"""Where a repository comes from: what it is a fork of, and which template it began as."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Protocol

from msgspec import Struct

from watchword.kernel.ids import RepoId, UserId
from watchword.kernel.pagination import Page, PageRequest


class Lineage(Struct, frozen=True):
    """What is known of one repository."""

    is_template: bool = False
    parent: RepoId | None = None
    """What it was forked from."""
    source: RepoId | None = None
    """Where the forks of its network began."""
    template: RepoId | None = None
    filling_since: int | None = None
    """When the copy began (seconds since 1970), while it is not done."""
    branch: str | None = None
    """The only branch that is copied; None: all of them."""
    forks: int = 0
    """How many repositories were forked from it."""

    @property
    def is_fork(self) -> bool:
        """Whether it was forked from one that is still there."""
        return self.parent is not None


NONE = Lineage()


class Order(Enum):
    """By what forks are ordered."""

    NEWEST = "newest"
    OLDEST = "oldest"
    STARS = "stars"
    WATCHERS = "watchers"


class LineageStore(Protocol):
    """Forks and templates."""

    def of(self, repository: RepoId) -> Lineage:
        """What is known of one."""

    def of_all(self, repositories: Sequence[RepoId]) -> Mapping[RepoId, Lineage]:
        """The same of several; those of which nothing is known are left out."""

    def fork_of(self, source: RepoId, owner: UserId) -> RepoId | None:
        """The fork that somebody has in the network of a source, or None."""

    def forks(
        self,
        parent: RepoId,
        viewer: UserId | None,
        request: PageRequest,
        *,
        order: Order = Order.NEWEST,
        public_only: bool = False,
    ) -> Page[RepoId]:
        """A page of the forks of one that the viewer may see."""

    def begin_fork(
        self, fork: RepoId, parent: RepoId, source: RepoId, branch: str | None, now: int
    ) -> None:
        """Note that a repository is a fork, and that its copy began."""

    def filled(self, fork: RepoId) -> None:
        """Note that the copy is done."""

    def filling(self) -> Sequence[RepoId]:
        """Forks whose copies are not done."""

    def began_as(self, repository: RepoId, template: RepoId) -> None:
        """Note from which template a repository was made."""

    def set_template(self, repository: RepoId, *, is_template: bool) -> None:
        """Let others begin with it, or no longer."""

    def detach(self, repository: RepoId) -> None:
        """Let the forks of a repository stand on their own."""

    def forks_of(self, repository: RepoId) -> Sequence[RepoId]:
        """All repositories forked from one, whoever may see them."""
