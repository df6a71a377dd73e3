"""`watchword admin doctor`."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import click

from watchword.kernel.clock import SystemClock
from watchword.operator_cli.checks import folder, machine, outside, stored
from watchword.operator_cli.checks.finding import Finding, Level, bad
from watchword.operator_cli.desk import opened, settings_of
from watchword.operator_cli.options import data_option
from watchword.operator_cli.speaking import speaking
from watchword.processes import data_folder, start
from watchword.settings import Settings, SettingsError
from watchword.storage.diagnosis import Unreachable, diagnose
from watchword.storage.migrations import HEAD, revision


@click.command()
@data_option
@speaking
def doctor(data: Path) -> None:
    """Look for what is wrong, and say what to do; exit status 1 when something is."""
    settings = settings_of(data)
    worst = 0
    for finding in _findings(settings):
        worst += finding.level is Level.BAD
        click.echo(f"{finding.level.value:4}  {finding.what}")
        if finding.advice:
            click.echo(f"        {finding.advice}")
    if worst:
        raise click.ClickException(f"{worst} thing{'s' if worst > 1 else ''} to put right.")


def _findings(settings: Settings) -> Iterator[Finding]:
    data = settings.data
    yield from machine.git()
    yield from machine.disk(data)
    layout = folder.layout(data)
    yield layout
    if layout.level is Level.BAD:
        return
    yield from folder.owner(data)
    yield from folder.keys(settings)
    yield from folder.privacy(data)
    yield from _inside(settings)
    # What it was given on its command line stands in no file.
    shown = start.running(settings) or settings
    yield from outside.certificate(shown, SystemClock().seconds())
    served = data_folder.is_served(data)
    yield from outside.answer(shown.public_url, data, served=served)
    yield from outside.mail(settings)


def _inside(settings: Settings) -> Iterator[Finding]:
    try:
        found = diagnose(settings.database_url)
    except Unreachable as error:
        yield bad(f"the database does not answer: {error}", "Start it, or set database_url right.")
        return
    yield from stored.database(settings, found)
    # Without its schema and its keys there is nothing more to ask; both were told of above.
    if revision(settings.database_url) != HEAD:
        return
    with contextlib.suppress(SettingsError), opened(settings) as desk:
        yield from stored.jobs(desk)
        yield from stored.upkeep(desk, SystemClock().seconds())
        latest = stored.latest_event(desk)
        yield from machine.clock(SystemClock().seconds(), latest, found.clock)
