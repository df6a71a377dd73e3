"""Attack 52, finding out what exists: by what people marked and watch.

A repository that somebody may not know of changes nothing of what that one is told: not the lists
of the people who marked it, not their length, and not the counts beside other repositories.
"""

import pytest

from watchword.access.roles import Role
from watchword.repositories.model import Visibility

LISTS = (
    "/users/bob/starred",
    "/users/bob/subscriptions",
    "/users/octavia/starred",
    "/users/octavia/subscriptions",
    "/repos/octavia/open/stargazers",
    "/repos/octavia/open/subscribers",
    "/repos/octavia/open/forks?sort=stargazers",
    "/repos/octavia/open",
)
OWN = ("/user/starred", "/user/subscriptions")
GRAPHQL = """{ user(login: "bob") { starredRepositories(first: 1) {
  totalCount nodes { name } pageInfo { hasNextPage } } } }"""


@pytest.fixture
def people(world):
    """Octavia owns, Bob works with her; Eve is a stranger."""
    return {login: world.user(login) for login in ("octavia", "bob", "eve")}


@pytest.fixture
def tokens(world, people):
    return {
        "a stranger": world.token(people["eve"], "repo", "notifications", "user")[1],
        "a token without the scope": world.token(people["bob"], "public_repo", "notifications")[1],
        "nobody": None,
    }


def told(api, token, paths):
    found = {}
    for path in paths:
        answer = api.ask("GET", f"{path}{'&' if '?' in path else '?'}per_page=1", token)
        found[path] = answer.status, answer.body, answer.header("link")
    if token is not None:
        answer = api.ask("POST", "/api/graphql", token, body={"query": GRAPHQL})
        found["graphql"] = answer.status, answer.body, None
    return found


@pytest.mark.parametrize("who", ["a stranger", "a token without the scope", "nobody"])
def test_marks_of_what_is_hidden_change_nothing_that_others_are_told(
    api, world, people, tokens, who
):
    octavia, bob = people["octavia"], people["bob"]
    shown = world.repository(octavia, "open")
    for one in (octavia, bob):
        world.write(lambda work, one=one: work.stars.add(one.id, shown.id, work.now))
    paths = LISTS + (OWN if who == "a token without the scope" else ())
    before = told(api, tokens[who], paths)
    hidden = world.repository(octavia, "hidden", Visibility.PRIVATE)
    world.collaborator(hidden, bob, Role.WRITE)
    for one in (octavia, bob):
        world.write(lambda work, one=one: work.stars.add(one.id, hidden.id, work.now))
    assert told(api, tokens[who], paths) == before


@pytest.mark.parametrize("media", ["application/json", "application/vnd.github.star+json"])
def test_nor_does_the_media_type_with_moments(api, world, people, tokens, media):
    hidden = world.repository(people["octavia"], "hidden", Visibility.PRIVATE)
    world.write(lambda work: work.stars.add(people["octavia"].id, hidden.id, work.now))
    for token in tokens.values():
        path = "/users/octavia/starred"
        answer = api.ask("GET", path, token, headers=[("accept", media)])
        assert (answer.status, answer.json) == (200, [])


def test_who_was_let_go_learns_nothing_more_and_stands_on_no_list(api, world, people):
    octavia, bob = people["octavia"], people["bob"]
    hidden = world.repository(octavia, "hidden", Visibility.PRIVATE)
    world.collaborator(hidden, bob, Role.WRITE)
    token = world.token(bob, "repo", "notifications")[1]
    assert api.ask("PUT", "/user/starred/octavia/hidden", token).status == 204
    world.write(lambda work: work.repositories.remove_collaborator(hidden.id, bob.id))
    for method in ("GET", "PUT", "DELETE"):
        for path in ("/user/starred/octavia/hidden", "/repos/octavia/hidden/subscription"):
            body = {} if method == "PUT" else None
            gone = api.ask(method, path, token, body=body)
            none = api.ask(method, path.replace("hidden", "nothing"), token, body=body)
            assert (gone.status, gone.body) == (none.status, none.body) == (404, none.body)
    found = world.read(lambda work: work.repositories.by_id(hidden.id, None))
    assert world.read(lambda work: work.watches.watchers_of(found)) == [octavia.id]
    assert (found.stars, found.watchers) == (0, 1)
