"""Where a request came from: its number, the address behind proxies, the agent."""

import ipaddress
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from watchword.kernel.events import Origin
from watchword.surfaces.http_kit.asgi import Scope

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
LONGEST_AGENT = 255
KEY = "watchword.whence"
REMEMBERED = 1_024
"""Pairs of an address and a header of which it is known for whom they ask: few make most."""
SHORT = 256
"""Bytes of such a header: a longer one, which anybody may send, is read each time."""


def of(scope: Scope) -> Origin:
    """What the outermost layer noted of this request, before anybody asked who it is."""
    found: Origin = scope[KEY]
    return found


class Proxies:
    """The networks of proxies that are trusted to say for whom they ask."""

    def __init__(self, networks: Sequence[Network]) -> None:
        """None at all: everybody asks for themselves."""
        self._networks = networks
        self._known = lru_cache(REMEMBERED)(self._behind)

    def note(self, scope: Scope, request: str, agent: bytes | None) -> None:
        """Note where a request came from, once, in the outermost layer."""
        client = scope["client"][0] if scope.get("client") else ""
        if self._networks:
            told = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
            forwarded = b",".join(told)
            read = self._known if len(forwarded) <= SHORT else self._behind
            client = read(client, forwarded)
        name = agent.decode("latin-1")[:LONGEST_AGENT] if agent else ""
        scope[KEY] = Origin(address=client, agent=name, request=request)

    def _behind(self, peer: str, forwarded: bytes) -> str:
        """The address of the client: the last one in `X-Forwarded-For` that is no proxy of ours.

        The header counts only when the request comes from a trusted proxy, and it is read from its
        end: what a client wrote into it itself stands at the beginning.
        """
        if not self._is_ours(peer):
            return peer
        for part in reversed(forwarded.decode("latin-1").split(",")):
            candidate = part.strip().strip("[]")
            if _parsed(candidate) is None:
                break
            if not self._is_ours(candidate):
                return candidate
            peer = candidate
        return peer

    def _is_ours(self, text: str) -> bool:
        parsed = _parsed(text)
        return parsed is not None and any(parsed in network for network in self._networks)


def _parsed(text: str) -> Address | None:
    """Read an address; None for what is none."""
    if "%" in text:
        # The zone of a link-local address (RFC 4007 section 11) is any text; clients have none.
        return None
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
