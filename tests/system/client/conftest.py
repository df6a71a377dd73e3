"""Fixtures of tests with the companion at a person's machine, against a real server."""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.named_server import HOST, NamedServer, Proxy
from tests.plain_browser import PlainBrowser
from tests.real_clients import ROOT, Machine, Running

PASSWORD = "correct horse battery"
COMMAND = (sys.executable, "-m", "watchword.operator_cli.main")


@dataclass
class Companion:
    """The companion on a machine of its own."""

    machine: Machine

    def run(self, *words: str, **more):
        """Run a verb to its end."""
        return self.machine.run(*COMMAND, *words, **more)

    def types(self, *words: str, **more: str) -> Running:
        """Start a verb at a terminal."""
        return self.machine.start_at_a_terminal(*COMMAND, *words, **more)


@pytest.fixture(scope="module")
def server(named_server: NamedServer) -> NamedServer:
    """The server has a name of its own here, as people's servers do."""
    return named_server


@pytest.fixture
def person(server: NamedServer, proxy: Proxy, request: pytest.FixtureRequest):
    """Somebody with an account, signed in at a browser without a screen; `login` is the name."""
    browser = PlainBrowser(proxy)
    browser.login = f"p{abs(hash(request.node.name)) % 10**9}"
    server.add_user(browser.login, PASSWORD)
    browser.sign_in(browser.login, PASSWORD)
    yield browser
    browser.close()


def end_memory(machine: Machine) -> None:
    """End the process that keeps credentials in memory for that home, if there is one."""
    for one in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if f"{machine.home}/".encode() in one.read_bytes():
                os.kill(int(one.parent.name), signal.SIGKILL)


@pytest.fixture
def companion(server: NamedServer, proxy: Proxy, tmp_path: Path) -> Iterator[Companion]:
    """The companion in a new home."""
    python = {"PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": ""}
    machine = Machine(tmp_path / "home", server, proxy, python)
    yield Companion(machine)
    end_memory(machine)
    machine.end()


@pytest.fixture
def host() -> str:
    """The name of the server."""
    return HOST
