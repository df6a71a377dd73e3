"""Webhooks of organizations over the API."""

import pytest

from tests.api import ADDRESS, API
from watchword.kernel.ids import HookId
from watchword.webhooks.model import Outcome, Place
from watchword.webhooks.ports import NewMessage

HOOKS = "/orgs/guild/hooks"
BODY = {"name": "web", "config": {"url": "https://ci.example.test/", "secret": "s"}}


@pytest.fixture
def guild(world, octavia):
    return world.organization("guild", octavia)


@pytest.fixture
def token(world, octavia, guild):
    return world.token(octavia, "admin:org_hook")[1]


@pytest.fixture
def hook(api, token):
    answer = api.ask("POST", HOOKS, token, body={**BODY, "events": ["team", "push"]})
    assert answer.status == 201
    return answer.json


def test_a_webhook_of_an_organization_is_made_and_shown(api, token, hook):
    url = f"{ADDRESS}{API}{HOOKS}/{hook['id']}"
    assert (hook["type"], hook["url"], hook["events"]) == ("Organization", url, ["push", "team"])
    assert hook["config"]["secret"] == "********"
    assert "test_url" not in hook
    assert api.ask("GET", f"{HOOKS}/{hook['id']}", token).json == hook
    assert api.ask("GET", HOOKS, token).json == [hook]


def test_it_is_changed_pinged_and_deleted(api, token, hook, world):
    one = f"{HOOKS}/{hook['id']}"
    assert api.ask("PATCH", one, token, body={"active": False}).json["active"] is False
    told = api.ask("PATCH", f"{one}/config", token, body={"content_type": "json"}).json
    assert told["content_type"] == "json"
    assert api.ask("GET", f"{one}/config", token).json == told
    assert api.ask("POST", f"{one}/pings", token).status == 204
    assert api.ask("DELETE", one, token).status == 204
    assert api.ask("GET", one, token).status == 404
    fact = world.read(lambda work: work.events.latest(1))[0]
    assert (fact.name, fact.body["repository_id"]) == ("hook.destroy", None)


def test_its_deliveries_lead_on_by_cursor(api, token, hook, world):
    for count in range(2):
        new = NewMessage(HookId(hook["id"]), f"g{count}", "team", "created", None, "{}")

        def unit(work, new=new):
            work.hooks.queue([new], work.now)
            message = work.hooks.claim(work.now, 60)
            work.hooks.done(message, Outcome("https://x/", {}, "OK", 200, 1), work.now, None)

        world.write(unit)
    first = api.ask("GET", f"{HOOKS}/{hook['id']}/deliveries?per_page=1", token)
    link = first.header("link").partition(">")[0].removeprefix(f"<{ADDRESS}")
    (second,) = api.ask("GET", link, token).json
    assert (first.json[0]["guid"], second["guid"]) == ("g1", "g0")
    one = f"{HOOKS}/{hook['id']}/deliveries/{second['id']}"
    assert api.ask("GET", one, token).json["action"] == "created"
    assert api.ask("POST", f"{one}/attempts", token).status == 202


@pytest.mark.parametrize("scopes", [("repo", "admin:org", "admin:repo_hook"), ()])
def test_without_its_scope_there_is_nothing(api, world, octavia, hook, scopes):
    _, other = world.token(octavia, *scopes)
    for path in (HOOKS, f"{HOOKS}/{hook['id']}"):
        refused = api.ask("GET", path, other)
        assert (refused.status, refused.header("x-accepted-oauth-scopes")) == (
            404,
            "admin:org_hook",
        )


def test_only_owners_have_to_do_with_it(api, world, guild, hook):
    for login, inside in (("ann", True), ("bob", False)):
        user = world.user(login)
        if inside:
            world.member(guild, user)
        _, theirs = world.token(user, "admin:org_hook")
        assert api.ask("GET", HOOKS, theirs).status == 403
        assert api.ask("DELETE", f"{HOOKS}/{hook['id']}", theirs).status == 403


def test_a_webhook_is_missing_below_another_organization(api, world, octavia, hook, token):
    world.organization("other", octavia)
    for method in ("GET", "PATCH", "DELETE"):
        assert api.ask(method, f"/orgs/other/hooks/{hook['id']}", token, body={}).status == 404
    place = Place.organization(world.read(lambda w: w.organizations.by_login("guild", None)).id)
    assert len(world.read(lambda work: work.hooks.of(place))) == 1
