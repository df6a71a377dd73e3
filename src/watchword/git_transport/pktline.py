"""Pkt-lines: four hexadecimal digits of length, then the bytes (gitprotocol-common(5))."""

from collections.abc import Iterator
from enum import Enum
from typing import TypeAlias

from watchword.kernel.errors import Malformed, TooLarge

LARGEST_PACKET = 65_520
"""Bytes of a packet with its length (gitprotocol-common(5))."""
LARGEST_PAYLOAD = LARGEST_PACKET - 4
HEXADECIMAL = frozenset(b"0123456789abcdefABCDEF")


class Mark(Enum):
    """Packets that hold nothing and end something (gitprotocol-v2(5))."""

    FLUSH = 0
    DELIMITER = 1
    RESPONSE_END = 2


Packet: TypeAlias = bytes | Mark

FLUSH = b"0000"
DELIMITER = b"0001"


def packet(payload: bytes) -> bytes:
    """Write one packet. Raises ValueError when the payload does not fit into one."""
    if len(payload) > LARGEST_PAYLOAD:
        msg = f"{len(payload)} bytes do not fit into a packet"
        raise ValueError(msg)
    return b"%04x%b" % (len(payload) + 4, payload)


def line(text: str) -> bytes:
    """Write one packet that holds a line of text and its line feed."""
    return packet(text.encode("utf-8", "surrogateescape") + b"\n")


class Reader:
    """Takes packets out of blocks of bytes as they come.

    It holds at most one unfinished packet beside what was fed last. `most` bounds the bytes that it
    reads as packets in all, so that nobody feeds it for ever.
    """

    def __init__(self, most: int) -> None:
        """Read at most that many bytes as packets."""
        self._held = bytearray()
        self._left = most

    def feed(self, block: bytes) -> None:
        """Take the next block."""
        self._held += block

    def next(self) -> Packet | None:
        """Give the next packet, or None when it is not whole yet.

        Raises Malformed for a length that is none, TooLarge when the bound is reached.
        """
        if len(self._held) < 4:
            return None
        length = _length(self._held[:4])
        size = max(length, 4)
        if size > self._left:
            raise TooLarge("more packets than this request may hold")
        if len(self._held) < size:
            return None
        payload = bytes(self._held[4:size])
        del self._held[:size]
        self._left -= size
        return Mark(length) if length < 4 else payload

    def rest(self) -> bytes:
        """Give what was fed and not read, and forget it."""
        rest = bytes(self._held)
        self._held.clear()
        return rest

    def __iter__(self) -> Iterator[Packet]:
        """All packets that are whole."""
        while (found := self.next()) is not None:
            yield found


def _length(digits: bytearray) -> int:
    if not HEXADECIMAL.issuperset(digits):
        raise Malformed("a packet does not begin with its length")
    length = int(digits, 16)
    if length == 3 or length > LARGEST_PACKET:
        raise Malformed(f"no packet has the length {length}")
    return length
