"""What becomes of stars and watches when repositories are made, or are shown to fewer people."""

from typing import Protocol

from watchword.kernel.ids import RepoId, UserId


class Watching(Protocol):
    """As much as this slice needs of them."""

    def begin(self, repository: RepoId, user: UserId, now: int) -> None:
        """Let somebody watch who works with it from now on; a choice made before holds."""

    def forget_blind(self, repository: RepoId) -> None:
        """Forget stars and watches of those who may not know of a repository any more."""
