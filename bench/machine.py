"""The machine and the programs of a run, in words."""

import importlib.metadata
import os
import platform
import re
import sqlite3
import subprocess
from pathlib import Path

from bench.running import Failed, found


def in_words() -> str:
    """Say what the run took place on."""
    release = platform.freedesktop_os_release().get("PRETTY_NAME", "an unnamed system")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    return (
        f"{cores} core{'s' * (cores > 1)} of {_processor()}, {memory:.0f} GiB of memory, "
        f"{release}, Linux {platform.release()}. Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, Granian {importlib.metadata.version('granian')}, "
        f"git {_version('git', '--version')}, nginx {_version('nginx', '-v')}, "
        f"Apache {_version('apache2', '-v')}. "
        "Servers, clients and peers share the machine and its loopback."
    )


def _processor() -> str:
    named = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return named[1].strip() if named else platform.machine()


def _version(name: str, flag: str) -> str:
    try:
        program = found(name)
    except Failed:
        return "is not there"
    done = subprocess.run([program, flag], capture_output=True, text=True, check=False)
    numbers = re.search(r"\d+(\.\d+)+", done.stdout + done.stderr)
    return numbers[0] if numbers else "of unknown version"
