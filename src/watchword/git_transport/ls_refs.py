"""The command `ls-refs` of protocol version 2: what may be asked, and how refs are told."""

from collections.abc import Iterable
from typing import NamedTuple

from msgspec import Struct

from watchword.git_transport.pktline import FLUSH, packet
from watchword.git_transport.request import Request

COMMAND = b"ls-refs"
PREFIX = b"ref-prefix "
MOST_PREFIXES = 1_000
"""Of a request that is understood here. From 65,536 on git passes over all of them."""
OBJECT_FORMAT = b"object-format=sha1"
AGENT = b"agent="
HEAD = b"HEAD"


class Ref(NamedTuple):
    """A ref as it is told."""

    name: bytes
    value: bytes | None
    """The object's id in hexadecimal digits; None: a branch that is not born."""
    peeled: bytes | None = None
    """What an annotated tag leads to in the end; None for everything else."""
    target: bytes | None = None
    """The name that a symbolic ref stands for."""


class LsRefs(Struct, frozen=True):
    """What a client wants to be told."""

    peel: bool
    symrefs: bool
    unborn: bool
    prefixes: tuple[bytes, ...]
    """In order, none of them within another one; none at all: every ref is asked for."""

    def wants(self, name: bytes) -> bool:
        """Whether a ref of that name is asked for."""
        return not self.prefixes or name.startswith(self.prefixes)

    def answer(self, refs: Iterable[Ref]) -> bytes:
        """The whole answer. HEAD stands first, the others in the order of their names."""
        return b"".join([*map(self._line, refs), FLUSH])

    def _line(self, ref: Ref) -> bytes:
        name, value, peeled, target = ref
        line = (value or b"unborn") + b" " + name
        if self.symrefs and target is not None:
            line += b" symref-target:" + target
        if self.peel and peeled is not None:
            line += b" peeled:" + peeled
        return packet(line + b"\n")


def understood(request: Request) -> LsRefs | None:
    """Read a request; None for one that is left to git, which has words for what it refuses."""
    if request.command != COMMAND or not all(map(_is_known, request.capabilities)):
        return None
    words = [one for one in request.arguments if not one.startswith(PREFIX)]
    prefixes = [one.removeprefix(PREFIX) for one in request.arguments if one.startswith(PREFIX)]
    if not {b"peel", b"symrefs", b"unborn"}.issuperset(words):
        return None
    if len(prefixes) > MOST_PREFIXES or any(b"\0" in prefix for prefix in prefixes):
        return None
    return LsRefs(b"peel" in words, b"symrefs" in words, b"unborn" in words, _widest(prefixes))


def _is_known(capability: bytes) -> bool:
    return capability == OBJECT_FORMAT or capability.startswith(AGENT)


def _widest(prefixes: Iterable[bytes]) -> tuple[bytes, ...]:
    """Leave out what another one holds already. A prefix that is empty holds every name."""
    kept: list[bytes] = []
    for prefix in sorted(prefixes):
        if not kept or not prefix.startswith(kept[-1]):
            kept.append(prefix)
    return () if kept[:1] == [b""] else tuple(kept)
