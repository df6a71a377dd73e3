"""Runs commands of ours in forks of one process that has imported them.

A fresh Python imports for two seconds before a command begins; a fork of one that did so begins at
once, and is a process of its own all the same: its own environment, files, exit status.
"""

import atexit
import functools
import importlib
import json
import os
import socket
import subprocess
import sys
import tempfile
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
    line = _resident()
    line.settimeout(patience)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "in").write_text(given)
        wanted = {"words": list(words), "environment": dict(environment), "folder": folder}
        line.send(json.dumps(wanted).encode())
        status = int(line.recv(16))
        printed = [(place / name).read_text() for name in STREAMS[1:]]
        return subprocess.CompletedProcess(list(words), status, *printed)


def _serve(line: socket.socket) -> None:
    for name in LOADED:
        importlib.import_module(name)
    while wanted := line.recv(1 << 20):
        if not (child := os.fork()):
            line.close()
            _become(json.loads(wanted))
        _, ended = os.waitpid(child, 0)
        line.send(str(os.waitstatus_to_exitcode(ended)).encode())


def _become(wanted: dict) -> NoReturn:
    """Be that command until the end of this process, which `main` brings about."""
    for number, name in enumerate(STREAMS):
        flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT
        os.dup2(os.open(Path(wanted["folder"]) / name, flags, 0o600), number)
    os.environ.clear()
    os.environ.update(wanted["environment"])
    importlib.import_module(LOADED[0]).main(wanted["words"], prog_name="watchword")


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
