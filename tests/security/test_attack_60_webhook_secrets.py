"""Attack 60, reading a webhook's secret back: from answers, deliveries, facts, the database.

It goes in and signs; it comes out nowhere. In the database it is sealed under a key that lies
outside, and bound to its repository: copied to another one's row it is worth nothing.
"""

import pytest

from tests.hook_world import HookWorld
from tests.receiver import Receiver
from watchword.git_process.layout import Layout
from watchword.kernel.entropy import system_entropy
from watchword.kernel.secret import KeyRing, Secret, Unreadable
from watchword.webhooks.service import PURPOSE

SECRET = "hooks-deepest-secret"
HOOKS = "/repos/octavia/things/hooks"


def test_no_answer_no_fact_and_no_delivery_tells_the_secret(api, world, tmp_path):
    octavia = world.user("octavia")
    world.repository(octavia, "things")
    _, token = world.token(octavia, "repo")
    receiver, hooks = Receiver(), HookWorld(world, Layout(tmp_path / "repositories"))
    config = {"url": receiver.url, "secret": SECRET, "content_type": "json"}
    made = api.ask("POST", HOOKS, token, body={"config": config, "events": ["*"]})
    one = f"{HOOKS}/{made.json['id']}"
    changed = api.ask("PATCH", f"{one}/config", token, body={"secret": SECRET + "2"})
    hooks.run()
    hooks.close()
    receiver.close()
    assert receiver.received[0].is_signed_with(SECRET + "2")
    number = api.ask("GET", f"{one}/deliveries", token).json[0]["id"]
    answers = [made, changed] + [
        api.ask("GET", path, token)
        for path in (HOOKS, one, f"{one}/config", f"{one}/deliveries/{number}")
    ]
    assert all(SECRET.encode() not in answer.body for answer in answers)
    assert all(SECRET.encode() not in one.body for one in receiver.received)
    facts = world.read(lambda work: work.events.latest(50))
    assert SECRET not in repr(facts)


def test_the_database_file_does_not_hold_it(api, world, tmp_path):
    octavia = world.user("octavia")
    world.repository(octavia, "things")
    _, token = world.token(octavia, "repo")
    config = {"url": "https://a.test/", "secret": SECRET}
    assert api.ask("POST", HOOKS, token, body={"config": config}).status == 201
    files = [path for path in tmp_path.rglob("watchword.db*") if path.is_file()]
    assert files
    assert all(SECRET.encode() not in path.read_bytes() for path in files)


@pytest.fixture
def ring():
    return KeyRing({"k1": b"k" * 32}, "k1")


def test_a_sealed_secret_is_read_for_its_own_place_and_purpose_only(ring):
    sealed = ring.seal(PURPOSE, "repository 1", Secret(SECRET), system_entropy)
    assert ring.unseal(PURPOSE, "repository 1", sealed) == Secret(SECRET)
    for purpose, place, bytes_ in (
        (PURPOSE, "repository 2", sealed),
        ("another", "repository 1", sealed),
        (PURPOSE, "repository 1", sealed[:-1] + bytes([sealed[-1] ^ 1])),
        (PURPOSE, "repository 1", sealed[:5]),
        (PURPOSE, "repository 1", b""),
        (PURPOSE, "repository 1", b"k9\0" + sealed[3:]),
    ):
        with pytest.raises(Unreadable):
            ring.unseal(purpose, place, bytes_)


def test_sealing_twice_gives_two_texts_and_old_keys_still_read(ring):
    first, second = (ring.seal(PURPOSE, "x", Secret("a"), system_entropy) for _ in range(2))
    assert first != second
    rotated = KeyRing({"k1": b"k" * 32, "k2": b"n" * 32}, "k2")
    assert rotated.unseal(PURPOSE, "x", first) == Secret("a")
