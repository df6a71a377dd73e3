"""Begins a child of the supervisor: `python -m watchword.processes web`, or `jobs`."""

import importlib
import sys

from watchword.processes import collector

collector.put_off()
importlib.import_module(f"watchword.processes.{sys.argv[1]}").main()
