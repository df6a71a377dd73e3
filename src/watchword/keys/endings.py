"""Which keys go together with the credential that made them, in the same unit of work.

A token that can add a key could outlive itself in it: so a repository's key dies with the token
that added it, or with the sign-in where an application held that token; and the keys that an
application added to somebody's account die when that person is no longer signed in through it
(GHES behaviour).
"""

from typing import Final

from watchword.kernel.ids import ApplicationId, FamilyId, TokenId, UserId
from watchword.keys.ports import Work
from watchword.keys.ssh import forget

TOKEN: Final = "the token that added it ended"
SIGN_IN: Final = "the sign-in that added it ended"
APPLICATION: Final = "the application that added it lost its access"


def of_token(work: Work, token: TokenId) -> None:
    """Forget the keys of repositories that a token added."""
    for key in work.public_keys.made_by_token(token):
        forget(work, key, TOKEN)


def of_sign_in(work: Work, family: FamilyId) -> None:
    """Forget the keys of repositories that were added in a sign-in through an application."""
    for key in work.public_keys.made_in_sign_in(family):
        forget(work, key, SIGN_IN)


def of_application(work: Work, application: ApplicationId, user: UserId) -> None:
    """Forget the keys that an application added to the account of a person."""
    for key in work.public_keys.made_through(application, user):
        forget(work, key, APPLICATION)
