"""Where a request came from: its number, the address behind proxies, the agent."""

import ipaddress
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

import msgspec

from watchword.kernel.events import Origin
from watchword.surfaces.http_kit.asgi import Scope, header

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
LONGEST_AGENT = 255
KEY = "watchword.whence"


class Whence(msgspec.Struct, frozen=True):
    """What is known of a request before anybody asked who it is."""

    origin: Origin
    """The beginning of an origin; who it is comes later."""

    @property
    def request(self) -> str:
        """The number of the request."""
        return self.origin.request

    @property
    def address(self) -> str:
        """The address of the client."""
        return self.origin.address

    @property
    def agent(self) -> str:
        """What the client calls itself."""
        return self.origin.agent


def of(scope: Scope) -> Whence:
    """What the outermost layer noted of this request."""
    found: Whence = scope[KEY]
    return found


def note(scope: Scope, request: str, proxies: Sequence[Network]) -> Whence:
    """Note it, once, in the outermost layer."""
    peer = scope["client"][0] if scope.get("client") else ""
    agent = (header(scope, b"user-agent") or b"").decode("latin-1")[:LONGEST_AGENT]
    client = address(scope, peer, proxies) if proxies else peer
    found = Whence(Origin(address=client, agent=agent, request=request))
    scope[KEY] = found
    return found


def address(scope: Scope, peer: str, proxies: Sequence[Network]) -> str:
    """The address of the client: the last one in `X-Forwarded-For` that is no proxy of ours.

    The header counts only when the request comes from a trusted proxy, and it is read from its
    end: what a client wrote into it itself stands at the beginning.
    """
    if not proxies or not _is_within(peer, proxies):
        return peer
    forwarded = b",".join(v for k, v in scope["headers"] if k == b"x-forwarded-for")
    for part in reversed(forwarded.decode("latin-1").split(",")):
        candidate = part.strip().strip("[]")
        if _parsed(candidate) is None:
            break
        if not _is_within(candidate, proxies):
            return candidate
        peer = candidate
    return peer


def _is_within(text: str, networks: Sequence[Network]) -> bool:
    parsed = _parsed(text)
    return parsed is not None and any(parsed in network for network in networks)


@lru_cache(1_024)
def _parsed(text: str) -> Address | None:
    """Read an address; None for what is none. Most requests come from a few."""
    if "%" in text:
        # The zone of a link-local address (RFC 4007 section 11) is any text; clients have none.
        return None
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
