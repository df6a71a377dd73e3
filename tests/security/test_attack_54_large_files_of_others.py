"""Attack 54: a large file is had by sending its bytes, and by nothing else.

Who knows its name has nothing of it: not from another repository, not by a lie about its size, not
by a name that is no name. Gitea and Gogs let names open what other repositories had.
"""

import pytest

from tests.lfs_site import LfsSite, named, oid_of
from watchword.repositories.model import Visibility

SECRET = b"what only octavia has" * 10
LOCKS = "/eve/own.git/info/lfs/locks"


@pytest.fixture
def site(world, tmp_path):
    return LfsSite(world, tmp_path)


@pytest.fixture
def octavia(site, world):
    """The token of somebody whose private repository has a large file."""
    octavia = world.user("octavia")
    world.repository(octavia, "things", Visibility.PRIVATE)
    token = world.token(octavia, "repo")[1]
    assert site.upload(SECRET, token=token).status == 200
    return token


@pytest.fixture
def eve(world, octavia):
    """The token of somebody who knows the name of that file, and has a repository too."""
    eve = world.user("eve")
    world.repository(eve, "own")
    return world.token(eve, "repo")[1]


def ask(site, operation, what, token):
    return site.batch(operation, what, token=token, repository="eve/own")


def test_the_name_of_anothers_file_gives_nothing_and_tells_nothing(site, eve):
    for operation in ("download", "upload"):
        theirs = ask(site, operation, SECRET, eve).json["objects"][0]
        nobodys = ask(site, operation, b"?" * len(SECRET), eve).json["objects"][0]
        for one in (theirs, nobodys):
            one.pop("oid")
            for action in one.get("actions", {}).values():
                action.pop("href")
                action.pop("header")
        assert theirs == nobodys


def test_verifying_does_not_make_it_ones_own(site, eve):
    actions = ask(site, "upload", SECRET, eve).json["objects"][0]["actions"]
    assert site.follow(actions["verify"], "POST", named(SECRET)).status == 404
    assert "error" in ask(site, "download", SECRET, eve).json["objects"][0]


@pytest.mark.parametrize("sent", [b"", b"?" * len(SECRET), SECRET[:-1]])
def test_wrong_bytes_under_its_name_neither_get_nor_change_it(site, eve, octavia, sent):
    upload = site.action("upload", SECRET, token=eve, repository="eve/own")
    assert site.follow(upload, body=sent).status == 422
    assert "error" in ask(site, "download", SECRET, eve).json["objects"][0]
    action = site.action("download", SECRET, token=octavia)
    assert site.follow(action, "GET").body == SECRET
    assert len(site.files()) == 1


def test_who_has_the_bytes_may_have_the_file_and_still_sees_no_other(site, eve, octavia):
    assert site.upload(SECRET, token=eve, repository="eve/own").status == 200
    action = site.action("download", SECRET, token=eve, repository="eve/own")
    assert site.follow(action, "GET").body == SECRET
    assert site.batch("download", SECRET, token=eve).status == 404


def test_a_lie_about_the_size_is_refused(site, eve):
    for size in (0, 1, len(SECRET) - 1, len(SECRET) + 1):
        lie = {"oid": oid_of(SECRET), "size": size}
        told = ask(site, "upload", lie, eve).json["objects"][0]
        answer = site.follow(told["actions"]["upload"], body=SECRET)
        assert answer.status in {413, 422}
        assert "error" in ask(site, "download", SECRET, eve).json["objects"][0]
    assert len(site.files()) == 1


@pytest.mark.parametrize(
    "oid",
    [
        "../../../../watchword.db",
        "..%2f..%2fsecrets",
        oid_of(SECRET).upper(),
        oid_of(SECRET)[:-1],
        oid_of(SECRET) + "0",
        oid_of(SECRET)[:-1] + "g",
        oid_of(SECRET) + "\n",
        "",
        "\0" * 64,
    ],
)
def test_what_is_no_name_is_refused_everywhere(site, octavia, oid):
    for operation in ("download", "upload"):
        lie = {"oid": oid, "size": len(SECRET)}
        told = site.batch(operation, lie, token=octavia).json["objects"][0]
        assert told["error"]["code"] == 422
        assert "actions" not in told
    action = site.action("download", SECRET, token=octavia)
    path = "/octavia/things.git/info/lfs/objects/" + oid.replace("\n", "%0a")
    for method in ("GET", "PUT"):
        answer = site.follow({**action, "href": path}, method, SECRET)
        assert answer.status in {401, 404, 405}
        assert SECRET not in answer.body


def test_no_parameter_turns_reading_into_writing(site, world, octavia):
    """As attack 37 has it: what is asked for is told by the path and by the body that is read."""
    bob = world.token(world.user("bob"), "repo")[1]
    world.repository(world.read(lambda work: work.users.by_login("octavia")), "open")
    path = "/octavia/open.git/info/lfs/objects/batch?service=git-upload-pack&operation=download"
    body = {"operation": "upload", "objects": [named(SECRET)]}
    assert site.ask("POST", path, body, token=bob).status == 403
    assert site.ask("POST", path, body).status == 401
