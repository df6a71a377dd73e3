"""Lists of repositories: which are on them, in which order, on which page."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.api import ADDRESS, API
from watchword.access.roles import Role
from watchword.repositories.model import Visibility


@pytest.fixture
def bob(world):
    return world.user("bob")


@pytest.fixture
def several(world, octavia, bob):
    """Octavia's, public and private; Bob's, with her and without."""
    made = {}
    for owner, name, visibility in (
        (octavia, "alpha", Visibility.PUBLIC),
        (octavia, "beta", Visibility.PRIVATE),
        (bob, "gamma", Visibility.PUBLIC),
        (bob, "delta", Visibility.PRIVATE),
        (bob, "epsilon", Visibility.PRIVATE),
        (bob, "zeta", Visibility.PUBLIC),
    ):
        world.clock.now += 60
        made[name] = world.repository(owner, name, visibility)
    world.collaborator(made["gamma"], octavia, Role.WRITE)
    world.collaborator(made["delta"], octavia, Role.READ)
    return made


def names(answer):
    assert answer.status == 200, answer.body
    return [one["name"] for one in answer.json]


def links(answer):
    header = answer.header("link") or ""
    return {name: url for url, name in re.findall(r'<([^>]*)>; rel="(\w+)"', header)}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("", "delta gamma alpha beta", id="all that one works with, by full name"),
        pytest.param("type=owner", "alpha beta", id="owned"),
        pytest.param("type=member", "delta gamma", id="worked with"),
        pytest.param("type=public", "gamma alpha", id="public"),
        pytest.param("type=private", "delta beta", id="private"),
        pytest.param("visibility=private", "delta beta", id="visibility"),
        pytest.param("affiliation=owner", "alpha beta", id="affiliation"),
        pytest.param("affiliation=owner,collaborator", "delta gamma alpha beta", id="two of them"),
        pytest.param("affiliation=organization_member", "", id="no organizations"),
        pytest.param("sort=created", "delta gamma beta alpha", id="the newest first"),
        pytest.param("sort=created&direction=asc", "alpha beta gamma delta", id="the oldest first"),
        pytest.param("sort=full_name&direction=desc", "beta alpha gamma delta", id="backwards"),
        pytest.param("since=2027-01-15T08:02:00Z", "delta gamma", id="changed after"),
        pytest.param("before=2027-01-15T08:02:00", "alpha", id="changed before, no zone"),
    ],
)
def test_ones_own_list(api, world, octavia, several, query, expected):
    _, token = world.token(octavia, "repo")
    assert names(api.ask("GET", f"/user/repos?{query}", token)) == expected.split()


@pytest.mark.parametrize("query", ["", "type=private", "visibility=private", "type=owner"])
def test_without_repo_private_ones_are_not_even_counted(api, world, octavia, several, query):
    _, token = world.token(octavia, "public_repo", "read:org")
    answer = api.ask("GET", f"/user/repos?per_page=1&{query}", token)
    assert not set(names(answer)) & {"beta", "delta"}
    last = links(answer).get("last")
    assert last is None or parse_qs(urlsplit(last).query)["page"] == ["2"]


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("type=owner&visibility=all", id="contradiction"),
        pytest.param("type=mine", id="no such type"),
        pytest.param("sort=size", id="no such order"),
        pytest.param("affiliation=owner,friend", id="no such affiliation"),
        pytest.param("since=yesterday", id="no time"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(api, world, octavia, query):
    _, token = world.token(octavia, "repo")
    assert api.ask("GET", f"/user/repos?{query}", token).status == 422


def test_nobody_in_particular_has_no_list_of_ones_own(api):
    assert api.ask("GET", "/user/repos").message == "Requires authentication"


def test_a_persons_list_shows_what_is_public(api, world, octavia, bob, several):
    _, stranger = world.token(world.user("eve"), "repo")
    _, token = world.token(bob, "repo")
    _, weak = world.token(bob)
    theirs = "/users/bob/repos"
    assert names(api.ask("GET", theirs)) == ["gamma", "zeta"]
    assert names(api.ask("GET", theirs, stranger)) == ["gamma", "zeta"]
    assert names(api.ask("GET", theirs, weak)) == ["gamma", "zeta"]
    assert names(api.ask("GET", theirs, token)) == ["delta", "epsilon", "gamma", "zeta"]
    assert names(api.ask("GET", "/users/octavia/repos?type=member")) == ["gamma"]


def test_pages_are_linked_by_absolute_addresses(api, world, octavia):
    _, token = world.token(octavia, "repo")
    for number in range(5):
        world.repository(octavia, f"r{number}")
    first = api.ask("GET", "/user/repos?per_page=2&type=owner&access_token=x&other=1", token)
    assert names(first) == ["r0", "r1"]
    base = f"{ADDRESS}{API}/user/repos?per_page=2&type=owner"
    assert links(first) == {"next": f"{base}&page=2", "last": f"{base}&page=3"}
    middle = api.ask("GET", "/user/repos?per_page=2&page=2", token)
    assert links(middle).keys() == {"prev", "next", "last", "first"}
    last = api.ask("GET", "/user/repos?per_page=2&page=3", token)
    assert names(last) == ["r4"]
    assert links(last).keys() == {"prev", "first"}
    beyond = api.ask("GET", "/user/repos?per_page=2&page=9", token)
    assert names(beyond) == []
    assert parse_qs(urlsplit(links(beyond)["prev"]).query)["page"] == ["3"]


def test_following_the_links_gives_everything_once(api, world, octavia):
    _, token = world.token(octavia, "repo")
    made = [world.repository(octavia, f"r{number}").name for number in range(7)]
    seen, path = [], "/user/repos?per_page=3"
    while path:
        answer = api.ask("GET", path, token)
        seen += names(answer)
        path = links(answer).get("next", "").removeprefix(ADDRESS + API)
    assert seen == made


def test_one_page_needs_no_links(api, world, octavia):
    _, token = world.token(octavia, "repo")
    world.repository(octavia, "one")
    assert api.ask("GET", "/user/repos", token).header("link") is None


@pytest.mark.parametrize(
    ("query", "size"),
    [
        pytest.param("", 30, id="thirty unless told"),
        pytest.param("per_page=100", 100, id="a hundred at most"),
        pytest.param("per_page=1000", 100, id="more is cut"),
        pytest.param("per_page=0", 30, id="nothing is no size"),
        pytest.param("per_page=-5", 30, id="nor is less"),
        pytest.param("per_page=ten", 30, id="nor is a word"),
        pytest.param("per_page=" + "9" * 40, 30, id="nor is a monster"),
        pytest.param("per_page=10&per_page=40", 40, id="the last one counts"),
        pytest.param("page=0", 30, id="the first page"),
    ],
)
def test_sizes_are_cut_not_refused(api, world, octavia, query, size):
    _, token = world.token(octavia, "repo")
    key = iter(range(200))

    def unit(work):
        from watchword.repositories.ports import NewRepository

        for number in range(101):
            new = NewRepository(
                f"{next(key):032x}", octavia.id, f"r{number:03}", None, None,
                Visibility.PUBLIC, "main",
            )  # fmt: skip
            work.repositories.add(new, work.now)

    world.write(unit)
    assert len(names(api.ask("GET", f"/user/repos?{query}", token))) == size
