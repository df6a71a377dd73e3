"""Attack 57, a request that the server makes for somebody: webhooks as a way into its network.

A webhook's URL is whatever its maker likes. It is kept (a name may get another address any day),
and nothing is ever sent to an address that is not public or listed by the operator: neither by
number in any spelling, nor by a name whose address changes after the check, nor by a redirect.
"""

import asyncio
import ipaddress

import pytest

from tests.hook_world import HookWorld
from tests.receiver import Receiver
from watchword.git_process.layout import Layout
from watchword.surfaces.hook_delivery.reachable import FORBIDDEN
from watchword.surfaces.hook_delivery.sending import Envelope, Sender
from watchword.webhooks.ports import Wanted

SPELLINGS = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "localhost",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[2002:7f00:1::]",
    "0.0.0.0",
]


@pytest.fixture
def receiver():
    made = Receiver()
    yield made
    made.close()


@pytest.fixture
def hooks(world, tmp_path):
    made = HookWorld(world, Layout(tmp_path / "repositories"), allowed=())
    yield made
    made.close()


@pytest.mark.parametrize("host", SPELLINGS)
def test_nothing_arrives_on_this_machine(world, hooks, receiver, host):
    things = world.repository(world.user("mallory"), "things")
    hook = hooks.make(things, f"http://{host}:{receiver.port}/")
    hooks.run()
    assert receiver.received == []
    (kept,) = world.read(lambda work: work.hooks.deliveries(hook.id, Wanted()))
    assert kept.outcome.status_code == 0
    assert kept.outcome.response_body == ""


def test_a_name_that_changes_its_address_after_the_check_gains_nothing(receiver):
    """The first answer is checked; were the name looked up again, it would be loopback."""
    asked = []

    async def rebinding(_host, _port):
        asked.append(1)
        return ["192.0.2.1"] if len(asked) == 1 else ["127.0.0.1"]

    allowed = (ipaddress.ip_network("192.0.2.0/24"),)
    sender = Sender(allowed, patience=0.5, resolve=rebinding)
    url = f"http://rebind.example.test:{receiver.port}/"
    outcome = asyncio.run(sender.send(Envelope(url, {}, b"", insecure=False)))
    assert (len(asked), outcome.status_code, receiver.received) == (1, 0, [])


def test_a_redirect_inwards_is_not_followed(receiver):
    def inwards(handler):
        handler.send_response(302)
        handler.send_header("location", receiver.url)
        handler.end_headers()

    outside = Receiver(inwards)
    sender = Sender((ipaddress.ip_network("127.0.0.0/8"),))
    outcome = asyncio.run(sender.send(Envelope(outside.url, {}, b"", insecure=False)))
    outside.close()
    assert (outcome.status_code, receiver.received) == (302, [])


def test_a_proxy_of_the_environment_is_not_asked(receiver, monkeypatch):
    """It would look the name up for itself, after our check."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, receiver.url)
    sender = Sender((), patience=0.3)
    outcome = asyncio.run(sender.send(Envelope("http://10.0.0.1/", {}, b"", insecure=False)))
    assert (outcome.status, receiver.received) == (FORBIDDEN, [])
    allowed = (ipaddress.ip_network("127.0.0.0/8"),)
    direct = Receiver()
    asyncio.run(Sender(allowed).send(Envelope(direct.url, {}, b"", insecure=False)))
    direct.close()
    assert (len(direct.received), receiver.received) == (1, [])
