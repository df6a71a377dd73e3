"""Against forged requests: a form counts only when a page of this server sent it (attack 33).

Two locks, each enough alone. Browsers say where a request comes from (`Sec-Fetch-Site`, `Origin`);
and each form carries a token that only a page of ours can know for that browser.
"""

import hmac
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from watchword.kernel.errors import NotPermitted
from watchword.kernel.ids import SessionId
from watchword.kernel.secret import KeyRing, Secret
from watchword.kernel.words import N_

PURPOSE: Final = "web form"
FOREIGN: Final = N_("This request did not come from a page of this server.")
STALE: Final = N_("This form is too old, or your browser sent no cookies. Go back and try again.")


def check_source(headers: Mapping[str, str], public_url: str) -> None:
    """Refuse what a browser says to come from elsewhere. Raises NotPermitted.

    `Origin: null` says nothing by itself: browsers send it from pages with `Referrer-Policy:
    no-referrer` (Fetch, "append a request Origin header"), such as the one that shows a token. What
    sends neither header is no browser, and brings no cookies of somebody else.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        if site != "same-origin":
            raise NotPermitted(FOREIGN)
        if origin in {None, "null"}:
            return
    if origin is not None and origin.lower() not in _own(headers, public_url):
        raise NotPermitted(FOREIGN)


def _own(headers: Mapping[str, str], public_url: str) -> set[str]:
    parts = urlsplit(public_url)
    # The outermost layer has checked that Host is one of ours.
    host = headers.get("host", parts.netloc)
    return {f"{parts.scheme}://{parts.netloc}".lower(), f"{parts.scheme}://{host}".lower()}


def session_token(keys: KeyRing, session: SessionId) -> str:
    """Give the token of a session's forms.

    Made from the session's number, which is never reused, not from its secret: a form that is open
    in another tab still works after the secret was changed.
    """
    return keys.digest(PURPOSE, _of_session(session)).hex()


def visitor_token(keys: KeyRing, cookie: str) -> str:
    """Give the token of the forms that somebody sees who is not signed in."""
    return keys.digest(PURPOSE, _of_visitor(cookie)).hex()


def check_token(keys: KeyRing, sent: str, session: SessionId | None, cookie: str) -> None:
    """Refuse a form whose token is not this browser's. Raises NotPermitted."""
    if session is None and not cookie:
        raise NotPermitted(STALE)
    whose = _of_visitor(cookie) if session is None else _of_session(session)
    digests = keys.digests(PURPOSE, whose)
    if not any(hmac.compare_digest(digest.hex().encode(), sent.encode()) for digest in digests):
        raise NotPermitted(STALE)


def _of_session(session: SessionId) -> Secret:
    return Secret(f"session {session}")


def _of_visitor(cookie: str) -> Secret:
    return Secret(f"visitor {cookie}")
