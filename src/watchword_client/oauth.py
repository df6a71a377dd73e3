"""The companion as an OAuth client: public, with PKCE (RFC 6749, RFC 7636, RFC 7009)."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from watchword_client.api import Api, Reply
from watchword_client.secret import Secret
from watchword_client.speaking import Exit, Trouble, plain

CLIENT: Final = "3b5f8a1c0d7e4f2961ab"
"""Known to every Watchword; whoever has it proves nothing by it."""
SCOPES: Final = ("repo", "gist", "workflow")
"""What git needs: repositories, gists, and files of workflows."""
OFFLINE: Final = "offline_access"
"""Asks for a token that expires, and for one to renew it with."""
TOKEN: Final = "/login/oauth/access_token"
AUTHORIZE: Final = "/login/oauth/authorize"
DEVICE: Final = "/login/device/code"
REVOKE: Final = "/login/oauth/revoke"
AGAIN: Final = "Run `watchword login` again."


@dataclass(frozen=True, slots=True)
class Issued:
    """What the server gave."""

    token: Secret
    scopes: tuple[str, ...]
    expires_in: int | None = None
    """Seconds; None for a token that does not expire."""
    refresh_token: Secret | None = None
    refresh_expires_in: int | None = None
    obtained: bool = True
    """By this sign-in; a token that the person had already is theirs to end."""


def challenge(verifier: str) -> str:
    """What is sent first, so that only who has the verifier can go on (RFC 7636 section 4.2)."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def ask(api: Api, values: Mapping[str, str]) -> Reply:
    """Ask the token endpoint. Errors come with status 200 as well (GHES behaviour)."""
    return api.post(TOKEN, {"client_id": CLIENT, **values})


def issued(reply: Reply) -> Issued:
    """Read what came. Raises Trouble for anything but a token."""
    told = reply.fields
    token = told.get("access_token")
    if not isinstance(token, str) or not token.isascii() or not token.isprintable():
        raise refused(reply)
    scopes = str(told.get("scope") or "").replace(",", " ").split()
    refresh = told.get("refresh_token")
    return Issued(
        Secret(token),
        tuple(scopes),
        _seconds(told.get("expires_in")),
        Secret(refresh) if isinstance(refresh, str) else None,
        _seconds(told.get("refresh_token_expires_in")),
    )


def refused(reply: Reply) -> Trouble:
    """What to say of an error of these endpoints."""
    code = str(reply.fields.get("error") or "")
    if code == "access_denied":
        return Trouble("The sign-in was turned down in the browser.", AGAIN, Exit.REFUSED)
    if code == "expired_token":
        return Trouble("The code was not typed in time.", AGAIN, Exit.REFUSED)
    if code == "incorrect_client_credentials" or reply.status == 404:
        return Trouble(
            "This server does not know the companion.",
            "Make a token on its pages and run `watchword login --with-token`.",
            Exit.REFUSED,
        )
    if code in {"application_suspended", "device_flow_disabled"}:
        return Trouble(
            "Who runs this server switched such sign-ins off.",
            "Make a token on its pages and run `watchword login --with-token`.",
            Exit.REFUSED,
        )
    said = reply.fields.get("error_description") or code or reply.message
    return Trouble(f"The server gave no token: {plain(str(said))}", AGAIN, Exit.REFUSED)


def revoke(api: Api, token: Secret) -> bool:
    """End the sign-in that a token came from; gives whether the server did as asked."""
    reply = api.post(REVOKE, {"client_id": CLIENT, "token": token.text})
    return reply.status == 200 and "error" not in reply.fields


def _seconds(value: object) -> int | None:
    return value if isinstance(value, int) and value > 0 else None
