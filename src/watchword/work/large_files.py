"""Large files of copies: what a source has, a fork of it has too, as its pointers came along."""

from typing import Final

from watchword.access.gate import require
from watchword.access.table import lfs as table
from watchword.accounts.model import SITE
from watchword.authn import resolve
from watchword.kernel.ids import RepoId
from watchword.work.unit import Database, Work

AT_ONCE: Final = 500
"""Files in one unit of work: none holds the writers' turn for long."""


def copy(database: Database, source: RepoId, target: RepoId) -> None:
    """Let a copy have all large files of its source. Blocks; may be done again."""
    actor = resolve.system()

    def some(work: Work) -> int:
        require(actor, table.COPY, SITE)
        if work.repositories.by_id(target, None) is None:
            return 0
        return work.large_files.copy(source, target, AT_ONCE, work.now)

    while database.write_now(some, actor.origin) >= AT_ONCE:
        pass
