"""Many who clone at once: they wait for each other, nobody is refused, and nobody else waits."""

import re
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.system.git.test_streams import MEBIBYTE, begin_clone, filled_with_noise

WORKERS = 2
CLONES = 60
NOISE = 2
"""MiB: more than fit into the buffers on the way, and so few that sixty are soon read."""
ASKED = 40


@pytest.fixture
def noisy(place, git):
    """A repository whose clone does not end unless it is read."""
    return filled_with_noise(place, git, NOISE)


def rest(clone) -> bytes:
    """All that comes, to the end of the answer; its chunks are not taken apart."""
    got = bytearray()
    clone.settimeout(120)
    clone.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2**20)
    while not is_whole(got) and (block := clone.recv(2**18)):
        got += block
    clone.close()
    return bytes(got)


def is_whole(got: bytearray) -> bool:
    """Whether all is there: as many bytes as were announced, or the last chunk."""
    head, end, _ = got[:2_000].partition(b"\r\n\r\n")
    announced = re.search(rb"\r\ncontent-length: (\d+)", head, re.IGNORECASE)
    if announced is not None:
        return len(got) >= len(head) + len(end) + int(announced[1])
    return got.endswith(b"0\r\n\r\n")


def test_sixty_clones_are_held_and_the_api_answers_all_the_same(noisy):
    clones = [begin_clone(noisy, noisy.tip) for _ in range(CLONES)]
    asked = [noisy.server.request("GET", "/api/v3/user", token=noisy.token) for _ in range(ASKED)]
    assert [one.status for one in asked] == [200] * ASKED
    assert noisy.server.request("GET", "/login").status == 200
    with ThreadPoolExecutor(8) as readers:
        answers = list(readers.map(rest, clones))
    assert [one[:15] for one in answers] == [b"HTTP/1.1 200 OK"] * CLONES
    assert all(len(one) > NOISE * MEBIBYTE for one in answers)
