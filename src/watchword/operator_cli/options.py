"""Options that several verbs have."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from watchword.kernel.secret import Secret
from watchword.settings.sources import DATA

F = TypeVar("F", bound=Callable[..., Any])

LONGEST_PASSWORD_FILE = 4_096


def data_option(function: F) -> F:
    """`--data DIR`, or the variable WATCHWORD_DATA."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path),
        # Not a default that is looked up: to click one of None is a value, and nothing is missing.
        envvar=DATA,
        required=True,
        metavar="DIR",
        help=f"The data folder; by default what {DATA} says.",
    )(function)


def password_option(function: F) -> F:
    """`--password-file F`."""
    return click.option(
        "--password-file",
        type=click.Path(path_type=Path, allow_dash=True),
        metavar="F",
        help="A file with the password in it, - for standard input. Without it one is made up.",
    )(function)


def read_password(path: Path | None) -> Secret | None:
    """Read the password; the line break at the end is not part of it."""
    if path is None:
        return None
    try:
        if str(path) == "-":
            content = sys.stdin.buffer.read(LONGEST_PASSWORD_FILE)
        else:
            with path.open("rb") as file:
                content = file.read(LONGEST_PASSWORD_FILE)
        text = content.decode("utf-8")
    except (OSError, UnicodeError) as error:
        raise click.ClickException(f"The password cannot be read from {path}: {error}.") from None
    return Secret(text.removesuffix("\n").removesuffix("\r"))
