"""Refusals, without a protocol: each surface translates them once, in its own errors.py."""

from msgspec import Struct


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """The caller asked for something it does not get. The text is meant for the caller."""

    @property
    def text(self) -> str:
        """What to tell the caller; empty where the surface has its own words."""
        return str(self.args[0]) if self.args else ""


class NotAuthenticated(Refused):
    """Nobody in particular asked for something that needs somebody."""


class BadCredential(Refused):
    """A credential was sent and it is dead or never was: it does not become anonymous."""


class Suspended(Refused):
    """The credential lives, its owner is suspended."""


class NotFound(Refused):
    """Not there, or not for the caller to know of."""


class NotPermitted(Refused):
    """The caller may know of it and may not do this to it."""


class PasswordNeeded(Refused):
    """A browser session must prove its password again (two-hour rule)."""


class PasswordChangeNeeded(Refused):
    """A one-time password opens nothing but the page on which it is changed."""


class Conflict(Refused):
    """It clashes with what is there, or with what somebody else did meanwhile."""


class FieldError(Struct, frozen=True):
    """One complaint about one field, in GitHub's vocabulary (GHES behaviour).

    `code` is one of missing, missing_field, invalid, already_exists, unprocessable, custom; with
    custom the sentence in `message` says it all.
    """

    resource: str
    field: str
    code: str
    message: str = ""


class Invalid(Refused):
    """Well-formed, and not acceptable. Carries one FieldError for each complaint."""

    def __init__(self, *errors: FieldError, text: str = "Validation Failed") -> None:
        """Keep the complaints; `text` is the summary above them."""
        super().__init__(text)
        self.errors = errors


class Malformed(Refused):
    """Could not be read at all."""


class TooLarge(Refused):
    """Larger than this server takes."""


class TooSlow(Refused):
    """It did not come within the time that is given for it."""


class Busy(Refused):
    """Not now. `retry_after` says in how many seconds it is worth another try."""

    def __init__(self, text: str = "", retry_after: int = 5) -> None:
        """Keep the seconds beside the text."""
        super().__init__(text)
        self.retry_after = retry_after


class LimitReached(Refused):
    """An allowance per hour is used up; it is new at `reset` (seconds since 1970)."""

    def __init__(self, text: str, reset: int) -> None:
        """Keep the moment of the reset beside the text."""
        super().__init__(text)
        self.reset = reset


class Refusal(Struct, frozen=True):
    """A refusal that must be remembered: *returned* from a unit of work, committed, then raised."""

    error: Refused
