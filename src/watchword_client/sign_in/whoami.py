"""Who a token is, as the server says."""

import calendar
import re
from dataclasses import dataclass

from watchword_client.api import Api
from watchword_client.secret import Secret
from watchword_client.speaking import Exit, Trouble, plain

MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d) (?:UTC|\+0000)")
EXPIRY = "github-authentication-token-expiration"


@dataclass(frozen=True, slots=True)
class Who:
    """The account behind a token, and what the token may do."""

    login: str
    scopes: tuple[str, ...] | None
    """None where the server does not say."""
    expires_at: int | None
    """Seconds since 1970-01-01 UTC; None for a token that does not expire."""


def who(api: Api, token: Secret) -> Who | None:
    """Ask `/user`; None where the token opens nothing. Raises Trouble for any other answer."""
    reply = api.get("/user", token)
    if reply.status == 401:
        return None
    login = reply.fields.get("login")
    if reply.status != 200 or not isinstance(login, str) or not login:
        raise Trouble(f"{api.host} says: {reply.message}", status=Exit.REFUSED)
    scopes = reply.scopes
    return Who(
        plain(login),
        None if scopes is None else tuple(plain(one) for one in scopes),
        moment(reply.headers.get(EXPIRY, "")),
    )


def moment(text: str) -> int | None:
    """Read a time as that header has it, such as `2026-12-01 00:00:00 UTC`."""
    found = MOMENT.fullmatch(text)
    return calendar.timegm(tuple(map(int, found.groups()))) if found else None
