"""After a push: how much space a repository takes. Old ones are measured bit by bit.

Its large files count too. The size is kept in the repository's row, so that no request looks at the
disk for it.
"""

from typing import Final, Protocol

from watchword.access.gate import require
from watchword.access.table import repositories as table
from watchword.accounts.model import SITE
from watchword.audit.model import StoredEvent
from watchword.authn import resolve
from watchword.kernel.ids import RepoId
from watchword.work.unit import Database, Work

AT_ONCE: Final = 100
"""Repositories that are measured in one go."""
KIBIBYTE: Final = 1_024


class Folders(Protocol):
    """Where the repositories' files are."""

    def size(self, key: str) -> int:
        """Bytes of all files in a folder; 0 where there is none."""


def measure(database: Database, folders: Folders, fact: StoredEvent) -> None:
    """Measure the repository that a fact is about."""
    _note(database, folders, RepoId(fact.body["repository_id"]), fact.body["key"])


def measure_others(database: Database, folders: Folders) -> int:
    """Measure some that never were: forks, and those from before; gives how many."""
    actor = resolve.system()

    def some(work: Work) -> list[tuple[RepoId, str]]:
        require(actor, table.MEASURE, SITE)
        return list(work.footprints.unmeasured(AT_ONCE))

    found = database.read_now(some, actor.origin)
    for repository, key in found:
        _note(database, folders, repository, key)
    return len(found)


def _note(database: Database, folders: Folders, repository: RepoId, key: str) -> None:
    size = folders.size(key)
    actor = resolve.system()

    def keep(work: Work) -> None:
        require(actor, table.MEASURE, SITE)
        # In whole kibibytes, as GitHub tells it: nothing that is there takes none.
        taken = size + work.large_files.total(repository)
        work.footprints.note(repository, -(-taken // KIBIBYTE))

    database.write_now(keep, actor.origin)
