"""The door of SSH: who stands at it without a proof, and who makes the server hold or wait."""

import asyncio
import os

import asyncssh
import pytest

from tests.git_site import children, until
from tests.ssh_site import add_key, make_ssh_site, new_key, run
from tests.world import World
from watchword.authn.counters import Counters
from watchword.authn.throttle import HANDSHAKES, Throttle
from watchword.git_process.slots import Limits
from watchword.surfaces.ssh import connection, crowd
from watchword.surfaces.ssh.connection import MOST_OFFERS, SUSPECT_OFFERS
from watchword.surfaces.ssh.crowd import Crowd
from watchword.surfaces.ssh.streams import Patience


@pytest.fixture
def build(sqlite_url, tmp_path):
    world = World(sqlite_url)
    yield lambda **more: make_ssh_site(world, tmp_path, **more)
    world.close()


@pytest.fixture
def site(build):
    return build()


def known_key(site):
    key = new_key()
    add_key(site.world, site.world.user("ann"), key)
    return key


async def knock(site):
    """Connect and say nothing; gives what the server said."""
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    return writer, await reader.readline()


def test_a_network_has_so_much_room_at_the_door_and_no_more(build):
    site = build(door=crowd.Limits(network=2))

    async def story():
        writers, said = zip(*[await knock(site) for _ in range(3)], strict=True)
        for one in writers:
            one.close()
        await until(lambda: not site.server._hall.connections)
        again, word = await knock(site)
        again.close()
        return [*said, word]

    welcome = b"SSH-2.0-Watchword\r\n"
    assert site.run(story) == [welcome, welcome, b"", welcome]


def test_somebody_who_is_inside_takes_no_room_at_the_door(build):
    site = build(door=crowd.Limits(network=1))
    key = known_key(site)

    async def story():
        async with site.connected(key), site.connected(key):
            return True

    assert site.run(story)


def test_one_key_has_so_many_connections_and_others_theirs(build):
    site = build(door=crowd.Limits(key=1))
    key, other = known_key(site), new_key()
    add_key(site.world, site.world.user("bob"), other)

    async def story():
        async with site.connected(key):
            async with site.connected(other):
                pass
            with pytest.raises(asyncssh.Error):
                async with site.connected(key) as second:
                    await run(second, None)
        await until(lambda: not site.server._hall.connections)
        async with site.connected(key) as again:
            return await run(again, None)

    assert site.run(story).status == 1


def test_a_connection_that_does_nothing_ends(site, monkeypatch):
    monkeypatch.setattr(connection, "IDLE", 0.1)
    key = known_key(site)

    async def story():
        async with site.connected(key) as idle:
            await asyncio.wait_for(idle.wait_closed(), 5)

    site.run(story)


@pytest.mark.parametrize(("before", "let_in"), [(MOST_OFFERS - 1, True), (MOST_OFFERS, False)])
def test_so_many_keys_are_tried_on_one_connection(site, before, let_in):
    key = known_key(site)
    wrong = [new_key() for _ in range(before)]

    async def story():
        async with site.connected(*wrong, key):
            return True

    if let_in:
        assert site.run(story)
    else:
        with pytest.raises(asyncssh.DisconnectError):
            site.run(story)


def test_where_many_failed_fewer_keys_are_tried_and_a_live_one_still_opens(site, monkeypatch):
    monkeypatch.setattr(connection, "SUSPECT_WAIT", 0.01)
    key = known_key(site)
    for _ in range(HANDSHAKES):
        site.server._hall.crowd._throttle.failed_handshake("127.0.0.1")

    async def story():
        async with site.connected(key):
            pass
        with pytest.raises(asyncssh.DisconnectError):
            async with site.connected(*(new_key() for _ in range(SUSPECT_OFFERS)), key):
                pass

    site.run(story)


def test_only_those_who_tried_and_failed_count(sqlite_url):
    world = World(sqlite_url)
    door = Crowd(Throttle(Counters(world.clock)))
    for tried, key in [(False, ""), (True, "SHA256:x")]:
        for _ in range(HANDSHAKES):
            assert door.enter("192.0.2.1")
            assert not key or door.prove("192.0.2.1", key)
            door.leave("192.0.2.1", key=key, tried=tried)
    assert not door.is_suspect("192.0.2.1")
    for _ in range(HANDSHAKES):
        door.enter("2001:db8::1")
        door.leave("2001:db8::1", key="", tried=True)
    assert door.is_suspect("2001:db8::ffff")
    assert not door.is_suspect("2001:db8:0:1::1")
    world.close()


async def pour(writer):
    for _ in range(2_000):
        writer.write(b"x" * 4096)
        await writer.drain()


def test_a_client_that_says_endless_nonsense_is_cut_off(site):
    async def story():
        writer, _ = await knock(site)
        with pytest.raises(OSError):
            await pour(writer)
        writer.close()

    site.run(story)


def test_a_client_that_announces_room_and_reads_nothing_fills_no_memory(site):
    """The window of a channel is what the client says it is: 2 GiB here."""
    key = known_key(site)
    ann = site.world.read(lambda work: work.users.by_login("ann"))
    _, history = site.repository(ann, "large")
    tip = history.commit({"noise": os.urandom(6 * 2**20)})
    want = b"0032want " + tip.encode() + b"\n00000009done\n"

    async def story():
        async with site.connected(key) as connection:
            line = "git-upload-pack 'ann/large.git'"
            process = await connection.create_process(line, encoding=None, window=2**31 - 1)
            await process.stdout.readuntil(b"0000")
            connection._transport.pause_reading()
            process.stdin.write(want)
            (there,) = site.server._hall.connections
            await until(lambda: not there.room.is_set())
            sizes = []
            for _ in range(20):
                await asyncio.sleep(0.02)
                sizes.append(there._transport.get_write_buffer_size())
            connection._transport.resume_reading()
            connection.abort()
            return max(sizes)

    assert site.run(story) < 2**20


def test_a_client_that_is_silent_gives_its_process_back(build):
    site = build(patience=Patience(silence=0.3))
    key = known_key(site)
    ann = site.world.read(lambda work: work.users.by_login("ann"))
    site.repository(ann, "things")[1].commit({"a": "b"})

    async def story():
        async with site.connected(key) as connection:
            line = "git-upload-pack 'ann/things.git'"
            process = await connection.create_process(line, encoding=None)
            done = await asyncio.wait_for(process.wait(), 10)
            await until(lambda: set(children()) <= site.others)
            return done.exit_status, done.stderr

    assert site.run(story) == (128, b"ERROR: The connection was silent for too long.\n")


def test_one_account_holds_its_share_of_processes_and_the_rest_waits(build):
    site = build(limits=Limits(account=1, waiting=0))
    key = known_key(site)
    ann = site.world.read(lambda work: work.users.by_login("ann"))
    site.repository(ann, "things")[1].commit({"a": "b"})
    line = "git-upload-pack 'ann/things.git'"

    async def story():
        async with site.connected(key) as connection:
            held = await connection.create_process(line, encoding=None)
            await held.stdout.read(4)
            said = await site.say(key, line)
            held.stdin.write(b"0000")
            held.stdin.write_eof()
            await held.wait()
            return said, await site.say(key, line, given=b"0000")

    refused, served = site.run(story)
    assert refused.err.startswith("ERROR: The server is busy")
    assert served.status == 0


def test_a_password_is_refused_unseen_and_asked_for_once(site, caplog):
    known_key(site)
    asked, banners = [], []

    class Client(asyncssh.SSHClient):
        def password_auth_requested(self):
            asked.append(1)
            return "ghp_verysecret"

        def auth_banner_received(self, msg, lang):
            banners.append(msg)

    async def story():
        with pytest.raises(asyncssh.PermissionDenied):
            await asyncssh.create_connection(
                Client,
                "127.0.0.1",
                site.port,
                username="git",
                known_hosts=None,
                config=None,
                client_keys=None,
                agent_path=None,
            )

    site.run(story)
    (banner,) = banners
    assert "git remote set-url origin https://git.example.test/OWNER/REPO.git" in banner
    assert "ghp_" not in banner + caplog.text
    assert asked == [1]
