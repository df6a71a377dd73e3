"""Attack 52, finding out what exists by what happens: a private repository leaves no trace in lists
of what its owner did, of what those receive who follow them, or who watched it and were let go.
"""

import pytest

from watchword.access.roles import Role
from watchword.repositories.model import Visibility

LISTS = ("/users/octavia/events", "/users/lucius/received_events")
PUBLIC_LISTS = ("/events", *(f"{one}/public" for one in LISTS))


@pytest.fixture
def octavia(world):
    return world.user("octavia")


@pytest.fixture
def lucius(world):
    return world.user("lucius")


@pytest.fixture
def hidden(api, world, octavia, lucius):
    """Octavia's private repository, in which lucius worked and which he still wants to watch."""
    token, theirs = world.token(octavia, "repo")[1], world.token(lucius, "repo", "user")[1]
    assert api.ask("PUT", "/user/following/octavia", theirs).status == 204
    body = {"name": "hidden", "private": True, "auto_init": True}
    assert api.ask("POST", "/user/repos", token, body=body).status == 201
    found = world.read(lambda work: work.repositories.find("octavia", "hidden", octavia.id))
    world.collaborator(found, lucius, Role.WRITE)
    assert len(api.ask("GET", LISTS[1], theirs).json) == 2
    work_with = "/repos/octavia/hidden/collaborators/lucius"
    assert api.ask("DELETE", work_with, token).status == 204
    # As if the mark had stayed.
    world.write(lambda work: work.watches.put(lucius.id, found.id, ignored=False, now=work.now))
    return found


def test_nothing_of_it_is_told(api, world, octavia, lucius, hidden):
    tokens = {
        "nobody": None,
        "let go": world.token(lucius, "repo")[1],
        "without the scope": world.token(octavia, "public_repo", "user")[1],
        "another": world.token(world.user("marcia"), "repo")[1],
    }
    for who, token in tokens.items():
        for path in LISTS + PUBLIC_LISTS:
            answer = api.ask("GET", f"{path}?per_page=1", token)
            assert (answer.status, answer.json, answer.header("link")) == (200, [], None), who
        for place in ("repos", "networks"):
            missing = api.ask("GET", f"/{place}/octavia/nothing/events", token)
            answer = api.ask("GET", f"/{place}/octavia/hidden/events", token)
            assert (answer.status, answer.body) == (missing.status, missing.body)
            assert answer.status == 404


def test_the_owner_is_told(api, world, octavia, hidden):
    told = api.ask("GET", LISTS[0], world.token(octavia, "repo")[1]).json
    assert {one["repo"]["name"] for one in told} == {"octavia/hidden"}
    assert not any(one["public"] for one in told)
    for path in PUBLIC_LISTS:
        assert api.ask("GET", path, world.token(octavia, "repo")[1]).json == []


def test_an_organization_tells_others_nothing_of_what_it_hides(api, world, octavia, lucius):
    vigiles = world.organization("vigiles", octavia)
    world.member(vigiles, lucius)
    hidden = world.repository(vigiles, "hidden", Visibility.PRIVATE)
    world.push(hidden, octavia, ("refs/heads/main", "0" * 40, "1" * 40))
    mine = "/users/{}/events/orgs/vigiles"
    marcia = world.user("marcia")
    for person, scope, count in ((octavia, "repo", 1), (octavia, "user", 0), (marcia, "repo", 0)):
        token = world.token(person, scope)[1]
        answer = api.ask("GET", mine.format(person.login), token)
        assert (answer.status, len(answer.json)) == (200, count), (person.login, scope)
        assert api.ask("GET", "/orgs/vigiles/events", token).json == []
    theirs = api.ask("GET", mine.format("octavia"), world.token(lucius, "repo")[1])
    assert (theirs.status, b"hidden" in theirs.body) == (403, False)
