"""Groups of verbs that are imported when they are called, so that `--help` answers at once."""

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import click

from watchword.processes import collector

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Verb(NamedTuple):
    """Where a verb is, as "module:attribute", and what it does in a few words."""

    place: str
    meaning: str
    heading: str = "Commands"
    """Under which help shows it; those of one heading stand together."""


class LazyGroup(click.Group):
    """A group that knows its verbs by name and loads the one that is called."""

    def __init__(self, name: str, verbs: Mapping[str, Verb], meaning: str) -> None:
        """Take the verbs in the order in which help shows them."""
        super().__init__(name, help=meaning, no_args_is_help=True)
        self._verbs = verbs

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All verbs."""
        del ctx
        return list(self._verbs)

    def heading(self, name: str) -> str:
        """Under which help shows a verb."""
        return self._verbs[name].heading

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one."""
        del ctx
        verb = self._verbs.get(cmd_name)
        if verb is None:
            return None
        module, _, attribute = verb.place.partition(":")
        # By name, so that the server and the companion need not know each other.
        with collector.put_off():
            found = getattr(importlib.import_module(module), attribute)
        assert isinstance(found, click.Command)
        return found

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Complete verbs without importing any; options as every command does."""
        from click.shell_completion import CompletionItem

        verbs = [
            CompletionItem(name, help=verb.meaning)
            for name, verb in self._verbs.items()
            if name.startswith(incomplete)
        ]
        return [*verbs, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the verbs without importing any."""
        del ctx
        headings = dict.fromkeys(verb.heading for verb in self._verbs.values())
        for heading in headings:
            verbs = [(n, v.meaning) for n, v in self._verbs.items() if v.heading == heading]
            with formatter.section(heading):
                formatter.write_dl(verbs)
