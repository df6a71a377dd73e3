"""How a body is read: as far as it was announced, and no message further."""

import asyncio
import gzip

import pytest

from watchword.kernel.errors import Malformed
from watchword.surfaces.git_http.body import Body, ClientGone, Patience

BODY = b"0014command=ls-refs\n0000"


def body(messages, announced=None, *, gzipped=False):
    """The body of a client that sends so much and then nothing: whoever asks for more waits."""
    waiting = [{"type": "http.request", "body": one, "more_body": True} for one in messages]

    async def receive():
        if not waiting:
            await asyncio.Event().wait()
        return waiting.pop(0)

    patience = Patience(silence=0.2)
    return Body(receive, gzipped=gzipped, most=2**20, patience=patience, announced=announced)


@pytest.mark.parametrize("parts", [[BODY], [BODY[:3], BODY[3:]], [BODY[:3], b"", BODY[3:]]])
def test_all_that_was_announced_is_the_whole(parts):
    assert asyncio.run(body(parts, len(BODY)).head(1_000)) == (BODY, True)


def test_what_was_packed_is_whole_when_the_packed_bytes_are_there():
    packed = gzip.compress(BODY)
    assert asyncio.run(body([packed], len(packed), gzipped=True).head(1_000)) == (BODY, True)
    broken = body([packed[:-1]], len(packed) - 1, gzipped=True)
    with pytest.raises(Malformed):
        asyncio.run(broken.head(1_000))


@pytest.mark.parametrize("announced", [None, len(BODY) + 1])
def test_what_is_not_all_there_is_waited_for(announced):
    with pytest.raises(ClientGone):
        asyncio.run(body([BODY], announced).head(1_000))
