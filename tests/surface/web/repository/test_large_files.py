"""Files of Git LFS in the browser: the raw address of a pointer gives the file itself."""

import asyncio

import pytest

from tests.lfs_site import oid_of
from tests.surface.web.repository.conftest import PNG
from watchword.lfs.model import Claim

RAW = "/octavia/{}/raw/main/file"
SAFE = (b"content-security-policy", b"default-src 'none'; sandbox")


@pytest.fixture
def pointer(world, disk):
    """Put a pointer into a repository, and what it stands for into the store."""

    def pointer(repository, content, *, kept=True, size=None):
        size = len(content) if size is None else size
        oid = oid_of(content)
        text = f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize {size}\n"
        disk.history(repository).commit({"file": text}, "C")
        if kept:
            claim, key = Claim(oid, len(content)), oid[:32]
            asyncio.run(disk.large_files.put(key, one(content)))
            world.write(
                lambda work: work.large_files.add(repository.id, claim, key, None, work.now)
            )
        return text.encode()

    return pointer


async def one(block):
    yield block


@pytest.mark.parametrize(
    ("content", "kind", "download"),
    [
        (PNG, b"image/png", False),
        (b"<script>alert(1)</script>", b"text/plain; charset=utf-8", False),
        (b"\0" * 3_000_000, b"application/octet-stream", True),
    ],
)
def test_the_file_itself_is_given_and_is_no_document(
    fetch, aqueduct, pointer, content, kind, download
):
    pointer(aqueduct, content)
    status, headers, body = fetch(RAW.format("aqueduct"))
    assert (status, body) == (200, content)
    assert headers[b"content-type"] == kind
    assert (b"content-disposition" in headers) is download
    assert SAFE in headers.items()
    assert headers[b"etag"] == f'"{oid_of(content)}"'.encode()


def test_a_pointer_to_what_the_repository_has_not_is_given_as_it_is(
    world, fetch, aqueduct, vault, octavia, pointer
):
    """As attack 54 has it: others may have that file, and it is not given."""
    secret = b"what only the vault has"
    pointer(vault, secret)
    text = pointer(aqueduct, secret, kept=False)
    assert fetch(RAW.format("aqueduct"))[2] == text
    token = world.token(octavia, "repo")[1]
    assert fetch(RAW.format("vault"), token)[2] == secret
    assert fetch(RAW.format("vault"))[0] == 404


def test_a_pointer_that_lies_about_the_size_is_given_as_it_is(fetch, aqueduct, pointer):
    text = pointer(aqueduct, b"content", size=5)
    assert fetch(RAW.format("aqueduct"))[2] == text


def test_the_page_of_a_pointer_says_what_it_is(visitor, aqueduct, pointer):
    pointer(aqueduct, b"x" * 2_048)
    page = visitor.get("/octavia/aqueduct/blob/main/file")
    assert "pointer of Git LFS; the file itself has 2.0 KiB" in page.text
