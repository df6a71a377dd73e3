"""What an application asks for in the address that it sends the browser to.

The forms of the page carry the same query in their action, so that nothing is kept between page and
click, what was sent comes back byte for byte (`state`), and a reload shows the page again.
"""

from typing import Final
from urllib.parse import urlencode

from watchword.kernel.words import N_
from watchword.oauth.authorize import Request
from watchword.oauth.errors import Unusable
from watchword.surfaces.web.forms import Form

TWICE: Final = N_("The address that opened this page names one of its parameters twice.")
NAMES: Final = (
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
    "response_type",
    "login",
    "prompt",
)
SELECT: Final = "select_account"
"""Lets the person say which account it is, also where one is signed in (GHES behaviour)."""


def read(query: Form) -> Request:
    """Read the parameters; unknown ones are passed over.

    Raises Unusable when one is there twice (RFC 6749 section 3.1): which of the two counts is what
    a reader here and one elsewhere could disagree about.
    """
    if any(len(query.all(name)) > 1 for name in NAMES):
        raise Unusable(TWICE)
    return Request(
        client_id=query.text("client_id"),
        redirect_uri=query.text("redirect_uri") or None,
        scope=query.text("scope"),
        state=query.get("state"),
        code_challenge=query.text("code_challenge") or None,
        code_challenge_method=query.text("code_challenge_method") or None,
        response_type=query.text("response_type") or "code",
        login=query.text("login") or None,
    )


def selects(query: Form) -> bool:
    """Whether the application wants the person to choose the account."""
    return SELECT in query.text("prompt").split()


def address(path: str, query: Form) -> str:
    """Give the address of that path with the same parameters."""
    sent = [(name, query.text(name)) for name in NAMES if name in query]
    return f"{path}?{urlencode(sent, errors='surrogateescape')}"
