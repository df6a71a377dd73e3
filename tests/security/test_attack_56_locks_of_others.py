"""Attack 56: locks of other repositories, locks ended by who may not, lists that tell too much."""

import pytest

from tests.lfs_site import LfsSite
from watchword.access.roles import Role
from watchword.repositories.model import Visibility

HIDDEN = "/octavia/hidden.git/info/lfs/locks"
OWN = "/eve/own.git/info/lfs/locks"


@pytest.fixture
def site(world, tmp_path):
    return LfsSite(world, tmp_path)


@pytest.fixture
def hidden(site, world):
    """A private repository, its owner's token, and the lock that it has."""
    octavia = world.user("octavia")
    repository = world.repository(octavia, "hidden", Visibility.PRIVATE)
    token = world.token(octavia, "repo")[1]
    made = site.ask("POST", HIDDEN, {"path": "secret.psd"}, token=token).json["lock"]
    return repository, token, made


@pytest.fixture
def eve(site, world, hidden):
    eve = world.user("eve")
    world.repository(eve, "own")
    token = world.token(eve, "repo")[1]
    assert site.ask("POST", OWN, {"path": "own.psd"}, token=token).status == 201
    return token


def test_a_lock_is_found_in_its_repository_alone(site, hidden, eve):
    number = hidden[2]["id"]
    for force in (False, True):
        answer = site.ask("POST", f"{OWN}/{number}/unlock", {"force": force}, token=eve)
        none = site.ask("POST", f"{OWN}/999/unlock", {"force": force}, token=eve)
        assert answer.told == none.told
        assert answer.status == 404
    assert site.ask("GET", f"{OWN}?id={number}", token=eve).json == {"locks": []}
    assert site.ask("GET", HIDDEN, token=hidden[1]).json["locks"] == [hidden[2]]


def test_no_cursor_leads_into_another_repository(site, hidden, eve):
    for cursor in range(1, 5):
        told = site.ask("GET", f"{OWN}?cursor={cursor}&limit=100", token=eve)
        verified = site.ask(
            "POST", f"{OWN}/verify", {"cursor": str(cursor), "limit": 100}, token=eve
        )
        for answer in (told, verified):
            assert answer.status == 200
            assert b"secret.psd" not in answer.body
            assert b"octavia" not in answer.body


def test_what_is_hidden_is_missing_at_each_place(site, hidden, eve):
    number = hidden[2]["id"]
    for method, tail, body in (
        ("GET", "", {}),
        ("POST", "", {"path": "secret.psd"}),
        ("POST", "/verify", {}),
        ("POST", f"/{number}/unlock", {"force": True}),
    ):
        answer = site.ask(method, HIDDEN + tail, body, token=eve)
        none = site.ask(method, HIDDEN.replace("hidden", "none") + tail, body, token=eve)
        assert answer.told == none.told
        assert answer.status == 404
        assert site.ask(method, HIDDEN + tail, body).status == 401


@pytest.mark.parametrize(
    ("role", "scopes", "status"),
    [
        (Role.READ, ("repo",), 403),
        (Role.TRIAGE, ("repo",), 403),
        (Role.WRITE, ("repo",), 403),
        (Role.MAINTAIN, ("public_repo",), 404),
        (Role.MAINTAIN, ("repo",), 200),
    ],
)
def test_anothers_lock_ends_by_a_maintainer_whose_token_writes(
    site, world, hidden, role, scopes, status
):
    repository, owner, made = hidden
    bob = world.user("bob")
    world.collaborator(repository, bob, role)
    token = world.token(bob, *scopes)[1]
    path = f"{HIDDEN}/{made['id']}/unlock"
    assert site.ask("POST", path, {}, token=token).status in {403, 404}
    assert site.ask("POST", path, {"force": True}, token=token).status == status
    left = site.ask("GET", HIDDEN, token=owner).json["locks"]
    assert bool(left) is (status != 200)
