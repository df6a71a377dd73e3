"""The batch API: who may ask, what they are told to do, how it is said that something is wrong."""

import pytest

from tests.lfs_site import MEDIA, LfsSite, named, oid_of
from tests.world import NOON
from watchword.access.actor import Actor
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.table import repositories as repository_table
from watchword.authn.lfs_links import LIFE, SLOWEST
from watchword.repositories import service
from watchword.repositories.model import Visibility

CONTENT = b"a large file"
BATCH = "/octavia/things.git/info/lfs/objects/batch"


def change(world, repository, operation, act):
    actor = Actor(repository.owner, Kind.SESSION)

    def unit(work):
        found = work.repositories.by_id(repository.id, actor.user)
        act(work, require(actor, operation, found))

    world.write(unit)


def archive(world, repository):
    def act(work, grant):
        service.archive(work, grant, archived=True)

    change(world, repository, repository_table.ARCHIVE, act)


def test_a_file_that_is_not_there_is_to_be_uploaded_and_verified(site, token):
    answer = site.batch("upload", CONTENT, token=token)
    assert answer.status == 200
    assert answer.headers["content-type"] == MEDIA
    assert answer.headers["cache-control"] == "no-store"
    told = answer.json
    assert (told["transfer"], told["hash_algo"]) == ("basic", "sha256")
    (one,) = told["objects"]
    assert one["oid"] == oid_of(CONTENT)
    assert one["authenticated"] is True
    assert set(one["actions"]) == {"upload", "verify"}
    for action in one["actions"].values():
        assert action["header"]["Authorization"].startswith("RemoteAuth ")
        assert action["expires_in"] == LIFE
        assert token.text not in str(action)


def test_a_ticket_lives_longer_for_a_larger_file(world, tmp_path, octavia, things, token):
    site = LfsSite(world, tmp_path, largest=2**40)
    sizes = (1, 2**30, 2**40)
    objects = [{"oid": f"{number:064x}", "size": size} for number, size in enumerate(sizes)]
    told = site.batch("upload", *objects, token=token).json["objects"]
    lives = [one["actions"]["upload"]["expires_in"] for one in told]
    assert lives == [LIFE, LIFE + 2**30 // SLOWEST, 86_400]


def test_what_was_uploaded_is_told_to_be_there(site, token):
    assert site.upload(CONTENT, token=token).status == 200
    (one,) = site.batch("upload", CONTENT, token=token).json["objects"]
    assert one == named(CONTENT)
    (one,) = site.batch("download", CONTENT, token=token).json["objects"]
    assert set(one["actions"]) == {"download"}


def test_a_missing_file_is_told_for_itself(site, token):
    site.upload(CONTENT, token=token)
    there, missing = site.batch("download", CONTENT, b"other", token=token).json["objects"]
    assert "error" not in there
    assert missing["error"]["code"] == 404


def test_a_file_of_another_size_is_an_error_of_that_file(site, token):
    site.upload(CONTENT, token=token)
    for operation in ("download", "upload"):
        lie = {"oid": oid_of(CONTENT), "size": 5}
        (one,) = site.batch(operation, lie, token=token).json["objects"]
        assert one["error"]["code"] == 422


def test_nobody_in_particular_is_asked_for_a_credential(site, things):
    answer = site.batch("download", CONTENT)
    assert answer.status == 401
    assert answer.headers["lfs-authenticate"] == 'Basic realm="Git LFS"'
    assert "www-authenticate" not in answer.headers
    assert set(answer.json) == {"message", "documentation_url", "request_id"}
    assert answer.json["request_id"] == answer.headers["x-github-request-id"]


def test_anybody_downloads_from_a_public_repository_and_nobody_uploads(site, world, octavia):
    world.repository(octavia, "open")
    token = world.token(octavia, "public_repo")[1]
    assert site.upload(CONTENT, token=token, repository="octavia/open").status == 200
    action = site.action("download", CONTENT, repository="octavia/open")
    assert site.follow(action, "GET").body == CONTENT
    answer = site.batch("upload", CONTENT, repository="octavia/open")
    assert answer.status == 401


def test_who_may_read_alone_is_told_that_they_may_not_upload(site, reader):
    assert site.batch("download", CONTENT, token=reader).status == 200
    answer = site.batch("upload", CONTENT, token=reader)
    assert answer.status == 403
    assert "push access" in answer.json["message"]


def test_a_token_without_the_scope_finds_nothing(site, world, octavia, things):
    token = world.token(octavia, "public_repo")[1]
    for operation in ("download", "upload"):
        assert site.batch(operation, CONTENT, token=token).status == 404


@pytest.mark.parametrize("repository", ["octavia/things", "octavia/none", "nobody/none"])
def test_what_is_hidden_is_missing(site, things, stranger, repository):
    answer = site.batch("upload", CONTENT, token=stranger, repository=repository)
    assert answer.told == site.batch("upload", CONTENT, token=stranger, repository="a/b").told
    assert answer.status == 404


def test_a_dead_token_is_no_token(site, world, octavia, things):
    token = world.token(octavia, "repo", expires_at=NOON + 1)[1]
    assert site.batch("download", CONTENT, token=token).status == 200
    world.clock.now += 2
    answer = site.batch("download", CONTENT, token=token)
    assert answer.status == 401
    assert "lfs-authenticate" in answer.headers


def test_the_token_of_a_suspended_owner_is_refused_and_not_forgotten(site, world, octavia, token):
    world.suspend(octavia)
    answer = site.batch("download", CONTENT, token=token)
    assert (answer.status, answer.json["message"]) == (403, "Sorry. Your account was suspended.")


def test_a_network_that_guesses_is_told_when_to_come_again(site, things):
    for _ in range(61):
        headers = {"authorization": "Bearer nothing"}
        answer = site.ask("POST", BATCH, {}, headers=headers)
    assert answer.status == 429
    assert int(answer.headers["retry-after"]) > 0


def test_a_renamed_repository_is_served_under_its_old_name(site, world, things, token):
    def act(work, grant):
        service.rename(work, grant, "renamed")

    change(world, things, repository_table.RENAME, act)
    assert site.upload(CONTENT, token=token).status == 200
    action = site.action("download", CONTENT, token=token)
    assert "/octavia/renamed.git/" in action["href"]


def test_an_archived_repository_gives_and_takes_nothing(site, world, things, token):
    site.upload(CONTENT, token=token)
    late = site.action("upload", b"late", token=token)
    archive(world, things)
    assert site.batch("download", CONTENT, token=token).status == 200
    answer = site.batch("upload", b"other", token=token)
    assert answer.status == 403
    assert "archived" in answer.json["message"]
    assert site.follow(late, body=b"late").status == 403


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"\xff",
        {"operation": "download"},
        {"operation": "drop", "objects": []},
        {"operation": "download", "objects": [{"oid": 1, "size": 1}]},
        {"operation": "download", "objects": [{"oid": "a" * 64, "size": -1}]},
        {"operation": "download", "objects": [{"oid": "a" * 64, "size": 2**60}]},
        {"operation": "download", "objects": [{"oid": "a" * 64, "size": 1.5}]},
        {"operation": "download", "objects": [], "transfers": ["tus"]},
        {"operation": "download", "objects": [], "ref": "main"},
    ],
)
def test_a_body_that_cannot_be_read_is_said_to_be_such(site, token, body):
    answer = site.ask("POST", BATCH, body, token=token)
    assert answer.status == 422
    assert answer.json["message"]


def test_another_hash_is_refused_for_each_file(site, token):
    (one,) = site.batch("upload", CONTENT, token=token, hash_algo="sha512").json["objects"]
    assert one["error"]["code"] == 409


def test_other_kinds_of_bodies_and_answers_are_refused(site, token):
    asked = {"operation": "download", "objects": []}
    answer = site.ask("POST", BATCH, asked, token=token, headers={"accept": "text/html"})
    assert answer.status == 406
    answer = site.ask("POST", BATCH, asked, token=token, headers={"content-type": "text/plain"})
    assert answer.status == 422
    headers = {"accept": f"{MEDIA}; charset=utf-8", "content-type": f"{MEDIA}; charset=utf-8"}
    assert site.ask("POST", BATCH, asked, token=token, headers=headers).status == 200
    assert site.ask("POST", BATCH, asked, token=token, headers={"accept": None}).status == 200


def test_too_much_at_once_is_too_large(site, token):
    many = [{"oid": f"{number:064x}", "size": 1} for number in range(1_001)]
    assert site.batch("download", *many, token=token).status == 413
    assert site.batch("download", *many[:1_000], token=token).status == 200
    padded = b" " * 2**20 + b"{}"
    assert site.ask("POST", BATCH, padded, token=token).status == 413


def test_a_file_larger_than_allowed_is_an_error_of_that_file(site, token):
    (one,) = site.batch("upload", {"oid": "a" * 64, "size": 10_001}, token=token).json["objects"]
    assert one["error"]["code"] == 422


def test_no_room_is_told_before_anything_is_sent(world, tmp_path, octavia, things, token):
    site = LfsSite(world, tmp_path, room=20)
    assert site.upload(b"x" * 15, token=token).status == 200
    late = site.action("upload", b"y" * 5, token=token)
    answer = site.batch("upload", b"z" * 6, token=token)
    assert answer.status == 507
    assert site.upload(b"w" * 4, token=token).status == 200
    # There was room for it when it was asked for, and there is none any more.
    assert site.follow(late, body=b"y" * 5).status == 507
    assert len(site.files()) == 2


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", BATCH, 405),
        ("DELETE", "/octavia/things.git/info/lfs/locks", 405),
        ("POST", "/octavia/things.git/info/lfs/nothing", 404),
        ("GET", "/octavia/things.git/info/lfs/", 404),
        ("POST", "/gist/0123456789abcdef0123456789abcdef.git/info/lfs/objects/batch", 404),
    ],
)
def test_other_places_and_methods_are_told_so(site, token, method, path, status):
    answer = site.ask(method, path, {}, token=token)
    assert answer.status == status
    assert answer.json["message"]


def test_the_use_of_a_token_is_noted_and_public_ones_are_read_without(site, world, token, octavia):
    site.batch("download", CONTENT, token=token)
    assert [seen[1:] for seen in site.observed] == [(NOON, "203.0.113.9")]
    world.repository(octavia, "open", Visibility.PUBLIC)
    assert site.batch("download", CONTENT, repository="octavia/open").status == 200


def test_a_repository_in_which_it_is_switched_off_takes_and_gives_none(site, world, things, token):
    site.upload(CONTENT, token=token)
    late = site.action("upload", b"late", token=token)
    world.write(lambda work: work.large_files.switch(things.id, on=False))
    for operation in ("download", "upload"):
        answer = site.batch(operation, CONTENT, token=token)
        assert answer.status == 403
        assert answer.json["message"] == "Git LFS is disabled for this repository."
    assert site.follow(late, body=b"late").status == 403
