"""Clients that are slow, that stop, and that leave; and turns that are waited for."""

import asyncio
import gzip
import tracemalloc
from pathlib import Path

import pytest

from tests.git_site import make_site, until
from watchword.git_process.slots import Limits
from watchword.git_transport.pktline import packet
from watchword.repositories.model import Visibility
from watchword.surfaces.git_http.body import Patience

LS_REFS = b"0014command=ls-refs\n0000"
NOTHING = packet(b"command=fetch") + b"00010000"
"""A fetch of nothing: git is asked, and has nothing to say."""
HURRIED = Patience(silence=0.3, window=0.3, least=1000, sending=0.3)


def public(site, login="ann"):
    """A public repository with enough in it that its clone does not fit into a pipe."""
    repository, history = site.repository(site.world.user(login), "open", Visibility.PUBLIC)
    noise = __import__("random").Random(1).randbytes(8 * 2**20)
    history.tip = history.commit({"noise": noise})
    history.name = f"/{repository.full_name}.git"
    return history


def clone(tip):
    want = packet(f"want {tip}\n".encode())
    return packet(b"command=fetch") + b"0001" + want + packet(b"done\n") + b"0000"


def processes_in(folder: Path) -> list[int]:
    """Processes whose working directory is that folder, zombies left out."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if (entry / "cwd").readlink() == folder:
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


@pytest.mark.parametrize("sent", [b"", LS_REFS[:5]])
def test_a_client_that_stops_in_its_request_is_sent_away(build, sent):
    site = build(patience=HURRIED)
    history = public(site)

    async def ask():
        return await site.begin(history.name).send(sent, more=True).answer()

    reply = site.run(ask())
    assert (reply.status, reply.body) == (408, b"The request came too slowly.\n")


def test_a_client_that_drips_is_sent_away_too(build):
    site = build(patience=HURRIED)
    history = public(site)

    async def ask():
        client = site.begin(history.name)
        while not client.task.done():
            client.send(b"0", more=True)
            await asyncio.sleep(0.05)
        return await client.answer()

    assert site.run(ask()).status == 408


def test_a_client_that_leaves_ends_git(build):
    site = build()
    history = public(site)

    async def leave():
        client = site.begin(history.name).send(clone(history.tip))
        await until(lambda: client.reply.body)
        client.room.clear()
        await asyncio.sleep(0.1)
        assert processes_in(history.path)
        client.leave()
        await until(lambda: not processes_in(history.path))
        assert not (await client.answer()).ended

    site.run(leave())


def test_a_client_that_takes_nothing_any_more_ends_git(build):
    site = build(patience=HURRIED)
    history = public(site)

    async def stop():
        client = site.begin(history.name).send(clone(history.tip))
        client.room.clear()
        await until(lambda: processes_in(history.path))
        await until(lambda: client.task.done() and not processes_in(history.path))
        assert not client.reply.ended

    site.run(stop())


def test_a_request_waits_its_turn_and_gets_it(build):
    site = build(limits=Limits(machine=1))
    history = public(site)

    async def wait():
        first = site.begin(history.name).send(clone(history.tip))
        await until(lambda: first.reply.body)
        first.room.clear()
        second = site.begin(history.name).send(NOTHING)
        await asyncio.sleep(0.3)
        assert not second.task.done()
        assert len(processes_in(history.path)) <= 2, "a waiter holds no process"
        first.leave()
        assert (await second.answer()).status == 200

    site.run(wait())


WINDOW = 40 * 1024
"""What zlib needs to go on inflating."""


@pytest.mark.parametrize("zipped", [False, True])
def test_a_waiter_holds_at_most_64_kib(build, zipped):
    """However much it sends, packed or not: there may be hundreds of them."""
    site = build(limits=Limits(machine=1))
    history = public(site)
    _, secret = site.world.token(site.world.read(lambda work: work.users.by_login("ann")), "repo")
    command = packet(b"0" * 40 + b" " + b"a" * 40 + b" refs/heads/x\0report-status") + b"0000"
    body = command + b"PACK" + b"\0" * 2**22
    body = gzip.compress(body) if zipped else body
    more = [(b"content-encoding", b"gzip")] if zipped else []

    def waiter():
        client = site.begin(history.name, "git-receive-pack", token=secret.text, more=more)
        client.sent = Trickle(body)
        return client

    async def measure():
        first = site.begin(history.name).send(clone(history.tip))
        await until(lambda: first.reply.body)
        first.room.clear()
        # The first ones load and connect what all others share.
        waiters = [waiter() for _ in range(3)]
        await asyncio.sleep(0.5)
        tracemalloc.start()
        try:
            before, _ = tracemalloc.get_traced_memory()
            waiters += [waiter() for _ in range(20)]
            await until(lambda: all(one.sent.taken for one in waiters), 30)
            await asyncio.sleep(1)
            after, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert not any(one.task.done() for one in waiters)
        taken = [one.sent.taken for one in waiters]
        for one in (first, *waiters):
            one.task.cancel()
        await asyncio.gather(*(one.task for one in (first, *waiters)), return_exceptions=True)
        return (after - before) / 20, taken

    held, taken = site.run(measure())
    assert 0 < held < 64 * 1024 + (WINDOW if zipped else 0)
    assert all(0 < one <= 24 * 1024 for one in taken)


class Trickle:
    """What a client sends, made as it is taken: 8 KiB at a time, as an HTTP server reads."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.taken = 0

    async def get(self):
        if self.taken >= len(self.body):
            await asyncio.Event().wait()
        part = self.body[self.taken : self.taken + 8192]
        self.taken += len(part)
        return {"type": "http.request", "body": part, "more_body": self.taken < len(self.body)}


@pytest.mark.parametrize(
    "limits",
    [
        Limits(machine=1, waiting=0),
        Limits(account=1, waiting_of_account=0),
        Limits(repository=1, waiting=0),
    ],
)
def test_beyond_the_queue_a_request_is_told_when_to_come_again(build, limits):
    site = build(limits=limits)
    history = public(site)

    async def ask():
        first = site.begin(history.name).send(clone(history.tip))
        await until(lambda: first.reply.body)
        first.room.clear()
        reply = await site.begin(history.name).send(NOTHING).answer()
        first.leave()
        return reply

    reply = site.run(ask())
    assert reply.status == 429
    assert reply.headers["retry-after"] == "30"
    assert "www-authenticate" not in reply.headers


def test_a_wait_that_takes_too_long_ends(build):
    site = build(limits=Limits(machine=1), longest_wait=0.2)
    history = public(site)

    async def ask():
        first = site.begin(history.name).send(clone(history.tip))
        await until(lambda: first.reply.body)
        first.room.clear()
        reply = await site.begin(history.name).send(NOTHING).answer()
        first.leave()
        return reply

    assert site.run(ask()).status == 429


def test_who_leaves_the_queue_takes_no_turn(build):
    site = build(limits=Limits(machine=1, waiting=1))
    history = public(site)

    async def ask():
        first = site.begin(history.name).send(clone(history.tip))
        await until(lambda: first.reply.body)
        first.room.clear()
        second = site.begin(history.name).send(NOTHING)
        await asyncio.sleep(0.1)
        second.leave()
        await second.answer()
        third = site.begin(history.name).send(NOTHING)
        await asyncio.sleep(0.1)
        assert not third.task.done(), "the place in the queue is free again"
        first.leave()
        assert (await third.answer()).status == 200

    site.run(ask())


def test_slots_are_shared_by_all_workers(build, tmp_path):
    site = build(limits=Limits(machine=1, waiting=0))
    history = public(site)
    other = make_site(site.world, tmp_path, Limits(machine=1, waiting=0))

    async def ask():
        first = site.begin(history.name).send(clone(history.tip))
        await until(lambda: first.reply.body)
        first.room.clear()
        reply = await other.begin(history.name).send(NOTHING).answer()
        first.leave()
        await until(lambda: first.task.done() and not processes_in(history.path))
        again = await other.begin(history.name).send(NOTHING).answer()
        return reply.status, again.status

    assert site.run(ask()) == (429, 200)
