"""The outermost layer: a number on every response, whatever happens inside."""

import asyncio
import ipaddress
import tracemalloc
import uuid

import pytest

from watchword.kernel.entropy import system_entropy
from watchword.surfaces.http_kit import whence
from watchword.surfaces.http_kit.asgi import respond, text
from watchword.surfaces.http_kit.body import ClientGone
from watchword.surfaces.http_kit.outermost import MANY, Numbers, Outermost

NETWORK = [ipaddress.ip_network("10.0.0.0/8")]


def scope(path="/", host=b"example.test", client="192.0.2.1", *more):
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "client": (client, 1),
        "headers": [(b"host", host), *more],
    }


def ask(inner, asked, proxies=()):
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b""}

    application = Outermost(inner, ["example.test"], system_entropy, proxies)
    asyncio.run(application(asked, receive, send))
    assert [one["type"] for one in sent].count("http.response.start") == 1
    headers = dict(sent[0]["headers"])
    return sent[0]["status"], headers, b"".join(m.get("body", b"") for m in sent)


async def fine(asked, _receive, send):
    await respond(asked, send, text(200, whence.of(asked).address))


async def broken(_asked, _receive, _send):
    raise RuntimeError("ghp_secretsecret")


async def left(_asked, _receive, _send):
    raise ClientGone


async def left_in_the_middle(_asked, _receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    raise ClientGone


@pytest.mark.parametrize(
    ("inner", "asked", "status"),
    [
        pytest.param(fine, scope(), 200, id="fine"),
        pytest.param(fine, scope(host=b"EXAMPLE.test"), 200, id="host in capitals"),
        pytest.param(fine, scope(host=b"evil.test"), 421, id="another host"),
        pytest.param(fine, scope(host=b""), 421, id="no host"),
        pytest.param(fine, scope("/status", b"10.1.1.1"), 200, id="status for any host"),
        pytest.param(broken, scope(), 500, id="an error inside"),
        pytest.param(left, scope(), 400, id="a body that broke off or is framed badly"),
        pytest.param(left_in_the_middle, scope(), 200, id="a client that left in the middle"),
    ],
)
def test_every_response_carries_its_number(inner, asked, status):
    found, headers, body = ask(inner, asked)
    assert found == status
    assert len(headers[b"x-github-request-id"]) == 36
    assert b"ghp_" not in body


def test_numbers_are_uuids_and_differ_however_many_are_made_at_a_time():
    numbers = Numbers(system_entropy)
    drawn = [uuid.UUID(numbers.draw()) for _ in range(2 * MANY + 1)]
    assert len(set(drawn)) == len(drawn)
    assert {(one.version, one.variant) for one in drawn} == {(4, uuid.RFC_4122)}


@pytest.mark.parametrize(
    ("client", "forwarded", "address"),
    [
        pytest.param("192.0.2.1", b"198.51.100.7", "192.0.2.1", id="not through a proxy of ours"),
        pytest.param("10.0.0.1", b"198.51.100.7", "198.51.100.7", id="through a proxy"),
        pytest.param("10.0.0.1", b"1.1.1.1, 198.51.100.7", "198.51.100.7", id="a made-up start"),
        pytest.param("10.0.0.1", b"198.51.100.7, 10.0.0.2", "198.51.100.7", id="two proxies"),
        pytest.param("10.0.0.1", b"1.1.1.1, " * 99 + b"198.51.100.7", "198.51.100.7", id="long"),
        pytest.param("10.0.0.1", b"nonsense", "10.0.0.1", id="nonsense"),
        pytest.param("10.0.0.1", b"", "10.0.0.1", id="nothing"),
    ],
)
def test_the_address_of_the_client_cannot_be_made_up(client, forwarded, address):
    asked = scope("/", b"example.test", client, (b"x-forwarded-for", forwarded))
    assert ask(fine, asked, NETWORK)[2].decode() == address


def test_headers_that_are_made_up_do_not_fill_the_memory():
    proxies, size = whence.Proxies(NETWORK), 2**20
    tracemalloc.start()
    try:
        for number in range(20):
            header = (b"x-forwarded-for", b"%d" % number + bytes(size))
            proxies.note(scope("/", b"example.test", "192.0.2.1", header), "1", None)
        assert tracemalloc.get_traced_memory()[0] < 5 * size
    finally:
        tracemalloc.stop()
