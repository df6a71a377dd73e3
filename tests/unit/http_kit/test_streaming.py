"""Answers that leave block by block."""

import asyncio

import pytest

from watchword.kernel.errors import Busy
from watchword.surfaces.http_kit.asgi import Response
from watchword.surfaces.http_kit.body import ClientGone
from watchword.surfaces.http_kit.streaming import Streamed, begun, deliver, stream


async def blocks(*given, closed):
    try:
        for one in given:
            if isinstance(one, Exception):
                raise one
            yield one
    finally:
        closed.append(True)


def sent(response, method="GET"):
    messages = []

    async def run():
        async def send(message):
            messages.append(message)

        await stream({"method": method}, asyncio.Event().wait, send, await begun(response))

    asyncio.run(run())
    return messages


def test_blocks_leave_in_their_order_and_the_last_one_ends_it():
    closed = []
    messages = sent(Streamed(200, ((b"a", b"b"),), blocks(b"one", b"two", closed=closed)))
    assert messages[0]["status"] == 200
    assert [one["body"] for one in messages[1:]] == [b"one", b"two", b""]
    assert [one.get("more_body", False) for one in messages[1:]] == [True, True, False]
    assert closed


def test_head_gets_no_block_and_nothing_stays_open():
    closed = []
    messages = sent(Streamed(200, (), blocks(b"one", b"two", closed=closed)), method="HEAD")
    assert [one.get("body") for one in messages[1:]] == [b""]
    assert closed


def test_what_refuses_before_the_first_block_can_still_be_told():
    with pytest.raises(Busy):
        sent(Streamed(200, (), blocks(Busy("full"), closed=[])))


def test_an_empty_answer_has_no_block():
    messages = sent(Streamed(200, (), blocks(closed=[])))
    assert messages[1:] == [{"type": "http.response.body", "body": b""}]


@pytest.mark.parametrize("kind", ["file", "blocks"])
def test_what_waits_to_be_sent_ends_when_the_client_goes(tmp_path, kind):
    (tmp_path / "file").write_bytes(b"all of it")
    closed, waiting, left = [], asyncio.Event(), []

    async def send(message):
        if message["type"] != "http.response.start":
            waiting.set()
            try:
                await asyncio.Event().wait()
            finally:
                left.append(message["type"])

    async def receive():
        await waiting.wait()
        return {"type": "http.disconnect"}

    async def story():
        if kind == "file":
            response = Response(200, file=tmp_path / "file")
        else:
            response = Streamed(200, (), blocks(b"one", closed=closed))
        async with asyncio.timeout(5):
            await deliver({"method": "GET"}, receive, send, response)

    with pytest.raises(ClientGone):
        asyncio.run(story())
    assert len(left) == 1
    assert len(closed) == (kind == "blocks")
