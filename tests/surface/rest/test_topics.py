"""What a repository is about, over the API."""

import pytest

from watchword.access.roles import Role

TOPICS = "/repos/octavia/things/topics"


@pytest.fixture
def things(world, octavia):
    return world.repository(octavia, "things")


@pytest.fixture
def token(world, octavia, things):
    return world.token(octavia, "public_repo")[1]


def test_topics_are_replaced_and_shown_everywhere(api, world, token):
    assert api.ask("GET", TOPICS).json == {"names": []}
    told = api.ask("PUT", TOPICS, token, body={"names": ["Git", "tokens", "git", "a-1"]})
    assert (told.status, told.json) == (200, {"names": ["git", "tokens", "a-1"]})
    assert api.ask("GET", TOPICS).json == told.json
    assert api.ask("GET", "/repos/octavia/things").json["topics"] == ["git", "tokens", "a-1"]
    assert api.ask("GET", f"{TOPICS}?per_page=1&page=2").json == {"names": ["tokens"]}
    fact = world.read(lambda work: work.events.latest(1))[0]
    assert (fact.name, fact.body["fields"], fact.body["before"]) == (
        "repo.update",
        ["topics"],
        [""],
    )
    assert api.ask("PUT", TOPICS, token, body={"names": []}).json == {"names": []}


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["-a"], id="begins with a hyphen"),
        pytest.param(["a b"], id="two words"),
        pytest.param(["ü"], id="no letter of ASCII"),
        pytest.param([""], id="empty"),
        pytest.param(["a" * 51], id="long"),
        pytest.param([f"t{n}" for n in range(21)], id="many"),
    ],
)
def test_what_is_no_topic_is_refused(api, token, names):
    refused = api.ask("PUT", TOPICS, token, body={"names": names})
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "topics")
    assert api.ask("GET", TOPICS).json == {"names": []}


@pytest.mark.parametrize("body", [{}, {"names": "git"}, {"names": [1]}])
def test_wrong_types_are_refused(api, token, body):
    assert api.ask("PUT", TOPICS, token, body=body).status == 422


def test_only_admins_set_them(api, world, things):
    bob = world.user("bob")
    world.collaborator(things, bob, Role.MAINTAIN)
    _, his = world.token(bob, "repo")
    assert api.ask("PUT", TOPICS, his, body={"names": ["git"]}).status == 403
