"""Names that branches had before: they lead to the present ones while nothing else has them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Protocol

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import contents as table
from watchword.kernel.ids import RepoId
from watchword.repositories.model import Repository

MOST_PARTS: Final = 40
"""Names between slashes of which the name of a branch may be made, for it to be looked for."""


class FormerBranchStore(Protocol):
    """Former names of branches."""

    def note_renamed_branch(self, repository: RepoId, old: str, new: str, now: int) -> None:
        """Let a name lead to the new one, with all that led to it; the new one leads nowhere."""

    def renamed_branches(self, repository: RepoId, names: Sequence[str]) -> Mapping[str, str]:
        """The present names of those among some that branches had before."""


class Work(Protocol):
    """As much of a unit of work as this needs."""

    @property
    def now(self) -> int:
        """Seconds since 1970."""

    @property
    def repositories(self) -> FormerBranchStore:
        """Repositories."""


class Led(Struct, frozen=True):
    """The name that a branch had, the one that it has, and what stood behind it in an address."""

    old: str
    new: str
    rest: str = ""


def note(work: Work, grant: Grant[Repository], old: str, new: str) -> None:
    """Keep the name that a branch had; one that is no text in UTF-8 is let go."""
    grant.must_cover(table.RENAME_BRANCH)
    if _is_text(old) and _is_text(new):
        work.repositories.note_renamed_branch(grant.target.id, old, new, work.now)


def led(work: Work, repository: Repository, address: str) -> Led | None:
    """Where an address leads that begins with a former name; with the longest one there is."""
    names = {old: rest for old, rest in _beginnings(address) if _is_text(old)}
    found = work.repositories.renamed_branches(repository.id, list(names))
    if not found:
        return None
    old = max(found, key=len)
    return Led(old, found[old], names[old])


def _beginnings(address: str) -> Iterator[tuple[str, str]]:
    parts = address.split("/")
    for count in range(1, min(len(parts), MOST_PARTS) + 1):
        yield "/".join(parts[:count]), "/".join(parts[count:])


def _is_text(name: str) -> bool:
    return "\0" not in name and not any("\ud800" <= one <= "\udfff" for one in name)
