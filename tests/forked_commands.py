"""Runs commands of ours, and servers, in forks of one process that has imported them.

A fresh Python imports for two seconds before a command begins; a fork of one that did so begins at
once, and is a process of its own all the same: its own environment, files, exit status. What the
kernel shows of the start of a process, its arguments and first environment, are those of the one
that forks: tests that look at these start a fresh Python.
"""

import atexit
import contextlib
import functools
import gc
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

SOURCES = Path(__file__).parents[1] / "src"
LOADED = (
    "watchword.operator_cli.main",
    "watchword.operator_cli.init",
    "watchword.operator_cli.admin.group",
    "watchword.operator_cli.desk",
    "watchword.operator_cli.people",
    "watchword.operator_cli.serve",
    "watchword.processes.web",
    "watchword.processes.jobs",
)
STREAMS = ("in", "out", "err")
"""Files of a command's folder, by the number of the descriptor that each becomes."""


@functools.cache
def _resident() -> socket.socket:
    """The line to the process that forks, which ends when the line does."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(
            [sys.executable, __file__, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env=os.environ | {"PYTHONPATH": str(SOURCES)},
            cwd="/",
        )
    atexit.register(_end, ours, process)
    return ours


def _end(line: socket.socket, process: subprocess.Popen[bytes]) -> None:
    line.close()
    process.wait()


def run(
    words: Sequence[str], given: str, environment: Mapping[str, str], patience: float
) -> subprocess.CompletedProcess[str]:
    """Run `watchword WORDS…` with that text on standard input, waiting so many seconds at most."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "in").write_text(given)
        process = Process(words, environment, [place / name for name in STREAMS], place / "status")
        status = process.wait(patience)
        printed = [(place / name).read_text() for name in STREAMS[1:]]
        return subprocess.CompletedProcess(list(words), status, *printed)


class Process:
    """One that runs `watchword WORDS…`; used like one of `subprocess`."""

    def __init__(
        self,
        words: Sequence[str],
        environment: Mapping[str, str],
        streams: Sequence[Path],
        status: Path,
    ) -> None:
        """Start it on three files; it appends to the last two. Its exit status goes to a fourth."""
        self._status = status
        status.unlink(missing_ok=True)
        wanted = {
            "words": list(words),
            "environment": dict(environment),
            "streams": [str(path) for path in streams],
            "status": str(status),
        }
        line = _resident()
        line.send(json.dumps(wanted).encode())
        self.pid = int(line.recv(16))
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit status, negative for a signal; None while it runs."""
        if self.returncode is None and (told := self._told()):
            self.returncode = int(told)
        return self.returncode

    def wait(self, patience: float) -> int:
        """Wait for its end, so many seconds at most. Raises TimeoutExpired."""
        until = time.monotonic() + patience
        pause = 0.002
        while (status := self.poll()) is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired("watchword", patience)
            time.sleep(pause)
            pause = min(pause * 1.5, 0.05)
        return status

    def send_signal(self, number: int) -> None:
        """Send a signal; nothing happens when it is gone."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Tell it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def _told(self) -> str:
        try:
            return self._status.read_text()
        except FileNotFoundError:
            return ""


def _serve(line: socket.socket) -> None:
    for name in LOADED:
        importlib.import_module(name)
    gc.freeze()
    while wanted := line.recv(1 << 20):
        if not (keeper := os.fork()):
            _keep(line, json.loads(wanted))
        os.waitpid(keeper, 0)


def _keep(line: socket.socket, wanted: dict) -> NoReturn:
    """Start it, say which process it is, and write down how it ended."""
    if os.fork():
        os._exit(0)
    child = os.fork()
    if child == 0:
        line.close()
        _become(wanted)
    line.send(str(child).encode())
    line.close()
    _, ended = os.waitpid(child, 0)
    new = Path(wanted["status"] + "~")
    # A folder that is gone by now has nobody who waits.
    with contextlib.suppress(OSError):
        new.write_text(str(os.waitstatus_to_exitcode(ended)))
        new.rename(wanted["status"])
    os._exit(0)


def _become(wanted: dict) -> NoReturn:
    """Be that command until the end of this process."""
    status = 1
    try:
        for number, name in enumerate(wanted["streams"]):
            flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_APPEND
            os.dup2(os.open(name, flags, 0o600), number)
        os.environ.clear()
        os.environ.update(wanted["environment"])
        importlib.import_module(LOADED[0]).main(wanted["words"], prog_name="watchword")
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - it is told, and the process ends below
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
