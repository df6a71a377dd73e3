"""Which requests are the same: the name of an answer beside the state of the refs."""

import hashlib
from collections.abc import Iterable

from watchword.git_transport.request import Request

COMMANDS = frozenset({b"fetch", b"ls-refs"})
OF_THE_CLIENT = (b"agent=", b"session-id=")
"""Capabilities that tell who asks and change nothing in the answer."""
WANT = b"want "


def name_of(request: Request, server: bytes) -> str | None:
    """A name that equal requests share, 32 hexadecimal digits; None where answers are not kept.

    `server` is whatever of this server decides about answers: the program git and its settings.
    Wants may come in any order, and twice: they are a set (gitprotocol-v2(5), fetch). The order of
    the other arguments is kept: acknowledgements come in the order of what is acknowledged.
    """
    if request.command not in COMMANDS:
        return None
    capabilities = {one for one in request.capabilities if not one.startswith(OF_THE_CLIENT)}
    wants = {one for one in request.arguments if one.startswith(WANT)}
    others = (one for one in request.arguments if not one.startswith(WANT))
    digest = hashlib.blake2b(digest_size=16)
    for part in ([request.command, server], sorted(capabilities), sorted(wants), others):
        _take_in(digest, part)
    return digest.hexdigest()


def _take_in(digest: "hashlib.blake2b", lines: Iterable[bytes]) -> None:
    """Take lines in so that no other lines give the same digest."""
    for line in lines:
        digest.update(b"%d:%b" % (len(line), line))
    digest.update(b"/")
