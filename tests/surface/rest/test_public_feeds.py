"""What happened of late on the site, in a network of forks and in an organization, over the API."""

import pytest

from watchword.ref_updates.model import ZERO
from watchword.repositories.model import Visibility

ONE = "1" * 40
SITE, ORG, OWN = "/events", "/orgs/vigiles/events", "/users/octavia/events/orgs/vigiles"


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "repo")[1]


@pytest.fixture
def vigiles(world, octavia):
    return world.organization("vigiles", octavia)


@pytest.fixture
def marcia(world):
    return world.user("marcia")


def pushed(world, owner, name, by, visibility=Visibility.PUBLIC):
    """A repository with a branch of the same name that somebody pushed."""
    made = world.repository(owner, name, visibility)
    found = world.read(lambda work: work.repositories.by_id(made.id, by.id))
    world.clock.now += 1
    world.push(found, by, (f"refs/heads/{name}", ZERO, ONE))
    return found


def told(api, path, token=None):
    answer = api.ask("GET", path, token)
    assert answer.status == 200, answer.body
    assert answer.header("x-poll-interval") == "60"
    return [one["payload"]["ref"] for one in answer.json]


def test_the_site_tells_what_is_public(api, world, octavia, marcia, vigiles, token):
    pushed(world, octavia, "one", octavia)
    pushed(world, octavia, "closed", octavia, Visibility.PRIVATE)
    pushed(world, vigiles, "inside", octavia, Visibility.INTERNAL)
    starred = pushed(world, marcia, "two", marcia)
    assert api.ask("PUT", f"/user/starred/{starred.full_name}", token).status == 204
    first, *others = api.ask("GET", SITE).json
    assert (first["type"], first["actor"]["login"]) == ("WatchEvent", "octavia")
    assert [one["payload"]["ref"] for one in others] == ["two", "one"]
    assert api.ask("GET", SITE, token).json == [first, *others]


def test_it_is_told_in_parts_and_again_only_when_it_changed(api, world, octavia, token):
    for name in ("one", "two", "three"):
        pushed(world, octavia, name, octavia)
    part = api.ask("GET", f"{SITE}?per_page=2&page=2", token)
    assert [one["payload"]["ref"] for one in part.json] == ["one"]
    assert 'rel="prev"' in part.header("link")
    whole = api.ask("GET", SITE, token)
    same = [("if-none-match", whole.header("etag"))]
    assert api.ask("GET", SITE, token, headers=same).status == 304
    pushed(world, octavia, "four", octavia)
    assert api.ask("GET", SITE, token, headers=same).status == 200


def test_a_network_tells_of_all_its_forks(api, world, octavia, marcia):
    source, other = (pushed(world, octavia, name, octavia) for name in ("made", "other"))
    fork, further = (pushed(world, marcia, name, marcia) for name in ("fork", "further"))
    hidden = pushed(world, marcia, "hidden", marcia, Visibility.PRIVATE)

    def forked(work):
        work.lineage.begin_fork(fork.id, source.id, source.id, None, work.now)
        work.lineage.begin_fork(further.id, fork.id, source.id, None, work.now)
        work.lineage.begin_fork(hidden.id, source.id, source.id, None, work.now)

    world.write(forked)
    hers = world.token(marcia, "repo")[1]
    for one in (source, fork, further):
        for secret in (None, hers):
            found = told(api, f"/networks/{one.full_name}/events", secret)
            assert found == ["further", "fork", "made"]
    assert told(api, f"/networks/{other.full_name}/events") == ["other"]
    assert told(api, f"/networks/{hidden.full_name}/events", hers) == ["further", "fork", "made"]
    assert api.ask("GET", f"/networks/{hidden.full_name}/events").status == 404


def test_an_organization_tells_what_is_public_in_it(api, world, octavia, vigiles, token):
    pushed(world, octavia, "elsewhere", octavia)
    pushed(world, vigiles, "tower", octavia)
    pushed(world, vigiles, "closed", octavia, Visibility.PRIVATE)
    pushed(world, vigiles, "inside", octavia, Visibility.INTERNAL)
    assert told(api, ORG) == told(api, ORG, token) == ["tower"]
    assert api.ask("GET", "/orgs/nothing/events", token).status == 404
    assert api.ask("GET", "/orgs/octavia/events", token).status == 404


def test_oneself_is_told_of_an_organization_what_one_sees(
    api, world, octavia, marcia, vigiles, token
):
    pushed(world, octavia, "elsewhere", octavia)
    pushed(world, vigiles, "tower", octavia)
    pushed(world, vigiles, "closed", octavia, Visibility.PRIVATE)
    assert told(api, OWN, token) == ["closed", "tower"]
    assert told(api, OWN, world.token(octavia)[1]) == ["tower"]
    hers = world.token(marcia, "repo")[1]
    assert told(api, "/users/marcia/events/orgs/vigiles", hers) == ["tower"]
    assert api.ask("GET", OWN).status == 401
    refused = api.ask("GET", OWN, hers)
    assert refused.status == 403
    assert refused.json["message"].startswith("Only the person named in the path")
    for path in ("/users/octavia/events/orgs/nothing", "/users/nobody/events/orgs/vigiles"):
        assert api.ask("GET", path, token).status == 404


def test_what_happened_in_an_organization_stays_told_there(api, world, octavia, vigiles, token):
    tower = pushed(world, vigiles, "tower", octavia)
    given = api.ask(
        "POST", f"/repos/{tower.full_name}/transfer", token, body={"new_owner": "octavia"}
    )
    assert given.status == 202
    assert told(api, ORG) == ["tower"]
    moved = world.read(lambda work: work.repositories.by_id(tower.id, octavia.id))
    world.push(moved, octavia, ("refs/heads/later", ZERO, ONE))
    assert told(api, ORG) == ["tower"]
