"""Changes of refs, and the pushes that hold them together."""

from msgspec import Struct

from watchword.kernel.events import Origin
from watchword.kernel.ids import GistId, PushId, RepoId

ZERO = "0" * 40
"""Git's name for "no object": where a new ref comes from, and where a deleted one goes."""

BRANCHES = "refs/heads/"
TAGS = "refs/tags/"


class Command(Struct, frozen=True):
    """One ref and where it is to go: what git calls a command of a push."""

    ref: str
    """The full name, `refs/heads/main`."""
    old: str
    """The object that it is expected to stand on, in hexadecimal; ZERO when it is new."""
    new: str
    """The object that it goes to; ZERO when it is deleted."""

    @property
    def creates(self) -> bool:
        """Whether the ref is new."""
        return self.old == ZERO and self.new != ZERO

    @property
    def deletes(self) -> bool:
        """Whether the ref goes."""
        return self.new == ZERO


class Push(Struct, frozen=True):
    """Changes that were let through and of which it is not known yet whether git made them."""

    id: PushId
    repository: RepoId | GistId
    """What was pushed to: the number of a repository, or the id of a gist."""
    key: str
    """The name of the repository's folder."""
    default_branch: str
    commands: tuple[Command, ...]
    origin: Origin
    """Who pushed: the fact is recorded in this name, whoever finds out that it happened."""
    opened_at: int
