"""Rows of the server itself: how soon it answers after its start, what its workers hold idle."""

import contextlib
import http.client
import time
from pathlib import Path

from bench.accounting import Account
from bench.ours import Watchword
from bench.peers.hello import Hello
from bench.rotation import in_turn
from bench.running import Failed, quiet
from bench.stage import Stage
from bench.table import Row
from bench.targets import Plan, Target

HELLO = "a bare hello on the same HTTP server"
OURS = "watchword"
WORKERS = 2
PATIENCE = 60
START = Plan("start-serve", (Target("wall", 1.5, "s"),), HELLO)
MEMORY = Plan("start-memory")
ABOUT = """\
The server is started on a data folder that was used before. The memory of a worker is what the
kernel counts for it with its part of what it shares with others (PSS).
"""


def start(plan: Plan, stage: Stage) -> list[Row]:
    """From the command to the first answer, with a data folder that was used before."""
    stage.ours.start_plain(WORKERS)
    stage.ours.stop()
    measures = [(OURS, lambda: _ours(stage.ours)), (HELLO, lambda: _hello(stage.room("start")))]
    series = in_turn(measures, stage.clock)
    name = f"`watchword serve` to its first answer, {WORKERS} workers"
    return [Row(plan, name, HELLO, series, OURS)]


def memory(plan: Plan, stage: Stage) -> list[Row]:
    """Of one web worker, idle, with its part of what it shares with others."""
    ours, hello = stage.ours, Hello(stage.room("start"), WORKERS)
    try:
        ours.start_plain(WORKERS)
        hello.start()
        for account in (ours.account, hello.account):
            quiet(account)
        measures = [
            (OURS, lambda: {"memory": _each(ours.account, "watchword:web")}),
            (HELLO, lambda: {"memory": _each(hello.account, "")}),
        ]
        series = in_turn(measures, stage.clock)
    finally:
        hello.stop()
        ours.stop()
    return [Row(plan, "each of 2 idle web workers", HELLO, series, OURS)]


def _ours(ours: Watchword) -> dict[str, float]:
    began = time.perf_counter()
    try:
        ours.start_plain(WORKERS)
        first_answer(ours.plain, "/api/v3/meta")
        return {"wall": time.perf_counter() - began, "cpu": ours.account.cpu()}
    finally:
        ours.stop()


def _hello(folder: Path) -> dict[str, float]:
    hello = Hello(folder, WORKERS)
    began = time.perf_counter()
    try:
        hello.start()
        first_answer(hello.plain, "/")
        return {"wall": time.perf_counter() - began, "cpu": hello.account.cpu()}
    finally:
        hello.stop()


def first_answer(port: int, path: str) -> None:
    """Ask until there is an answer. Raises Failed for a wrong one, or where none comes."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        with contextlib.closing(link), contextlib.suppress(ConnectionError):
            link.request("GET", path, headers={"User-Agent": "bench"})
            status = link.getresponse().status
            if status != 200:
                raise Failed(f"the first answer to {path} was {status}")
            return
        time.sleep(0.005)
    raise Failed(f"no answer to {path} within {PATIENCE} s")


def _each(account: Account, name: str) -> float:
    """MiB of each of the workers, which have that in their names: PSS."""
    found = [pid for pid in account.pids() if name in Path(f"/proc/{pid}/comm").read_text()]
    # What started the others is the oldest, and no worker.
    workers = sorted(found)[-WORKERS:]
    return sum(map(_proportional, workers)) / max(len(workers), 1) / 2**20


def _proportional(pid: int) -> int:
    """Bytes of a process (PSS)."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) << 10
    return 0
