"""What ends together with somebody's part in running the site: it takes several slices."""

from watchword.access.gate import Grant
from watchword.accounts import oversight
from watchword.accounts.model import Site, User
from watchword.tokens import impersonation
from watchword.work.unit import Work


def suspend(work: Work, grant: Grant[Site], user: User, reason: str | None = None) -> None:
    """Suspend an account; what it did in the names of others ends. Raises as accounts' does."""
    oversight.suspend(work, grant, user, reason)
    impersonation.end_made_by(work, user.id)


def demote(work: Work, grant: Grant[Site], user: User) -> None:
    """Let a person run the site no longer, nor act for others. Raises as accounts' does."""
    oversight.demote(work, grant, user)
    impersonation.end_made_by(work, user.id)
