"""`watchword admin user …`."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import click

from watchword.access.gate import Grant, require
from watchword.access.operation import Operation
from watchword.access.table import accounts as table
from watchword.accounts import oversight
from watchword.accounts.model import SITE, Site, User
from watchword.kernel.ids import UserId
from watchword.operator_cli import people
from watchword.operator_cli.desk import at_desk
from watchword.operator_cli.options import data_option, password_option, read_password
from watchword.operator_cli.speaking import speaking
from watchword.operator_cli.tables import columns
from watchword.work import delete_account
from watchword.work import oversight as endings
from watchword.work.unit import Work

Deed: TypeAlias = Callable[[Work, Grant[Site], User], None]


@click.command("add")
@click.argument("name")
@click.option("--email", required=True, metavar="E", help="Counts as verified.")
@password_option
@click.option("--site-admin", is_flag=True, help="May look after the whole server.")
@data_option
@speaking
def add(name: str, email: str, password_file: Path | None, data: Path, *, site_admin: bool) -> None:
    """Make an account.

    Without a password file a one-time password is printed, alone, on standard output.
    """
    with at_desk(data) as desk:
        given = read_password(password_file)
        password = people.add(desk, name, email, given, site_admin=site_admin)
    people.tell(name, password)


@click.command("list")
@data_option
@speaking
def list_(data: Path) -> None:
    """List accounts."""

    def unit(work: Work) -> Sequence[User]:
        require(desk.actor, table.LIST, SITE)
        return work.users.every()

    with at_desk(data) as desk:
        found = desk.database.read_now(unit, desk.actor.origin)
    rows = [(one.login, one.email or "", _role(one), _state(one)) for one in found]
    click.echo(columns(("LOGIN", "EMAIL", "ROLE", "STATE"), rows))


@click.command("suspend")
@click.argument("name")
@data_option
@speaking
def suspend(name: str, data: Path) -> None:
    """Refuse an account: sessions end now, tokens are refused while it lasts."""
    _done(data, name, table.SUSPEND, endings.suspend)
    click.echo(f"{name} is suspended.", err=True)


@click.command("unsuspend")
@click.argument("name")
@data_option
@speaking
def unsuspend(name: str, data: Path) -> None:
    """Let an account and its tokens live again."""
    _done(data, name, table.SUSPEND, oversight.unsuspend)
    click.echo(f"{name} is no longer suspended.", err=True)


@click.command("promote")
@click.argument("name")
@data_option
@speaking
def promote(name: str, data: Path) -> None:
    """Let a person look after the whole server."""
    _done(data, name, table.PROMOTE, oversight.promote)
    click.echo(f"{name} is a site administrator.", err=True)


@click.command("demote")
@click.argument("name")
@data_option
@speaking
def demote(name: str, data: Path) -> None:
    """Let a person look after the server no longer; the last one who does stays."""
    _done(data, name, table.PROMOTE, endings.demote)
    click.echo(f"{name} is no site administrator.", err=True)


@click.command("rename")
@click.argument("name")
@click.argument("new_name")
@data_option
@speaking
def rename(name: str, new_name: str, data: Path) -> None:
    """Call an account otherwise; its repositories are found under the old name too."""

    def deed(work: Work, grant: Grant[Site], user: User) -> None:
        oversight.rename(work, grant, user, new_name)

    _done(data, name, table.RENAME, deed)
    click.echo(f"{name} is {new_name} from now on.", err=True)


@click.command("delete")
@click.argument("name")
@click.option("--confirm", required=True, metavar="NAME", help="The same name once more.")
@data_option
@speaking
def delete(name: str, confirm: str, data: Path) -> None:
    """Delete an account with its repositories, gists, tokens and keys."""
    if name != confirm:
        raise click.UsageError("The names differ: nothing is deleted.")

    def unit(work: Work) -> UserId:
        user = people.find(work, name)
        delete_account.delete_account(work, require(desk.actor, table.DELETE, SITE), user)
        return user.id

    with at_desk(data) as desk, people.named(name):
        delete_account.finish(desk.database, desk.database.write_now(unit, desk.actor.origin))
    click.echo(f"{name} is gone.", err=True)


@click.command("set-password")
@click.argument("name")
@password_option
@data_option
@speaking
def set_password(name: str, password_file: Path | None, data: Path) -> None:
    """Replace a password; all sessions of the account end.

    Without a password file a one-time password is printed, alone, on standard output.
    """
    with at_desk(data) as desk, people.named(name):
        password = people.set_password(desk, name, read_password(password_file))
    people.tell(name, password, made=False)


def _done(data: Path, name: str, operation: Operation, deed: Deed) -> None:
    """Do something to that account in one unit of work."""

    def unit(work: Work) -> None:
        deed(work, require(desk.actor, operation, SITE), people.find(work, name))

    with at_desk(data) as desk, people.named(name):
        desk.database.write_now(unit, desk.actor.origin)


def _role(user: User) -> str:
    return "site admin" if user.site_admin else "user"


def _state(user: User) -> str:
    if user.suspended_at is not None:
        return "suspended"
    return "one-time password" if user.must_change_password else "active"
