"""The side-band: three channels in one stream of packets (gitprotocol-pack(5))."""

from collections.abc import Iterator
from enum import IntEnum

from watchword.git_transport.pktline import LARGEST_PAYLOAD, packet
from watchword.kernel.errors import Malformed

LARGEST_PIECE = LARGEST_PAYLOAD - 1


class Band(IntEnum):
    """What a packet's first byte says of the rest."""

    DATA = 1
    PROGRESS = 2
    """Shown to the person behind `remote:`."""
    FATAL = 3


BANDS = frozenset(bytes([band]) for band in Band)


def write(band: Band, payload: bytes) -> Iterator[bytes]:
    """Packets that carry the payload on that band."""
    for at in range(0, len(payload), LARGEST_PIECE):
        yield packet(bytes([band]) + payload[at : at + LARGEST_PIECE])


def remark(text: str) -> bytes:
    """One packet that shows a line of text to the person. Control characters are left out."""
    shown = "".join(character for character in text if character.isprintable())
    piece = f"{shown}\n".encode("utf-8", "replace")[:LARGEST_PIECE]
    return packet(bytes([Band.PROGRESS]) + piece)


def read(payload: bytes) -> tuple[Band, bytes]:
    """Take a packet apart. Raises Malformed for a band that is none."""
    if payload[:1] not in BANDS:
        raise Malformed("a packet of the side-band names no band")
    return Band(payload[0]), payload[1:]
