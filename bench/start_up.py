"""How long commands take to start, against the Python that they are started by."""

import contextlib
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench import serving
from bench.rotation import Measure, in_turn
from bench.running import Failed
from bench.stage import Measures, Stage, Table
from bench.table import Row, both, ratio
from bench.targets import Plan

PYTHON = "`python -c pass`"
KEPT = b"protocol=https\nhost=git.example.test\nusername=octavia\npassword=ghp_x\n"
HELPER, VERSION = Plan("start-credential-helper"), Plan("start-version")
ASKED = b"protocol=https\nhost=git.example.test\n"


@contextlib.contextmanager
def _open(stage: Stage) -> Iterator[Measures]:
    folder = stage.room("start")
    home = {"HOME": str(folder), "PATH": os.environ["PATH"]}
    times = 5 if stage.quick else 20
    helper = [_script("git-credential-watchword"), "--store=file"]

    def credential(plan: Plan) -> list[Row]:
        _run([*helper, "store"], KEPT, home)
        if b"ghp_x" not in _run([*helper, "get"], ASKED, home):
            raise Failed("git-credential-watchword does not give back what it was given.")
        return rows(plan, "`git-credential-watchword get`", [*helper, "get"])

    def version(plan: Plan) -> list[Row]:
        return rows(plan, "`watchword --version`", [_script("watchword"), "--version"])

    def rows(plan: Plan, what: str, words: list[str]) -> list[Row]:
        contestants = {what: words, PYTHON: [sys.executable, "-c", "pass"]}
        measures = [(name, _measure(argv, home, times)) for name, argv in contestants.items()]
        return [Row(plan, what, PYTHON, in_turn(measures, stage.clock), what)]

    yield {
        HELPER.name: credential,
        VERSION.name: version,
        serving.START.name: lambda plan: serving.start(plan, stage),
        serving.MEMORY.name: lambda plan: serving.memory(plan, stage),
    }


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


TABLE = Table(
    name="start",
    title="Starting",
    about=serving.ABOUT,
    columns=(
        ratio("Wall time", "wall"),
        ratio("CPU", "cpu"),
        both("Memory, MiB: Watchword / the other", "memory"),
    ),
    plans=(HELPER, VERSION, serving.START, serving.MEMORY),
    open=_open,
)
