"""How two commits are related, and what else git itself is asked about whole histories."""

from collections.abc import AsyncGenerator, Sequence
from enum import Enum
from typing import Protocol

from msgspec import Struct

from watchword.contents.drafts import NewObject
from watchword.contents.ports import Readable


class Kinship(Struct, frozen=True):
    """Two commits, a base and a head, and what lies between them."""

    merge_base: str | None
    """Where they parted; None when they have no history in common."""
    ahead: int
    """Commits of the head that the base has not."""
    behind: int
    """Commits of the base that the head has not."""

    @property
    def status(self) -> str:
        """In a word, as GitHub tells it."""
        if self.ahead and self.behind:
            return "diverged"
        if self.ahead:
            return "ahead"
        return "behind" if self.behind else "identical"


class Form(Enum):
    """How a difference is written."""

    DIFF = "diff"
    PATCH = "patch"


class Format(Enum):
    """Of an archive: the ending of its name."""

    ZIP = "zip"
    TAR = "tar.gz"


class Contributor(Struct, frozen=True):
    """Who wrote commits, by the address in them."""

    email: str
    name: str
    commits: int


class Merged(Struct, frozen=True):
    """What comes of merging two commits; its objects are not kept yet."""

    tree: str
    objects: Sequence[NewObject]


class Genealogy(Protocol):
    """Answers by processes of git. `account` is for whom the slot is; all of it may raise Busy.

    Commits are told by their ids, which were found in that repository before.
    """

    async def kinship(self, of: Readable, base: str, head: str, account: str) -> Kinship:
        """How two commits are related."""

    async def between(
        self, of: Readable, base: str, head: str, part: slice, account: str
    ) -> Sequence[str]:
        """Commits of the head that the base has not; the part counts from the newest."""

    async def merged(self, of: Readable, base: str, head: str, account: str) -> Merged | None:
        """What comes of merging two commits; None when they are in conflict. Raises TooLarge."""

    async def written(
        self, of: Readable, base: str | None, head: str, form: Form, account: str
    ) -> bytes:
        """The difference between two commits, told whole or commit by commit. Raises TooLarge.

        Without a base all that the head holds is new to a diff; a patch is of the head alone then.
        """

    async def contributors(self, of: Readable, head: str, account: str) -> Sequence[Contributor]:
        """Who wrote most of the newest commits, the most first; merges are not counted."""

    def archive(
        self, of: Readable, commit: str, prefix: str, form: Format, account: str
    ) -> AsyncGenerator[bytes, None]:
        """All files of a commit as one archive, block by block; Busy is raised before the first.

        All its names begin with the prefix, which ends in a slash.
        """
