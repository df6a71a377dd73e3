"""A request of protocol version 2: a command, capabilities and arguments (gitprotocol-v2(5))."""

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from watchword.git_transport.pktline import Mark, Packet, Reader
from watchword.kernel.errors import Malformed, TooLarge

COMMAND = b"command="
SHORT = 1_024
"""Bytes of a request that is kept in mind, with what was read in it."""


class Request(Struct, frozen=True):
    """One request. Line feeds at the ends of its lines are taken away, as git does."""

    command: bytes
    """What is asked for: `ls-refs`, `fetch`, …"""
    capabilities: tuple[bytes, ...]
    """What the client says of itself, in its order: `agent=…`, `object-format=…`, …"""
    arguments: tuple[bytes, ...]
    """What the command is told, in the client's order."""


def parse(body: bytes) -> Request | None:
    """Read a body that holds exactly one request.

    None for anything else: git is left to judge what is unusual, and has the words for it.
    """
    return _known(body) if len(body) <= SHORT else _parsed(body)


@lru_cache(256)
def _known(body: bytes) -> Request | None:
    """Read a short body, or remember it: most clients of one release send the same bytes."""
    return _parsed(body)


def _parsed(body: bytes) -> Request | None:
    try:
        packets = list(_packets(body))
    except (Malformed, TooLarge):
        return None
    if not packets or packets.pop() is not Mark.FLUSH:
        return None
    at = packets.index(Mark.DELIMITER) if Mark.DELIMITER in packets else len(packets)
    head, arguments = _lines(packets[:at]), _lines(packets[at + 1 :])
    if not head or arguments is None or not head[0].startswith(COMMAND):
        return None
    capabilities = head[1:]
    if any(one.startswith(COMMAND) for one in capabilities):
        return None
    return Request(head[0].removeprefix(COMMAND), capabilities, arguments)


def _packets(body: bytes) -> Iterator[Packet]:
    """All packets of a body that ends where a packet does. Raises Malformed and TooLarge."""
    reader = Reader(len(body))
    reader.feed(body)
    yield from reader
    if reader.rest():
        raise Malformed("the last packet is not whole")


def _lines(packets: list[Packet]) -> tuple[bytes, ...] | None:
    """The packets as lines; None where one of them is no line."""
    lines = [one.removesuffix(b"\n") for one in packets if not isinstance(one, Mark)]
    return tuple(lines) if len(lines) == len(packets) else None
