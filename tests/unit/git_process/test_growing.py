"""An answer that several read at once is read from the disk once for all of them in a process."""

import asyncio
import os

import pytest

from watchword.git_process.response_cache import growing
from watchword.git_process.response_cache.growing import BLOCK

READERS = 4
SIZE = 12 * BLOCK + 1
WHOLE = os.urandom(SIZE)


@pytest.fixture
def path(tmp_path):
    place = tmp_path / "answer"
    part = growing.begin(place)
    os.write(part.descriptor, WHOLE)
    part.finish()
    yield place
    part.give_up()


async def read(reader):
    parts = []
    async for block in reader.blocks():
        parts.append(block)
        await asyncio.sleep(0)  # As for a client that takes it.
    reader.close()
    return b"".join(parts) == WHOLE


def test_those_who_keep_close_together_share_what_was_read(path, monkeypatch):
    sizes, pread = [], os.pread

    def counted(*asked):
        block = pread(*asked)
        sizes.append(len(block))
        return block

    monkeypatch.setattr(growing.os, "pread", counted)

    async def story():
        return await asyncio.gather(*(read(growing.read(path)) for _ in range(READERS)))

    assert all(asyncio.run(story()))
    assert sum(sizes) == SIZE + (READERS - 1)  # The last byte is no whole block.


def test_nothing_of_it_outlives_the_last_reader(path):
    first, second = growing.read(path), growing.read(path)
    assert asyncio.run(read(first))
    assert len(growing._OPEN) == 1
    second.close()
    assert not growing._OPEN
