"""Attack 55: a ticket of Git LFS opens one thing for a short time, and dies with the right.

It is a capability: whoever holds it may use it until it ends, again too, because git-lfs resumes
transfers with it. So it is for one operation on one file of one repository, stands for the
credential that it was made for, is in no address and in no cache, and ends within minutes for all
but large files.
"""

import re

import pytest

from tests.lfs_site import LfsSite, named
from tests.world import NOON
from watchword.access.gate import require
from watchword.access.roles import Role
from watchword.access.table import repositories as repository_table
from watchword.access.table import tokens as token_table
from watchword.kernel.secret import KeyRing, Secret
from watchword.repositories import service
from watchword.repositories.model import Visibility
from watchword.tokens import lifecycle

CONTENT = b"a large file"
OTHER = b"another one!"
FIELDS = re.compile(r"(\w+) (\w+)\.(\d+)\.(\w+)\.(\d+)\.(\d+)\.(\w+)")


@pytest.fixture
def site(world, tmp_path):
    return LfsSite(world, tmp_path)


@pytest.fixture
def octavia(world):
    octavia = world.user("octavia")
    for name in ("things", "second"):
        world.repository(octavia, name, Visibility.PRIVATE)
    return octavia


@pytest.fixture
def made(world, octavia):
    """A token, and its secret."""
    return world.token(octavia, "repo")


@pytest.fixture
def actions(site, made):
    """What may be done with two files of equal size, one of which is there."""
    token = made[1]
    for name in ("octavia/things", "octavia/second"):
        assert site.upload(CONTENT, token=token, repository=name).status == 200
    found = site.batch("upload", OTHER, token=token).json["objects"][0]["actions"]
    return found | {"download": site.action("download", CONTENT, token=token)}


METHODS = {"download": "GET", "upload": "PUT", "verify": "POST"}


def use(site, action, name, *, href=None):
    body = {"upload": OTHER, "verify": named(OTHER), "download": b""}[name]
    return site.follow({**action, "href": href or action["href"]}, METHODS[name], body)


def forged(action, field, value):
    parts = list(FIELDS.fullmatch(action["header"]["Authorization"]).groups())
    parts[field] = value
    scheme, *rest = parts
    return {**action, "header": {"Authorization": f"{scheme} {'.'.join(rest)}"}}


def test_a_ticket_opens_what_it_was_made_for_and_again(site, actions):
    for _ in range(2):
        for name in ("download", "upload", "verify"):
            answer = use(site, actions[name], name)
            assert answer.status == 200
            assert answer.headers["cache-control"] == "no-store"


def test_a_ticket_opens_no_other_operation(site, actions):
    for given in METHODS:
        for wanted in METHODS:
            if given != wanted:
                answer = use(site, actions[given], wanted, href=actions[wanted]["href"])
                assert answer.status == 401, (given, wanted)


def test_a_ticket_opens_no_other_file_and_no_other_repository(site, actions):
    oid, other = (actions[name]["href"].rpartition("/")[2] for name in ("download", "upload"))
    for name, action in actions.items():
        moved = action["href"].replace("octavia/things", "octavia/second")
        assert use(site, action, name, href=moved).status == 401
        renamed = action["href"].replace(oid, "f" * 64).replace(other, "f" * 64)
        assert use(site, action, name, href=renamed).status == 401


def test_a_ticket_opens_nothing_but_transfers(site, actions):
    for action in actions.values():
        for path in ("objects/batch", "locks", "locks/verify"):
            headers = {"authorization": action["header"]["Authorization"]}
            body = {"operation": "download", "objects": []}
            answer = site.ask("POST", f"/octavia/things.git/info/lfs/{path}", body, headers=headers)
            assert answer.status == 401


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (0, "Bearer"),
        (1, "upload"),
        (2, "2"),
        (3, "t2"),
        (3, "0"),
        (3, "k1"),
        (4, "13"),
        (5, "1800009999"),
        (6, "0" * 64),
        (6, ""),
    ],
)
def test_no_field_of_a_ticket_can_be_changed(site, actions, field, value):
    action = forged(actions["download"], field, value)
    assert use(site, action, "download").status == 401


def test_a_ticket_ends(site, world, actions):
    for name, action in actions.items():
        assert action["expires_in"] == 900
        world.clock.now = NOON + 899
        assert use(site, action, name).status == 200
        world.clock.now = NOON + 900
        assert use(site, action, name).status == 401


def test_a_ticket_of_another_server_opens_nothing(site, world, actions, tmp_path):
    world.keys = KeyRing({"k2": b"j" * 32}, "k2")
    elsewhere = LfsSite(world, tmp_path)
    for name, action in actions.items():
        assert use(elsewhere, action, name).status == 401


def test_a_ticket_outlives_a_change_of_keys_as_tokens_do(site, world, actions, tmp_path):
    world.keys = KeyRing({"k1": b"k" * 32, "k2": b"j" * 32}, "k2")
    elsewhere = LfsSite(world, tmp_path)
    assert use(elsewhere, actions["download"], "download").status == 200


def test_a_ticket_dies_with_the_token(site, world, made, actions):
    token = made[0]
    grant = require(world.operator, token_table.REVOKE, token)
    world.write(lambda work: lifecycle.revoke(work, grant))
    for name, action in actions.items():
        assert use(site, action, name).status == 401


def test_a_ticket_dies_with_the_right(site, world, octavia, actions):
    bob = world.user("bob")
    repository = world.read(lambda work: work.repositories.find("octavia", "things", octavia.id))
    world.collaborator(repository, bob, Role.WRITE)
    token = world.token(bob, "repo")[1]
    download = site.action("download", CONTENT, token=token)
    upload = site.action("upload", OTHER, token=token)
    world.collaborator(repository, bob, Role.READ)
    assert use(site, download, "download").status == 200
    assert use(site, upload, "upload").status == 403
    world.write(lambda work: work.repositories.remove_collaborator(repository.id, bob.id))
    assert use(site, download, "download").status == 404
    world.suspend(bob)
    assert use(site, download, "download").status == 403


def test_a_ticket_does_not_open_the_next_repository_of_that_name(site, world, octavia, actions):
    def unit(work):
        found = work.repositories.find("octavia", "things", octavia.id)
        service.delete(work, require(world.operator, repository_table.DELETE, found))

    world.write(unit)
    assert use(site, actions["download"], "download").status == 401
    world.repository(octavia, "things")
    for name, action in actions.items():
        assert use(site, action, name).status == 401


def test_anonymous_tickets_end_when_the_repository_is_hidden(site, world, octavia, made, actions):
    shown = world.repository(octavia, "open")
    site.upload(CONTENT, token=made[1], repository="octavia/open")
    action = site.action("download", CONTENT, repository="octavia/open")
    assert use(site, action, "download").status == 200
    world.write(
        lambda work: work.repositories.update(shown.id, {"visibility": "private"}, work.now)
    )
    assert use(site, action, "download").status == 401


def test_a_token_opens_no_transfer_and_no_ticket_is_asked_for_in_the_query(site, made, actions):
    path = actions["download"]["href"].removeprefix("https://git.example.test")
    ticket = actions["download"]["header"]["Authorization"].partition(" ")[2]
    # Git forgets a credential that met 401, and this one is alive.
    assert site.ask("GET", path, token=made[1]).status == 403
    assert site.ask("GET", path, token=Secret(f"ghp_{'a' * 36}")).status == 401
    assert site.ask("GET", path).status == 401
    assert site.ask("GET", f"{path}?token={ticket}&authorization={ticket}").status == 401


def test_of_two_tickets_none_counts(site, actions):
    found = [action["header"]["Authorization"] for action in actions.values()]
    value = ", ".join(found)
    path = actions["download"]["href"].removeprefix("https://git.example.test")
    assert site.ask("GET", path, headers={"authorization": value}).status == 401
