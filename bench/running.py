"""Processes that the bench starts: each is ended by its id, and takes its children along."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from bench.accounting import Account, Nothing, open_account

BIN = Path(sys.executable).parent
PATIENCE = 30
LONGEST = 180
"""Seconds that one command may take before the bench gives up."""


class Failed(Exception):  # noqa: N818 - told to a person
    """Something did not work; the text says what, with the end of its log."""


def found(name: str) -> str:
    """The path of a program, of the virtual environment or of Debian's folders. Raises Failed."""
    places = os.pathsep.join([str(BIN), os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
    if path := shutil.which(name, path=places):
        return path
    msg = f"{name} is not there: see .ci/packages, or run make bench"
    raise Failed(msg)


def environment(home: Path, **more: str) -> dict[str, str]:
    """Nothing of this shell's but the path, the language of messages, and where Python looks."""
    home.mkdir(exist_ok=True)
    looked = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    fixed = {"HOME": str(home), "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1"}
    return {"PATH": os.environ.get("PATH", os.defpath)} | looked | fixed | more


def run(argv: list[str], env: dict[str, str], given: str = "", cwd: Path | None = None) -> str:
    """Run a command to its end; gives its standard output. Raises Failed."""
    try:
        done = subprocess.run(
            argv,
            env=env,
            input=given,
            cwd=cwd,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        msg = f"{argv[0]} {argv[1]} took over {LONGEST} s"
        raise Failed(msg) from late
    if done.returncode:
        msg = f"{' '.join(argv[:4])} … ended with {done.returncode}:\n{done.stderr[-2000:]}"
        raise Failed(msg)
    return done.stdout


def free_port() -> int:
    """A port of the loopback that nobody listens on just now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class Running:
    """One server and its children."""

    def __init__(
        self, name: str, folder: Path, core: int | None = None, account: Account | None = None
    ) -> None:
        """Keep its log in `folder`; run it on one core only, if one is named.

        Two servers that share an account are counted as one.
        """
        self.name = name
        self.log = folder / f"{name}.log"
        self._core = core
        self._shares = account is not None
        self.account = account or open_account(name)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, argv: list[str], env: dict[str, str], ready: int | Path) -> None:
        """Start it; wait until the port (or the socket of that path) is there. Raises Failed."""
        # The server ends with the bench, also where the bench has no time to say good-bye.
        command = [found("setpriv"), "--pdeathsig", "TERM", *self.account.entering(argv)]
        if self._core is not None:
            command = [found("taskset"), "-c", str(self._core), *command]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.account.begin(self._process.pid)
        until = time.monotonic() + PATIENCE
        while not _answers(ready):
            if self._process.poll() is not None or time.monotonic() > until:
                msg = f"{self.name} did not start:\n{self.log.read_text()[-2000:]}"
                raise Failed(msg)
            time.sleep(0.05)

    def stop(self) -> None:
        """Ask it to end; after 15 s end what is left of it."""
        if self._process is not None:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(15)
            until = time.monotonic() + 1
            while self._left() and time.monotonic() < until:
                time.sleep(0.05)
            for pid in self._left():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self._process.wait()
        if not self._shares:
            time.sleep(0.05)
            self.account.close()

    def _left(self) -> list[int]:
        """Those of our processes that are still there."""
        assert self._process is not None
        return [pid for pid in self.account.pids() if self._is_ours(pid)]

    def _is_ours(self, pid: int) -> bool:
        """Whether a process is of the session that we began."""
        assert self._process is not None
        try:
            return os.getsid(pid) == self._process.pid
        except ProcessLookupError:
            return False


def _answers(ready: int | Path) -> bool:
    if isinstance(ready, Path):
        return ready.exists()
    with socket.socket() as trial:
        trial.settimeout(1)
        return trial.connect_ex(("127.0.0.1", ready)) == 0


def quiet(account: Account | Nothing, longest: float = 120.0) -> None:
    """Wait until the tree is idle (under 5 % of a core over half a second).

    What is measured beside work of the background tells nothing of a request. Raises Failed where
    that work takes longer than `longest` seconds.
    """
    until = time.monotonic() + longest
    while time.monotonic() < until:
        before = account.cpu()
        time.sleep(0.5)
        if account.cpu() - before < 0.025:
            return
    msg = f"a server was not idle within {longest:.0f} seconds"
    raise Failed(msg)
