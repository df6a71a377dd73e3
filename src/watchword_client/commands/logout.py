"""`watchword logout`: let all helpers forget, and end what the companion got."""

import click

from watchword_client.companion import Companion
from watchword_client.here import the_host
from watchword_client.sign_in.signing_out import Finished, sign_out
from watchword_client.speaking import Exit, Trouble, answers_json, tell_json


@click.command()
@click.argument("host", required=False)
@answers_json
def logout(host: str | None, *, as_json: bool) -> None:
    """Sign out of HOST: erase what each of git's helpers holds for it.

    On the server, only what the companion got is ended; tokens that you made live on.
    """
    companion = Companion.of_machine()
    place = the_host(host, companion.git, companion.sign_ins.hosts())
    done = sign_out(companion, place)
    if as_json:
        tell_json(done.as_json())
    else:
        _tell(done)
    _must_be_done(done)


def _tell(done: Finished) -> None:
    if done.nothing:
        click.echo(f"Nothing is kept for {done.host}.")
        return
    for title in done.erased:
        click.echo(f"Erased from {title}.")
    if done.revoked:
        click.echo(f"Ended on {done.host}.")
    for key in done.removed:
        click.echo(f"Taken from git's own configuration: {key}")


def _must_be_done(done: Finished) -> None:
    """Raise Trouble for what is left."""
    if done.left:
        what = "; ".join(done.left)
        raise Trouble(f"Still there: {what}.", "Let that program forget it itself.", Exit.NO)
    if done.not_revoked:
        raise Trouble(
            f"The sign-in may live on: {done.not_revoked}",
            f"End it at {done.host.url}/settings/applications.",
            done.status,
        )
