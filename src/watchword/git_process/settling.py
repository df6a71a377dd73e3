"""Finds out what became of pushes that a crash left open: the refs on the disk tell.

Between the row that opens a push and the one that closes it the server may die. Git may then have
moved the refs or not. Once nothing of the push is alive, a ref that stands where the push wanted it
was moved by it: no later push to the same repository is let through before this one is closed.
"""

from collections.abc import Callable, Sequence

from msgspec import Struct

from watchword.access.gate import require
from watchword.access.table.git import SETTLE
from watchword.accounts.model import SITE
from watchword.authn import resolve
from watchword.git_process.layout import Layout
from watchword.git_process.presence import Presence
from watchword.git_process.ref_files import RefFiles
from watchword.git_process.slots import Slots
from watchword.git_process.unborn import adopt_branch
from watchword.kernel.ids import GistId, RepoId
from watchword.ref_updates import service
from watchword.ref_updates.model import Command, Push
from watchword.work.unit import Database, Work


class Settling(Struct, frozen=True):
    """Closes pushes that were left open."""

    layout: Layout
    database: Database
    slots: Slots
    presence: Presence

    def settle(self, pushes: Sequence[Push]) -> int:
        """Close those of the pushes of which nothing is alive; gives how many were closed here.

        Blocks: it reads the disk and writes to the database.
        """
        over = [one for one in pushes if self.presence.is_over(one.key, one.origin)]
        return sum(self._close(push) for push in over)

    def settle_all(self, repository: RepoId | GistId | None = None) -> int:
        """Settle whatever was left open, in one repository or gist or in any.

        For a job, at the start of the server and every minute; and before a push to a repository
        where something is open.
        """
        actor = resolve.system()

        def unit(work: Work) -> Sequence[Push]:
            return service.left_open(work, require(actor, SETTLE, SITE), repository)

        return self.settle(self.database.read_now(unit, actor.origin))

    def _close(self, push: Push) -> bool:
        self.tidy(push.key)
        done = self.done(push.key, push.commands)
        branch = adopt_branch(self.layout, push.key, done, push.default_branch)
        unit = _closing(push, done, branch)
        return self.database.write_now(unit, push.origin)

    def tidy(self, key: str) -> bool:
        """Remove what ended processes left in a repository, unless git is at work there.

        Those are lock files, quarantines and unfinished packs. Gives whether nobody was at work.
        """
        with self.slots.repositories.alone(key) as alone:
            return alone and self.layout.remove_remains(key)

    def done(self, key: str, commands: Sequence[Command]) -> list[Command]:
        """Those of the commands whose refs stand where they wanted them."""
        refs = RefFiles(self.layout.path(key))
        return [one for one in commands if _stands(refs, one)]


def _closing(push: Push, done: Sequence[Command], branch: str | None) -> Callable[[Work], bool]:
    def unit(work: Work) -> bool:
        return service.close_push(work, push, done, branch)

    return unit


def _stands(refs: RefFiles, command: Command) -> bool:
    found = refs.find(command.ref.encode("utf-8", "surrogateescape"))
    return found is None if command.deletes else found == command.new
