"""A long body is asked for ahead, from a server that begins when it is asked."""

import asyncio
import socket

import pytest

from watchword.kernel.errors import TooLarge
from watchword.surfaces.git_http.ahead import MOST, SMALL
from watchword.surfaces.git_http.body import LONG, Body, Patience
from watchword.surfaces.git_http.connection import connection_of
from watchword.surfaces.http_kit.body import ClientGone

GONE = {"type": "http.disconnect"}


class Server:
    """Hands over futures, in the order in which it was asked; and a connection that is real."""

    def __init__(self, parts, *, ends=True):
        self.parts = list(parts)
        self.ends = ends
        self.asked = []
        self.most = 0
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.client = socket.create_connection(listener.getsockname())
            self.accepted, _ = listener.accept()
            self.scope = {
                "http_version": "1.1",
                # As Granian tells them: ports are texts, and the server is what it listens on.
                "client": (self.client.getsockname()[0], str(self.client.getsockname()[1])),
                "server": ("0.0.0.0", str(listener.getsockname()[1])),
            }

    def receive(self):
        loop = asyncio.get_running_loop()
        answer = loop.create_future()
        loop.call_later(0.001, self._give, answer, len(self.asked))
        self.asked.append(answer)
        self.most = max(self.most, self.waiting)
        return answer

    @property
    def waiting(self):
        return sum(not one.done() for one in self.asked)

    def _give(self, answer, number):
        if answer.cancelled():
            return
        if number < len(self.parts):
            last = self.ends and number == len(self.parts) - 1
            part = self.parts[number]
            answer.set_result({"type": "http.request", "body": part, "more_body": not last})
        else:
            answer.set_result(GONE)

    def close(self):
        self.client.close()
        self.accepted.close()


@pytest.fixture
def serving():
    made = []

    def make(*arguments, **options):
        made.append(Server(*arguments, **options))
        return made[-1]

    yield make
    for one in made:
        one.close()


def body_of(server, most=2**40, scope=None):
    scope = server.scope if scope is None else scope
    return Body(
        server.receive,
        gzipped=False,
        most=most,
        patience=Patience(),
        find_connection=lambda: connection_of(scope),
    )


async def read(body):
    found = []
    while block := await body.read():
        found.append(block)
    return b"".join(found)


SHORT = [bytes([number % 251]) * 8192 for number in range(200)]


def test_small_parts_of_a_long_body_are_asked_for_ahead_and_keep_their_order(serving):
    async def story():
        server = serving(SHORT)
        body = body_of(server)
        assert await read(body) == b"".join(SHORT)
        assert 1 < server.most <= MOST
        body.close()

    asyncio.run(story())


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(SHORT[: LONG // 8192 - 1], id="a body that is not long"),
        pytest.param([b"x" * (SMALL + 1)] * 20, id="large parts"),
    ],
)
def test_others_are_asked_for_one_by_one(serving, parts):
    async def story():
        server = serving(parts)
        body = body_of(server)
        assert await read(body) == b"".join(parts)
        assert server.most == 1
        body.close()

    asyncio.run(story())


@pytest.mark.parametrize(
    "changes",
    [{"client": None}, {"client": ("192.0.2.1", "1")}, {"http_version": "2"}],
    ids=["no address", "an unknown one", "a connection that others share"],
)
def test_without_a_connection_of_its_own_a_body_is_asked_for_one_by_one(serving, changes):
    async def story():
        server = serving(SHORT)
        body = body_of(server, scope=server.scope | changes)
        assert await read(body) == b"".join(SHORT)
        assert server.most == 1
        body.close()

    asyncio.run(story())


def test_after_a_body_that_was_asked_for_ahead_the_connection_tells_who_has_gone(serving):
    """The server says so to everybody who asks beyond the end."""

    async def story():
        server = serving(SHORT)
        body = body_of(server)
        await read(body)
        gone = asyncio.create_task(body.client_gone())
        await asyncio.sleep(0.4)
        assert not gone.done()
        server.client.close()
        async with asyncio.timeout(20):
            await gone
        body.close()

    asyncio.run(story())


def test_the_connection_is_let_go_with_the_body(serving):
    async def story():
        server = serving(SHORT)
        body = body_of(server)
        await read(body)
        server.accepted.close()
        body.close()
        server.client.settimeout(20)
        assert server.client.recv(1) == b"", "nobody holds the other end any more"

    asyncio.run(story())


def test_a_client_that_leaves_in_the_middle_is_seen(serving):
    async def story():
        server = serving(SHORT, ends=False)
        body = body_of(server)
        with pytest.raises(ClientGone):
            await read(body)
        body.close()

    asyncio.run(story())


def test_what_was_asked_for_ahead_counts_against_the_largest_size(serving):
    async def story():
        server = serving(SHORT)
        body = body_of(server, most=LONG * 2)
        with pytest.raises(TooLarge):
            await read(body)
        body.close()
        assert server.waiting == 0, "nothing is asked for any more"

    asyncio.run(story())
