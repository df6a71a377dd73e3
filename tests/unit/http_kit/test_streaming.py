"""Answers that leave block by block."""

import asyncio

import pytest

from watchword.kernel.errors import Busy
from watchword.surfaces.http_kit.streaming import Streamed, begun, stream


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
