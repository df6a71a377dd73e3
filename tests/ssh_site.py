"""Git over SSH in one process: the server on a port of its own, a database, the installed git."""

import asyncio
import contextlib
import os
import socket
import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import asyncssh

from tests.git_site import children, until
from tests.histories import History
from tests.world import World
from watchword.access.gate import require
from watchword.access.table import keys as key_table
from watchword.accounts.model import User
from watchword.authn.counters import Counters
from watchword.authn.lfs_links import Tickets
from watchword.authn.throttle import Throttle
from watchword.git_process.layout import Layout
from watchword.git_process.local import LocalGit
from watchword.git_process.slots import Limits
from watchword.keys import ssh
from watchword.keys.model import PublicKey
from watchword.repositories.model import Repository, Visibility
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.ssh import crowd
from watchword.surfaces.ssh.commands import Services
from watchword.surfaces.ssh.porter import Porter
from watchword.surfaces.ssh.server import SshServer
from watchword.surfaces.ssh.streams import Patience

SITE = "https://git.example.test"


@dataclass
class Said:
    """How a command ended, and what it wrote."""

    status: int | None
    out: bytes
    err: str


@dataclass
class SshSite:
    """A server that answers only while a story runs."""

    world: World
    layout: Layout
    git: LocalGit
    server: SshServer
    observed: list[tuple[object, ...]]
    port: int = 0
    others: set[int] = field(default_factory=set)

    def run(self, story):
        """Run a coroutine while the server answers; nothing of git is left behind."""

        async def told():
            self.others = set(children())
            listener = socket.create_server(("127.0.0.1", 0))
            self.port = listener.getsockname()[1]
            await self.server.listen(listener)
            try:
                return await story()
            finally:
                await self.server.stop(0, asyncio.Event())
                await until(lambda: set(children()) <= self.others)

        return asyncio.run(told())

    def repository(
        self, owner: User, name: str, visibility: Visibility = Visibility.PRIVATE
    ) -> tuple[Repository, History]:
        """A repository with its folder."""
        made = self.world.repository(owner, name, visibility)
        return made, History(self.layout.root, made.key)

    @contextlib.asynccontextmanager
    async def connected(self, *keys, username: str = "git", **more) -> AsyncIterator:
        """A connection of somebody who holds those keys."""
        connection = await asyncssh.connect(
            "127.0.0.1",
            self.port,
            username=username,
            client_keys=list(keys) or None,
            known_hosts=None,
            config=None,
            agent_path=None,
            **more,
        )
        async with connection:
            yield connection

    async def say(self, key, line: str | None, *, given: bytes = b"", **more) -> Said:
        """Give one command, or none, and hear its end."""
        async with self.connected(key) as connection:
            return await run(connection, line, given=given, **more)


async def run(connection, line: str | None, *, given: bytes = b"", env=None) -> Said:
    """Give one command on a connection."""
    process = await connection.create_process(line, encoding=None, env=env or {})
    # A command that is refused may have ended already.
    with contextlib.suppress(OSError):
        process.stdin.write(given)
        process.stdin.write_eof()
    done = await asyncio.wait_for(process.wait(), 30)
    return Said(done.exit_status, done.stdout, done.stderr.decode())


def new_key():
    """A private key that nobody knows yet."""
    return asyncssh.generate_private_key("ssh-ed25519")


def line_of(key) -> str:
    """Its public half, as people paste it."""
    return key.export_public_key().decode()


def add_key(world: World, user: User, key, title: str = "machine") -> PublicKey:
    """Let that key open an account."""
    return world.write(
        lambda work: ssh.add(
            work, require(world.operator, key_table.ADD, user), title, line_of(key)
        )
    )


def add_deploy_key(
    world: World, repository: Repository, key, *, read_only: bool = True
) -> PublicKey:
    """Let that key open a repository."""
    return world.write(
        lambda work: ssh.add_to_repository(
            work,
            require(world.operator, key_table.ADD_DEPLOY_KEY, repository),
            "machine",
            line_of(key),
            read_only=read_only,
        )
    )


def make_ssh_site(
    world: World,
    folder: Path,
    limits: Limits | None = None,
    patience: Patience | None = None,
    door: crowd.Limits | None = None,
) -> SshSite:
    """A site below that folder."""
    layout = Layout(folder / "repositories")
    run_folder = folder / "run"
    git = LocalGit(
        world.database, layout, run_folder, limits or Limits(), world.clock, largest_push=2**30
    )
    observed: list[tuple[object, ...]] = []
    porter = Porter(world.database, world.clock, lambda *seen: observed.append(seen))
    host_key = folder / "host_key"
    new_key().write_private_key(str(host_key))
    services = Services(
        porter,
        git,
        Addresses(SITE, 2222),
        world.around.entropy,
        Tickets(world.keys),
        2**30,
        patience or Patience(),
    )
    throttle = Throttle(Counters(world.clock))
    server = SshServer(services, crowd.Crowd(throttle, door), [host_key], SITE)
    return SshSite(world, layout, git, server, observed)


@dataclass
class Machine:
    """Somebody's machine, with a private key on it, the real git and the real ssh."""

    site: SshSite
    home: Path
    key: object

    def __post_init__(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self.file = self.home / "key"
        self.key.write_private_key(str(self.file))
        self.file.chmod(0o600)

    @property
    def ssh(self) -> str:
        """The command line of ssh, but for where to and what."""
        return (
            f"ssh -F none -p {self.site.port} -i {self.file} -o IdentitiesOnly=yes "
            "-o IdentityAgent=none -o BatchMode=yes -o StrictHostKeyChecking=no "
            "-o UserKnownHostsFile=/dev/null -o LogLevel=ERROR"
        )

    def address(self, path: str) -> str:
        """The remote for a path."""
        return f"ssh://git@127.0.0.1:{self.site.port}/{path}"

    async def git(self, *words: str, at: Path | None = None, **variables: str):
        """Run `git WORDS…`; gives what came of it, as text."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "GIT_SSH_COMMAND": self.ssh,
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Ann",
            "GIT_AUTHOR_EMAIL": "ann@example.test",
            "GIT_COMMITTER_NAME": "Ann",
            "GIT_COMMITTER_EMAIL": "ann@example.test",
            **variables,
        }
        return await asyncio.to_thread(
            subprocess.run,
            ["git", *words],
            cwd=at or self.home,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    async def folder(self, name: str, path: str, content: str = "hello\n") -> Path:
        """A new repository with a first commit, and a remote."""
        made = self.home / name
        await self.git("init", "-q", "-b", "main", str(made))
        await self.commit(made, "README", content)
        await self.git("remote", "add", "origin", self.address(path), at=made)
        return made

    async def commit(self, at: Path, name: str, content: str) -> str:
        """Write a file and commit it; gives the commit."""
        file = at / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
        await self.git("add", "-A", at=at)
        await self.git("commit", "-q", "-m", "Change things", at=at)
        return (await self.git("rev-parse", "HEAD", at=at)).stdout.strip()
