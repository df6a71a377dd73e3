"""The basic transfer: bytes come, are proven, and leave."""

import errno

import pytest

from tests.lfs_site import named, oid_of
from watchword.access.gate import require
from watchword.access.table import tokens as token_table
from watchword.tokens import lifecycle

CONTENT = b"a large file" * 100


@pytest.fixture
def upload(site, token):
    """Where a file is to be sent."""
    return site.action("upload", CONTENT, token=token)


def test_what_was_sent_comes_back_and_is_no_document(site, token, upload):
    parts = [CONTENT[:500], CONTENT[500:]]
    path, headers = upload["href"], {"authorization": upload["header"]["Authorization"]}
    answer = site.ask("PUT", path, parts=parts, headers=headers)
    assert (answer.status, answer.body) == (200, b"")
    answer = site.follow(site.action("download", CONTENT, token=token), "GET")
    assert (answer.status, answer.body) == (200, CONTENT)
    told = answer.headers
    assert told["content-type"] == "application/octet-stream"
    assert told["x-content-type-options"] == "nosniff"
    assert told["content-security-policy"] == "default-src 'none'; sandbox"
    assert told["content-disposition"] == "attachment"
    assert told["cache-control"] == "no-store"
    assert told["content-length"] == str(len(CONTENT))


@pytest.mark.parametrize("sent", [CONTENT[:-1], CONTENT[:-1] + b"?", b""])
def test_other_bytes_than_announced_leave_nothing_behind(site, token, upload, sent):
    answer = site.follow(upload, body=sent)
    assert answer.status == 422
    assert site.files() == []
    (one,) = site.batch("download", CONTENT, token=token).json["objects"]
    assert one["error"]["code"] == 404


def test_more_bytes_than_announced_are_not_even_read(site, upload):
    assert site.follow(upload, body=CONTENT + b"more").status == 413
    assert site.files() == []


def test_a_length_that_does_not_fit_is_refused_before_any_byte(site, upload):
    answer = site.follow(upload, body=CONTENT, **{"content-length": "3"})
    assert answer.status == 422
    assert site.files() == []


def test_a_file_that_is_there_may_be_sent_again(site, token, upload):
    assert site.follow(upload, body=CONTENT).status == 200
    assert site.follow(upload, body=CONTENT).status == 200
    assert len(site.files()) == 1


def test_an_empty_file_is_a_file(site, token):
    assert site.upload(b"", token=token).status == 200
    assert site.follow(site.action("download", b"", token=token), "GET").body == b""


def test_verifying_tells_whether_it_is_there(site, token):
    actions = site.batch("upload", CONTENT, token=token).json["objects"][0]["actions"]
    assert site.follow(actions["verify"], "POST", named(CONTENT)).status == 404
    site.follow(actions["upload"], body=CONTENT)
    assert site.follow(actions["verify"], "POST", named(CONTENT)).status == 200
    lie = {"oid": oid_of(CONTENT), "size": 3}
    assert site.follow(actions["verify"], "POST", lie).status == 422
    other = named(b"other")
    assert site.follow(actions["verify"], "POST", other).status == 422


def test_equal_bytes_of_two_repositories_lie_on_the_disk_once(site, world, octavia, token):
    world.repository(octavia, "second")
    assert site.upload(CONTENT, token=token).status == 200
    assert site.upload(CONTENT, token=token, repository="octavia/second").status == 200
    assert len(site.files()) == 1
    for name in ("octavia/things", "octavia/second"):
        action = site.action("download", CONTENT, token=token, repository=name)
        assert site.follow(action, "GET").body == CONTENT


def test_a_full_disk_is_told(site, upload, monkeypatch):
    async def put(_key, blocks):
        async for _ in blocks:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(type(site.store), "put", lambda _self, key, blocks: put(key, blocks))
    answer = site.follow(upload, body=CONTENT)
    assert answer.status == 507
    assert "no room" in answer.json["message"]


def test_a_token_that_dies_while_its_file_comes_keeps_nothing(site, world, octavia, things):
    """As attack 12 has it: who asks is asked again when all has come."""
    token, secret = world.token(octavia, "repo")
    upload = site.action("upload", CONTENT, token=secret)
    before = site.store.put

    def revoke(work):
        lifecycle.revoke(work, require(world.operator, token_table.REVOKE, token))

    async def put(key, blocks):
        async def slowly():
            async for block in blocks:
                world.write(revoke)
                yield block

        return await before(key, slowly())

    site.store.put = put
    assert site.follow(upload, body=CONTENT).status == 401
    assert site.files() == []


@pytest.mark.parametrize(
    ("wanted", "status", "part"),
    [
        ("bytes=5-", 206, slice(5, None)),
        ("bytes=0-0", 206, slice(0, 1)),
        ("bytes=10-19", 206, slice(10, 20)),
        ("bytes=1190-999999", 206, slice(1_190, None)),
        ("bytes=1200-", 416, slice(0, 0)),
        ("bytes=9-8", 416, slice(0, 0)),
        ("bytes=0-1,5-6", 200, slice(None)),
        ("bytes=-5", 200, slice(None)),
        ("lines=1-2", 200, slice(None)),
        ("bytes=x-", 200, slice(None)),
    ],
)
def test_a_download_is_resumed_where_it_broke_off(site, token, upload, wanted, status, part):
    site.follow(upload, body=CONTENT)
    action = site.action("download", CONTENT, token=token)
    answer = site.follow(action, "GET", range=wanted)
    assert (answer.status, answer.body) == (status, CONTENT[part])
    assert answer.headers["content-length"] == str(len(CONTENT[part]))
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["x-content-type-options"] == "nosniff"
    if status == 206:
        start, stop, _ = part.indices(len(CONTENT))
        assert answer.headers["content-range"] == f"bytes {start}-{stop - 1}/{len(CONTENT)}"


def test_a_part_of_something_else_is_not_given(site, token, upload):
    site.follow(upload, body=CONTENT)
    action = site.action("download", CONTENT, token=token)
    tag = f'"{oid_of(CONTENT)}"'
    headers = {"range": "bytes=5-", "if-range": tag}
    assert site.follow(action, "GET", **headers).status == 206
    headers["if-range"] = '"other"'
    assert site.follow(action, "GET", **headers).status == 200
    assert site.follow(action, "GET").headers["etag"] == tag


def test_an_empty_file_has_no_part(site, token):
    site.upload(b"", token=token)
    action = site.action("download", b"", token=token)
    assert site.follow(action, "GET", range="bytes=0-").status == 416
