"""What reading a repository needs of its folder on disk."""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from watchword.access.gate import Grant
from watchword.access.table import comments, releases, repositories, statuses
from watchword.access.table import contents as table
from watchword.contents import text
from watchword.repositories.model import Repository

R = TypeVar("R")

OPENING = (
    table.READING
    | table.WRITING
    | statuses.RESOLVING
    | releases.RESOLVING
    | comments.RESOLVING
    | {repositories.READ}
)
"""The operations that let somebody read: who may write may read as well."""


class Type(Enum):
    """What an object is."""

    COMMIT = "commit"
    TREE = "tree"
    BLOB = "blob"
    TAG = "tag"


class DiffLine(Struct, frozen=True):
    """One line of a difference: its number before and after (None: not there) and its bytes.

    With neither number it is the remark that no newline ends the file.
    """

    before: int | None
    after: int | None
    text: bytes

    @property
    def mark(self) -> str:
        """What stands before it in a patch."""
        if self.before is None:
            return "\\" if self.after is None else "+"
        return "-" if self.after is None else " "

    @property
    def shown(self) -> str:
        """The line as people see it."""
        return text.visible(self.text.decode("utf-8", "replace").rstrip("\r"))


class Hunk(Struct, frozen=True):
    """Lines that belong together, with some around them that are the same on both sides."""

    before: tuple[int, int]
    """First line and number of lines before."""
    after: tuple[int, int]
    lines: tuple[DiffLine, ...]


class Store(Protocol):
    """One repository, open for one call. Nothing here changes it."""

    def size(self, name: str) -> tuple[Type, int]:
        """Type of an object, and its bytes. Raises NotFound."""

    def read(self, name: str, most: int) -> tuple[Type, bytes]:
        """An object of at most that many bytes. Raises NotFound, TooLarge."""

    def complete(self, prefix: str) -> str | None:
        """The one object whose id begins like that; None when there is none, or several."""

    def ref(self, full_name: bytes) -> str | None:
        """The object that a ref stands on."""

    def refs(self, prefix: bytes, most: int) -> Sequence[tuple[bytes, str]]:
        """Refs whose full names begin like that and the objects they stand on, by name."""

    def hunks(self, before: bytes, after: bytes) -> Sequence[Hunk]:
        """The difference between two texts."""


class Readable(Struct, frozen=True):
    """A repository that the gate let somebody read: the way from a unit of work to the disk.

    A grant does not leave its unit; this value does, and only a grant makes one (`readable`).
    """

    key: str
    default_branch: str
    beside: tuple[str, ...] = ()
    """The keys of others whose objects are read together with its own."""


def together(one: Readable, other: Readable) -> Readable:
    """Two repositories, each of which somebody may read, as if their objects lay in one."""
    return one if one.key == other.key else replace(one, beside=(*one.beside, other.key))


def readable(grant: Grant[Repository]) -> Readable:
    """Let what follows read the repository, outside of the unit of work."""
    if grant.operation not in OPENING:
        msg = f"grant for {grant.operation.name} used to read a repository"
        raise AssertionError(msg)
    return Readable(grant.target.key, grant.target.default_branch)


class Shelf(Protocol):
    """All repositories on disk."""

    async def open(self, repository: Readable, fn: Callable[[Store], R]) -> R:
        """Run a function that reads, in a thread of a bounded pool.

        Raises Busy when too many wait, and what the function raises.
        """

    def open_now(self, repository: Readable, fn: Callable[[Store], R]) -> R:
        """The same, blocking, in the thread that asks. For jobs."""
