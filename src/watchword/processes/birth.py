"""Children are forks of the supervisor, which has imported all that they need.

A fresh Python imports for seconds before it can do anything; a fork begins at once, and shares with
the others the memory of what was imported. That is safe here because the supervisor is one thread
with no event loop, no connection to the database and no lock at the time (docs/adr/0017).
"""

import contextlib
import importlib
import os
import signal
import sys
import traceback
from collections.abc import Collection
from pathlib import Path
from typing import NoReturn

from watchword.processes import collector

ALL_SIGNALS = signal.valid_signals()
OWN_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
"""Those that the supervisor hears itself."""
STREAMS = (0, 1, 2)
FAILED = 1


def load(kind: str) -> None:
    """Import what children of that kind run, so that none has to."""
    if _module(kind) not in sys.modules:
        with collector.put_off():
            importlib.import_module(_module(kind))


def begin(kind: str, line: int, kept: Collection[int]) -> int:
    """Start a child that reads from `line` and has the `kept` descriptors; gives its process id.

    The first one of its kind has its kind loaded, so those that were started before it are at work
    meanwhile. Raises OSError when the machine gives us no process.
    """
    load(kind)
    # What is not written yet would be written twice.
    sys.stdout.flush()
    sys.stderr.flush()
    # No signal reaches the child as long as it would be heard as the supervisor hears it.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ALL_SIGNALS)
    try:
        child = os.fork()
        if child == 0:
            _live(kind, line, kept)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return child


def _live(kind: str, line: int, kept: Collection[int]) -> NoReturn:
    """Be the child from here to its end: nothing of the supervisor's own is ever run or closed."""
    status = FAILED
    try:
        _begin_anew(kind, line, kept)
        importlib.import_module(_module(kind)).main()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - it is told, and the process ends below
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def _begin_anew(kind: str, line: int, kept: Collection[int]) -> None:
    """Let go of what is the supervisor's: signals, process group, descriptors."""
    os.setpgid(0, 0)
    signal.set_wakeup_fd(-1)
    for number in OWN_SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.dup2(line, 0)
    wanted = {*STREAMS, *kept}
    for descriptor in [int(entry.name) for entry in Path("/proc/self/fd").iterdir()]:
        if descriptor not in wanted:
            with contextlib.suppress(OSError):
                os.close(descriptor)
    # What `ps` and `top` show; at most 15 bytes (prctl(2), PR_SET_NAME).
    with contextlib.suppress(OSError):
        Path("/proc/self/comm").write_text(f"watchword:{kind}"[:15])
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _module(kind: str) -> str:
    return f"watchword.processes.{kind}"
