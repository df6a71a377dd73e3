"""Accounts as the operator makes them, with a given password or a one-time one."""

import contextlib
from collections.abc import Iterator

import click

from watchword.access.gate import require
from watchword.access.table import accounts as table
from watchword.accounts import passwords, service
from watchword.accounts.model import SITE, User
from watchword.accounts.passwords import Passwords
from watchword.accounts.service import Registration
from watchword.kernel.errors import NotFound
from watchword.kernel.secret import Secret
from watchword.operator_cli.desk import Desk
from watchword.work.unit import Work

FIRST_ADMIN = "admin"


def add(
    desk: Desk, login: str, email: str | None, given: Secret | None, *, site_admin: bool
) -> Secret | None:
    """Make an account; gives the one-time password where none was given. Raises Invalid."""
    password, hashed = _hashed(desk, given, login)
    new = Registration(login, email, hashed, one_time=given is None, site_admin=site_admin)

    def unit(work: Work) -> User:
        return service.create(work, require(desk.actor, table.CREATE, SITE), new)

    desk.database.write_now(unit, desk.actor.origin)
    return None if given else password


def set_password(desk: Desk, login: str, given: Secret | None) -> Secret | None:
    """Replace a password; gives the one-time one where none was given. Raises NotFound, Invalid."""
    password, hashed = _hashed(desk, given, login)

    def unit(work: Work) -> None:
        grant = require(desk.actor, table.SET_PASSWORD, work.users.by_login(login))
        service.set_password(work, grant, hashed, one_time=given is None)

    desk.database.write_now(unit, desk.actor.origin)
    return None if given else password


def find(work: Work, login: str) -> User:
    """Find an account. Raises NotFound."""
    found = work.users.by_login(login)
    if found is None:
        raise NotFound
    return found


def add_first_admin(desk: Desk) -> Secret | None:
    """Make the first site administrator; None where there are accounts already."""
    if not is_empty(desk):
        return None
    return add(desk, FIRST_ADMIN, None, None, site_admin=True)


def _hashed(desk: Desk, given: Secret | None, login: str) -> tuple[Secret, str]:
    if given is not None:
        passwords.check_strength(given, login)
    password = given or passwords.one_time(desk.entropy)
    return password, Passwords().hash(password)


def is_empty(desk: Desk) -> bool:
    """Whether there is no account yet."""

    def unit(work: Work) -> bool:
        require(desk.actor, table.LIST, SITE)
        return not work.users.every()

    return desk.database.read_now(unit, desk.actor.origin)


@contextlib.contextmanager
def named(login: str) -> Iterator[None]:
    """Say which account it is that there is not."""
    try:
        yield
    except NotFound:
        raise click.ClickException(
            f"There is no account {login}: see watchword admin user list."
        ) from None


def tell(login: str, password: Secret | None, *, made: bool = True) -> None:
    """Print a one-time password, alone, on standard output; what to know of it beside that."""
    click.echo(f"{login} {'is there' if made else 'has a new password'}.", err=True)
    if password:
        click.echo(password.text)
        click.echo(
            "This one-time password is not shown again. It must be changed at the first sign-in, "
            "and is void after 7 days.",
            err=True,
        )
