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
    USAGE = 2
    """As click has it."""
    UNREACHABLE = 3
    UNTRUSTED = 4
    REFUSED = 5
    NOT_KEPT = 6


MEANINGS = {
    Exit.DONE: "Done, and the answer is yes.",
    Exit.NO: "The answer is no: nobody is signed in, nothing was found, something is left undone.",
    Exit.USAGE: "The command line cannot be understood, or names no host.",
    Exit.UNREACHABLE: "The server cannot be reached, or is none of this kind; git is not here.",
    Exit.UNTRUSTED: "The certificate of the server is not trusted.",
    Exit.REFUSED: "The server, or the person in the browser, said no; the token is not good.",
    Exit.NOT_KEPT: "No helper kept the token; nothing was changed.",
}
"""For the reference."""


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
