"""The address of an account, for the person's own token that may read it."""

from typing import Final

from watchword.access.scopes import READ_USER, USER_EMAIL
from watchword.access.table import accounts as account_table
from watchword.accounts.model import User as Account
from watchword.surfaces.graphql.asking import Here

EMAIL: Final = frozenset({READ_USER, USER_EMAIL})


def own_email(run: Here) -> str:
    """The address that the viewer commits with; empty where the token may not read it."""
    viewer = run.require(account_table.READ_SELF, run.caller.user).target
    return email_of(run, viewer)


def email_of(run: Here, account: Account) -> str:
    """The address, for the person's own token that may read it; else the one that is shown."""
    own = run.actor.user == account.id and bool(run.actor.scopes & EMAIL)
    return (account.email if own else account.public_email) or ""
