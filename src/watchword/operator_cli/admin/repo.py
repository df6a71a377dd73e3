"""`watchword admin repo …`."""

import asyncio
from pathlib import Path

import click

from watchword.access.actor import Actor
from watchword.operator_cli import people
from watchword.operator_cli.desk import at_desk
from watchword.operator_cli.options import data_option
from watchword.operator_cli.speaking import speaking
from watchword.repositories.model import Repository, Visibility
from watchword.repositories.service import Wanted
from watchword.work.create_repository import Beginning, RepositoryMaker


@click.command("create")
@click.argument("repository", metavar="OWNER/NAME")
@click.option("--private", "visibility", flag_value="private", default=True, help="The default.")
@click.option("--internal", "visibility", flag_value="internal", help="Of an organization only.")
@click.option("--public", "visibility", flag_value="public", help="Everybody may read it.")
@data_option
@speaking
def create(repository: str, visibility: str, data: Path) -> None:
    """Make an empty repository; prints the address to clone it from."""
    owner, slash, name = repository.partition("/")
    if not (owner and slash and name):
        raise click.UsageError("Name the repository as OWNER/NAME.")
    wanted = Wanted(name, Visibility(visibility))
    with at_desk(data) as desk, people.named(owner):
        maker = RepositoryMaker(desk.database, desk.layout, desk.entropy, _no_commit)
        made = asyncio.run(maker.make(desk.actor, owner, wanted))
        click.echo(f"{desk.url}/{made.full_name}.git")


async def _no_commit(actor: Actor, repository: Repository, begun: Beginning) -> None:
    """Never called: it begins with nothing."""
    raise AssertionError((actor, repository, begun))
