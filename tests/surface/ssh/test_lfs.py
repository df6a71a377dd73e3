"""Git LFS for who comes over SSH: a ticket for one repository and one direction, over HTTPS."""

import json

import pytest

from tests.lfs_site import LfsSite, named
from tests.ssh_site import add_deploy_key, add_key, new_key
from watchword.access.roles import Role
from watchword.authn.lfs_links import LIFE

CONTENT = b"a large file"
FILE = named(CONTENT)
NOT_FOUND = "ERROR: Repository not found.\n"
PLACES = {"batch": "objects/batch", "locks": "locks", "verify": "locks/verify"}


@pytest.fixture
def ann(site):
    return site.world.user("ann")


@pytest.fixture
def things(site, ann):
    return site.repository(ann, "things")[0]


@pytest.fixture
def key(site, ann):
    made = new_key()
    add_key(site.world, ann, made)
    return made


@pytest.fixture
def lfs(site, tmp_path):
    """The same site over HTTPS."""
    return LfsSite(site.world, tmp_path)


def opened(site, key, operation, path="ann/things.git"):
    said = site.run(lambda: site.say(key, f"git-lfs-authenticate '{path}' {operation}"))
    assert (said.status, said.err) == (0, "")
    return json.loads(said.out)


def ask(lfs, told, place, body):
    base = told["href"].removeprefix("https://git.example.test")
    headers = {"authorization": told["header"]["Authorization"]}
    return lfs.ask("POST", f"{base}/{PLACES[place]}", body, headers=headers)


def batch(lfs, told, operation, *contents):
    return ask(lfs, told, "batch", {"operation": operation, "objects": contents})


def test_what_ssh_hands_out_uploads_and_downloads(site, lfs, things, key):
    told = opened(site, key, "upload")
    assert told["href"] == "https://git.example.test/ann/things.git/info/lfs"
    assert told["expires_in"] == LIFE
    assert told["header"]["Authorization"].startswith("RemoteAuth ")
    actions = batch(lfs, told, "upload", FILE).json["objects"][0]["actions"]
    assert lfs.follow(actions["upload"], body=CONTENT).status == 200
    assert lfs.follow(actions["verify"], "POST", FILE).status == 200
    told = opened(site, key, "download", "/ann/things")
    action = batch(lfs, told, "download", FILE).json["objects"][0]["actions"]["download"]
    assert lfs.follow(action, "GET").body == CONTENT


def test_a_visit_to_read_writes_nothing(site, lfs, things, key):
    told = opened(site, key, "download")
    assert batch(lfs, told, "upload", FILE).status == 403
    assert ask(lfs, told, "locks", {"path": "a"}).status == 403
    assert ask(lfs, told, "verify", {}).status == 403


def test_a_visit_opens_its_repository_alone_and_ends(site, lfs, ann, things, key):
    site.repository(ann, "second")
    told = opened(site, key, "upload")
    moved = {**told, "href": told["href"].replace("things", "second")}
    assert batch(lfs, moved, "upload", FILE).status == 401
    site.world.clock.now += LIFE
    assert batch(lfs, told, "upload", FILE).status == 401


def test_locks_are_taken_by_people(site, lfs, things, key):
    told = opened(site, key, "upload")
    made = ask(lfs, told, "locks", {"path": "a"})
    assert (made.status, made.json["lock"]["owner"]) == (201, {"name": "ann"})
    assert ask(lfs, told, "verify", {}).json["ours"] == [made.json["lock"]]


def test_what_ssh_handed_out_dies_with_the_key(site, lfs, things, key):
    told = opened(site, key, "upload")
    actions = batch(lfs, told, "upload", FILE).json["objects"][0]["actions"]

    def forget(work):
        found = work.public_keys.by_fingerprint(key.get_fingerprint())
        work.public_keys.delete(found.id)

    site.world.write(forget)
    assert batch(lfs, told, "upload", FILE).status == 401
    assert lfs.follow(actions["upload"], body=CONTENT).status == 401


def test_a_deploy_key_opens_its_repository_as_far_as_it_goes(site, lfs, things):
    """As GHSA-rh79-75qm-gwjr has it: it opens nothing else of the owner's."""
    reading, writing = new_key(), new_key()
    add_deploy_key(site.world, things, reading)
    add_deploy_key(site.world, things, writing, read_only=False)
    told = opened(site, reading, "download")
    assert batch(lfs, told, "download", FILE).status == 200
    said = site.run(lambda: site.say(reading, "git-lfs-authenticate ann/things.git upload"))
    assert (said.status, said.out) == (128, b"")
    assert "read only" in said.err
    told = opened(site, writing, "upload")
    actions = batch(lfs, told, "upload", FILE).json["objects"][0]["actions"]
    assert lfs.follow(actions["upload"], body=CONTENT).status == 200
    # A lock is somebody's, and a deploy key is nobody.
    assert ask(lfs, told, "locks", {"path": "a"}).status == 403


@pytest.mark.parametrize("operation", ["download", "upload"])
@pytest.mark.parametrize(
    "path", ["bob/hidden.git", "bob/none.git", "../../etc", "gist/" + "a" * 32]
)
def test_what_is_hidden_is_missing(site, key, operation, path):
    site.repository(site.world.user("bob"), "hidden")
    said = site.run(lambda: site.say(key, f"git-lfs-authenticate {path} {operation}"))
    assert (said.status, said.out, said.err) == (128, b"", NOT_FOUND)


def test_who_may_read_alone_gets_nothing_to_write_with(site, lfs, ann, things):
    bob, key = site.world.user("bob"), new_key()
    add_key(site.world, bob, key)
    site.world.collaborator(things, bob, Role.READ)
    assert batch(lfs, opened(site, key, "download"), "download", FILE).status == 200
    said = site.run(lambda: site.say(key, "git-lfs-authenticate ann/things.git upload"))
    assert said.err == "ERROR: Permission to ann/things.git denied to bob.\n"


@pytest.mark.parametrize(
    "words", ["", "ann/things.git", "ann/things.git drop", "ann/things.git ''"]
)
def test_an_operation_that_there_is_not_opens_nothing(site, things, key, words):
    """As attack 54 and CVE-2026-58423 have it: what is not known is not taken for reading."""
    said = site.run(lambda: site.say(key, f"git-lfs-authenticate {words}"))
    assert (said.status, said.out) == (128, b"")
    assert said.err.startswith("ERROR: A repository and what for")
