"""Watching repositories: being told of all that happens in them, or of nothing."""

from watchword.access.gate import Grant
from watchword.access.table import social as table
from watchword.kernel.ids import UserId
from watchword.repositories.model import Repository
from watchword.social.events import Unwatched, Watched
from watchword.social.model import Watch
from watchword.social.ports import Work


def choose(
    work: Work, grant: Grant[Repository], user: UserId, *, subscribed: bool, ignored: bool
) -> Watch | None:
    """Let somebody be told of everything, or of nothing where it is ignored, whatever else is said.

    Neither is as if nothing was ever chosen. Gives what is kept.
    """
    grant.must_cover(table.WATCH)
    if not (subscribed or ignored):
        _forget(work, grant.target, user)
        return None
    if work.watches.put(user, grant.target.id, ignored=ignored, now=work.now):
        work.record(Watched(grant.target.id, ignored))
    return work.watches.of(user, [grant.target.id])[grant.target.id]


def unwatch(work: Work, grant: Grant[Repository], user: UserId) -> None:
    """Forget what somebody chose: they are told of what concerns them, as everybody is."""
    grant.must_cover(table.UNWATCH)
    _forget(work, grant.target, user)


def _forget(work: Work, repository: Repository, user: UserId) -> None:
    if work.watches.remove(user, repository.id) is not None:
        work.record(Unwatched(repository.id))
