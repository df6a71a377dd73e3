"""The connection that a request came by, as the kernel sees it."""

import os
import select
import socket
from contextlib import suppress

from watchword.surfaces.http_kit.asgi import Scope

LEFT = select.POLLRDHUP | select.POLLHUP | select.POLLERR


class Connection:
    """A connection of TCP, held beside the HTTP server: to be closed as soon as it is over."""

    def __init__(self, descriptor: int) -> None:
        """Take over a descriptor of the socket."""
        self._descriptor = descriptor
        self._poll = select.poll()
        self._poll.register(descriptor, LEFT)

    def has_ended(self) -> bool:
        """Whether the client has closed it, or is out of reach."""
        return self._descriptor < 0 or bool(self._poll.poll(0))

    def close(self) -> None:
        """Let go of it; the HTTP server has a descriptor of its own."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def connection_of(scope: Scope) -> Connection | None:
    """The connection of a request, where it is known and the request has it to itself (HTTP/1).

    Found among all that this process has open by the addresses of its ends: some microseconds each.
    """
    client, server = scope.get("client"), scope.get("server")
    if not client or not server or not scope["http_version"].startswith("1"):
        return None
    # Granian gives ports as text, and of the server the address that it listens on.
    ends = (client[0], int(client[1]), int(server[1]))
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208 - names alone: there may be thousands
        if _ends(int(name)) == ends:
            with suppress(OSError):
                held = os.dup(int(name))
                # The server's thread may have closed it meanwhile, and the number be another's.
                if _ends(held) == ends:
                    return Connection(held)
                os.close(held)
    return None


def _ends(descriptor: int) -> tuple[str, int, int] | None:
    """Address and port of the client, and the port of the server; None where there are none."""
    try:
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 0, descriptor)
    except OSError:
        return None
    try:
        address, port, *_ = found.getpeername()
        return address, port, found.getsockname()[1]
    except (OSError, ValueError):
        return None
    finally:
        found.detach()
