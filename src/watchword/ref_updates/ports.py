"""What changes of refs need of storage."""

from collections.abc import Sequence
from typing import Protocol

from watchword.gists import ports as gists
from watchword.kernel.events import Origin
from watchword.kernel.ids import GistId, PushId, RepoId
from watchword.ref_updates.model import Command, Push
from watchword.repositories import ports as repositories


class PushStore(Protocol):
    """Pushes: opened before git may move a ref, closed before the client hears of success.

    One row for each push: its number, the repository or gist (the row goes with it: ON DELETE
    CASCADE), when it was opened, when it was closed (null: open), the origin as JSON, and the
    commands as one value: there may be 75,000 of them, and rows of their own would hold the
    writer's turn for too long. Indexed by (repository, closed at) and by closed at.
    """

    def open(
        self, repository: RepoId | GistId, commands: Sequence[Command], origin: Origin, now: int
    ) -> PushId:
        """Keep what git is about to be allowed."""

    def close(self, push: PushId, done: Sequence[Command], now: int) -> bool:
        """Keep what git did, in the place of what it was allowed.

        False, and nothing changed, when the push was closed already or is gone with its repository.
        """

    def left_open(self, repository: RepoId | GistId | None = None) -> Sequence[Push]:
        """Pushes that are open, of one repository or gist or of all, the oldest first."""

    def commands(self, push: PushId) -> Sequence[Command]:
        """What a push did (or, while it is open, may do); nothing when its row was swept."""

    def sweep(self, closed_before: int) -> int:
        """Forget at most 500 pushes closed before that second; gives how many they were."""


class Work(repositories.Work, gists.Work, Protocol):
    """A unit of work with pushes in it."""

    @property
    def pushes(self) -> PushStore:
        """Pushes."""
