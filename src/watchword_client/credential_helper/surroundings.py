"""The store that was chosen, and the way to the server, on this machine.

What is imported inside of functions costs tens of milliseconds, and most calls need none of it.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from watchword_client import machine
from watchword_client.credential_helper.entry import Entry
from watchword_client.credential_helper.options import Options
from watchword_client.credential_helper.ports import Store

OURS: Final = "credential-helper"
"""The folder of our locks and of the socket; nobody else may enter it."""
PATIENCE: Final = 5.0
"""Seconds for git to read its configuration."""


def store(chosen: Options) -> Store:
    """The store that the command line names. Raises Unusable where this system has none."""
    given, system = machine.variables(), machine.platform()
    if chosen.store == "memory":
        from watchword_client.credential_helper.stores.memory import InMemory

        return InMemory(machine.runtime_folder(given, system) / OURS, _start_memory)
    if chosen.store == "keychain":
        from watchword_client.credential_helper.stores.keychain import InKeychain

        return InKeychain(machine.state_folder(given, system) / OURS)
    from watchword_client.credential_helper.stores.file import InFile

    if chosen.file:
        return InFile(Path(chosen.file).expanduser().absolute())
    return InFile(machine.data_folder(given, system) / "credentials")


def renew(entry: Entry, *, now: int, tell: Callable[[str], None]) -> Entry:
    """Renew an entry by the host that it is for, reached as git reaches it. Raises Unusable."""
    from watchword_client import trust
    from watchword_client.credential_helper import refresh
    from watchword_client.host import Host

    how = trust.find(Host(entry.place.host), _Configuration(), machine.variables())
    return refresh.renew(entry, now, how, tell)


class _Configuration:
    """Git's configuration, asked without what the verbs of the companion need besides."""

    def url_value(self, key: str, url: str, kind: str = "") -> str | None:
        """What counts for an address; None where unset, and where there is no git."""
        from watchword_client import processes

        words = ["git", "config", *([f"--type={kind}"] if kind else []), "--get-urlmatch", key, url]
        try:
            done = processes.run(words, b"", PATIENCE, variables=machine.variables())
        except FileNotFoundError:
            return None
        return done.text if done.status == 0 else None


def _start_memory(folder: Path) -> None:
    from watchword_client import processes

    # -P: git calls us in somebody's repository, and nothing there is to be imported.
    module = "watchword_client.credential_helper.daemon"
    words = [sys.executable, "-P", "-m", module, str(folder)]
    processes.start_in_background(words, machine.variables())
