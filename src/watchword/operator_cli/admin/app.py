"""`watchword admin app …`."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from watchword.access.gate import require
from watchword.access.table import oauth as table
from watchword.accounts.model import SITE
from watchword.oauth import apps
from watchword.oauth.model import Application
from watchword.operator_cli.desk import Desk, at_desk
from watchword.operator_cli.expiry import iso
from watchword.operator_cli.options import data_option
from watchword.operator_cli.speaking import speaking
from watchword.operator_cli.tables import columns
from watchword.work.unit import Work


class Listed(Struct, frozen=True):
    """An application as the list shows it."""

    app: Application
    owner: str
    """The login of who registered it; empty for one that every server knows."""
    people: int
    sign_ins: int


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
@data_option
@speaking
def list_(data: Path, *, as_json: bool) -> None:
    """List applications: known clients first, then those that people registered."""
    with at_desk(data) as desk:
        found = desk.database.read_now(lambda work: _listed(work, desk), desk.actor.origin)
    if as_json:
        click.echo(json.dumps([_as_json(one) for one in found], indent=2))
        return
    heads = ("NAME", "CLIENT ID", "OWNER", "PEOPLE", "STATE")
    click.echo(columns(heads, [_as_row(one) for one in found]))


@click.command("disable")
@click.argument("wanted", metavar="NAME-OR-CLIENT-ID")
@click.option("--revoke", is_flag=True, help="End all sign-ins through it as well.")
@click.option("--device-flow", "device_flow", is_flag=True, help="Only signing in by a code.")
@data_option
@speaking
def disable(wanted: str, data: Path, *, revoke: bool, device_flow: bool) -> None:
    """Let nobody sign in through an application; who is signed in stays, unless --revoke."""
    switch = apps.switch_device_flow if device_flow else apps.switch

    def unit(work: Work) -> tuple[Application, int]:
        app = _named(work, desk, wanted)
        grant = require(desk.actor, table.SWITCH_APP, app)
        switch(work, grant, on=False)
        return app, apps.revoke_all(work, grant) if revoke else 0

    with at_desk(data) as desk:
        app, ended = desk.database.write_now(unit, desk.actor.origin)
    click.echo(_switched(app, "off", device_flow=device_flow), err=True)
    if revoke:
        click.echo(f"Sign-ins ended: {ended}.", err=True)


@click.command("enable")
@click.argument("wanted", metavar="NAME-OR-CLIENT-ID")
@click.option("--device-flow", "device_flow", is_flag=True, help="Only signing in by a code.")
@data_option
@speaking
def enable(wanted: str, data: Path, *, device_flow: bool) -> None:
    """Let people sign in through an application again."""
    switch = apps.switch_device_flow if device_flow else apps.switch

    def unit(work: Work) -> Application:
        app = _named(work, desk, wanted)
        switch(work, require(desk.actor, table.SWITCH_APP, app), on=True)
        return app

    with at_desk(data) as desk:
        app = desk.database.write_now(unit, desk.actor.origin)
    click.echo(_switched(app, "on", device_flow=device_flow), err=True)


def _switched(app: Application, state: str, *, device_flow: bool) -> str:
    what = "Signing in by a code through " if device_flow else ""
    return f"{what}{app.name} ({app.client_id}) is switched {state}."


def _named(work: Work, desk: Desk, wanted: str) -> Application:
    """Find the one application of that client id or, in any case of letters, of that name."""
    require(desk.actor, table.LIST_ALL_APPS, SITE)
    if exact := work.applications.by_client_id(wanted):
        return exact
    same = [one for one in work.applications.every() if one.name.casefold() == wanted.casefold()]
    if not same:
        raise click.ClickException(
            f"There is no application {wanted}: see watchword admin app list."
        )
    if len(same) > 1:
        ids = ", ".join(one.client_id for one in same)
        raise click.ClickException(f"{len(same)} applications are called that. Name one of: {ids}")
    return same[0]


def _listed(work: Work, desk: Desk) -> Sequence[Listed]:
    require(desk.actor, table.LIST_ALL_APPS, SITE)
    logins = {user.id: user.login for user in work.users.every()}
    found = []
    for app in work.applications.every():
        families = work.sign_ins.families_through(app.id)
        owner = logins[app.owner] if app.owner else ""
        people = len({family.user for family in families})
        found.append(Listed(app, owner, people, len(families)))
    return found


def _state(app: Application) -> str:
    if app.disabled_at is not None:
        return "off"
    return "on" if app.takes_devices else "on, but not by a code"


def _as_row(one: Listed) -> tuple[str, ...]:
    owner = one.owner or "(known client)"
    return one.app.name, one.app.client_id, owner, str(one.people), _state(one.app)


def _as_json(one: Listed) -> dict[str, Any]:
    app = one.app
    return {
        "name": app.name,
        "client_id": app.client_id,
        "owner": one.owner or None,
        "homepage": app.homepage,
        "callbacks": list(app.callbacks),
        "confidential": app.confidential,
        "device_flow": app.device_flow,
        "people": one.people,
        "sign_ins": one.sign_ins,
        "created_at": iso(app.created_at),
        "disabled_at": iso(app.disabled_at),
        "device_flow_disabled_at": iso(app.device_flow_disabled_at),
        "state": "on" if app.disabled_at is None else "off",
    }
