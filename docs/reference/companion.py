"""The verbs for people at their own machine, and by which status they end."""

from collections.abc import Iterator

import click

from watchword.operator_cli.main import OWN, main
from watchword_client.speaking import MEANINGS

WIDTH = 96


BEGINNING = """\
# The companion

Verbs of `watchword` for people at their own machine. None needs the server's data folder;
each speaks with git, with its credential helpers, and with a server by HTTPS.

## Exit statuses

A message of one or two lines on standard error says what happened and what to do. With `--json`
standard output holds one JSON document and nothing else.

| Status | Meaning |
|---|---|
"""


def page() -> str:
    """The whole page."""
    statuses = (f"| {int(status)} | {meaning} |\n" for status, meaning in MEANINGS.items())
    return BEGINNING + "".join(statuses) + "".join(_verbs())


def _verbs() -> Iterator[str]:
    root = click.Context(main, info_name="watchword", terminal_width=WIDTH)
    for name in main.list_commands(root):
        if main.heading(name) != OWN:
            continue
        command = main.get_command(root, name)
        assert command is not None
        yield from _told(command, root, name)


def _told(command: click.Command, above: click.Context, name: str) -> Iterator[str]:
    context = click.Context(command, above, info_name=name, terminal_width=WIDTH)
    yield f"\n## {context.command_path}\n\n"
    yield f"```\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            assert found is not None
            yield from _told(found, context, inner)
