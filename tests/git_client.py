"""A person at a terminal with real git, and git's protocol spoken by hand."""

import base64
import gzip
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests.running_server import Answer, RunningServer
from watchword.git_transport.pktline import FLUSH, Mark, Reader, packet

ZERO = "0" * 40


@dataclass
class GitClient:
    """Real git against a running server."""

    server: RunningServer
    home: Path
    more: dict[str, str] = field(default_factory=dict)
    program: str = "git"

    def run(self, *words: str, at: Path | None = None, check: bool = True, **variables: str):
        """Run `git WORDS…`; gives what came of it, as text."""
        environment = self.server.git_environment(self.home, **self.more, **variables)
        done = subprocess.run(
            [self.program, *words],
            cwd=at or self.home,
            env=environment,
            capture_output=True,
            text=True,
            errors="surrogateescape",
            timeout=300,
            check=False,
        )
        assert not check or done.returncode == 0, done.stderr
        return done

    def folder(self, name: str, *, branch: str = "main") -> Path:
        """A new repository with a first commit in it."""
        path = self.home / name
        self.home.mkdir(exist_ok=True)
        self.run("init", "-q", "-b", branch, str(path))
        self.commit(path, "README", f"{name}\n")
        return path

    def commit(self, at: Path, name: str, text: str, message: str = "Change things") -> str:
        """Write a file and commit it; gives the commit."""
        file = at / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        self.run("add", "-A", at=at)
        self.run("commit", "-q", "-m", message, at=at)
        return self.head(at)

    def head(self, at: Path, name: str = "HEAD") -> str:
        """The object that a name stands for."""
        return self.run("rev-parse", "--verify", name, at=at).stdout.strip()

    def refs(self, url: str) -> dict[str, str]:
        """What the server shows of its refs."""
        lines = self.run("ls-remote", url).stdout.splitlines()
        return {name: value for value, name in (line.split("\t") for line in lines)}


def basic(user: str, password: str) -> dict[str, str]:
    """A header as git makes it."""
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


@dataclass
class RawGit:
    """The smart protocol, request by request, over HTTP."""

    server: RunningServer
    path: str
    """/OWNER/NAME.git"""
    token: str | None = None

    def headers(self, **more: str) -> dict[str, str]:
        return (basic("anybody", self.token) if self.token else {}) | more

    def refs(self, service: str, version: int = 0, **headers: str) -> Answer:
        more = {"Git-Protocol": f"version={version}"} if version else {}
        return self.server.request(
            "GET",
            f"{self.path}/info/refs?service={service}",
            headers=self.headers() | more | headers,
        )

    def post(
        self, service: str, body: bytes, version: int = 0, *, zipped: bool = False, **headers: str
    ) -> Answer:
        more = {"Content-Type": f"application/x-{service}-request"}
        more |= {"Git-Protocol": f"version={version}"} if version else {}
        more |= {"Content-Encoding": "gzip"} if zipped else {}
        return self.server.request(
            "POST",
            f"{self.path}/{service}",
            headers=self.headers() | more | headers,
            body=gzip.compress(body) if zipped else body,
        )

    def push(
        self, *commands: str, pack: bytes = b"", capabilities: str = "report-status"
    ) -> Answer:
        """Push commands (`OLD NEW REF`) with that pack."""
        first, *rest = [command.encode() for command in commands]
        head = packet(first + b"\0" + capabilities.encode())
        body = head + b"".join(packet(one) for one in rest) + FLUSH + pack
        return self.post("git-receive-pack", body)


def packets(body: bytes) -> list[bytes | Mark]:
    """All packets of an answer."""
    reader = Reader(len(body) + 65_520)
    reader.feed(body)
    return list(reader)


def pack_of(folder: Path, *names: str) -> bytes:
    """A pack of all that can be reached from those names."""
    wanted = "".join(f"{name}\n" for name in names).encode()
    command = ["git", "pack-objects", "--revs", "--stdout", "-q"]
    environment = {"PATH": os.environ["PATH"]}
    return subprocess.run(
        command, cwd=folder, input=wanted, capture_output=True, check=True, env=environment
    ).stdout
