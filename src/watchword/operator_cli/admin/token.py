"""`watchword admin token …`."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from watchword.access import scopes
from watchword.access.gate import require
from watchword.access.scopes import Scope
from watchword.access.table import site_tokens as site_table
from watchword.access.table import tokens as table
from watchword.accounts.model import SITE, User
from watchword.kernel.clock import SystemClock
from watchword.kernel.errors import NotFound
from watchword.kernel.ids import TokenId
from watchword.kernel.secret import Secret
from watchword.oauth import revoke as sign_ins
from watchword.operator_cli import people
from watchword.operator_cli.desk import Desk, at_desk
from watchword.operator_cli.expiry import iso, read_expiry, written
from watchword.operator_cli.options import data_option
from watchword.operator_cli.speaking import speaking
from watchword.operator_cli.tables import columns
from watchword.tokens import classic, lifecycle
from watchword.tokens.classic import Wanted
from watchword.tokens.model import Token
from watchword.work.unit import Work

Owned = tuple[Token, User]


def read_scopes(_: click.Context, __: click.Parameter, text: str) -> tuple[Scope, ...]:
    """Read the scopes, or say which there are."""
    known, others = scopes.parse(text)
    if others:
        names = ", ".join(scopes.BY_NAME)
        raise click.BadParameter(f"{others[0]!r} is not a scope. The scopes are {names}.")
    return known


@click.command("create")
@click.option("--user", required=True, metavar="NAME", help="Whose token it is.")
@click.option("--note", required=True, metavar="TEXT", help="What it is for.")
@click.option(
    "--scopes",
    "granted",
    default="",
    callback=read_scopes,
    metavar="A,B",
    help="What it may do, as repo,workflow; none by default.",
)
@click.option(
    "--expires", default="30d", show_default=True, metavar="WHEN", help="30d, 2027-01-31, none."
)
@data_option
@speaking
def create(user: str, note: str, granted: tuple[Scope, ...], expires: str, data: Path) -> None:
    """Make a personal access token (classic); prints it, alone, on standard output."""
    ends = read_expiry(expires, SystemClock().seconds())
    wanted = Wanted(note, granted, ends)

    def unit(work: Work) -> tuple[Token, Secret]:
        grant = require(desk.actor, table.CREATE, work.users.by_login(user))
        return classic.create(work, grant, wanted, desk.settings.token_prefix)

    with at_desk(data) as desk, people.named(user):
        made, secret = desk.database.write_now(unit, desk.actor.origin)
    click.echo(secret.text)
    end = written(made.expires_at, "never")
    click.echo(f"Token {made.id} of {user}; ends: {end}. It is not shown again.", err=True)


@click.command("list")
@click.option("--user", metavar="NAME", help="Of one account only.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
@data_option
@speaking
def list_(user: str | None, data: Path, *, as_json: bool) -> None:
    """List tokens, dead ones too."""
    with at_desk(data) as desk, people.named(user or ""):
        found = desk.database.read_now(lambda work: _listed(work, desk, user), desk.actor.origin)
    now = SystemClock().seconds()
    if as_json:
        click.echo(json.dumps([_as_json(token, owner, now) for token, owner in found], indent=2))
        return
    heads = ("ID", "USER", "NOTE", "SCOPES", "LAST USED", "ENDS", "STATE")
    click.echo(columns(heads, [_as_row(token, owner, now) for token, owner in found]))


@click.command("revoke")
@click.argument("number", type=click.IntRange(min=1), metavar="ID")
@data_option
@speaking
def revoke(number: int, data: Path) -> None:
    """End a token, from the next request on. Its record stays, with the reason.

    Of a token of an application the whole sign-in ends, and goes from the list.
    """

    def unit(work: Work) -> None:
        token = work.tokens.by_id(TokenId(number))
        grant = require(desk.actor, table.REVOKE, token)
        if grant.target.family is None:
            lifecycle.revoke(work, grant)
        else:
            sign_ins.by_operator(work, grant)

    with at_desk(data) as desk:
        try:
            desk.database.write_now(unit, desk.actor.origin)
        except NotFound:
            raise click.ClickException(
                f"There is no token {number}: see watchword admin token list."
            ) from None
    click.echo(f"Token {number} is revoked.", err=True)


def _listed(work: Work, desk: Desk, login: str | None) -> Sequence[Owned]:
    if login is None:
        require(desk.actor, site_table.LIST, SITE)
        return work.tokens.every()
    owner = require(desk.actor, table.LIST, work.users.by_login(login)).target
    return [row for row in work.tokens.every() if row[1].id == owner.id]


def _state(token: Token, now: int) -> str:
    if token.ended_at is not None:
        return f"revoked by {token.ended_by}" if token.ended_by else "revoked"
    if token.is_expired(now):
        return "expired"
    return "unused for too long" if token.is_unused(now) else "live"


def _as_row(token: Token, owner: User, now: int) -> tuple[str, ...]:
    return (
        str(token.id),
        owner.login,
        token.note,
        ",".join(token.scopes) or "(none)",
        written(token.last_used_at, "never"),
        written(token.expires_at, "never"),
        _state(token, now),
    )


def _as_json(token: Token, owner: User, now: int) -> dict[str, Any]:
    return {
        "id": token.id,
        "user": owner.login,
        "note": token.note,
        "client_id": token.client_id,
        "scopes": list(token.scopes),
        "token_last_eight": token.last_eight,
        "hashed_token": token.hashed,
        "created_at": iso(token.created_at),
        "last_used_at": iso(token.last_used_at),
        "expires_at": iso(token.expires_at),
        "ended_at": iso(token.ended_at),
        "state": _state(token, now),
    }
