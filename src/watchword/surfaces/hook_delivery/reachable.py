"""Which addresses webhooks may be sent to: the public Internet, and what the operator lists.

Whoever may make a webhook tells this machine to send a request. It must not become a way into the
network that the machine stands in: no loopback, link-local, private or reserved address, in none of
the forms in which an IPv6 address carries one of IPv4 (attack 57).
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv4Address, IPv6Address
from typing import Final, TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve: TypeAlias = Callable[[str, int], Awaitable[Sequence[str]]]
"""Gives the addresses of a host. Raises OSError when there are none."""

NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
"""The IPv4 address stands in the last four bytes (RFC 6052 section 2.1)."""
TUNNELS: Final = tuple(
    ipaddress.ip_network(text)
    for text in ("::/96", "2001::/32", "2002::/16", "64:ff9b:1::/48", "fec0::/10")
)
"""Forms that carry IPv4 addresses and are no longer, or only privately, in use (RFC 4291 section
2.5.5.1, RFC 4380, RFC 3056, RFC 8215), and what was private before fc00::/7 was (RFC 3879)."""
FORBIDDEN: Final = "the address of the host is not one that webhooks may be sent to"
UNKNOWN: Final = "failed to resolve the host name"


class Unreachable(Exception):  # noqa: N818 - it is an answer
    """The address may not be reached, or has no host; the text tells who set the webhook up."""


async def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a host."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]).partition("%")[0] for one in found]


async def pinned(
    host: str, port: int, allowed: Sequence[Network], resolve: Resolve = resolve
) -> str:
    """The one address to connect to, looked up once: a second look-up may say another thing.

    All addresses of the host must be such as may be reached. Raises Unreachable.
    """
    try:
        found = await resolve(host, port)
    except (OSError, UnicodeError) as error:
        raise Unreachable(UNKNOWN) from error
    for text in found:
        if not is_reachable(ipaddress.ip_address(text), allowed):
            raise Unreachable(FORBIDDEN)
    if not found:
        raise Unreachable(UNKNOWN)
    return found[0]


def is_reachable(address: Address, allowed: Sequence[Network]) -> bool:
    """Whether webhooks may be sent there."""
    meant = _meant(address)
    if any(meant in network for network in allowed):
        return True
    if any(meant in network for network in TUNNELS):
        return False
    return meant.is_global and not meant.is_multicast and not meant.is_reserved


def _meant(address: Address) -> Address:
    """The address that packets go to: the one of IPv4 that is carried, where there is one."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    return IPv4Address(address.packed[-4:]) if address in NAT64 else address
