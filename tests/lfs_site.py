"""Git LFS in process: the application, a database, a folder for bytes, and a small client."""

import asyncio
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.git_site import SITE, Client
from tests.world import World
from watchword.authn.counters import Counters
from watchword.authn.throttle import Throttle
from watchword.kernel.entropy import system_entropy
from watchword.object_store.local import LocalObjects
from watchword.surfaces.http_kit.outermost import Outermost
from watchword.surfaces.lfs_http import build
from watchword.surfaces.lfs_http.batch import Bounds

MEDIA = "application/vnd.git-lfs+json"


def oid_of(content: bytes) -> str:
    """What a file is called."""
    return hashlib.sha256(content).hexdigest()


def named(content: bytes) -> dict[str, object]:
    """A file as clients name it."""
    return {"oid": oid_of(content), "size": len(content)}


@dataclass
class Sent:
    """What came back, with a file's bytes where one was sent."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def told(self):
        """All of it that may differ between two requests only if something is told by it."""
        body = self.json if self.body else {}
        body.pop("request_id", None)
        headers = {k: v for k, v in self.headers.items() if k != "x-github-request-id"}
        return self.status, body, headers


class LfsSite:
    """A server without sockets."""

    def __init__(self, world: World, folder: Path, *, room=None, largest=10_000) -> None:
        self.world = world
        self.store = LocalObjects(folder / "lfs")
        self.folder = folder / "lfs"
        self.observed = []
        self.http = build.application(
            database=world.database,
            store=self.store,
            clock=world.clock,
            entropy=system_entropy,
            keys=world.keys,
            throttle=Throttle(Counters(world.clock)),
            observe=lambda *seen: self.observed.append(seen),
            public_url=SITE,
            token_prefix="",
            strict_username=False,
            bounds=Bounds(largest, room),
        )
        self.asgi = Outermost(self.http, ["git.example.test"], system_entropy)

    def ask(self, method, path, body=b"", *, token=None, headers=(), parts=None) -> Sent:
        """Ask, with a JSON body unless it is bytes; `headers` take the place of the usual ones."""
        said = {"accept": MEDIA, "content-type": MEDIA}
        if token is not None:
            said["authorization"] = f"Bearer {token.text}"
        said |= dict(headers)
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return asyncio.run(self._exchange(method, path, said, parts or [raw]))

    async def _exchange(self, method, path, said, parts) -> Sent:
        where = urlsplit(path)
        headers = [(k.lower().encode(), v.encode()) for k, v in said.items() if v is not None]
        query = where.query.encode()
        client = Caught(self.asgi, method, where.path, headers, query)
        for number, part in enumerate(parts, 1):
            client.send(part, more=number < len(parts))
        reply = await client.answer()
        return Sent(reply.status, reply.headers, reply.body)

    def batch(self, operation, *contents, token=None, repository="octavia/things", **more) -> Sent:
        """Ask about files; those that are no bytes are sent as they are."""
        objects = [named(one) if isinstance(one, bytes) else one for one in contents]
        body = {"operation": operation, "transfers": ["basic"], "objects": objects, **more}
        return self.ask("POST", f"/{repository}.git/info/lfs/objects/batch", body, token=token)

    def action(self, name, content, *, token=None, repository="octavia/things"):
        """What the client is told to do with a file."""
        operation = "download" if name == "download" else "upload"
        answer = self.batch(operation, content, token=token, repository=repository)
        return answer.json["objects"][0]["actions"][name]

    def follow(self, action, method="PUT", body=b"", **more) -> Sent:
        """Do what one is told."""
        headers = {"authorization": action["header"]["Authorization"], **more}
        path = action["href"].removeprefix(SITE)
        return self.ask(method, path, body, headers=headers)

    def upload(self, content, *, token, repository="octavia/things") -> Sent:
        """Upload a file as git-lfs does."""
        return self.follow(
            self.action("upload", content, token=token, repository=repository), body=content
        )

    def files(self) -> list[Path]:
        """What lies in the store."""
        return sorted(path for path in self.folder.rglob("*") if path.is_file())


class Caught(Client):
    """Reads what is sent as a file."""

    async def _send(self, message):
        if message["type"] == "http.response.pathsend":
            content = await asyncio.to_thread(Path(message["path"]).read_bytes)
            message = {"type": "http.response.body", "body": content}
        await super()._send(message)
