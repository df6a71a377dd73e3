"""The memory of a small process of the person's own, spoken to through a socket in a 0700 folder.

What is said is `action=`, `protocol=`, `host=` and an empty line, then entries as in a file. The
process is `daemon.py`; it is started at the first `store`, and ends when it holds nothing more.
"""

import os
import socket
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from watchword_client.credential_helper import entry, private_files, protocol
from watchword_client.credential_helper.entry import Entry, Place
from watchword_client.credential_helper.ports import Unusable
from watchword_client.credential_helper.stores.locked import Locked

SOCKET: Final = "socket"
PATIENCE: Final = 5.0
"""Seconds for the process to start, and to answer."""
MOST: Final = 1_048_576


class InMemory(Locked):
    """Keeps entries until their time is up, or the process ends."""

    def __init__(self, folder: Path, start: Callable[[Path], None]) -> None:
        """Take the folder of the socket, and what starts the process there."""
        if not hasattr(socket, "AF_UNIX"):
            raise Unusable("--store=memory needs Unix sockets: use --store=keychain here")
        super().__init__(folder, "memory")
        self._start = start

    def read(self, place: Place) -> list[Entry]:
        """All that is kept for a place; nothing where no process is there."""
        answer = self._say("get", place, b"")
        return entry.read_all(answer) if answer else []

    def write(self, place: Place, entries: Sequence[Entry]) -> None:
        """Keep just these. Starts the process where there is something to keep and none runs."""
        said = entry.write_all(entries)
        if self._say("set", place, said) is not None or not entries:
            return
        self._start(self._folder)
        until = time.monotonic() + PATIENCE
        while self._say("set", place, said) is None:
            if time.monotonic() > until:
                raise Unusable("the process that keeps credentials in memory does not start")
            time.sleep(private_files.PAUSE)

    def _say(self, action: str, place: Place, more: bytes) -> bytes | None:
        """Ask the process; None where there is none."""
        head = [("action", action), ("protocol", place.protocol), ("host", place.host)]
        said = protocol.write(head) + b"\n" + more
        private_files.folder(self._folder)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(PATIENCE)
            try:
                connect(connection, self._folder)
            except (FileNotFoundError, ConnectionRefusedError):
                return None
            except OSError as error:
                raise Unusable(f"memory cannot be reached: {error.strerror}") from error
            try:
                return _conversed(connection, said)
            except OSError as error:
                raise Unusable("memory does not answer") from error


def connect(connection: socket.socket, folder: Path) -> None:
    """Connect to the socket by its short name: the whole path may be longer than 100 bytes."""
    with _inside(folder):
        connection.connect(SOCKET)


def bind(listener: socket.socket, folder: Path) -> None:
    """Listen there. The folder lets nobody else in."""
    with _inside(folder):
        listener.bind(SOCKET)


class _inside:  # noqa: N801 - used as a verb
    """Be in a folder for a moment; this process has one thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before = -1

    def __enter__(self) -> None:
        self._before = os.open(".", os.O_RDONLY)
        os.chdir(self._folder)

    def __exit__(self, *_: object) -> None:
        os.fchdir(self._before)
        os.close(self._before)


def _conversed(connection: socket.socket, said: bytes) -> bytes:
    connection.sendall(said)
    connection.shutdown(socket.SHUT_WR)
    answer = b""
    while part := connection.recv(65_536):
        answer += part
        if len(answer) > MOST:
            raise OSError
    if not answer.endswith(b"\n"):
        # It ended in the middle: what it had is gone.
        raise OSError
    return answer
