"""How long commands take to start, against the Python that they are started by."""

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from bench.rotation import Clockwork, Measure, in_turn
from bench.running import Failed
from bench.table import Row

PYTHON = "`python -c pass`"
KEPT = b"protocol=https\nhost=git.example.test\nusername=octavia\npassword=ghp_x\n"
ASKED = b"protocol=https\nhost=git.example.test\n"


def rows(folder: Path, times: int, clock: Clockwork) -> list[Row]:
    """Start each `times` times for each repeat."""
    home = {"HOME": str(folder), "PATH": os.environ["PATH"]}
    helper = [_script("git-credential-watchword"), "--store=file"]
    _run([*helper, "store"], KEPT, home)
    if b"ghp_x" not in _run([*helper, "get"], ASKED, home):
        raise Failed("git-credential-watchword does not give back what it was given.")
    contestants = {
        "`git-credential-watchword get`": [*helper, "get"],
        "`watchword --version`": [_script("watchword"), "--version"],
        PYTHON: [sys.executable, "-c", "pass"],
    }
    measures = [(name, _measure(words, home, times)) for name, words in contestants.items()]
    series = in_turn(measures, clock)
    return [Row(name, PYTHON, series, name) for name in contestants if name != PYTHON]


def _measure(words: list[str], home: dict[str, str], times: int) -> Measure:
    def measure() -> dict[str, float]:
        before, begun = _cpu(), time.perf_counter()
        for _ in range(times):
            _run(words, ASKED, home)
        return {"wall": (time.perf_counter() - begun) / times, "cpu": (_cpu() - before) / times}

    return measure


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _run(words: list[str], given: bytes, home: dict[str, str]) -> bytes:
    done = subprocess.run(words, input=given, capture_output=True, env=home, check=False)
    if done.returncode:
        raise Failed(f"{words[0]}: {done.stderr.decode()}")
    return done.stdout


def _script(name: str) -> str:
    path = Path(sys.executable).with_name(name)
    if not path.exists():
        raise Failed(f"{path} is not there: install the package.")
    return str(path)
