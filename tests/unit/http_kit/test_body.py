"""Reading bodies, bounded in size and in time."""

import asyncio

import pytest

from watchword.kernel.errors import TooLarge, TooSlow
from watchword.surfaces.http_kit.body import ClientGone, read_body


def read(*messages, **bounds):
    """Read what comes; after the last message the client is silent."""

    async def story():
        coming = asyncio.Queue()
        for message in messages:
            coming.put_nowait(message)
        return await read_body(coming.get, **bounds)

    return asyncio.run(story())


def part(body, *, more=True):
    return {"type": "http.request", "body": body, "more_body": more}


def test_a_body_comes_in_parts():
    assert read(part(b"a"), part(b"b"), part(b"c", more=False)) == b"abc"


def test_a_body_has_a_largest_size():
    assert read(part(b"abc", more=False), limit=3) == b"abc"
    with pytest.raises(TooLarge):
        read(part(b"ab"), part(b"cd"), limit=3)


def test_a_client_that_stops_in_the_middle_is_not_waited_for():
    """It would hold a connection, and a credential that was told to be good, for ever."""
    with pytest.raises(TooSlow):
        read(part(b"{"), patience=0.01)


def test_a_client_that_goes_away_is_no_end_of_a_body():
    with pytest.raises(ClientGone):
        read(part(b"{"), {"type": "http.disconnect"})
