"""A program that signs people in, in process: raw ASGI to OAuth's endpoints, nothing added."""

import asyncio
import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from tests.api import ADDRESS, HOST, Answer, basic
from tests.consent import brought_back
from tests.world import World, actor_of
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.scopes import Scope
from watchword.access.table import oauth as table
from watchword.accounts.model import User
from watchword.authn.counters import Counters
from watchword.authn.throttle import Throttle
from watchword.kernel.entropy import system_entropy
from watchword.kernel.errors import BadCredential
from watchword.oauth import apps, authorize
from watchword.oauth.apps import WantedApp
from watchword.oauth.authorize import Request
from watchword.surfaces.http_kit.outermost import Outermost
from watchword.surfaces.oauth_http.build import application
from watchword.work.unit import Work

TOKEN = "/login/oauth/access_token"
DEVICE = "/login/device/code"
BY_DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
CALLBACK = "https://app.example/callback"
IDLE = 90 * 86_400
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class App:
    """An application that somebody registered, and its secret; none for a public one."""

    client_id: str
    secret: str | None = None
    callback: str = CALLBACK

    @property
    def proof(self) -> dict[str, str]:
        """What it sends to say who it is."""
        named = {"client_id": self.client_id}
        return named | ({"client_secret": self.secret} if self.secret else {})


class Endpoints:
    """OAuth's endpoints of a small world."""

    def __init__(self, world: World, *, address: str = "192.0.2.1") -> None:
        self.world = world
        self.address = address
        made = application(
            database=world.database,
            throttle=Throttle(Counters(world.clock)),
            public_url=ADDRESS,
            token_prefix="",
            idle=IDLE,
        )
        self._asgi = Outermost(made, {HOST}, system_entropy)

    def post(
        self, path: str, values: Mapping[str, str] | bytes, *headers: tuple[str, str]
    ) -> Answer:
        """Post a form; bytes are sent as they are."""
        body = values if isinstance(values, bytes) else urlencode(values).encode()
        return self.ask("POST", path, body, ("content-type", FORM), *headers)

    def ask(self, method: str, path: str, body: bytes = b"", *headers: tuple[str, str]) -> Answer:
        """Ask anything."""
        return asyncio.run(self._exchange(method, path, body, headers))

    def token(self, values: Mapping[str, str]) -> dict[str, object]:
        """Ask the token endpoint for JSON, as most programs do; errors come with 200 as well."""
        answer = self.post(TOKEN, values, ("accept", "application/json"))
        assert answer.status == 200, answer.body
        return answer.json

    def error(self, values: Mapping[str, str]) -> str:
        """The error that the token endpoint tells."""
        told = self.token(values)
        assert "access_token" not in told
        return told["error"]

    def of_token(self, app: App, method: str, what: str, token: str, **more: str | None) -> Answer:
        """What an application asks about one of its tokens."""
        secret = more.get("secret", app.secret) or ""
        name = more.get("name", app.client_id) or ""
        path = f"/api/v3/applications/{app.client_id}/{what}"
        body = json.dumps({"access_token": token}).encode()
        return self.ask(method, path, body, basic(name, secret))

    async def _exchange(
        self, method: str, path: str, body: bytes, headers: Iterable[tuple[str, str]]
    ) -> Answer:
        path, _, query = path.partition("?")
        said = [("host", HOST), ("user-agent", "a program"), *headers]
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "https",
            "path": path,
            "raw_path": path.encode("latin-1"),
            "query_string": query.encode("latin-1"),
            "root_path": "",
            "headers": [(name.lower().encode(), value.encode()) for name, value in said],
            "client": (self.address, 40_000),
            "server": (HOST, 443),
        }
        waiting = [{"type": "http.request", "body": body, "more_body": False}]
        sent: list[dict[str, object]] = []

        async def receive() -> dict[str, object]:
            return waiting.pop(0) if waiting else {"type": "http.disconnect"}

        async def send(message: dict[str, object]) -> None:
            sent.append(message)

        await self._asgi(scope, receive, send)
        start, *rest = sent
        found = tuple((name.decode(), value.decode("latin-1")) for name, value in start["headers"])
        return Answer(start["status"], found, b"".join(part["body"] for part in rest))


def registered(world: World, owner: User, name: str = "Library", **more: object) -> App:
    """An application that the person registered, with a secret."""
    wanted = WantedApp(
        name, "https://app.example", "", (str(more.get("callback", CALLBACK)),), device_flow=True
    )
    actor = actor_of(owner, kind=Kind.SESSION, sudo=True)

    def unit(work: Work) -> App:
        made = apps.register(work, require(actor, table.CREATE_APP, owner), wanted)
        granted = require(actor, table.ADD_SECRET, work.applications.by_id(made.id))
        _, secret = apps.add_secret(work, granted)
        return App(made.client_id, secret.text, wanted.callbacks[0])

    return world.write(unit)


def code_of(world: World, person: User, app: App, scope: str = "gist", **more: str) -> str:
    """The code that the browser brings once the person said yes."""
    request = Request(app.client_id, more.pop("redirect_uri", app.callback), scope, **more)
    actor = actor_of(person, kind=Kind.SESSION, sudo=True)

    def unit(work: Work) -> str:
        grant = require(actor, table.AUTHORIZE, person)
        scopes = [Scope(word) for word in scope.split() if word != "offline_access"]
        return authorize.approve(work, grant, request, scopes)

    return brought_back(world.write(unit, actor))["code"]


def signed_in(
    endpoints: Endpoints, person: User, app: App, scope: str = "gist"
) -> dict[str, object]:
    """What the application got for a person who said yes."""
    code = code_of(endpoints.world, person, app, scope)
    return endpoints.token({**app.proof, "code": code})


def lives(world: World, token: object) -> bool:
    """Whether a token opens anything."""
    try:
        world.caller(str(token))
    except BadCredential:
        return False
    return True


def form(answer: Answer) -> dict[str, str]:
    """An answer in the form of a form."""
    return dict(parse_qsl(answer.body.decode(), keep_blank_values=True, strict_parsing=True))


def challenge_of(verifier: str) -> str:
    """The challenge that belongs to a verifier (RFC 7636 section 4.2)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
