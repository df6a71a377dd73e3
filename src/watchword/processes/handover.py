"""What a child is told at its birth, over its standard input; the end of that means: stop.

The supervisor holds the other end of a socket pair. Settings hold secrets, so they go this way and
not by argv or environment, which other users and crash reports can see.
"""

import asyncio
import contextlib
import json
import os
import signal
import socket
from pathlib import Path

from msgspec import Struct

from watchword.settings import Settings

READY = b"ready\n"


class Handover(Struct, frozen=True):
    """All that a child needs. The listener is a descriptor that it inherits; -1 for none."""

    name: str
    settings: Settings
    listener: int = -1
    certificate: Path | None = None
    key: Path | None = None

    def give(self, line: socket.socket) -> None:
        """Write it into the supervisor's end. Raises OSError when the child is gone."""
        told = {
            "name": self.name,
            "settings": self.settings.packed(),
            "listener": self.listener,
            "certificate": str(self.certificate or ""),
            "key": str(self.key or ""),
        }
        line.sendall(json.dumps(told).encode() + b"\n")


def take() -> tuple[Handover, "Lifeline"]:
    """Read it from standard input, which is empty from then on: nobody else may hold the line."""
    line = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    with line.makefile("rb") as stream:
        told = json.loads(stream.readline())
    handover = Handover(
        told["name"],
        Settings.unpacked(told["settings"]),
        told["listener"],
        Path(told["certificate"]) if told["certificate"] else None,
        Path(told["key"]) if told["key"] else None,
    )
    return handover, Lifeline(line)


class Lifeline:
    """The child's end: says that it is ready, and learns when to stop."""

    def __init__(self, line: socket.socket) -> None:
        """Hold the socket."""
        self._line = line
        self.told = asyncio.Event()
        """To stop: by SIGTERM, SIGINT, or because the supervisor is gone."""
        self.hurry = asyncio.Event()
        """To stop without waiting for anybody: told a second time."""

    def watch(self) -> None:
        """Begin to listen, on the running event loop."""
        loop = asyncio.get_running_loop()
        self._line.settimeout(0)
        loop.add_reader(self._line.fileno(), self._read)
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop)

    def ready(self) -> None:
        """Tell the supervisor that this child does its work from now on."""
        with contextlib.suppress(OSError):
            self._line.send(READY)

    def _stop(self) -> None:
        (self.hurry if self.told.is_set() else self.told).set()

    def _read(self) -> None:
        try:
            if self._line.recv(64):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        asyncio.get_running_loop().remove_reader(self._line.fileno())
        self.told.set()
