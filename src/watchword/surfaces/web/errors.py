"""Refusals as pages: the one place where the domain's words become statuses and sentences."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from watchword.kernel import errors
from watchword.kernel.errors import FieldError, Refused
from watchword.kernel.words import N_
from watchword.oauth.errors import OAuthError, Unusable
from watchword.surfaces.locale.translator import Translator
from watchword.surfaces.web.forms import Problem


class Told(Struct, frozen=True):
    """How a refusal is told: its status, a title, and a sentence unless it brings its own."""

    status: int
    title: str
    text: str


TOLD: Final[dict[type[Refused], Told]] = {
    errors.NotFound: Told(
        404, N_("Not found"), N_("There is no such page, or it is not for you to see.")
    ),
    errors.NotAuthenticated: Told(
        404, N_("Not found"), N_("There is no such page, or you have to sign in to see it.")
    ),
    errors.BadCredential: Told(401, N_("Signed out"), N_("Your session is over. Sign in again.")),
    errors.Suspended: Told(
        403, N_("Suspended"), N_("Your account was suspended. Ask a site administrator.")
    ),
    errors.NotPermitted: Told(
        403, N_("Not permitted"), N_("You may see this, but not do that with it.")
    ),
    errors.PasswordNeeded: Told(403, N_("Confirm your password"), N_("Confirm your password.")),
    errors.PasswordChangeNeeded: Told(
        403, N_("Choose your password"), N_("Change your one-time password first.")
    ),
    errors.Conflict: Told(
        409, N_("Changed meanwhile"), N_("Somebody changed this meanwhile. Look at it again.")
    ),
    errors.Invalid: Told(422, N_("Not accepted"), N_("Something in the form is not acceptable.")),
    errors.Malformed: Told(400, N_("Not understood"), N_("The request could not be read.")),
    errors.TooLarge: Told(413, N_("Too large"), N_("That is larger than this server takes.")),
    errors.TooSlow: Told(408, N_("Not understood"), N_("The request could not be read.")),
    errors.Busy: Told(429, N_("Busy"), N_("The server is busy. Try again in a moment.")),
    Unusable: Told(
        400,
        N_("This sign-in cannot go on"),
        N_("The application that opened this page asked in a way that this server cannot answer."),
    ),
    OAuthError: Told(
        400,
        N_("This sign-in cannot go on"),
        N_("The application that opened this page asked in a way that this server cannot answer."),
    ),
    errors.LimitReached: Told(429, N_("Limit reached"), N_("That was too often. Try again later.")),
}


class Moved(Refused):
    """A repository has another name by now; who asks may know of it."""

    def __init__(self, full_name: str) -> None:
        """Keep its present OWNER/NAME."""
        super().__init__()
        self.full_name = full_name


class MovedInside(Refused):
    """A branch has another name by now; who asks may read it."""

    def __init__(self, path: str) -> None:
        """Keep the path at which this server has the same page or file, as it stands in links."""
        super().__init__()
        self.path = path


METHOD: Final = Told(
    405, N_("Not possible here"), N_("This page does not take that kind of request.")
)
FAILURE: Final = Told(
    500,
    N_("Something went wrong"),
    N_("The server made a mistake. Its operator finds it in the log under the number below."),
)

SENTENCES: Final[dict[tuple[str, str, str], str]] = {
    ("OauthAccess", "description", "already_exists"): N_(
        "You have a token with this note already. Choose another note, or delete that token first."
    ),
    ("OauthAccess", "description", "missing_field"): N_(
        "Give the token a note, so that you know later what it is for."
    ),
    ("UserEmail", "email", "already_exists"): N_(
        "You have this address already, or it belongs to another account."
    ),
    ("User", "theme", "invalid"): N_("There is no such theme."),
    ("User", "language", "invalid"): N_("There is no such language."),
}
"""What stands at a field where the error's code alone would not tell a person what to do."""
BY_CODE: Final[dict[str, str]] = {
    "missing": N_("This does not exist."),
    "missing_field": N_("Fill this in."),
    "invalid": N_("This is not valid."),
    "already_exists": N_("This is taken already."),
    "unprocessable": N_("This cannot be used."),
}
FIELDS: Final = {"expires_at": "expires_on"}
"""Fields of forms that are called otherwise than in the domain."""


def told(refusal: Refused) -> Told:
    """Find how a refusal is told; an error without a row is a failure of ours."""
    for kind in type(refusal).__mro__:
        if kind in TOLD:
            return TOLD[kind]
    return FAILURE


def sentence(refusal: Refused, translator: Translator) -> str:
    """Give the sentence of an error page."""
    if isinstance(refusal, errors.Invalid) and refusal.errors:
        return " ".join(problem.text for problem in problems(refusal, translator))
    return translator(refusal.text or told(refusal).text)


def problems(invalid: errors.Invalid, translator: Translator) -> Sequence[Problem]:
    """Give the complaints that stand at the fields."""
    return [
        Problem(FIELDS.get(error.field, error.field), translator(_words(error)))
        for error in invalid.errors
    ]


def _words(error: FieldError) -> str:
    if error.message:
        return error.message
    place = (error.resource, error.field, error.code)
    return SENTENCES.get(place) or BY_CODE.get(error.code, BY_CODE["invalid"])
