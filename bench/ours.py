"""The server under test: `watchword serve` on a data folder of its own, as an operator runs it."""

import json
import secrets
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.accounting import Account
from bench.peers.address import GitAddress
from bench.running import BIN, Running, environment, free_port, run

ROOT = Path(__file__).parents[1]
OWNER = "person-0"
NO_LIMIT = str(10**9)
"""API requests per hour: counted as always, and never exhausted here."""
PROGRAM = (str(BIN / "watchword"),)


@dataclass(frozen=True)
class Filling:
    """How much stands in a data folder."""

    people: int
    tokens: int
    used: int
    """Of these tokens, so many take part."""


class Watchword:
    """One data folder, and one server at a time on it."""

    def __init__(
        self,
        folder: Path,
        name: str = "watchword",
        database: str = "",
        account: Account | None = None,
    ) -> None:
        """Take a database other than SQLite by its URL, and the account that it shares with it."""
        self.folder = folder
        self.data = folder / "data"
        self.tokens = folder / "authorization"
        """A file with an Authorization value a line."""
        self.plain = self.tls = 0
        self.password = secrets.token_urlsafe()
        """The owner's."""
        self._name = name
        self._shared = account
        self._server: Running | None = None
        url = {"WATCHWORD_DATABASE_URL": database} if database else {}
        home = folder / "home"
        self._environment = environment(home, WATCHWORD_RATE_LIMIT=NO_LIMIT, **url)
        self.url = ""
        """Where it speaks, HTTP or TLS."""
        self.secret = ""
        """A token of the owner's."""

    def prepare(self, filling: Filling) -> None:
        """Make the data folder, with people and tokens. Raises Failed."""
        self._command("init", "--admin", "operator")
        amounts = map(str, (filling.people, filling.tokens, filling.used))
        fill = [sys.executable, "-m", "bench.fill", str(self.data), *amounts, self.password]
        made = run(fill, self._environment, cwd=ROOT).split()
        self.tokens.touch(0o600)
        self.tokens.write_text("".join(f"Bearer {secret}\n" for secret in made))
        self.secret = made[0]

    def start_plain(
        self, workers: int, core: int | None = None, program: Sequence[str] = PROGRAM
    ) -> None:
        """Speak HTTP, as behind a proxy that speaks TLS."""
        self.plain = free_port()
        self.url = f"http://127.0.0.1:{self.plain}"
        flags = ["--no-tls", "--behind-proxy", "127.0.0.1/32", "--public-url", self.url]
        self._start(self.plain, workers, core, flags, program)

    def start(self, workers: int) -> None:
        """Speak TLS, as by default."""
        self.tls = free_port()
        self.url = f"https://127.0.0.1:{self.tls}"
        self._start(self.tls, workers, None, ["--public-url", self.url])

    def stop(self) -> None:
        if self._server:
            self._server.stop()
            self._server = None

    @property
    def account(self) -> Account:
        assert self._server
        return self._server.account

    def forget_answers(self) -> None:
        """Empty the cache of answers to fetches, as if nobody had asked yet."""
        for kept in (self.data / "cache/git").glob("*"):
            shutil.rmtree(kept, ignore_errors=True)

    @property
    def address(self) -> GitAddress:
        url = f"{self.url}/{OWNER}"
        return GitAddress(url, self.data / "tls/ca.pem", OWNER, self.secret)

    def repository(self, name: str) -> Path:
        """Make an empty private repository; gives its folder. Raises Failed."""
        before = self._folders()
        self._command("admin", "repo", "create", f"{OWNER}/{name}", "--private")
        (made,) = self._folders() - before
        return made

    def _start(
        self,
        port: int,
        workers: int,
        core: int | None,
        flags: list[str],
        program: Sequence[str] = PROGRAM,
    ) -> None:
        self._server = Running(self._name, self.folder, core, self._shared)
        argv = [*program, "serve", "--data", str(self.data)]
        argv += ["--listen", f"127.0.0.1:{port}", "--workers", str(workers), *flags]
        # The supervisor holds the port from the beginning: children answer when this file is there.
        ready = self.data / "run/server.json"
        ready.unlink(missing_ok=True)
        self._server.start(argv, self._environment, ready)
        assert json.loads(ready.read_text())["listen"][1] == port

    def _folders(self) -> set[Path]:
        return set((self.data / "repositories").glob("??/??/*.git"))

    def _command(self, *words: str) -> str:
        argv = [*PROGRAM, *words, "--data", str(self.data)]
        return run(argv, self._environment)
