"""A client of the API in process: raw ASGI, nothing added to what a test says."""

import asyncio
import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.world import World
from watchword.authn.counters import Counters
from watchword.authn.throttle import Throttle
from watchword.git_process.bounded_python import BoundedPython
from watchword.git_process.environment import Environment
from watchword.git_process.first_commit import FirstCommitter
from watchword.git_process.fork_filler import ForkFiller
from watchword.git_process.gist_writer import GistWriter
from watchword.git_process.layout import Layout
from watchword.git_process.local import LocalGit
from watchword.git_process.shelf import GitShelf
from watchword.git_process.slots import Limits
from watchword.kernel.entropy import system_entropy
from watchword.kernel.secret import Secret
from watchword.library import library
from watchword.object_store.local import LocalObjects
from watchword.surfaces.graphql.door import GraphQL
from watchword.surfaces.http_kit.outermost import Outermost
from watchword.surfaces.rest.application import Rest
from watchword.surfaces.rest.build import Allowed, application
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.services import Assets, OnDisk
from watchword.surfaces.shapes.addresses import SSH_PORT, Addresses
from watchword.surfaces.shapes.ssh import Ssh
from watchword.surfaces.web.typeset.typesetter import Typesetter
from watchword.tokens.usage import Usage
from watchword.work.copies import copies
from watchword.work.create_repository import RepositoryMaker
from watchword.work.gists import Gists

HOST = "git.example.test"
ADDRESS = f"https://{HOST}"
API = "/api/v3"
TYPESETTING = "watchword.surfaces.web.typeset.worker"
LONGEST_PUSH = 1_000_000
LARGEST_ASSET = 300_000


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The one header of that name; None when there is none."""
        found = [value for key, value in self.headers if key == name.lower()]
        assert len(found) <= 1, f"{name} is there {len(found)} times"
        return found[0] if found else None

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def message(self) -> str:
        return self.json["message"]


class Wire:
    """An ASGI application, asked message by message."""

    prefix = API
    """What stands before a path that is asked for, unless it begins with /api."""

    def __init__(self, asgi, netloc: str = HOST) -> None:
        self._asgi = asgi
        self._netloc = netloc
        self._loop = asyncio.new_event_loop()

    def close(self) -> None:
        self._loop.close()

    def run(self, story):
        """Run a coroutine to its end, where the requests run."""
        return self._loop.run_until_complete(story)

    def ask(
        self,
        method: str,
        path: str,
        token: Secret | str | None = None,
        *,
        body: object = None,
        headers: Iterable[tuple[str, str]] = (),
        agent: str | None = "a test",
        chunks: Iterable[bytes] | None = None,
        client: str = "192.0.2.1",
    ) -> Answer:
        """Ask, with a path below the prefix unless it begins with /api.

        `body` is sent as JSON, bytes as they are; `chunks` one after the other without a length.
        """
        path, _, query = path.partition("?")
        full = path if path.startswith("/api") else self.prefix + path
        said = [("host", self._netloc), *headers]
        if agent is not None:
            said.append(("user-agent", agent))
        if token is not None:
            said.append(("authorization", f"token {getattr(token, 'text', token)}"))
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        parts = list(chunks) if chunks is not None else [b"" if body is None else raw]
        if chunks is None and body is not None:
            said.append(("content-length", str(len(raw))))
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "https",
            "path": full,
            "raw_path": full.encode("latin-1"),
            "query_string": query.encode("latin-1"),
            "root_path": "",
            "headers": [(k.lower().encode(), v.encode("latin-1")) for k, v in said],
            "client": (client, 40_000),
            "server": (HOST, 443),
        }
        return self._loop.run_until_complete(self._exchange(scope, parts))

    async def _exchange(self, scope, parts) -> Answer:
        waiting = [
            {"type": "http.request", "body": part, "more_body": number < len(parts)}
            for number, part in enumerate(parts, 1)
        ]
        sent = []

        async def receive():
            if waiting:
                return waiting.pop(0)
            # A client that asked for a stream stays until it has all of it.
            await asyncio.Event().wait()
            raise AssertionError

        async def send(message):
            sent.append(message)

        await self._asgi(scope, receive, send)
        start, *rest = sent
        headers = tuple((k.decode(), v.decode("latin-1")) for k, v in start["headers"])
        return Answer(start["status"], headers, b"".join(map(_bytes_of, rest)))


class Api(Wire):
    """The API of a small world."""

    def __init__(
        self,
        world: World,
        folder: Path,
        *,
        allowed: Allowed | None = None,
        token_prefix: str = "",
        strict_username: bool = False,
        address: str = ADDRESS,
        ssh: Ssh | None = None,
    ) -> None:
        self.world = world
        at = Addresses(address, ssh.port if ssh else SSH_PORT)
        self.layout = Layout(folder / "repositories")
        limits = Limits(machine=2, repository=2, account=2, waiting=4)
        self.git = LocalGit(
            world.database,
            self.layout,
            folder / "run",
            limits,
            world.clock,
            largest_push=LONGEST_PUSH,
        )
        commit = FirstCommitter(self.git.parts, world.clock, HOST)
        self.usage = Usage()
        self.counters = Counters(world.clock)
        environment = Environment(folder / "run" / "home", folder / "run" / "no-hooks", 0)
        self.bench = BoundedPython(environment, folder / "run", TYPESETTING)
        self.shelf = GitShelf(self.layout)
        self.library = library(self.git.parts, self.shelf, Typesetter(self.bench), world.keys)
        self.maker = RepositoryMaker(world.database, self.layout, system_entropy, commit)
        writer = GistWriter(self.git.parts)
        self.gists = Gists(world.database, writer, system_entropy, world.clock, HOST)
        filler = ForkFiller(self.git.parts)
        self.copies = copies(world.database, self.layout, filler, self.maker, world.clock, HOST)
        self.objects = LocalObjects(folder / "assets")
        rest = application(
            database=world.database,
            clock=world.clock,
            entropy=system_entropy,
            counters=self.counters,
            throttle=Throttle(self.counters),
            observe=self.usage.observe,
            at=at,
            ssh=ssh or Ssh(),
            repositories=self.maker,
            heads=self.layout,
            graphql=GraphQL(world.database, self.maker, self.shelf, self.copies.templates, at),
            disk=OnDisk(self.gists, self.library, self.copies, Assets(self.objects, LARGEST_ASSET)),
            allowed=allowed or Allowed(),
            token_prefix=token_prefix,
            strict_username=strict_username,
        )
        assert isinstance(rest, Rest)
        self.endpoints: list[Endpoint] = rest.endpoints
        netloc = urlsplit(address).netloc
        super().__init__(Outermost(rest, {netloc}, system_entropy), netloc)

    def close(self) -> None:
        self.settle()
        self._loop.run_until_complete(self.bench.stop())
        self._loop.run_until_complete(self.git.stop())
        self.shelf.close()
        super().close()

    def settle(self) -> None:
        """Let finish what goes on beside the requests."""

        async def others() -> None:
            mine = asyncio.current_task()
            await asyncio.gather(*(task for task in asyncio.all_tasks() if task is not mine))

        self._loop.run_until_complete(others())


def _bytes_of(message) -> bytes:
    """What a message carries: bytes, or a file that the server sends by itself."""
    return message["body"] if "body" in message else Path(message["path"]).read_bytes()


def basic(name: str, password: str) -> tuple[str, str]:
    """The header of HTTP Basic."""
    return ("authorization", "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode())
