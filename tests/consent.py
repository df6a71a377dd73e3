"""Ways to the pages of consent: what clients send, devices that wait, codes that came back."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.world import World
from watchword.access.gate import require
from watchword.access.table import oauth as table
from watchword.accounts.model import SITE
from watchword.authn import resolve
from watchword.kernel.events import Origin
from watchword.kernel.secret import Secret
from watchword.oauth import device, exchange
from watchword.oauth.device import Begun
from watchword.oauth.errors import OAuthError
from watchword.oauth.model import Application, Device, Issued

GITHUB_CLI = "178c6fc778ccc68e1d6a"
MANAGER = "0120e057bd645470c1ed"
DESKTOP = "de0e3c7e9973e1c4dd77"
GIT_CREDENTIAL_OAUTH = "a4792ccc-144e-407e-86c9-5e7d8d9c3269"
LISTENER = "http://localhost:4321/"
STATE = "b1946ac92492d2347c62"
NEAR = "127.0.0.1"
FAR = "203.0.113.7"
GH = "GitHub CLI 2.103.3"


def address(client: str = GITHUB_CLI, **more: str | None) -> str:
    """The address that a client opens in the browser; None leaves a parameter out."""
    query = {
        "client_id": client,
        "redirect_uri": LISTENER,
        "scope": "repo read:org gist",
        "state": STATE,
    }
    sent = {name: value for name, value in (query | more).items() if value is not None}
    return f"/login/oauth/authorize?{urlencode(sent)}"


def brought_back(location: str) -> dict[str, str]:
    """What the browser brings to the client."""
    query = parse_qs(urlsplit(location).query, keep_blank_values=True, strict_parsing=True)
    assert all(len(values) == 1 for values in query.values())
    return {name: value for name, (value,) in query.items()}


def application_of(world: World, client: str) -> Application:
    """The application of that client id."""
    found = world.read(lambda work: work.applications.by_client_id(client))
    assert found is not None
    return found


def exchanged(world: World, location: str, client: str = GITHUB_CLI) -> Issued:
    """What the client gets for the code that the browser brought."""
    anonymous = resolve.anonymous(Origin()).actor

    def unit(work: object) -> object:
        grant = require(anonymous, table.EXCHANGE, SITE)
        found = work.applications.by_client_id(client)
        code = Secret(brought_back(location)["code"])
        return exchange.of_code(
            work, grant, found, code, redirect_uri=None, verifier=None, idle=1, site_prefix=""
        )

    issued = world.write(unit)
    assert isinstance(issued, Issued), issued
    return issued


@dataclass(frozen=True)
class Asked:
    """A device that asked for a sign-in."""

    client: str
    begun: Begun

    @property
    def code(self) -> str:
        """What its screen shows."""
        return self.begun.user_code.text


def device_asks(
    world: World,
    client: str = GITHUB_CLI,
    scope: str = "repo read:org gist",
    *,
    address: str = NEAR,
    agent: str = GH,
) -> Asked:
    """Let a device ask for a sign-in, from there."""
    origin = Origin(address=address, agent=agent)
    anonymous = resolve.anonymous(origin).actor

    def unit(work: object) -> Begun:
        grant = require(anonymous, table.BEGIN_DEVICE, SITE)
        return device.begin(work, grant, work.applications.by_client_id(client), scope)

    return Asked(client, world.database.write_now(unit, origin))


def polled(world: World, asked: Asked) -> Issued | str:
    """What the device is told when it asks whether somebody said yes: a token, or why not."""
    anonymous = resolve.anonymous(Origin()).actor

    def unit(work: object) -> object:
        grant = require(anonymous, table.EXCHANGE, SITE)
        found = work.applications.by_client_id(asked.client)
        return device.poll(work, grant, found, asked.begun.device_code, idle=1, site_prefix="")

    try:
        return world.write(unit)
    except OAuthError as refused:
        return refused.code


def waiting(world: World, asked: Asked) -> Device | None:
    """The request, as long as nobody answered it."""
    return world.read(lambda work: device.find(work, asked.begun.user_code))


def switch(world: World, client: str, *, on: bool = False) -> None:
    """Switch an application off, or on again, as the operator does."""
    now = world.clock.now
    world.write(
        lambda work: work.applications.disable(
            work.applications.by_client_id(client).id, None if on else now
        )
    )
