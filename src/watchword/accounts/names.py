"""What an account may be called."""

import re
import unicodedata

from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.words import N_, filled

LOGIN = re.compile(r"[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}")
LONGEST_LOGIN = 39
LONGEST_NAME = 255
LONGEST_EMAIL = 254
EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
    r"@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"
)
"""As browsers have it (HTML, 4.10.5.1.5): nothing in it means anything in a header of a mail."""

RESERVED = frozenset(
    # Names that stand beside a token in the place of a user name (design: credentials).
    "x-access-token x-oauth-basic oauth2 git token "
    # First segments of paths of this server, present and to come.
    "_codeload about account api app apps assets audit-log authorizations branches commits "
    "codespaces dashboard developers enterprise enterprises events explore features files gist "
    "gists help home info integrations issues join login logout marketplace me members metrics new "
    "none notifications null oauth organizations orgs password-reset pricing public pulls raw "
    "readme releases robots search security sessions settings setup signin signout signup site "
    "site-admin sitemap sponsors stars static stafftools status stories suspended system tags "
    "teams topics trending undefined uploads user users welcome wiki www".split(),
)
"""Lower-case logins that nobody gets. A test holds it against the routes."""


def login(text: str) -> str:
    """Check a login: letters, digits and single hyphens between them, at most 39 characters.

    Git Credential Manager and the URLs of this server rely on that alphabet. Raises Invalid.
    """
    if len(text) > LONGEST_LOGIN or not LOGIN.fullmatch(text):
        message = N_(
            "Username may only contain letters, digits and single hyphens, and cannot begin or end "
            "with a hyphen; 39 characters at most"
        )
        raise Invalid(FieldError("User", "login", "custom", message))
    if text.lower() in RESERVED:
        message = filled("Username '%(login)s' is reserved", login=text)
        raise Invalid(FieldError("User", "login", "custom", message))
    return text


def normalised(text: str) -> str:
    """Make a login of what another system calls somebody: `octo_cat` is `octo-cat` (GHES)."""
    return re.sub(r"[^A-Za-z0-9]+", "-", text.partition("@")[0]).strip("-")


def email(text: str) -> str:
    """Check the shape of an address; whether it works, mail will tell. Raises Invalid."""
    text = text.strip()
    if len(text) > LONGEST_EMAIL or not EMAIL.fullmatch(text):
        raise Invalid(FieldError("User", "email", "custom", N_("Email is not an email address")))
    return text


def display_name(text: str | None) -> str | None:
    """Tidy a person's name; None when there is nothing left. Raises Invalid."""
    tidy = (text or "").strip()
    if len(tidy) > LONGEST_NAME or has_control(tidy):
        message = filled("Name must be one line of at most %(most)s characters", most=LONGEST_NAME)
        raise Invalid(FieldError("User", "name", "custom", message))
    return tidy or None


def has_control(text: str) -> bool:
    """Whether there are control characters, line breaks or halves of surrogates in the text.

    Direction marks count as well: they make a text look like another one.
    """
    return any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} or c in BIDI for c in text)


BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
