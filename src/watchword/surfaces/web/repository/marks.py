"""What stands beside a repository's name: its stars, watchers and forks, and one's own marks."""

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.gate import allows
from watchword.access.table import repositories as table
from watchword.kernel.ids import RepoId
from watchword.repositories.model import Repository
from watchword.social.model import Watch
from watchword.work.unit import Work


class Marks(Struct, frozen=True):
    """What is told of one repository to one person."""

    forks: int
    is_template: bool
    starred: bool
    watch: Watch | None
    parent: str | None
    """What it was forked from, where that may be seen."""

    @property
    def choice(self) -> str:
        """What the person wants to be told."""
        if self.watch is None:
            return "participating"
        return "nothing" if self.watch.ignored else "everything"


def read(work: Work, actor: Actor, repository: Repository) -> Marks:
    """Look it up."""
    lineage = work.lineage.of(repository.id)
    one, person = [repository.id], actor.user
    return Marks(
        forks=lineage.forks,
        is_template=lineage.is_template,
        starred=person is not None and bool(work.stars.since(person, one)),
        watch=None if person is None else work.watches.of(person, one).get(repository.id),
        parent=_name(work, actor, lineage.parent),
    )


def _name(work: Work, actor: Actor, number: RepoId | None) -> str | None:
    found = None if number is None else work.repositories.by_id(number, actor.user)
    return found.full_name if found is not None and allows(actor, table.READ, found) else None
