"""Stars of repositories, over the API."""

import pytest

from watchword.access.roles import Role
from watchword.repositories.model import Visibility

STARRED = "/user/starred"
MOMENTS = [("accept", "application/vnd.github.star+json")]


@pytest.fixture
def bob(world):
    return world.user("bob")


@pytest.fixture
def token(world, bob):
    return world.token(bob, "public_repo")[1]


@pytest.fixture
def everything(world, bob):
    return world.token(bob, "repo")[1]


def names(answer):
    assert answer.status == 200, answer.body
    return [one["full_name"] for one in answer.json]


def logins(answer):
    assert answer.status == 200, answer.body
    return [one["login"] for one in answer.json]


def test_a_star_is_put_taken_away_told_and_counted(api, world, octavia, token):
    world.repository(octavia, "aqueduct")
    one = f"{STARRED}/octavia/aqueduct"
    assert api.ask("GET", one, token).status == 404
    for _ in range(2):
        put = api.ask(
            "PUT", f"{STARRED}/OCTAVIA/Aqueduct", token, headers=[("content-length", "0")]
        )
        assert (put.status, put.body) == (204, b"")
    assert api.ask("GET", one, token).status == 204
    assert names(api.ask("GET", STARRED, token)) == ["octavia/aqueduct"]
    assert names(api.ask("GET", "/users/bob/starred")) == ["octavia/aqueduct"]
    assert logins(api.ask("GET", "/repos/octavia/aqueduct/stargazers")) == ["bob"]
    shown = api.ask("GET", "/repos/octavia/aqueduct").json
    assert [shown[name] for name in ("stargazers_count", "watchers", "watchers_count")] == [1, 1, 1]
    assert api.ask("GET", "/users/octavia/repos").json[0]["stargazers_count"] == 1
    for _ in range(2):
        assert api.ask("DELETE", one, token).status == 204
    assert api.ask("GET", one, token).status == 404
    assert names(api.ask("GET", STARRED, token)) == []
    assert api.ask("GET", "/repos/octavia/aqueduct").json["stargazers_count"] == 0


def test_the_media_type_tells_when(api, world, octavia, token):
    world.repository(octavia, "aqueduct")
    api.ask("PUT", f"{STARRED}/octavia/aqueduct", token)
    (marked,) = api.ask("GET", STARRED, token, headers=MOMENTS).json
    assert set(marked) == {"starred_at", "repo"}
    assert (marked["starred_at"], marked["repo"]["name"]) == ("2027-01-15T08:00:00Z", "aqueduct")
    (gazer,) = api.ask("GET", "/repos/octavia/aqueduct/stargazers", headers=MOMENTS).json
    assert (gazer["starred_at"], gazer["user"]["login"]) == ("2027-01-15T08:00:00Z", "bob")


def test_lists_are_ordered_as_asked_and_have_pages(api, world, octavia, token):
    made = {name: world.repository(octavia, name) for name in ("one", "two", "three")}
    for name in ("two", "one", "three"):
        world.clock.now += 60
        api.ask("PUT", f"{STARRED}/octavia/{name}", token)
    world.clock.now += 60
    world.write(lambda work: work.repositories.pushed(made["two"].id, world.clock.now))

    def listed(query):
        return [one["name"] for one in api.ask("GET", f"{STARRED}?{query}", token).json]

    assert listed("") == ["three", "one", "two"]
    assert listed("direction=asc") == ["two", "one", "three"]
    assert listed("sort=updated")[0] == "two"
    page = api.ask("GET", f"{STARRED}?per_page=2&page=2", token)
    assert names(page) == ["octavia/two"]
    assert 'rel="prev"' in page.header("link")
    assert api.ask("GET", f"{STARRED}?sort=loudness", token).status == 422


def test_by_a_former_name_the_same_repository_is_marked(api, world, octavia, token):
    made = world.repository(octavia, "aqueduct")
    repository = world.read(lambda work: work.repositories.by_id(made.id, None))
    world.write(lambda work: work.repositories.rename(repository, "bridge", work.now))
    assert api.ask("PUT", f"{STARRED}/octavia/aqueduct", token).status == 204
    assert names(api.ask("GET", STARRED, token)) == ["octavia/bridge"]


@pytest.mark.parametrize(
    ("scopes", "public", "private"),
    [
        pytest.param((), 404, 404, id="no scope"),
        pytest.param(("user", "notifications"), 404, 404, id="others"),
        pytest.param(("public_repo",), 204, 404, id="public_repo"),
        pytest.param(("repo",), 204, 204, id="repo"),
    ],
)
def test_what_it_takes(api, world, octavia, scopes, public, private):
    world.repository(octavia, "open")
    world.repository(octavia, "closed", Visibility.PRIVATE)
    _, token = world.token(octavia, *scopes)
    for name, status in (("open", public), ("closed", private)):
        for method in ("PUT", "DELETE"):
            got = api.ask(method, f"{STARRED}/octavia/{name}", token)
            assert got.status == status
            if got.status == 204:
                assert got.header("x-accepted-oauth-scopes") == "public_repo, repo"
    assert api.ask("GET", STARRED, token).status == 200
    assert api.ask("GET", STARRED).status == 401
    assert api.ask("PUT", f"{STARRED}/octavia/open").status == 401


def test_what_is_private_is_listed_for_those_who_see_it_and_no_longer(
    api, world, octavia, bob, token, everything
):
    closed = world.repository(octavia, "closed", Visibility.PRIVATE)
    world.collaborator(closed, bob, Role.READ)
    assert api.ask("PUT", f"{STARRED}/octavia/closed", everything).status == 204
    mine = world.token(octavia, "repo")[1]
    assert names(api.ask("GET", STARRED, everything)) == ["octavia/closed"]
    assert names(api.ask("GET", "/users/bob/starred", everything)) == ["octavia/closed"]
    assert logins(api.ask("GET", "/repos/octavia/closed/stargazers", mine)) == ["bob"]
    # Neither a token without the scope, nor nobody, nor anybody else's list tells of it.
    assert names(api.ask("GET", STARRED, token)) == []
    assert names(api.ask("GET", "/users/bob/starred")) == []
    assert names(api.ask("GET", "/users/bob/starred", mine)) == []
    assert "link" not in dict(api.ask("GET", "/users/bob/starred?per_page=1").headers)
    assert api.ask("GET", "/repos/octavia/closed/stargazers", token).status == 404
    assert api.ask("GET", "/repos/octavia/closed/stargazers").status == 404
    removed = api.ask("DELETE", "/repos/octavia/closed/collaborators/bob", mine)
    assert removed.status == 204
    assert names(api.ask("GET", STARRED, everything)) == []
    assert logins(api.ask("GET", "/repos/octavia/closed/stargazers", mine)) == []
    assert api.ask("GET", "/repos/octavia/closed", mine).json["stargazers_count"] == 0


def test_hiding_a_repository_takes_away_the_marks_of_those_who_see_it_no_longer(
    api, world, octavia, token
):
    world.repository(octavia, "aqueduct")
    mine = world.token(octavia, "repo")[1]
    for one in (token, mine):
        assert api.ask("PUT", f"{STARRED}/octavia/aqueduct", one).status == 204
    assert api.ask("PATCH", "/repos/octavia/aqueduct", mine, body={"private": True}).status == 200
    shown = api.ask("GET", "/repos/octavia/aqueduct", mine).json
    assert (shown["stargazers_count"], shown["subscribers_count"]) == (1, 1)
    api.ask("PATCH", "/repos/octavia/aqueduct", mine, body={"private": False})
    assert logins(api.ask("GET", "/repos/octavia/aqueduct/stargazers")) == ["octavia"]


def test_forks_are_ordered_by_stars_when_asked(api, world, octavia, token):
    source = world.repository(octavia, "aqueduct")
    forks = [world.repository(world.user(login), "copy") for login in ("ann", "zoe", "max")]
    for one in forks:
        world.write(
            lambda work, one=one: work.lineage.begin_fork(one.id, source.id, source.id, None, 1)
        )
    api.ask("PUT", f"{STARRED}/zoe/copy", token)
    listed = names(api.ask("GET", "/repos/octavia/aqueduct/forks?sort=stargazers"))
    assert listed[0] == "zoe/copy"
    assert names(api.ask("GET", "/repos/octavia/aqueduct/forks")) == [
        "max/copy",
        "zoe/copy",
        "ann/copy",
    ]


def test_nobody_and_nothing_have_no_stars(api, token):
    for path in ("/users/nobody/starred", "/repos/octavia/nothing/stargazers"):
        assert api.ask("GET", path).status == 404
    for method in ("GET", "PUT", "DELETE"):
        assert api.ask(method, f"{STARRED}/octavia/nothing", token).status == 404
