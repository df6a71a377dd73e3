"""Deleting an account with all that it owns: it takes several slices, so it stands here.

In one unit the person is gone: nothing opens or finds the account any more. What it owned follows
piece by piece, so that no unit holds the writers for long; wherever that is broken off, it goes on.
"""

from typing import Final

from watchword.access.gate import Grant, require
from watchword.access.table import accounts as table
from watchword.accounts import oversight
from watchword.accounts.events import UserDeleted
from watchword.accounts.model import SITE, Site, User
from watchword.authn import resolve
from watchword.gists.events import GistDeleted
from watchword.gists.ports import Listing as GistListing
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.ids import UserId
from watchword.kernel.pagination import PageRequest
from watchword.kernel.words import filled
from watchword.keys import endings
from watchword.oauth import issue
from watchword.organizations.events import MemberRemoved
from watchword.repositories import deletion, networks
from watchword.repositories.ports import Affiliation, Listing
from watchword.tokens import impersonation
from watchword.work.unit import Database, Work

PIECE: Final = PageRequest(size=20)
MOST_MARKS: Final = 500
"""Stars, and as many watches, that go in one unit."""
WHY: Final = "the account was deleted"


def delete_account(work: Work, grant: Grant[Site], user: User) -> None:
    """Let an account be gone.

    Raises NotPermitted for one's own account and for the last site administrator, and Invalid for
    the only owner of an organization.
    """
    grant.must_cover(table.DELETE)
    oversight.must_be_of_others(grant, user)
    oversight.must_leave_an_administrator(work, user)
    if alone := work.organizations.owned_alone(user.id):
        message = filled(
            "%(login)s is the only owner of %(organizations)s",
            login=user.login,
            organizations=", ".join(alone[:10]),
        )
        raise Invalid(FieldError("User", "login", "custom", message))
    _end_credentials(work, user)
    _leave_organizations(work, user)
    work.follows.forget(user.id)
    work.gists.delete_comments_of(user.id)
    work.commit_comments.delete_of(user.id)
    work.users.leave(user, work.now)
    work.record(UserDeleted(user.id, user.login))
    _piece(work, user.id)


def finish(database: Database, user: UserId) -> None:
    """Remove what is left of an account that is gone; may run as often as one likes."""
    actor = resolve.system()

    def unit(work: Work) -> bool:
        require(actor, table.FINISH_DELETING, SITE)
        return _piece(work, user)

    while database.write_now(unit, actor.origin):
        pass


def _piece(work: Work, user: UserId) -> bool:
    """Remove some of what it owned, and at last the account; whether there is more to do."""
    if not work.users.is_leaving(user):
        return False
    marks = (work.stars.forget(user, MOST_MARKS), work.watches.forget(user, MOST_MARKS))
    theirs = Listing(user, user, frozenset({Affiliation.OWNER}))
    found = work.repositories.page(theirs, PIECE).items
    for repository in found:
        # One may have gone with another one, whose fork it was.
        gone = work.repositories.by_id(repository.id, user)
        if gone is not None:
            networks.delete_private_forks(work, gone)
            work.repositories.delete(gone.id, work.now)
            work.record(deletion.fact_of(gone))
    gists = work.gists.page(GistListing(of=user, listed=None), PIECE).items
    for gist in gists:
        work.gists.delete(gist.id, work.now)
        work.record(GistDeleted(gist.id, gist.owner, gist.key))
    if not any(marks) and len(found) < PIECE.size and len(gists) < PIECE.size:
        work.users.remove(user)
        return False
    return True


def _end_credentials(work: Work, user: User) -> None:
    """End whatever opens the account, and what it acted with in the names of others."""
    work.sessions.end_all(user.id)
    for family in work.sign_ins.families_of(user.id):
        issue.end(work, family, WHY)
    work.sign_ins.withdraw(work.now, user=user.id)
    impersonation.end_made_by(work, user.id)
    for token in work.tokens.of(user.id):
        endings.of_token(work, token.id)
        work.tokens.delete(token.id)


def _leave_organizations(work: Work, user: User) -> None:
    while found := work.organizations.of(user.id, user.id, PIECE).items:
        for org in found:
            work.organizations.remove_member(org.id, user.id, keep_collaborations=False)
            work.record(MemberRemoved(org.id, user.id))
