"""The process behind `--store=memory`; its one argument is the folder of the socket.

It has one thread and answers one question after the other. It leaves when it has held nothing for
half a minute, and holds neither a terminal nor the pipes of the git that started it.
"""

import contextlib
import os
import resource
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from watchword_client import machine
from watchword_client.credential_helper import entry, private_files, protocol
from watchword_client.credential_helper.entry import Entry, Place
from watchword_client.credential_helper.ports import Unusable
from watchword_client.credential_helper.protocol import Malformed
from watchword_client.credential_helper.stores import memory

STAYS: Final = 30
"""Seconds for which it stays when there is nothing to keep."""
ASKING: Final = 2.0
"""Seconds that one who asks has got to say it and to hear the answer."""
TICK: Final = 5.0
MOST: Final = 1_048_576
DONE: Final = b"\n"
"""At the end of each answer, so that one that was cut off is told."""


class Memory:
    """What is kept, by place."""

    def __init__(self, now: Callable[[], int]) -> None:
        """Take the time, in seconds since 1970 UTC."""
        self._now = now
        self._kept: dict[Place, list[Entry]] = {}
        self._leaves_at = now() + STAYS

    def answer(self, said: bytes) -> bytes:
        """Answer one question. Raises Malformed."""
        head, _, rest = said.partition(b"\n\n")
        request = next(iter(protocol.blocks(head)), {})
        place = entry.place_of(request)
        self.forget()
        if place is None:
            raise Malformed("no place is named")
        if request.get("action") == "get":
            return entry.write_all(self._kept.get(place, [])) + DONE
        if request.get("action") != "set":
            raise Malformed("no action is named")
        self._kept[place] = [one for one in entry.read_all(rest) if one.place == place]
        self._leaves_at = self._now() + STAYS
        self.forget()
        return DONE

    def forget(self) -> None:
        """Let go of what was to be kept until now."""
        now = self._now()
        for place, entries in list(self._kept.items()):
            left = [one for one in entries if not 0 < one.kept_until <= now]
            if left:
                self._kept[place] = left
                self._leaves_at = now + STAYS
            else:
                del self._kept[place]

    def may_leave(self) -> bool:
        """Whether nothing was kept for a while."""
        self.forget()
        return not self._kept and self._now() >= self._leaves_at


def serve(listener: socket.socket, kept: Memory, tick: float = TICK) -> None:
    """Answer until there is nothing to keep; `tick` seconds pass between two looks whether so."""
    listener.settimeout(tick)
    while not kept.may_leave():
        with contextlib.suppress(TimeoutError, OSError):
            connection, _ = listener.accept()
            with connection:
                connection.settimeout(ASKING)
                if _is_me(connection):
                    _serve_one(connection, kept)


def _serve_one(connection: socket.socket, kept: Memory) -> None:
    said = b""
    while part := connection.recv(65_536):
        said += part
        if len(said) > MOST:
            return
    with contextlib.suppress(Malformed):
        connection.sendall(kept.answer(said))


def _is_me(connection: socket.socket) -> bool:
    """Whether the one who asks is the person, where the system tells (unix(7))."""
    option = getattr(socket, "SO_PEERCRED", None)
    if option is None:
        return True
    told = connection.getsockopt(socket.SOL_SOCKET, option, 12)
    return int.from_bytes(told[4:8], sys.byteorder) in {os.geteuid(), 0}


def main() -> None:
    """Run until there is nothing to keep. It holds a lock for life: there is one at a time."""
    folder = private_files.folder(Path(sys.argv[1]))
    os.chdir(folder)
    os.umask(0o077)
    _no_core()
    try:
        with private_files.lock(folder / "daemon.lock", 0.0), contextlib.ExitStack() as until_end:
            listener = until_end.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
            Path(memory.SOCKET).unlink(missing_ok=True)
            memory.bind(listener, folder)
            until_end.callback(Path(memory.SOCKET).unlink, missing_ok=True)
            listener.listen(16)
            serve(listener, Memory(machine.now))
    except Unusable:
        # Another one was quicker.
        return


def _no_core() -> None:
    """What is in memory only shall not end on the disk when the process crashes."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
