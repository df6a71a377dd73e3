"""Webhooks of a repository over the API."""

import pytest

from tests.api import ADDRESS, API
from watchword.access.roles import Role
from watchword.kernel.ids import HookId
from watchword.repositories.model import Visibility
from watchword.webhooks import service
from watchword.webhooks.model import Outcome, Place
from watchword.webhooks.ports import NewMessage, Wanted

HOOKS = "/repos/octavia/things/hooks"
URL = "https://ci.example.test/hook"
SECRET = "a word that signs"


@pytest.fixture
def things(world, octavia):
    return world.repository(octavia, "things", Visibility.PRIVATE)


@pytest.fixture
def token(world, octavia, things):
    return world.token(octavia, "repo")[1]


@pytest.fixture
def make(api, token):
    def ask(**more):
        config = {"url": URL, "content_type": "json", "secret": SECRET} | more.pop("config", {})
        return api.ask("POST", HOOKS, token, body={"name": "web", "config": config, **more})

    return ask


@pytest.fixture
def hook(make):
    answer = make()
    assert answer.status == 201
    return answer.json


def events(world, prefix="hook."):
    found = world.read(lambda work: work.events.latest(20))
    return [one.name for one in found if one.name.startswith(prefix)]


def complaint(answer):
    assert (answer.status, answer.message) == (422, "Validation Failed")
    return answer.json["errors"][0]


def test_a_webhook_is_made_and_shown_as_github_shows_it(api, make, token, world):
    answer = make()
    told = answer.json
    url = f"{ADDRESS}{API}{HOOKS}/{told['id']}"
    assert answer.header("location") == url
    assert told == {
        "type": "Repository",
        "id": told["id"],
        "name": "web",
        "active": True,
        "events": ["push"],
        "config": {
            "content_type": "json",
            "insecure_ssl": "0",
            "url": URL,
            "secret": "********",
        },
        "updated_at": "2027-01-15T08:00:00Z",
        "created_at": "2027-01-15T08:00:00Z",
        "url": url,
        "ping_url": f"{url}/pings",
        "deliveries_url": f"{url}/deliveries",
        "test_url": f"{url}/tests",
        "last_response": {"code": None, "status": "unused", "message": None},
    }
    assert api.ask("GET", f"{HOOKS}/{told['id']}", token).json == told
    assert api.ask("GET", HOOKS, token).json == [told]
    assert events(world) == ["hook.ping", "hook.create"]


def test_the_secret_is_sealed_and_can_be_read_by_who_signs(world, things, hook):
    place = Place.repository(things.id)
    kept = world.read(lambda work: work.hooks.find(place, HookId(hook["id"])))
    assert SECRET.encode() not in kept.config.sealed
    assert world.read(lambda work: service.secret_of(work, kept)).text == SECRET


def test_what_is_not_said_is_as_usual(api, token, things):
    answer = api.ask("POST", HOOKS, token, body={"config": {"url": URL}})
    assert answer.json["config"] == {"content_type": "form", "insecure_ssl": "0", "url": URL}
    assert (answer.json["events"], answer.json["active"]) == (["push"], True)


@pytest.mark.parametrize("given", ["1", 1, True])
def test_a_certificate_is_ignored_where_that_is_said_in_any_of_githubs_ways(make, given):
    assert make(config={"insecure_ssl": given}).json["config"]["insecure_ssl"] == "1"


def test_a_star_stands_for_all_events(make):
    assert make(events=["push", "*"]).json["events"] == ["*"]


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        pytest.param({"config": {}}, "url", "missing_field", id="no url"),
        pytest.param({"config": {"url": "ftp://a.test/"}}, "url", "custom", id="ftp"),
        pytest.param({"config": {"url": "file:///etc/passwd"}}, "url", "custom", id="a file"),
        pytest.param({"config": {"url": "https://"}}, "url", "custom", id="no host"),
        pytest.param({"config": {"url": "https://u:p@a.test/"}}, "url", "custom", id="password"),
        pytest.param({"config": {"url": "https://a.test:0/"}}, "url", "custom", id="port 0"),
        pytest.param({"config": {"url": "https://a.test:x/"}}, "url", "custom", id="no port"),
        pytest.param({"config": {"url": "https://a.test/\r\nX: y"}}, "url", "custom", id="lines"),
        pytest.param({"config": {"url": "https://a.test\\@b/"}}, "url", "custom", id="backslash"),
        pytest.param(
            {"config": {"url": "https://a.test/" + "x" * 2048}}, "url", "custom", id="long"
        ),
        pytest.param(
            {"config": {"url": URL, "secret": "x" * 256}}, "secret", "custom", id="secret"
        ),
        pytest.param(
            {"config": {"url": URL, "content_type": "xml"}}, "content_type", "custom", id="xml"
        ),
        pytest.param(
            {"config": {"url": URL}, "events": ["pushed"]}, "events", "custom", id="unknown"
        ),
        pytest.param(
            {"config": {"url": URL}, "events": ["team"]}, "events", "custom", id="of orgs"
        ),
        pytest.param({"config": {"url": URL}, "name": "email"}, "name", "custom", id="a service"),
    ],
)
def test_what_makes_no_webhook_is_refused(api, token, things, body, field, code):
    told = complaint(api.ask("POST", HOOKS, token, body=body))
    assert (told["resource"], told["field"], told["code"]) == ("Hook", field, code)
    assert api.ask("GET", HOOKS, token).json == []


@pytest.mark.parametrize(
    "body",
    [{}, {"config": 1}, {"config": {"url": 1}}, {"config": {"url": URL}, "events": "push"}],
)
def test_wrong_types_are_refused(api, token, things, body):
    assert api.ask("POST", HOOKS, token, body=body).status == 422


def test_the_same_webhook_is_not_made_twice(make, hook):
    assert complaint(make())["message"] == "Hook already exists on this repository"
    assert make(config={"content_type": "form"}).status == 201


def test_a_change_says_only_what_is_to_be_otherwise(api, token, hook, world):
    one = f"{HOOKS}/{hook['id']}"
    told = api.ask("PATCH", one, token, body={"active": False}).json
    assert (told["active"], told["config"]) == (False, hook["config"])
    body = {"add_events": ["release", "fork"], "remove_events": ["push"]}
    assert api.ask("PATCH", one, token, body=body).json["events"] == ["fork", "release"]
    assert api.ask("PATCH", one, token, body={"events": ["delete"]}).json["events"] == ["delete"]
    assert events(world)[:3] == [
        "hook.events_changed",
        "hook.events_changed",
        "hook.active_changed",
    ]


def test_a_config_that_names_no_secret_takes_it_away(api, token, hook):
    one = f"{HOOKS}/{hook['id']}"
    told = api.ask("PATCH", one, token, body={"config": {"url": f"{URL}2"}}).json["config"]
    assert told == {"url": f"{URL}2", "content_type": "json", "insecure_ssl": "0"}


def test_what_is_shown_for_the_secret_does_not_become_it(api, token, hook, world, things):
    api.ask("PATCH", f"{HOOKS}/{hook['id']}", token, body={"config": hook["config"]})
    api.ask("PATCH", f"{HOOKS}/{hook['id']}/config", token, body={"secret": "********"})
    place = Place.repository(things.id)
    kept = world.read(lambda work: work.hooks.find(place, HookId(hook["id"])))
    assert world.read(lambda work: service.secret_of(work, kept)).text == SECRET


def test_the_config_alone_is_shown_and_changed_field_by_field(api, token, hook, world):
    one = f"{HOOKS}/{hook['id']}/config"
    assert api.ask("GET", one, token).json == hook["config"]
    told = api.ask("PATCH", one, token, body={"insecure_ssl": "1"}).json
    assert told == hook["config"] | {"insecure_ssl": "1"}
    told = api.ask("PATCH", one, token, body={"secret": ""}).json
    assert "secret" not in told
    found = world.read(lambda work: work.events.latest(1))[0]
    assert (found.name, found.body["fields"]) == ("hook.config_changed", ["secret"])
    assert found.body["host"] == "ci.example.test"
    assert complaint(api.ask("PATCH", one, token, body={"url": "x"}))["field"] == "url"


def test_a_deleted_webhook_is_gone(api, token, hook, world):
    assert api.ask("DELETE", f"{HOOKS}/{hook['id']}", token).status == 204
    assert api.ask("GET", f"{HOOKS}/{hook['id']}", token).status == 404
    assert events(world)[0] == "hook.destroy"


def test_pings_and_tests_are_asked_for(api, token, hook, world):
    one = f"{HOOKS}/{hook['id']}"
    assert api.ask("POST", f"{one}/pings", token).status == 204
    assert api.ask("POST", f"{one}/tests", token).status == 204
    assert events(world)[:2] == ["hook.test", "hook.ping"]
    api.ask("PATCH", one, token, body={"events": ["delete"]})
    assert api.ask("POST", f"{one}/tests", token).status == 204
    assert events(world)[:2] == ["hook.events_changed", "hook.test"]


@pytest.mark.parametrize("number", ["0", "999", "x", "-1", "9" * 30])
def test_a_webhook_that_is_not_there_is_missing(api, token, hook, number):
    assert api.ask("GET", f"{HOOKS}/{number}", token).status == 404
    for path in (f"{HOOKS}/{hook['id']}/deliveries/{number}",):
        assert api.ask("GET", path, token).status == 404
        assert api.ask("POST", f"{path}/attempts", token).status == 404


ASKED = [
    ("GET", "", "read"),
    ("PATCH", "", "write"),
    ("GET", "/config", "read"),
    ("PATCH", "/config", "write"),
    ("POST", "/pings", "read"),
    ("POST", "/tests", "read"),
    ("GET", "/deliveries", "read"),
    ("POST", "/deliveries/1/attempts", "write"),
    ("DELETE", "", "admin"),
]
LEVELS = ("read", "write", "admin")


@pytest.mark.parametrize("held", LEVELS)
def test_each_scope_opens_what_it_says_and_no_more(api, world, octavia, hook, deliveries, held):
    number = world.read(lambda work: work.hooks.deliveries(HookId(hook["id"]), Wanted()))[0].id
    _, token = world.token(octavia, f"{held}:repo_hook")
    for method, tail, needed in ASKED:
        path = f"{HOOKS}/{hook['id']}{tail.replace('/1/', f'/{number}/')}"
        answer = api.ask(method, path, token, body={})
        if LEVELS.index(held) >= LEVELS.index(needed):
            assert answer.status in {200, 202, 204}, (method, tail)
        else:
            assert (answer.status, answer.message) == (404, "Not Found"), (method, tail)
            told = answer.header("x-accepted-oauth-scopes").split(", ")
            assert {f"{needed}:repo_hook", "repo", "admin:repo_hook"} <= {*told}


def test_accepted_scopes_are_those_of_github(api, hook, token):
    told = api.ask("GET", HOOKS, token).header("x-accepted-oauth-scopes")
    assert told == "admin:repo_hook, public_repo, read:repo_hook, repo, write:repo_hook"
    told = api.ask("DELETE", f"{HOOKS}/{hook['id']}", token).header("x-accepted-oauth-scopes")
    assert told == "admin:repo_hook, public_repo, repo"


@pytest.mark.parametrize("role", [Role.READ, Role.WRITE])
def test_webhooks_are_for_who_administers_the_repository(api, world, things, hook, role):
    bob = world.user("bob")
    world.collaborator(things, bob, role)
    _, token = world.token(bob, "repo", "admin:repo_hook")
    for method, tail, _ in ASKED:
        assert api.ask(method, f"{HOOKS}/{hook['id']}{tail}", token, body={}).status == 403
    assert api.ask("GET", HOOKS, token).status == 403
    assert api.ask("POST", HOOKS, token, body={"config": {"url": URL}}).status == 403


def test_a_former_name_leads_on_to_the_webhook(api, world, octavia, hook, token):
    api.ask("PATCH", "/repos/octavia/things", token, body={"name": "other"})
    moved = api.ask("GET", f"{HOOKS}/{hook['id']}", token)
    assert moved.status == 301
    assert (
        api.ask("GET", moved.header("location").removeprefix(ADDRESS), token).json["name"] == "web"
    )


@pytest.fixture
def deliveries(world, things, hook):
    """Five tries, of which the second failed."""
    number = HookId(hook["id"])
    for count in range(5):
        code = 500 if count == 1 else 200
        new = NewMessage(number, f"guid-{count}", "push", None, things.id, '{"ref": "r"}')

        def unit(work, new=new, code=code):
            work.hooks.queue([new], work.now)
            message = work.hooks.claim(work.now, 60)
            outcome = Outcome(URL, {"X-GitHub-Event": "push"}, "said", code, 1234, {"a": "b"}, "ok")
            work.hooks.done(message, outcome, work.now, None)

        world.write(unit)
    return f"{HOOKS}/{hook['id']}/deliveries"


def test_deliveries_are_listed_by_cursor(api, token, deliveries):
    first = api.ask("GET", f"{deliveries}?per_page=2", token)
    assert [one["guid"] for one in first.json] == ["guid-4", "guid-3"]
    assert first.json[0] == {
        "id": first.json[0]["id"],
        "guid": "guid-4",
        "delivered_at": "2027-01-15T08:00:00Z",
        "redelivery": False,
        "duration": 1.234,
        "status": "said",
        "status_code": 200,
        "event": "push",
        "action": None,
        "installation_id": None,
        "repository_id": first.json[0]["repository_id"],
        "throttled_at": None,
    }
    seen, answer = [], first
    while link := answer.header("link"):
        address, _, rel = link.partition("; ")
        assert rel == 'rel="next"'
        answer = api.ask("GET", address.strip("<>").removeprefix(ADDRESS), token)
        seen += [one["guid"] for one in answer.json]
    assert seen == ["guid-2", "guid-1", "guid-0"]
    assert api.ask("GET", f"{deliveries}?cursor=x", token).status == 422
    failed = api.ask("GET", f"{deliveries}?status=failure", token).json
    assert [one["guid"] for one in failed] == ["guid-1"]


def test_a_delivery_is_shown_with_both_sides(api, token, deliveries):
    number = api.ask("GET", deliveries, token).json[0]["id"]
    told = api.ask("GET", f"{deliveries}/{number}", token).json
    assert told["url"] == URL
    assert told["request"] == {"headers": {"X-GitHub-Event": "push"}, "payload": {"ref": "r"}}
    assert told["response"] == {"headers": {"a": "b"}, "payload": "ok"}


def test_the_hook_tells_what_the_receiver_said_last(api, token, deliveries):
    told = api.ask("GET", deliveries.removesuffix("/deliveries"), token).json["last_response"]
    assert told == {"code": 200, "status": "active", "message": "said"}


def test_a_delivery_is_sent_once_more_under_its_own_name(api, token, deliveries, world):
    number = api.ask("GET", deliveries, token).json[1]["id"]
    answer = api.ask("POST", f"{deliveries}/{number}/attempts", token)
    assert (answer.status, answer.json) == (202, {})
    waiting = world.write(lambda work: work.hooks.claim(work.now, 60))
    assert (waiting.guid, waiting.redelivery, waiting.payload) == ("guid-3", True, '{"ref": "r"}')
