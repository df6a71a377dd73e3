"""Logins that accounts had: kept for them, and leading to what they own."""

from typing import Final

import sqlalchemy as sa

from watchword.kernel.errors import Conflict
from watchword.kernel.ids import UserId
from watchword.storage.tables.accounts import former_logins

KEPT: Final = 90 * 86_400
"""Seconds for which nobody else gets a login: whoever goes on using it must not meet a stranger."""


def claim(connection: sa.Connection, login: str, account: UserId | None, now: int) -> None:
    """Take a former login, which leads nowhere else from now on.

    Raises Conflict with "login" when it is kept for another account, or for one that is gone.
    """
    its_row = former_logins.c.login_key == login.lower()
    found = connection.execute(sa.select(former_logins).where(its_row)).first()
    if found is None:
        return
    own = account is not None and found.account_id == account
    if not own and now < found.left_at + KEPT:
        raise Conflict("login")
    connection.execute(sa.delete(former_logins).where(its_row))


def leave(connection: sa.Connection, login: str, account: UserId | None, now: int) -> None:
    """Keep a login that an account has no longer; None for an account that is gone."""
    values = {"login_key": login.lower(), "account_id": account, "left_at": now}
    connection.execute(sa.insert(former_logins).values(values))
