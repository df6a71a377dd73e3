"""The sockets on which children accept: made by the supervisor, held over their restarts."""

import errno
import socket

from msgspec import Struct

from watchword.processes.cannot_start import CannotStart

BACKLOG = 1024
UNSENT = 64 * 1024
"""Bytes of answers that the kernel takes from us before it can send them, for each connection."""
ADVICE = {
    errno.EADDRINUSE: "is taken by another program. Stop that one, or choose another with {flag}",
    errno.EACCES: "takes root's rights (or the capability CAP_NET_BIND_SERVICE)",
    errno.EPERM: "takes root's rights (or the capability CAP_NET_BIND_SERVICE)",
    errno.EADDRNOTAVAIL: "belongs to another machine. Choose an address of this one with {flag}",
}


class Place(Struct, frozen=True):
    """An address, resolved."""

    family: socket.AddressFamily
    host: str
    port: int


def resolve(host: str, port: int) -> Place:
    """Find the address behind a name. Raises CannotStart."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        msg = f"The host {host!r} to listen on is not known: {error.strerror}."
        raise CannotStart(msg) from None
    family, _, _, _, where = found[0]
    return Place(family, str(where[0]), int(where[1]))


def may_bind(host: str, port: int) -> bool:
    """Whether a program could listen there now."""
    try:
        _bound(resolve(host, port), shared=False).close()
    except (CannotStart, OSError):
        return False
    return True


def listen(place: Place, count: int, flag: str = "--listen") -> list[socket.socket]:
    """Listen with several sockets among which the kernel spreads new connections.

    The first one is bound alone: SO_REUSEPORT from the start would let it share the port with a
    server of the same user that is there already, and each would get half of the connections.
    `flag` is what another place is chosen with. Raises CannotStart.
    """
    try:
        first = _bound(place, shared=False)
    except OSError as error:
        about = ADVICE.get(error.errno or 0, f"cannot be bound: {error.strerror}")
        msg = f"Port {place.port} on {place.host} {about.format(flag=flag)}."
        raise CannotStart(msg) from None
    first.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    taken = Place(place.family, place.host, first.getsockname()[1])
    return [first, *(_bound(taken, shared=True) for _ in range(count - 1))]


def listen_again(place: Place) -> socket.socket:
    """Add one socket to those that listen there. Raises OSError."""
    return _bound(place, shared=True)


def _bound(place: Place, *, shared: bool) -> socket.socket:
    made = socket.socket(place.family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        # Inherited by each connection. Without it the end of a streamed answer waits for the
        # client's delayed acknowledgement: 40 ms for each request of git.
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # Inherited too. A large answer would fill up to 4 MiB for each connection at once, and
        # small answers of others wait until that is copied.
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT)
        made.bind((place.host, place.port))
        made.listen(BACKLOG)
    except OSError:
        made.close()
        raise
    return made
