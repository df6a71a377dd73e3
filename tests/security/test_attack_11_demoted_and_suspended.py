"""Attack 11, an owner who is suspended, demoted or taken off: it holds from the next request on."""

import pytest

from watchword.access.gate import require
from watchword.access.roles import Role
from watchword.access.table import repositories as table
from watchword.authn import resolve
from watchword.kernel.events import Origin
from watchword.repositories import service
from watchword.repositories.model import Visibility

THINGS = "/repos/octavia/things"


@pytest.fixture
def shared(world):
    """Octavia's private repository, which Bob administers as well, and Bob's token."""
    octavia, bob = world.user("octavia"), world.user("bob")
    made = world.repository(octavia, "things", Visibility.PRIVATE)
    world.collaborator(made, bob, Role.ADMIN)
    return made, bob, world.token(bob, "repo", "delete_repo")[1]


def test_demoted(api, world, shared):
    made, bob, token = shared
    for role, reads, changes in (
        (Role.ADMIN, 200, 200),
        (Role.WRITE, 200, 403),
        (Role.READ, 200, 403),
        (Role.ADMIN, 200, 200),
    ):
        world.collaborator(made, bob, role)
        assert api.ask("GET", THINGS, token).status == reads
        assert api.ask("PATCH", THINGS, token, body={"description": "x"}).status == changes
        assert api.ask("GET", THINGS, token).json["permissions"]["admin"] is (role is Role.ADMIN)


def test_taken_off(api, world, shared):
    made, _, token = shared
    tag = api.ask("GET", THINGS, token).header("etag")
    session = world.session(world.read(lambda work: work.users.by_id(made.owner)))

    def unit(work):
        octavia = resolve.session_caller(work, session, Origin()).actor
        found = work.repositories.by_id(made.id, made.owner)
        grant = require(octavia, table.REMOVE_COLLABORATOR, found)
        service.remove_collaborator(work, grant, "bob")

    world.write(unit)
    for method in ("GET", "HEAD", "PATCH", "DELETE"):
        known = [("if-none-match", tag)]
        assert api.ask(method, THINGS, token, body={}, headers=known).status == 404
    assert api.ask("GET", "/user/repos", token).json == []
    assert api.ask("GET", "/user", token).status == 200


def test_suspended(api, world, shared):
    _, bob, token = shared
    assert api.ask("GET", THINGS, token).status == 200
    world.suspend(bob)
    assert api.ask("GET", THINGS, token).status == 403
