"""A line for the person, put into the answer to a fetch on its way through (gitprotocol-v2(5))."""

from watchword.git_transport.pktline import Mark, Packet, Reader, packet
from watchword.kernel.errors import Malformed, TooLarge

PACKFILE = b"packfile\n"
MOST_BEFORE = 64 * 2**20
"""Bytes of acknowledgements and shallow commits before the pack that are read through."""


class Insertion:
    """Passes an answer of protocol version 2 through and puts one packet behind `packfile`.

    What it does not understand it passes through as it is: a remark must never break a fetch. An
    answer without a pack stays as it is.
    """

    def __init__(self, remark: bytes) -> None:
        """Put in that packet; it must be one of the side-band."""
        self._remark = remark
        self._reader: Reader | None = Reader(MOST_BEFORE)

    def feed(self, block: bytes) -> bytes:
        """Take the next block, give what is to be sent; at most one packet is held back."""
        if self._reader is None:
            return block
        self._reader.feed(block)
        ready = bytearray()
        try:
            for found in self._reader:
                ready += _written(found)
                if found == PACKFILE:
                    return bytes(ready) + self._remark + self.finish()
        except (Malformed, TooLarge):
            ready += self.finish()
        return bytes(ready)

    def finish(self) -> bytes:
        """Give what was held back; from then on everything passes."""
        if self._reader is None:
            return b""
        rest, self._reader = self._reader.rest(), None
        return rest


def _written(found: Packet) -> bytes:
    return b"%04x" % found.value if isinstance(found, Mark) else packet(found)
