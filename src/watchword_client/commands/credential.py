"""`watchword credential`: what git's helpers hold, forgotten or replaced."""

import click

from watchword_client.companion import Companion
from watchword_client.here import the_host
from watchword_client.host import Host
from watchword_client.keep.forgetting import Forgotten, forget
from watchword_client.keep.holdings import Named, ask_all, named
from watchword_client.sign_in import replacing
from watchword_client.speaking import Trouble, answers_json, plain, tell_json


@click.group(no_args_is_help=True)
def credential() -> None:
    """Look after what git's credential helpers hold, such as a password that is still cached."""


@credential.command("forget")
@click.argument("host", required=False)
@answers_json
def forget_(host: str | None, *, as_json: bool) -> None:
    """Let each of git's helpers forget what it holds for HOST.

    Nothing is ended on the server, and git's configuration stays as it is: `watchword logout` does
    both. Each helper is asked for two seconds at most.
    """
    companion = Companion.of_machine()
    place = the_host(host, companion.git, companion.sign_ins.hosts())
    found = forget(companion.git, place, ask_all(companion.git, place, _helpers(companion, place)))
    if as_json:
        tell_json({"host": place.name, "helpers": [_as_value(one) for one in found]})
    else:
        for line in _lines(place, found):
            click.echo(line)
    left = [one.keeper.name for one in found if one.held and not one.is_gone]
    if left:
        raise Trouble(f"Still there: {'; '.join(left)}.", "Let that program forget it itself.")
    silent = [one.keeper.name for one in found if one.timed_out]
    if silent:
        raise Trouble(f"Not known of: {'; '.join(silent)}.", "Look whether that helper works.")


@credential.command()
@click.argument("host", required=False)
@click.option("--username", help="Replace what is kept for this account; else for any.")
@answers_json
def replace(host: str | None, username: str | None, *, as_json: bool) -> None:
    """Put a token in the place of what git's helpers hold for HOST.

    The token is typed unseen, or read from standard input, and asked for at the server before
    anything is erased.
    """
    companion = Companion.of_machine()
    place = the_host(host, companion.git, companion.sign_ins.hosts())
    done = replacing.replace(companion, place, _helpers(companion, place), username)
    if as_json:
        tell_json(done.as_json())
        return
    for title in done.erased:
        click.echo(f"Erased from {title}.")
    click.echo(f"Kept for {done.login} by {', '.join(done.kept_by)}.")


def _helpers(companion: Companion, host: Host) -> list[Named]:
    known = companion.sign_ins.of(host)
    return named(companion.git, host, [known.helper] if known is not None else [])


def _lines(host: Host, found: list[Forgotten]) -> list[str]:
    if not found:
        return [f"Git asks no helper for {host}."]
    return [f"{one.keeper.name}: {_line(one)}" for one in found]


def _line(one: Forgotten) -> str:
    if not one.held:
        return f"held nothing ({plain(one.failed)})" if one.failed else "held nothing"
    token = f" ({one.token})" if one.token else ""
    account = f" for {plain(one.account)}" if one.account else ""
    return f"held {one.held}{token}{account}; {'erased' if one.is_gone else 'holds it still'}"


def _as_value(one: Forgotten) -> dict[str, object]:
    return {
        "helper": one.keeper.helper,
        "title": one.keeper.title,
        "held": one.held or None,
        "account": one.account or None,
        "token": one.token or None,
        "erased": one.is_gone,
        "failed": one.failed or None,
        "timed_out": one.timed_out,
    }
