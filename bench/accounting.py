"""What a tree of processes has used: processor time and anonymous memory."""

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
EVERY = 0.04
"""Seconds between two looks at the memory."""


class GroupAccount:
    """Counts in a control group: exact, also for processes that came and went."""

    complete = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir()

    def entering(self, argv: list[str]) -> list[str]:
        """The command that puts itself into the group before it becomes `argv`."""
        enter = 'echo $$ >"$0" && exec "$@"'
        return ["/bin/sh", "-c", enter, str(self._folder / "cgroup.procs"), *argv]

    def begin(self, pid: int) -> None:
        """Learn the root of a tree; the group knows its processes by itself."""

    def pids(self) -> list[int]:
        return [int(pid) for pid in (self._folder / "cgroup.procs").read_text().split()]

    def cpu(self) -> float:
        """Seconds of processor time, user and system, of all that ever ran in it."""
        words = (self._folder / "cpu.stat").read_text().split()
        return int(words[words.index("usage_usec") + 1]) / 1e6

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._folder.rmdir()


class TreeAccount:
    """Counts through /proc, where no control group may be made.

    A process that is reaped by nobody (fcgiwrap ignores the end of its children) is lost to it.
    """

    complete = False

    def __init__(self) -> None:
        self._roots: list[int] = []

    def entering(self, argv: list[str]) -> list[str]:
        return argv

    def begin(self, pid: int) -> None:
        self._roots.append(pid)

    def pids(self) -> list[int]:
        found, todo = [], [*self._roots]
        while todo:
            pid = todo.pop()
            with contextlib.suppress(OSError):
                for task in Path(f"/proc/{pid}/task").iterdir():
                    todo += [int(child) for child in (task / "children").read_text().split()]
                found.append(pid)
        return found

    def cpu(self) -> float:
        ticks = 0
        for pid in self.pids():
            with contextlib.suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                # utime, stime, cutime, cstime: the last two are of children that were waited for.
                ticks += sum(map(int, fields[11:15]))
        return ticks / TICK

    def close(self) -> None:
        pass


Account = GroupAccount | TreeAccount


def open_account(name: str) -> Account:
    """A control group (version 2) where this process may make one, else /proc."""
    for line in Path("/proc/self/mounts").read_text().splitlines():
        _, where, kind, *_ = line.split()
        if kind == "cgroup2":
            with contextlib.suppress(OSError):
                return GroupAccount(Path(where) / f"watchword-bench-{os.getpid()}-{name}")
    return TreeAccount()


class Memory:
    """Looks at the memory of a tree again and again."""

    def __init__(self, account: "Account | Nothing") -> None:
        self._account = account
        self._seen: set[int] = set(account.pids())

    def anonymous(self) -> int:
        """Bytes that belong to these processes and to no file.

        A process counts from the second look on: until it runs its own program, what a server has
        just started shows the server's memory as its own (vfork(2)).
        """
        pids = set(self._account.pids())
        old, self._seen = pids & self._seen, pids
        return sum(map(_anonymous, old))


def _anonymous(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) << 10
    return 0


@dataclass
class Used:
    """What was used between two moments."""

    wall: float = 0.0
    """Seconds."""
    cpu: float = 0.0
    """Seconds, user and system, of the server's processes."""
    memory: int = 0
    """Bytes of anonymous memory at the peak, over what it was at the start."""


class Nothing:
    """Stands for a server that has no processes: the client does everything itself."""

    complete = False

    def pids(self) -> list[int]:
        return []

    def cpu(self) -> float:
        return 0.0


@contextlib.contextmanager
def measured(account: Account | Nothing, settle: float = 0.0) -> Iterator[Used]:
    """Measure the block; for another `settle` seconds processor time is still counted."""
    used = Used()
    memory = Memory(account)
    idle = peak = memory.anonymous()
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(EVERY):
            peak = max(peak, memory.anonymous())

    watcher = threading.Thread(target=watch)
    cpu = account.cpu()
    watcher.start()
    began = time.perf_counter()
    try:
        yield used
        used.wall = time.perf_counter() - began
        time.sleep(settle)
        used.cpu = account.cpu() - cpu
    finally:
        done.set()
        watcher.join()
    used.memory = peak - idle
