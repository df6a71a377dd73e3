"""How the companion speaks: exit statuses, one or two lines when something fails, JSON."""

import json
from collections.abc import Callable
from enum import IntEnum
from typing import IO, Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., object])


class Exit(IntEnum):
    """Exit statuses of all verbs; docs/reference/companion.md lists them."""

    DONE = 0
    NO = 1
    """The answer is no: not signed in, nothing found, something is wrong."""
    USAGE = 2
    """The command line cannot be understood (click's own)."""
    UNREACHABLE = 3
    """The server, or git itself, could not be reached or did not answer in time."""
    UNTRUSTED = 4
    """The server's certificate is not trusted."""
    REFUSED = 5
    """The server, or the person in the browser, said no."""
    NOT_KEPT = 6
    """No helper kept the credential; nothing was changed."""


class Trouble(click.ClickException):
    """What happened, and what to do next, for the person; never a secret."""

    def __init__(self, what: str, todo: str = "", status: Exit = Exit.NO) -> None:
        """Take one sentence of what happened and one of what to do."""
        super().__init__(what)
        self.todo = todo
        self.exit_code = int(status)  # type: ignore[misc] # click reads it from the instance

    def show(self, file: IO[Any] | None = None) -> None:
        """Say it on the error stream, in one or two lines."""
        click.echo(f"watchword: {self.message}", file=file, err=file is None)
        if self.todo:
            click.echo(self.todo, file=file, err=file is None)


def answers_json(verb: F) -> F:
    """Give a verb the option --json, as the argument `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")(verb)


def tell_json(value: object) -> None:
    """Answer a script: one JSON document on standard output."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def plain(text: str) -> str:
    """Take from a text of somebody else what could move the cursor or colour the terminal."""
    return "".join(char if char.isprintable() else "?" for char in text)
