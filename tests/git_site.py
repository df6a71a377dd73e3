"""Git over HTTP in one process: the application, a database, folders, and the installed git."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.histories import History
from tests.world import World
from watchword.accounts.model import User
from watchword.authn.counters import Counters
from watchword.authn.throttle import Throttle
from watchword.git_process.layout import Layout
from watchword.git_process.local import LocalGit
from watchword.git_process.response_cache.store import Store
from watchword.git_process.slots import Limits
from watchword.repositories.model import Repository, Visibility
from watchword.surfaces.git_http.admission import Porter
from watchword.surfaces.git_http.application import GitHttp
from watchword.surfaces.git_http.body import Patience
from watchword.surfaces.http_kit.mismatch import Mismatches
from watchword.surfaces.http_kit.outermost import Outermost

SITE = "https://git.example.test"
HOST = (b"host", b"git.example.test")


@dataclass
class Reply:
    """What the application sent."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    ended: bool = False
    from_file: bool = False
    """Whether it left as a file."""


class Client:
    """One request, told to the application message by message."""

    def __init__(self, asgi, method, path, headers=(), query=b"", address="203.0.113.9") -> None:
        self._asgi = asgi
        self.scope = {
            "type": "http",
            "method": method,
            "raw_path": path.encode("latin-1"),
            "path": path,
            "query_string": query,
            "headers": [HOST, *headers],
            "client": (address, 1234),
        }
        self.sent = asyncio.Queue()
        self.reply = Reply()
        self.room = asyncio.Event()
        self.room.set()
        """Cleared, the client takes nothing more."""
        self.task = asyncio.ensure_future(self._run())

    async def _run(self):
        await self._asgi(self.scope, self.sent.get, self._send)

    async def _send(self, message):
        await self.room.wait()
        if message["type"] == "http.response.start":
            self.reply.status = message["status"]
            self.reply.headers = {k.decode(): v.decode() for k, v in message["headers"]}
        elif message["type"] == "http.response.pathsend":
            self.reply.body += content_of(message["path"])
            self.reply.from_file = self.reply.ended = True
        else:
            self.reply.body += message.get("body", b"")
            self.reply.ended = not message.get("more_body", False)

    def send(self, body: bytes, *, more: bool = False) -> "Client":
        self.sent.put_nowait({"type": "http.request", "body": body, "more_body": more})
        return self

    def leave(self) -> None:
        """Go away."""
        self.sent.put_nowait({"type": "http.disconnect"})

    async def answer(self) -> Reply:
        await asyncio.wait_for(self.task, 60)
        return self.reply


@dataclass
class Site:
    """A server without sockets."""

    world: World
    layout: Layout
    git: LocalGit
    http: GitHttp
    observed: list[tuple[object, ...]]

    @property
    def asgi(self):
        return Outermost(self.http, ["git.example.test"], self.world.around.entropy)

    def ask(self, method, path, *, token=None, query="", headers=()) -> Client:
        """Begin a request."""
        credential = [] if token is None else [(b"authorization", b"Bearer " + token.encode())]
        return Client(self.asgi, method, path, [*credential, *headers], query.encode())

    def run(self, story):
        """Run a coroutine to its end, and git with it: nothing of it is left behind."""

        # What runs already is not git: a database server, for instance, that other tests share.
        others = set(children())

        async def told():
            try:
                return await story
            finally:
                await until(lambda: set(children()) <= others)

        return asyncio.run(told())

    async def refs(self, path, service="git-upload-pack", token=None, version=2):
        protocol = [(b"git-protocol", b"version=%d" % version)]
        query = f"service={service}"
        client = self.ask("GET", f"{path}/info/refs", token=token, query=query, headers=protocol)
        return await client.send(b"").answer()

    def begin(self, path, service="git-upload-pack", *, token=None, version=2, more=()) -> Client:
        """Begin a POST."""
        kind = f"application/x-{service}-request".encode()
        protocol = b"version=%d" % version
        headers = [(b"content-type", kind), (b"git-protocol", protocol), *more]
        return self.ask("POST", f"{path}/{service}", token=token, headers=headers)

    async def post(self, path, body, service="git-upload-pack", *, token=None, version=2, more=()):
        client = self.begin(path, service, token=token, version=version, more=more)
        return await client.send(body).answer()

    def repository(
        self, owner: User, name: str, visibility: Visibility = Visibility.PRIVATE
    ) -> tuple[Repository, History]:
        """A repository with its folder."""
        made = self.world.repository(owner, name, visibility)
        return made, History(self.layout.root, made.key)


def content_of(path: str) -> bytes:
    """What the server's file holds."""
    return Path(path).read_bytes()


def children() -> list[int]:
    """Processes that this one started and has not reaped."""
    while True:
        lists = Path("/proc/self/task").glob("*/children")
        # A thread that ends meanwhile leaves its own to another, which may have been read already.
        with suppress(FileNotFoundError, ProcessLookupError):
            return [int(pid) for found in lists for pid in found.read_text().split()]


async def until(told, seconds: float = 5.0) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not told():  # noqa: ASYNC110 - what is waited for happens in other processes
            await asyncio.sleep(0.01)


def make_site(
    world: World,
    folder: Path,
    limits: Limits | None = None,
    patience: Patience | None = None,
    *,
    strict: bool = False,
    largest_push: int = 2**30,
    longest_wait: float = 600,
    quota: int = 0,
) -> Site:
    """A site below that folder, as it is by default but for what is given.

    Answers are shared and kept only with a `quota` (bytes).
    """
    layout = Layout(folder / "repositories")
    git = LocalGit(
        world.database,
        layout,
        folder / "run",
        limits or Limits(),
        world.clock,
        largest_push=largest_push,
        longest_wait=longest_wait,
        answers=Store(folder / "cache", quota, world.clock),
    )
    observed = []
    porter = Porter(
        world.database,
        world.clock,
        Throttle(Counters(world.clock)),
        lambda *seen: observed.append(seen),
        Mismatches(world.database, world.clock),
        "",
        strict,
    )
    http = GitHttp(porter, git, SITE, largest_push, patience or Patience())
    return Site(world, layout, git, http, observed)
