"""A crowd that downloads at once: large files take turns, and who leaves keeps nobody waiting."""

import asyncio
import os

import pytest

from tests.git_site import SITE
from tests.lfs_site import Caught, LfsSite
from watchword.surfaces.http_kit.pacer import LARGE, Pacer

CONTENT = os.urandom(3 * LARGE)
PART = slice(LARGE // 2, 2 * LARGE)


@pytest.fixture
def site(world, tmp_path):
    return LfsSite(world, tmp_path, largest=len(CONTENT))


class Turn:
    """Lets nobody begin before it is given; keeps who asked, and who did not wait for it."""

    def __init__(self):
        self.asked = []
        self.left = []
        self.came = asyncio.Event()
        self.given = asyncio.Event()

    async def wait(self, size):
        self.asked.append(size)
        self.came.set()
        try:
            await self.given.wait()
        except asyncio.CancelledError:
            self.left.append(size)
            raise


@pytest.fixture
def download(site, token, monkeypatch):
    """Begin to download, and get as far as to the turn."""
    assert site.upload(CONTENT, token=token).status == 200
    action = site.action("download", CONTENT, token=token)

    async def download(**more):
        turn = Turn()
        monkeypatch.setattr(Pacer, "turn", lambda _self, size: turn.wait(size))
        said = {"authorization": action["header"]["Authorization"], **more}
        headers = [(name.encode(), value.encode()) for name, value in said.items()]
        client = Caught(site.asgi, "GET", action["href"].removeprefix(SITE), headers).send(b"")
        async with asyncio.timeout(20):
            await turn.came.wait()
        return client, turn

    return download


@pytest.mark.parametrize(
    ("more", "part"),
    [
        pytest.param({}, slice(None), id="whole"),
        pytest.param({"range": f"bytes={PART.start}-{PART.stop - 1}"}, PART, id="part"),
    ],
)
def test_a_large_file_leaves_when_it_has_its_turn(download, more, part):
    async def story():
        client, turn = await download(**more)
        left_before = client.reply.body
        turn.given.set()
        return left_before, await client.answer(), turn

    left_before, answer, turn = asyncio.run(story())
    assert (left_before, answer.body) == (b"", CONTENT[part])
    assert turn.asked == [len(CONTENT[part])]


@pytest.mark.parametrize("more", [{}, {"range": "bytes=5-"}], ids=["whole", "part"])
def test_who_leaves_while_waiting_gives_the_turn_up(download, more):
    async def story():
        client, turn = await download(**more)
        client.leave()
        return await client.answer(), turn

    answer, turn = asyncio.run(story())
    assert answer.body == b""
    assert turn.left == turn.asked
