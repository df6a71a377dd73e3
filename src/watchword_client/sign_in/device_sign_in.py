"""Signing in where no browser can be opened: a code is typed elsewhere (RFC 8628)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from watchword_client import oauth
from watchword_client.api import Api
from watchword_client.oauth import Issued
from watchword_client.speaking import Exit, Trouble, plain

KIND: Final = "urn:ietf:params:oauth:grant-type:device_code"
INTERVAL: Final = 5
"""Seconds between two questions where the server names none (RFC 8628 section 3.2)."""
SLOWER: Final = 5
LIFE: Final = 900


@dataclass(frozen=True, slots=True)
class Begun:
    """What the server gave to show, and how long to ask."""

    user_code: str
    address: str
    """Where the code is typed."""
    device_code: str = field(repr=False)
    interval: int
    """Seconds; so is the other."""
    expires_in: int


def begin(api: Api, scopes: str) -> Begun:
    """Ask for a code. Raises Trouble."""
    reply = api.post(oauth.DEVICE, {"client_id": oauth.CLIENT, "scope": scopes})
    told = reply.fields
    user_code, device_code = told.get("user_code"), told.get("device_code")
    if not isinstance(user_code, str) or not isinstance(device_code, str):
        raise oauth.refused(reply)
    return Begun(
        plain(user_code),
        plain(str(told.get("verification_uri") or f"{api.host.url}/login/device")),
        device_code,
        _positive(told.get("interval"), INTERVAL),
        _positive(told.get("expires_in"), LIFE),
    )


def wait(
    api: Api, begun: Begun, now: Callable[[], float], sleep: Callable[[float], None]
) -> Issued:
    """Ask until somebody typed the code and said yes. Raises Trouble.

    `slow_down` makes the pause longer for good, by what the server says or by five seconds
    (section 3.5).
    """
    until, pause = now() + begun.expires_in, begun.interval
    while now() + pause < until:
        sleep(pause)
        reply = oauth.ask(api, {"grant_type": KIND, "device_code": begun.device_code})
        error = reply.fields.get("error")
        if error == "slow_down":
            pause = max(pause + SLOWER, _positive(reply.fields.get("interval"), 0))
        elif error != "authorization_pending":
            return oauth.issued(reply)
    raise Trouble("The code was not typed in time.", oauth.AGAIN, Exit.REFUSED)


def _positive(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) and value > 0 else otherwise
