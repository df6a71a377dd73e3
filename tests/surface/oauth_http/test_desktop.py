"""GitHub Desktop: no address to go back to in its request, JSON with a made-up secret after it."""

import json

from tests.consent import DESKTOP, brought_back
from tests.oauth_client import IDLE, TOKEN, App, code_of, lives
from tests.world import actor_of
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.scopes import Scope
from watchword.access.table import oauth as table
from watchword.oauth import authorize
from watchword.oauth.authorize import Request

CALLBACK = "x-github-desktop-auth://oauth"
DAY = 86_400


def landing(world, person, state="0f9e-1"):
    """Where the browser goes after the click."""
    request = Request(DESKTOP, None, "repo user workflow", state)
    grant = require(actor_of(person, kind=Kind.SESSION, sudo=True), table.AUTHORIZE, person)
    scopes = [Scope(word) for word in request.scope.split()]
    return world.write(lambda work: authorize.approve(work, grant, request, scopes))


def exchanged(endpoints, code, **more):
    body = {"client_id": DESKTOP, "client_secret": "made up by somebody", "code": code, **more}
    answer = endpoints.ask(
        "POST",
        TOKEN,
        json.dumps(body).encode(),
        ("content-type", "application/json"),
        ("accept", "application/json"),
    )
    assert answer.status == 200
    return answer.json


def test_without_an_address_the_browser_goes_to_the_first_one_that_is_registered(world, octavia):
    there = landing(world, octavia)
    assert there.startswith(f"{CALLBACK}?")
    assert brought_back(there).keys() == {"code", "state"}
    assert brought_back(there)["state"] == "0f9e-1"


def test_the_exchange_gives_a_token_that_does_not_expire(world, endpoints, octavia):
    told = exchanged(endpoints, brought_back(landing(world, octavia))["code"])
    assert told.keys() == {"access_token", "token_type", "scope"}
    assert told["access_token"].startswith("gho_")
    assert told["scope"].split(",") == ["repo", "user", "workflow"]
    # Whatever it sends as a secret, the state comes back to it alone: it is not looked at here.
    code = brought_back(landing(world, octavia))["code"]
    assert "access_token" in exchanged(endpoints, code, state="another")


def test_the_token_is_dead_after_ninety_days_without_use(world, endpoints, octavia):
    token = exchanged(endpoints, brought_back(landing(world, octavia))["code"])["access_token"]
    assert IDLE == 90 * DAY
    world.clock.now += IDLE - 1
    assert lives(world, token)
    world.clock.now += 1
    assert not lives(world, token)


def test_both_of_its_schemes_are_taken(world, endpoints, octavia):
    app = App(DESKTOP, None, "x-github-client://oauth")
    assert "access_token" in exchanged(endpoints, code_of(world, octavia, app, "repo"))
