"""What went wrong, in one or two lines for the operator, instead of a traceback."""

import errno
import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import click

from watchword.kernel.errors import Conflict, FieldError, Invalid, NotFound, Refused
from watchword.processes.cannot_start import CannotStart
from watchword.settings import SettingsError
from watchword.storage.diagnosis import Unreachable

P = ParamSpec("P")
R = TypeVar("R")

OF_THE_DISK = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT}
"""What the operator can put right where the folder lies: rights, a full disk, one for reading."""
SENTENCES = {
    "missing": "{field} is missing",
    "missing_field": "{field} is missing",
    "already_exists": "{field} is taken already",
    "invalid": "{field} is not valid",
}
WORDS = {"login": "The login", "email": "The email address", "description": "The note"}


def speaking(verb: Callable[P, R]) -> Callable[P, R]:
    """Turn refusals into a message and exit status 1."""

    @functools.wraps(verb)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return verb(*args, **kwargs)
        except (CannotStart, SettingsError) as error:
            raise click.ClickException(str(error)) from error
        except Unreachable as error:
            raise click.ClickException(f"The database does not answer: {error}") from error
        except Refused as error:
            raise click.ClickException(sentence(error)) from error
        except OSError as error:
            if error.errno not in OF_THE_DISK:
                raise
            raise click.ClickException(f"{error.filename or ''}: {error.strerror}.") from error

    return told


def sentence(refused: Refused) -> str:
    """Say a refusal of the domain in the operator's words."""
    if isinstance(refused, Invalid) and refused.errors:
        return " ".join(_complaint(one) for one in refused.errors)
    if refused.text:
        return refused.text
    if isinstance(refused, NotFound):
        return "There is no such thing."
    if isinstance(refused, Conflict):
        return "Somebody else changed it meanwhile: try again."
    return f"Refused ({type(refused).__name__})."


def _complaint(error: FieldError) -> str:
    text = error.message
    if not text:
        shape = SENTENCES.get(error.code, "{field} cannot be used")
        text = shape.format(field=WORDS.get(error.field, error.field))
    return text if text.endswith((".", "!", "?")) else f"{text}."
