"""`watchword status`: who is signed in where, and which helper holds what."""

import click

from watchword_client import token_format
from watchword_client.companion import Companion
from watchword_client.credential import Credential
from watchword_client.here import of_clone, the_host
from watchword_client.host import Host
from watchword_client.keep.holdings import Holding
from watchword_client.sign_in.looking import Standing, look
from watchword_client.speaking import Exit, Trouble, answers_json, plain, tell_json
from watchword_client.words import day


@click.command()
@click.argument("host", required=False)
@answers_json
def status(host: str | None, *, as_json: bool) -> None:
    """Show who is signed in to HOST, or to all hosts known here, and what each helper holds.

    Each helper is asked for two seconds at most. Ends with status 1 where nobody is signed in.
    """
    companion = Companion.of_machine()
    found = [look(companion, one) for one in _hosts(companion, host)]
    if as_json:
        tell_json([as_value(one) for one in found])
    else:
        for one in found:
            _tell(one)
    if not found or not all(one.signed_in for one in found):
        click.get_current_context().exit(_exit(found))


def _exit(found: list[Standing]) -> int:
    return int(Exit.UNREACHABLE if any(one.trouble for one in found) else Exit.NO)


def _hosts(companion: Companion, typed: str | None) -> list[Host]:
    if typed is not None:
        return [the_host(typed, companion.git, [])]
    found = {*companion.sign_ins.hosts()}
    here = of_clone(companion.git)
    if here is not None:
        found.add(here)
    if not found:
        raise Trouble("Nobody is signed in.", "Run `watchword login HOST`.", Exit.NO)
    return sorted(found)


def as_value(found: Standing) -> dict[str, object]:
    """For scripts."""
    kept, known = found.credential, found.known
    who = found.who
    return {
        "host": found.host.name,
        "signed_in": found.signed_in,
        "login": who.login if who else None,
        "token": _token(kept),
        "scopes": _scopes(found),
        "expires_at": found.expires_at,
        "renewed": found.renewed,
        "signed_in_at": known.signed_in_at if known else None,
        "obtained_by_companion": bool(known and known.obtained),
        "helpers": [_helper(one) for one in found.holdings],
        "trouble": found.trouble or None,
        "warnings": found.warnings,
    }


def _helper(one: Holding) -> dict[str, object]:
    keeper = one.named.keeper
    return {
        "helper": keeper.helper,
        "kind": keeper.kind.value,
        "in_effect": one.named.in_effect,
        "scope": one.named.scope,
        "origin": one.named.origin,
        "account": one.credential.username if one.credential else None,
        "token": _token(one.credential),
        "timed_out": one.answer.timed_out,
        "failed": one.answer.failed or None,
    }


def _token(kept: Credential | None) -> str | None:
    """The kind of a token and its last eight; of what is none, nothing is shown."""
    if kept is None or kept.password is None or not token_format.kind(kept.password):
        return None
    return f"{token_format.kind(kept.password)}…{kept.password.last_eight}"


def _scopes(found: Standing) -> list[str] | None:
    if found.who is None or found.who.scopes is None:
        return None
    return list(found.who.scopes)


def _tell(found: Standing) -> None:
    click.echo(found.host.name)
    if found.who is not None:
        click.echo(f"  Signed in as {found.who.login}")
        scopes = ", ".join(_scopes(found) or []) or "none"
        click.echo(f"  Token {_token(found.credential) or ''}, scopes: {scopes}")
        click.echo(f"  {_end(found)}")
    elif found.trouble:
        click.echo(f"  {found.trouble}")
    else:
        click.echo(f"  Not signed in: run `watchword login {found.host}`")
    for one in found.holdings:
        click.echo(f"  {_line(one)}")
    for warning in found.warnings:
        click.echo(f"  ! {warning}")


def _end(found: Standing) -> str:
    if found.renewed:
        return "Renewed before it ends"
    return "Does not expire" if found.expires_at is None else f"Ends on {day(found.expires_at)}"


def _line(one: Holding) -> str:
    keeper = one.named.keeper
    held = "holds nothing"
    if one.credential is not None:
        token = _token(one.credential) or "something that is no token"
        held = f"holds {token} for {plain(one.credential.username or 'nobody in particular')}"
    elif one.answer.failed:
        held = f"holds nothing ({plain(one.answer.failed)})"
    effect = "" if one.named.in_effect else ", not asked by git"
    return f"{keeper.name}{effect}: {held}"
