"""To let somebody in takes two look-ups in one transaction; to send them away, the same for all."""

import pytest

from tests.git_site import make_site
from tests.recording import statements
from tests.world import World
from watchword.access.roles import Role


@pytest.fixture
def ran():
    with statements() as seen:
        yield seen


@pytest.fixture
def site(ran, sqlite_url, tmp_path):
    return make_site(World(sqlite_url), tmp_path)


def asked(site, ran, name, token):
    ran.clear()
    reply = site.run(site.refs(name, token=token))
    return reply.status, list(ran)


def test_whoever_may_is_let_in_by_two_look_ups(site, ran):
    ann = site.world.user("ann")
    made, _ = site.repository(ann, "thing")
    token = site.world.token(ann, "repo")[1].text
    asked(site, ran, f"/{made.full_name}.git", token)
    status, (begin, who, what, commit) = asked(site, ran, f"/{made.full_name}.git", token)
    assert status == 200
    assert (begin, commit) == ("BEGIN", "COMMIT")
    assert "tokens.digest" in who
    assert "repositories.name_key" in what


@pytest.mark.parametrize(("login", "scope"), [("bob", "repo"), ("ann", "public_repo")])
def test_what_is_hidden_takes_as_many_look_ups_as_what_is_missing(site, ran, login, scope):
    people = {name: site.world.user(name) for name in ("ann", "bob")}
    site.repository(people["ann"], "thing")
    token = site.world.token(people[login], scope)[1].text
    asked(site, ran, "/ann/other.git", token)
    hidden, missing = (asked(site, ran, f"/ann/{name}.git", token) for name in ("thing", "none"))
    assert hidden == missing
    assert hidden[0] == 404
    assert len(hidden[1]) > 4


def test_a_change_is_seen_by_the_next_request(site, ran):
    ann, bob = site.world.user("ann"), site.world.user("bob")
    made, _ = site.repository(ann, "thing")
    token = site.world.token(bob, "repo")[1].text
    name = f"/{made.full_name}.git"
    assert asked(site, ran, name, token)[0] == 404
    site.world.collaborator(made, bob, Role.READ)
    assert asked(site, ran, name, token)[0] == 200
    site.world.write(lambda work: work.repositories.remove_collaborator(made.id, bob.id))
    assert asked(site, ran, name, token)[0] == 404
