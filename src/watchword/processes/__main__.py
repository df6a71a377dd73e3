"""Begins a child of the supervisor: `python -m watchword.processes web`, or `jobs`."""

import importlib
import sys

from watchword.processes import collector

with collector.put_off():
    process = importlib.import_module(f"watchword.processes.{sys.argv[1]}")
process.main()
