"""Accounts that are on their way out, in SQL."""

from typing import Final

import sqlalchemy as sa

from watchword.accounts.model import User
from watchword.kernel.ids import UserId
from watchword.storage import former_logins
from watchword.storage.tables.accounts import accounts

LEAVING: Final = "leaving"
"""Of that kind are accounts of which only what they own is there still: nobody finds them."""


class SqlLeaving:
    """Accounts that leave."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def leave(self, user: User, now: int) -> None:
        """Let an account be found no longer; nobody else gets the login for a while."""
        gone = {"kind": LEAVING, "site_admin": False, "password_hash": None, "updated_at": now}
        row = sa.update(accounts).where(accounts.c.id == user.id)
        self._connection.execute(row.values(gone))
        former_logins.leave(self._connection, user.login, None, now)

    def is_leaving(self, user: UserId) -> bool:
        """Whether an account left of which something is there still."""
        found = sa.select(accounts.c.id).where(accounts.c.id == user, accounts.c.kind == LEAVING)
        return self._connection.execute(found).first() is not None

    def remove(self, user: UserId) -> None:
        """Forget an account that left and owns nothing any more."""
        row = sa.delete(accounts).where(accounts.c.id == user, accounts.c.kind == LEAVING)
        self._connection.execute(row)
