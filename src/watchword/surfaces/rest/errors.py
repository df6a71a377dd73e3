"""Refusals as the API tells them: the one place where the domain's words become statuses."""

from typing import Final

import msgspec

from watchword.kernel import errors
from watchword.kernel.errors import FieldError, Refused

DOCUMENTATION: Final = "https://docs.github.com/enterprise-server@3.17/rest"
"""Clients compare its beginning to tell a GHES from other things (GHES behaviour)."""
ALWAYS_THE_SAME: Final = (errors.NotAuthenticated, errors.BadCredential, errors.NotFound)
"""Told in one sentence each, whatever the reason was: it would tell what exists."""


class Moved(Refused):
    """The repository is called otherwise by now; `location` is where it answers for ever."""

    def __init__(self, location: str) -> None:
        """Keep the absolute address."""
        super().__init__()
        self.location = location


class MovedInside(Moved):
    """A thing in a repository is called otherwise by now; `location` is all of its address."""


class NotThere(Refused):
    """What was asked for is not in a thing that the caller may see; so the text may say what."""


class Gone(Refused):
    """A part of a repository that is switched off in it; whoever may see it is told so."""


class Unsupported(Refused):
    """A media type or coding that this server does not speak."""


class NotEnabled(Refused):
    """The operator switched it off; GHES answers as if it was not there, but says why."""


TOLD: Final[dict[type[Refused], tuple[int, str]]] = {
    errors.NotAuthenticated: (401, "Requires authentication"),
    errors.BadCredential: (401, "Bad credentials"),
    errors.Suspended: (403, "Sorry. Your account was suspended."),
    errors.NotFound: (404, "Not Found"),
    errors.NotPermitted: (403, "Must have admin rights to Repository."),
    errors.PasswordNeeded: (403, "This takes a browser session and its password."),
    errors.PasswordChangeNeeded: (403, "Change your one-time password in the browser first."),
    errors.Conflict: (409, "Conflict"),
    errors.Invalid: (422, "Validation Failed"),
    errors.Malformed: (400, "Problems parsing JSON"),
    errors.TooLarge: (413, "The request is too large."),
    errors.TooSlow: (408, "The request came too slowly."),
    errors.Busy: (429, "The server is busy. Please wait a few seconds before you try again."),
    errors.LimitReached: (403, "API rate limit exceeded"),
    Moved: (301, "Moved Permanently"),
    MovedInside: (301, "Moved Permanently"),
    NotThere: (404, "Not Found"),
    Gone: (410, "Gone"),
    Unsupported: (415, "Unsupported Media Type"),
    NotEnabled: (404, "Not Found"),
}


class Complaint(msgspec.Struct, omit_defaults=True):
    """One complaint about one field (GHES behaviour)."""

    resource: str
    field: str
    code: str
    message: str = ""


class Problem(msgspec.Struct, kw_only=True, omit_defaults=True):
    """The body of an error."""

    message: str
    errors: list[Complaint] = []
    url: str = ""
    """Where a repository went that is called otherwise by now."""
    documentation_url: str
    status: str
    """The status once more; GitHub writes it as a text."""


def told(refusal: Refused) -> tuple[int, str]:
    """Find the status and the sentence of a refusal. One without a row is a fault of ours."""
    for kind in type(refusal).__mro__:
        if kind in TOLD:
            status, sentence = TOLD[kind]
            same = isinstance(refusal, ALWAYS_THE_SAME)
            return status, sentence if same else refusal.text or sentence
    raise refusal


def problem(refusal: Refused, status: int, message: str, documentation: str) -> Problem:
    """Make the body of an error."""
    complaints = refusal.errors if isinstance(refusal, errors.Invalid) else ()
    return Problem(
        message=message,
        errors=[_complaint(one) for one in complaints],
        url=refusal.location if isinstance(refusal, Moved) else "",
        documentation_url=documentation,
        status=str(status),
    )


def _complaint(error: FieldError) -> Complaint:
    return Complaint(error.resource, error.field, error.code, str(error.message))
