"""The user name beside a token: any will do, as in GHES, unless it is another account's.

That is no attack by itself (people copy URLs), but worth a line in the log; a site may be strict
about it (attack 10).
"""

from watchword.authn import resolve
from watchword.authn.counters import Counters
from watchword.authn.credential import Presented
from watchword.authn.resolve import Caller
from watchword.kernel.errors import NotPermitted
from watchword.tokens.events import UsernameMismatch
from watchword.tokens.ports import Work

AGAIN = 3_600
"""Seconds for which the same mismatch is not logged again: a job that loops must not fill it."""
TEXT = "The user name beside the token is that of another account."


class Usernames:
    """Compares, and says when there is something to log."""

    def __init__(self, counters: Counters, *, strict: bool = False) -> None:
        """Count in those counters; `strict` refuses a mismatch instead of logging it."""
        self._counters = counters
        self._strict = strict

    def check(self, work: Work, presented: Presented, caller: Caller) -> UsernameMismatch | None:
        """Give the fact that is to be recorded, in a unit that writes; None when there is none.

        Raises NotPermitted for a mismatch where the site is strict.
        """
        if presented.username is None or caller.user is None or caller.token is None:
            return None
        other = resolve.other_login(work, presented, caller.user)
        if other is None:
            return None
        if self._strict:
            raise NotPermitted(TEXT)
        if self._counters.add(f"name:{caller.token.id}:{other.lower()}", AGAIN) > 1:
            return None
        return UsernameMismatch(caller.user.id, caller.token.id, other)
