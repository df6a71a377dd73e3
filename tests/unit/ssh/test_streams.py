"""Streams of a session hold little, and nobody waits in them for ever."""

import asyncio

import pytest

from watchword.kernel.errors import TooLarge
from watchword.surfaces.ssh.streams import HIGH, PIECE, Inbox, Left, Outbox, TooSlow


class Channel:
    def __init__(self) -> None:
        self.paused = 0
        self.resumed = 0

    def pause(self) -> None:
        self.paused += 1

    def resume(self) -> None:
        self.resumed += 1


def told(story):
    async def inside():
        channel = Channel()
        inbox = Inbox(channel.pause, channel.resume)
        inbox.allow(10 * HIGH)
        return await story(inbox, channel)

    return asyncio.run(inside())


def test_the_client_is_told_to_wait_once_and_to_go_on_when_it_was_read():
    async def story(inbox, channel):
        for _ in range(3):
            inbox.put(b"x" * HIGH)
        assert (channel.paused, channel.resumed) == (1, 0)
        assert len(await inbox.read()) == 3 * HIGH
        assert (channel.paused, channel.resumed) == (1, 1)

    told(story)


def test_the_head_is_what_has_come_and_is_read_again():
    async def story(inbox, _channel):
        inbox.put(b"00")
        inbox.put(b"90")
        assert await inbox.head(16_384) == (b"0090", False)
        assert await inbox.read() == b"0090"

    told(story)


@pytest.mark.parametrize("sent", [b"0000", b""])
def test_somebody_who_wants_nothing_is_understood(sent):
    async def story(inbox, _channel):
        inbox.put(sent) if sent else inbox.end()
        assert await inbox.head(16_384) == (sent, True)

    told(story)


def test_the_end_comes_after_what_was_sent():
    async def story(inbox, _channel):
        inbox.put(b"last")
        inbox.end()
        assert [await inbox.read(), await inbox.read()] == [b"last", b""]

    told(story)


def test_more_than_is_taken_is_refused():
    async def story(inbox, _channel):
        inbox.allow(3)
        inbox.put(b"four")
        with pytest.raises(TooLarge):
            await inbox.read()

    told(story)


def test_what_is_sent_waits_for_both_rooms():
    async def story():
        session, connection = asyncio.Event(), asyncio.Event()
        session.set()
        sent = []
        outbox = Outbox(sent.append, lambda: [session, connection], 60)
        writing = asyncio.create_task(outbox.write(b"x" * (3 * PIECE)))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert [len(one) for one in sent] == [PIECE]
        connection.set()
        await writing
        assert [len(one) for one in sent] == [PIECE] * 3

    asyncio.run(story())


def test_somebody_who_takes_nothing_is_not_waited_for():
    async def story():
        outbox = Outbox(lambda _block: None, lambda: [asyncio.Event()], 0.01)
        with pytest.raises(TooSlow):
            await outbox.write(b"x")

    asyncio.run(story())


def test_somebody_who_has_gone_is_noticed():
    async def story():
        def broken(_block):
            raise BrokenPipeError

        with pytest.raises(Left):
            await Outbox(broken, list, 60).write(b"x")

    asyncio.run(story())
