"""Following people."""

from watchword.access.gate import Grant
from watchword.access.table import social as table
from watchword.accounts.model import User
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.words import N_
from watchword.social.events import Followed, Unfollowed
from watchword.social.ports import Work


def follow(work: Work, grant: Grant[User], whom: User) -> None:
    """Follow somebody; nothing changes where that is so already. Raises Invalid for oneself."""
    grant.must_cover(table.FOLLOW)
    if whom.id == grant.target.id:
        raise Invalid(FieldError("User", "username", "custom", N_("You cannot follow yourself")))
    if work.follows.add(grant.target.id, whom.id, work.now):
        work.record(Followed(grant.target.id, whom.id))


def unfollow(work: Work, grant: Grant[User], whom: User) -> None:
    """Follow somebody no longer; nothing changes where that is so already."""
    grant.must_cover(table.UNFOLLOW)
    if work.follows.remove(grant.target.id, whom.id):
        work.record(Unfollowed(grant.target.id, whom.id))
