"""The real server as its own processes on a data folder of its own, driven by the real commands."""

import contextlib
import http.client
import json
import os
import re
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests import forked_commands

SOURCES = Path(__file__).parents[1] / "src"
MAIN = ("-m", "watchword.operator_cli.main")
COMMAND = [sys.executable, *MAIN]
PATIENCE = 180
"""Seconds for a start or a stop on a slow and busy machine."""


def environment(**more: str) -> dict[str, str]:
    """What a person's shell would hand on, without settings of ours."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("WATCHWORD_", "GIT_"))}
    return kept | {"PYTHONPATH": str(SOURCES)} | more


@dataclass
class Answer:
    """What came back over HTTP."""

    status: int
    headers: Mapping[str, str]
    """By lower-case names; the last one of a name."""
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


@dataclass
class RunningServer:
    """One `watchword serve`. Ended by its process id, and never by name."""

    data: Path
    flags: Sequence[str] = ("--listen", "127.0.0.1:0", "--ssh-listen", "off", "--workers", "2")
    more_environment: Mapping[str, str] = field(default_factory=dict)
    python: str = sys.executable
    fresh: bool = False
    """Whether it is a fresh Python, as people start it, and no fork of one that has imported it."""
    process: subprocess.Popen[bytes] | forked_commands.Process | None = None
    said: str = ""
    """What it printed at its last start."""

    def start(self) -> "RunningServer":
        """Start it and wait until it answers. Raises AssertionError with its log if it does not."""
        out, log = self.data.with_suffix(".out"), self.log
        out.write_bytes(b"")
        self.process = self._begun(out, log)
        until = time.monotonic() + PATIENCE
        while "git clone" not in (said := out.read_text()):
            if self.process.poll() is not None or time.monotonic() > until:
                self.kill()
                msg = f"the server did not start:\n{said}\n{log.read_text()}"
                raise AssertionError(msg)
            time.sleep(0.02)
        self.said = said
        # The next start listens where this one does: the address is in remotes by then.
        self.flags = _at(self.flags, self.port)
        return self

    def _begun(self, out: Path, log: Path) -> subprocess.Popen[bytes] | forked_commands.Process:
        words = ["serve", "--data", str(self.data), *self.flags]
        variables = environment(**self.more_environment)
        if not self.fresh and self.python == sys.executable:
            status = self.data.with_suffix(".status")
            return forked_commands.Process(words, variables, [Path(os.devnull), out, log], status)
        with out.open("wb") as printed, log.open("ab") as logged:
            return subprocess.Popen(
                [self.python, *MAIN, *words],
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=logged,
                env=variables,
                cwd="/",
            )

    @property
    def log(self) -> Path:
        """The file of what its processes log."""
        return self.data.with_suffix(".log")

    @property
    def pid(self) -> int:
        """The supervisor's process id."""
        assert self.process is not None
        return self.process.pid

    @property
    def url(self) -> str:
        """The public address, without a slash at the end."""
        return re.search(r"answers at (\S+)", self.said)[1]

    @property
    def port(self) -> int:
        """Where it listens."""
        return json.loads((self.data / "run/server.json").read_text())["listen"][1]

    @property
    def ca(self) -> Path:
        """The CA that its certificate comes from."""
        return self.data / "tls/ca.pem"

    @property
    def admin_password(self) -> str | None:
        """The one-time password of `admin`, where this start made that account."""
        found = re.search(r"password  (\S+)", self.said)
        return found[1] if found else None

    def children(self) -> dict[int, str]:
        """Process ids of its children now, with what each one runs: web or jobs."""
        tasks = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        found = {}
        for pid in map(int, tasks):
            # One that was just born has no name yet.
            with contextlib.suppress(OSError, ValueError):
                _, kind = Path(f"/proc/{pid}/comm").read_text().strip().split(":")
                found[pid] = kind
        return found

    def stop(self) -> int:
        """Stop it as an init system does; gives its exit status."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        """End it at once, and each of its children: nothing gets time to tidy up."""
        if self.process is None or self.process.poll() is not None:
            return
        # Stopped first, so that it starts no child between our look and our kill.
        self.process.send_signal(signal.SIGSTOP)
        children = self.children()
        self.process.kill()
        for pid in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(PATIENCE)
        for pid in children:
            wait_until_gone(pid)

    def command(
        self, *words: str, given: str = "", check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run `watchword WORDS… --data DIR`, with that text on standard input."""
        words = (*words, "--data", str(self.data))
        variables = environment(**self.more_environment)
        if self.python == sys.executable:
            done = forked_commands.run(words, given, variables, PATIENCE)
        else:
            done = subprocess.run(
                [self.python, *MAIN, *words],
                input=given,
                capture_output=True,
                text=True,
                timeout=PATIENCE,
                env=variables,
                cwd="/",
                check=False,
            )
        if check:
            assert done.returncode == 0, done.stderr
        return done

    def add_user(self, name: str, password: str = "correct horse battery", *flags: str) -> str:
        """Make an account that has that password; gives the password."""
        email = f"{name}@example.com"
        words = ("admin", "user", "add", name, "--email", email, "--password-file", "-", *flags)
        self.command(*words, given=password)
        return password

    def token(self, user: str, scopes: str = "repo", note: str = "", expires: str = "30d") -> str:
        """Make a token; gives its secret."""
        note = note or f"test {time.monotonic_ns()}"
        words = ("--user", user, "--note", note, "--scopes", scopes, "--expires", expires)
        return self.command("admin", "token", "create", *words).stdout.strip()

    def repository(self, full_name: str, visibility: str = "private") -> str:
        """Make an empty repository; gives the address to clone it from."""
        words = ("admin", "repo", "create", full_name, f"--{visibility}")
        return self.command(*words).stdout.strip()

    def trust(self) -> ssl.SSLContext:
        """A TLS context that trusts this server's CA and no other."""
        return ssl.create_default_context(cafile=self.ca)

    def connect(self) -> http.client.HTTPConnection:
        """A new connection to it."""
        parts = urlsplit(self.url)
        if parts.scheme == "http":
            return http.client.HTTPConnection(parts.hostname, parts.port, timeout=PATIENCE)
        return http.client.HTTPSConnection(
            parts.hostname, parts.port, timeout=PATIENCE, context=self.trust()
        )

    def request(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """Make one request on a connection of its own."""
        # The API turns away who says nothing of itself, as GitHub does.
        sent = {"User-Agent": "tests", **(headers or {})}
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        with contextlib.closing(self.connect()) as connection:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            got = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, got, answer.read())

    def git_environment(self, home: Path, **more: str) -> dict[str, str]:
        """An environment for real git: this server's CA, a home of its own, nobody asked."""
        home.mkdir(exist_ok=True)
        return environment(
            HOME=str(home),
            GIT_SSL_CAINFO=str(self.ca),
            GIT_CONFIG_NOSYSTEM="1",
            GIT_TERMINAL_PROMPT="0",
            # What a person has at home need not survive a loss of power here.
            GIT_TEST_FSYNC="0",
            GIT_AUTHOR_NAME="A. Uthor",
            GIT_AUTHOR_EMAIL="author@example.com",
            GIT_COMMITTER_NAME="C. Ommitter",
            GIT_COMMITTER_EMAIL="committer@example.com",
            **more,
        )

    def with_token(self, url: str, token: str, user: str = "anybody") -> str:
        """Put a token into a clone address, as the password."""
        return url.replace("://", f"://{user}:{token}@", 1)


def wait_until_gone(pid: int) -> None:
    """Wait for the end of a process that need not be our child."""
    with contextlib.suppress(ProcessLookupError):
        watched = os.pidfd_open(pid)
        try:
            import select

            assert select.select([watched], [], [], PATIENCE)[0], f"process {pid} is still there"
        finally:
            os.close(watched)


def _at(flags: Sequence[str], port: int) -> list[str]:
    """The same flags with the port that was found in the place of port 0."""
    return [re.sub(r":0$", f":{port}", flag) for flag in flags]
