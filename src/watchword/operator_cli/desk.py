"""Where the operator's verbs sit: the data folder opened, with an actor that the table admits."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from msgspec import Struct

from watchword.access.actor import Actor
from watchword.authn import resolve
from watchword.git_process.layout import Layout
from watchword.kernel.clock import SystemClock
from watchword.kernel.entropy import Entropy, system_entropy
from watchword.operator_cli.rights import become_owner
from watchword.processes import data_folder, listening, logs, schema, start
from watchword.settings import Settings, environment, load
from watchword.storage.database import open_database
from watchword.storage.diagnosis import reach
from watchword.storage.migrations import HEAD, revision
from watchword.storage.unit_of_work import Surroundings
from watchword.work.listeners import LISTENERS
from watchword.work.unit import Database


class Desk(Struct, frozen=True):
    """What a verb needs. The server may run or not: both go through the same database."""

    settings: Settings
    database: Database
    layout: Layout
    actor: Actor
    entropy: Entropy

    @property
    def url(self) -> str:
        """The address that people use: the running server's, or the one it would have."""
        return (start.running(self.settings) or self.settings).public_url


def begin() -> None:
    """Keep our files to ourselves, and standard output to what was asked for: logs go elsewhere."""
    start.raise_limits()
    logs.configure("command")


def settings_of(data: Path) -> Settings:
    """Read the settings without flags, as the folder's owner. Raises SettingsError."""
    become_owner(data)
    begin()
    may = listening.may_bind("127.0.0.1", 443)
    return load(data, {}, environment(), may_bind_443=may)


@contextmanager
def at_desk(data: Path) -> Iterator[Desk]:
    """Open a data folder that was prepared."""
    settings = settings_of(data)
    if data_folder.is_new(settings.data):
        raise click.ClickException(
            f"{data} is not prepared: watchword init --data {data} --admin NAME"
        )
    reach(settings.database_url)
    found = revision(settings.database_url)
    if found != HEAD:
        raise click.ClickException(
            f"The database is of another release (it has {found}, this one needs {HEAD}). "
            f"{schema.advice(found)}"
        )
    with opened(settings) as desk:
        yield desk


@contextmanager
def opened(settings: Settings) -> Iterator[Desk]:
    """Open the database of a prepared folder, as the operator."""
    around = Surroundings(SystemClock(), system_entropy, settings.key_ring(), LISTENERS)
    database = open_database(settings.database_url, around)
    try:
        layout = Layout(settings.data / "repositories")
        yield Desk(settings, database, layout, resolve.operator(), system_entropy)
    finally:
        database.close()
