"""`watchword serve`."""

import sys
from pathlib import Path
from typing import Any

import click

from watchword.kernel.clock import SystemClock
from watchword.kernel.entropy import system_entropy
from watchword.operator_cli import people
from watchword.operator_cli.announcement import announcement
from watchword.operator_cli.desk import opened
from watchword.operator_cli.options import data_option
from watchword.operator_cli.rights import Borrowed
from watchword.operator_cli.speaking import speaking
from watchword.processes import data_folder, listening, start
from watchword.settings import Settings, environment, load

SSH_PORTS = (22, 2222)


@click.command()
@data_option
@click.option("--listen", metavar="HOST:PORT", help="127.0.0.1:443 where possible, else 8443.")
@click.option("--public-url", metavar="URL", help="The address that people use.")
@click.option("--workers", metavar="N", help="Web processes; one for each core, at most 4.")
@click.option("--tls-cert", metavar="F", help="Certificate chain, instead of one of our own CA.")
@click.option("--tls-key", metavar="F", help="Its private key (PKCS#8).")
@click.option("--no-tls", is_flag=True, default=None, help="Speak plain HTTP, to a proxy.")
@click.option("--behind-proxy", metavar="CIDR", help="The proxy's address or network, to trust.")
@click.option("--http2", is_flag=True, default=None, help="Offer HTTP/2 as well.")
@click.option("--ssh-listen", metavar="HOST:PORT", help="Port 22 if possible, else 2222; or off.")
@click.option("--only", type=click.Choice(["web", "ssh", "jobs"]), help="Run one kind of process.")
@speaking
def serve(data: Path, only: str | None, **flags: Any) -> None:
    """Run the server on a data folder; an empty one is prepared first."""
    rights = Borrowed(data)
    settings = load(
        data, flags, environment(), may_bind_443=_may_bind_443(rights, flags.get("listen"))
    )
    data_folder.is_new(settings.data)
    settings = _with_ssh(settings, rights, only)
    with rights.as_before():
        listeners = start.sockets(settings, only)
    rights.give_up()
    if listeners.web:
        settings = settings.listening_on(listeners.web[0].getsockname()[1])
    if listeners.ssh:
        settings = settings.listening_for_ssh_on(listeners.ssh.getsockname()[1])
    around = start.Surroundings(SystemClock(), system_entropy)
    start.serve(settings, listeners, around, only=only, announce=_announce)


def _announce(started: start.Started) -> None:
    """Print what one needs next; on a first start the first account is made just before.

    Not earlier: a start that is broken off would take the password with it, which nobody saw.
    """
    with opened(started.settings) as desk:
        password = people.add_first_admin(desk)
    click.echo(announcement(started, password))
    sys.stdout.flush()


def _with_ssh(settings: Settings, rights: Borrowed, only: str | None) -> Settings:
    """Choose a port for SSH where none was asked for, beside the one for HTTPS.

    Where both usual ones are taken, the server starts without, and says so.
    """
    if settings.ssh_listen is not None or only in {"web", "jobs"}:
        return settings
    host = settings.listen[0]
    with rights.as_before():
        found = next((port for port in SSH_PORTS if listening.may_bind(host, port)), None)
    return settings.listening_for_ssh_on(found)


def _may_bind_443(rights: Borrowed, listen: Any) -> bool:
    """Whether the default port can be had; not tried where another one was asked for."""
    if listen:
        return False
    with rights.as_before():
        return listening.may_bind("127.0.0.1", 443)
