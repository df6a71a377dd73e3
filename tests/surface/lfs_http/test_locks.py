"""Locks: who may take, see and end them, and how lists are cut."""

import pytest

from watchword.access.roles import Role

LOCKS = "/octavia/things.git/info/lfs/locks"


@pytest.fixture
def writer(world, things):
    """The token of somebody who may write and not maintain."""
    carol = world.user("carol")
    world.collaborator(things, carol, Role.WRITE)
    return world.token(carol, "repo")[1]


def lock(site, token, path="art/one.psd", **more):
    return site.ask("POST", LOCKS, {"path": path, **more}, token=token)


def unlock(site, token, number, **more):
    return site.ask("POST", f"{LOCKS}/{number}/unlock", more, token=token)


def verify(site, token, **more):
    return site.ask("POST", f"{LOCKS}/verify", more, token=token)


def test_a_path_is_locked_once(site, token, writer):
    answer = lock(site, token, ref={"name": "refs/heads/main"})
    assert answer.status == 201
    made = answer.json["lock"]
    assert made["path"] == "art/one.psd"
    assert made["owner"] == {"name": "octavia"}
    assert made["locked_at"] == "2027-01-15T08:00:00Z"
    assert isinstance(made["id"], str)
    for again in (token, writer):
        answer = lock(site, again, ref={"name": "refs/heads/other"})
        assert answer.status == 409
        assert answer.json["lock"] == made
        assert answer.json["message"]


def test_readers_see_locks_and_take_none(site, token, reader):
    made = lock(site, token).json["lock"]
    assert site.ask("GET", LOCKS, token=reader).json == {"locks": [made]}
    assert lock(site, reader, "other").status == 403
    assert verify(site, reader).status == 403
    assert unlock(site, reader, made["id"]).status == 403


def test_nobody_in_particular_sees_none(site, world, octavia):
    world.repository(octavia, "open")
    answer = site.ask("GET", "/octavia/open.git/info/lfs/locks")
    assert answer.status == 401


def test_before_a_push_one_is_told_which_are_ones_own(site, token, writer):
    mine, theirs = lock(site, token, "mine").json["lock"], lock(site, writer, "theirs").json["lock"]
    assert verify(site, token).json == {"ours": [mine], "theirs": [theirs]}
    assert verify(site, writer).json == {"ours": [theirs], "theirs": [mine]}


def test_ones_own_lock_is_ended_and_that_of_another_by_force_of_a_maintainer(site, token, writer):
    own = lock(site, writer).json["lock"]
    answer = unlock(site, writer, own["id"])
    assert (answer.status, answer.json["lock"]) == (200, own)
    assert unlock(site, writer, own["id"]).status == 404
    owners = lock(site, token).json["lock"]
    assert unlock(site, writer, owners["id"]).status == 403
    assert unlock(site, writer, owners["id"], force=True).status == 403
    carols = lock(site, writer, "two").json["lock"]
    answer = unlock(site, token, carols["id"])
    assert answer.status == 403
    assert "carol" in answer.json["message"]
    assert unlock(site, token, carols["id"], force=True).status == 200
    assert site.ask("GET", LOCKS, token=token).json["locks"] == [owners]


def test_a_list_is_cut_and_goes_on(site, token):
    made = [lock(site, token, f"file {number}").json["lock"] for number in range(5)]
    told, cursor = [], ""
    for _ in range(3):
        answer = site.ask("GET", f"{LOCKS}?limit=2&cursor={cursor}", token=token).json
        told += answer["locks"]
        cursor = answer.get("next_cursor", "")
    assert told == made
    assert cursor == ""
    first = verify(site, token, limit=3).json
    assert first["ours"] == made[:3]
    assert verify(site, token, cursor=first["next_cursor"]).json["ours"] == made[3:]


def test_locks_are_looked_for_by_path_and_by_number(site, token):
    one, two = (lock(site, token, path).json["lock"] for path in ("a b", "c"))
    assert site.ask("GET", f"{LOCKS}?path=a%20b&refspec=refs/heads/x", token=token).json == {
        "locks": [one]
    }
    assert site.ask("GET", f"{LOCKS}?id={two['id']}", token=token).json == {"locks": [two]}
    assert site.ask("GET", f"{LOCKS}?path=none", token=token).json == {"locks": []}


@pytest.mark.parametrize("path", ["", "/etc/passwd", "a/../b", "a//b", "a\0b", "x" * 1_025, 7])
def test_what_is_no_path_is_not_locked(site, token, path):
    assert lock(site, token, path).status == 422


@pytest.mark.parametrize("query", ["limit=x", "cursor=-1", "id=a", "cursor=" + "9" * 30])
def test_a_query_that_cannot_be_read_is_said_to_be_such(site, token, query):
    assert site.ask("GET", f"{LOCKS}?{query}", token=token).status == 422


@pytest.mark.parametrize("number", ["0", "x", "99", "-1", "%31", "9" * 40])
def test_a_lock_that_is_not_there_is_not_found(site, token, number):
    assert unlock(site, token, number).status == 404
