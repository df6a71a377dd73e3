"""`watchword init`."""

from pathlib import Path

import click

from watchword.kernel.clock import SystemClock
from watchword.kernel.entropy import system_entropy
from watchword.operator_cli import people
from watchword.operator_cli.desk import begin, opened
from watchword.operator_cli.options import data_option, password_option, read_password
from watchword.operator_cli.rights import become_owner
from watchword.operator_cli.speaking import speaking
from watchword.processes import data_folder, listening, start
from watchword.settings import environment, load


@click.command()
@data_option
@click.option("--admin", required=True, metavar="NAME", help="Login of the first administrator.")
@password_option
@speaking
def init(data: Path, admin: str, password_file: Path | None) -> None:
    """Prepare a data folder without running the server.

    Without a password file a one-time password is printed, alone, on standard output.
    """
    if data.exists():
        become_owner(data)
    begin()
    given = read_password(password_file)
    may = listening.may_bind("127.0.0.1", 443)
    settings = load(data, {}, environment(), may_bind_443=may)
    data_folder.is_new(settings.data)
    data_folder.make(settings.data)
    with data_folder.locked(settings.data, shared=False):
        start.prepare(settings, start.Surroundings(SystemClock(), system_entropy))
        with opened(settings) as desk:
            if not people.is_empty(desk):
                raise click.ClickException(
                    f"{data} is prepared already. Add people with watchword admin user add."
                )
            password = people.add(desk, admin, None, given, site_admin=True)
    people.tell(admin, password)
    click.echo(f"Start the server: watchword serve --data {data}", err=True)
