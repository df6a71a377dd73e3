"""`watchword login`: sign in, and let git find the token from now on."""

import webbrowser
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from watchword_client import machine, oauth
from watchword_client.api import Api
from watchword_client.companion import Companion
from watchword_client.here import the_host
from watchword_client.keep import keepers
from watchword_client.keep.keepers import Keep
from watchword_client.oauth import Issued
from watchword_client.sign_in import device_sign_in, token_input, web_sign_in
from watchword_client.sign_in.signing_in import Finished, sign_in
from watchword_client.speaking import Exit, Trouble, answers_json, tell_json
from watchword_client.words import day

WEB, DEVICE, TOKEN = "web", "device", "token"


def _keep(ctx: click.Context, param: click.Parameter, value: str | None) -> Keep:
    """Read --keep, or say what is wrong with it."""
    try:
        return keepers.read_keep(value) if value is not None else Keep()
    except ValueError as error:
        raise click.BadParameter(f"{error}.", ctx, param) from error


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody signs in."""

    kind: str
    scopes: str

    def go(self, api: Api, *, offline: bool) -> Issued:
        """Get a token. Raises Trouble."""
        if self.kind == TOKEN:
            return token_input.take(api)
        scopes = f"{self.scopes} {oauth.OFFLINE}" if offline else self.scopes
        return _by_browser(api, scopes) if self.kind == WEB else _by_device(api, scopes)


@click.command()
@click.argument("host", required=False)
@click.option("--web", "kind", flag_value=WEB, help="Through the browser of this machine.")
@click.option("--device", "kind", flag_value=DEVICE, help="By a code, typed in any browser.")
@click.option("--with-token", "kind", flag_value=TOKEN, help="Take a token from standard input.")
@click.option(
    "--keep",
    metavar="keychain|memory[=DURATION]|file",
    callback=_keep,
    help="Where the token is kept; a keychain, else memory for 8h, where nothing is named.",
)
@click.option("--scopes", help=f"What the token may do; {','.join(oauth.SCOPES)} by default.")
@click.option(
    "--ca",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The CA of the server, where this machine does not trust it.",
)
@answers_json
def login(
    host: str | None,
    kind: str | None,
    keep: Keep,
    scopes: str | None,
    ca: Path | None,
    *,
    as_json: bool,
) -> None:
    """Sign in to HOST and let git find the token.

    HOST is that of the clone around the current folder where none is named, or the only one that
    somebody signed in to from here. A token is never taken from the command line: others can read
    that.
    """
    companion = Companion.of_machine()
    if kind == TOKEN and scopes is not None:
        raise click.UsageError("A token that is there already keeps its scopes: leave --scopes.")
    way = Way(kind or _best(companion.variables), _scopes(scopes))
    place = the_host(host, companion.git, companion.sign_ins.hosts())
    done = sign_in(companion, place, way.go, keep, ca)
    if as_json:
        tell_json(done.as_json())
    else:
        _tell(done)


def _scopes(text: str | None) -> str:
    words = (text or "").replace(",", " ").split()
    if text is not None and not all(_is_scope(word) for word in words):
        raise click.UsageError("--scopes takes names such as repo,gist.")
    return " ".join(words or oauth.SCOPES)


def _is_scope(word: str) -> bool:
    return word.isascii() and word.replace(":", "").replace("_", "").isalnum()


def _best(variables: Mapping[str, str]) -> str:
    """The browser where one can be seen, else a code."""
    if machine.platform() in {"darwin", "win32"}:
        return DEVICE if variables.get("SSH_CONNECTION") else WEB
    seen = variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY") or variables.get("BROWSER")
    return WEB if seen else DEVICE


def _by_browser(api: Api, scopes: str) -> Issued:
    def show(address: str) -> None:
        click.echo(f"If no browser opens, open this address:\n{address}", err=True)
        try:
            webbrowser.open(address)
        except webbrowser.Error as error:
            raise Trouble(
                "No browser could be started.", "Use `watchword login --device`.", Exit.NO
            ) from error

    begun = web_sign_in.Begun(machine.random_text(16), machine.random_text(48), scopes)
    return web_sign_in.sign_in(api, begun, show)


def _by_device(api: Api, scopes: str) -> Issued:
    begun = device_sign_in.begin(api, scopes)
    click.echo(f"Open {begun.address} and type this code: {begun.user_code}", err=True)
    return device_sign_in.wait(api, begun, machine.steady, machine.sleep)


def _tell(done: Finished) -> None:
    click.echo(f"Signed in to {done.host} as {done.login}.")
    for line in done.remarks:
        click.echo(line)
    keeper = done.keeper
    how = f"The token is kept in {keeper.title}"
    if keeper.renews and done.renewed:
        click.echo(f"{how} and renewed before it ends.")
    elif done.expires_at is not None:
        click.echo(f"{how} and ends on {day(done.expires_at)}.")
    else:
        click.echo(f"{how}.")
    click.echo("Written to git's own configuration (git config --global):")
    for line in done.configuration:
        click.echo(f"  {line}")
