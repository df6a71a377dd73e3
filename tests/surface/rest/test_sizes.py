"""How much space repositories take, where GitHub tells it."""

import pytest

from watchword.access.roles import Role
from watchword.repositories.model import Visibility
from watchword.work import measuring


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "repo", "user", "read:org")[1]


@pytest.fixture
def things(api, token):
    body = {"name": "things", "auto_init": True, "private": True}
    return api.ask("POST", "/user/repos", token, body=body).json


@pytest.fixture
def measured(api, world, things):
    return measuring.measure_others(world.database, api.layout)


def test_what_was_never_measured_is_by_and_by(api, world, token, things, measured):
    assert measured == 1
    told = api.ask("GET", "/repos/octavia/things", token).json
    assert 0 < told["size"] < 100
    assert told["updated_at"] == things["updated_at"]
    assert measuring.measure_others(world.database, api.layout) == 0


def test_a_push_is_measured(api, world, token, things):
    put = {"message": "x", "content": "eA=="}
    made = api.ask("PUT", "/repos/octavia/things/contents/new", token, body=put)
    assert made.status == 201
    pushed = next(
        one for one in world.read(lambda work: work.events.latest(5)) if one.name == "git.push"
    )
    measuring.measure(world.database, api.layout, pushed)
    assert api.ask("GET", "/repos/octavia/things", token).json["size"] > 0


def test_a_person_reads_what_all_of_theirs_come_to(api, world, octavia, token, things, measured):
    size = api.ask("GET", "/repos/octavia/things", token).json["size"]
    found = world.read(lambda work: work.repositories.by_id(things["id"], octavia.id))
    bob = world.user("bob")
    world.collaborator(found, bob, Role.READ)
    world.collaborator(world.repository(octavia, "more", Visibility.PRIVATE), bob, Role.READ)
    world.collaborator(world.repository(octavia, "open"), world.user("eve"), Role.READ)
    told = api.ask("GET", "/user", token).json
    assert (told["disk_usage"], told["collaborators"]) == (size, 1)
    assert told["plan"]["collaborators"] == 1
    assert set(told["plan"]) == {"name", "space", "collaborators", "private_repos"}
    narrow = world.token(octavia, "repo")[1]
    assert not {"disk_usage", "collaborators", "plan"} & set(api.ask("GET", "/user", narrow).json)


def test_the_same_over_graphql(api, token, things, measured):
    asked = {"query": '{repository(owner: "octavia", name: "things") {diskUsage}}'}
    told = api.ask("POST", "/api/graphql", token, body=asked).json
    size = api.ask("GET", "/repos/octavia/things", token).json["size"]
    assert told["data"]["repository"] == {"diskUsage": size}


def test_a_repository_that_is_gone_takes_nothing(api, world, octavia):
    gone = world.repository(octavia, "gone")
    assert api.layout.size(gone.key) == 0
