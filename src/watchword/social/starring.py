"""Marking repositories with a star."""

from watchword.access.gate import Grant
from watchword.access.table import social as table
from watchword.kernel.ids import UserId
from watchword.repositories.model import Repository
from watchword.social.events import Starred, Unstarred
from watchword.social.ports import Work


def star(work: Work, grant: Grant[Repository], user: UserId) -> None:
    """Mark a repository; nothing changes where that is so already."""
    grant.must_cover(table.STAR)
    if work.stars.add(user, grant.target.id, work.now):
        work.record(Starred(grant.target.id, work.now))


def unstar(work: Work, grant: Grant[Repository], user: UserId) -> None:
    """Take the star away; nothing changes where there is none."""
    grant.must_cover(table.UNSTAR)
    if work.stars.remove(user, grant.target.id):
        work.record(Unstarred(grant.target.id))
