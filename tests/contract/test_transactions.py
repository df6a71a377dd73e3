"""Writes are serialisable on both databases, whoever writes at the same time."""

import asyncio
import contextlib
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.world import World, fresh_sqlite
from watchword.access.gate import require
from watchword.access.table import tokens as table
from watchword.kernel.errors import BadCredential, Busy, Refusal
from watchword.kernel.events import Origin
from watchword.storage import sqlite
from watchword.tokens import classic
from watchword.tokens.model import Ended

WRITERS = 4
EACH = 6


def add_below(limit, world, alice):
    """Make a token, unless there are enough; the rule is read and acted on in one unit."""

    def unit(work):
        count = len(work.tokens.of(alice.id))
        if count < limit:
            wanted = classic.Wanted(f"number {count}", (), None)
            classic.create(work, require(world.operator, table.CREATE, alice), wanted)

    world.write(unit)


def test_a_counting_rule_holds_when_several_write_at_once(database_url):
    """Read a count, then write because of it: without serialisable writes two would pass."""
    worlds = [World(database_url) for _ in range(WRITERS)]
    alice = worlds[0].user("alice")
    limit = 10
    failures = []

    def run(world):
        try:
            for _ in range(EACH):
                add_below(limit, world, alice)
        except Exception as error:  # noqa: BLE001 - the test tells
            failures.append(error)

    threads = [threading.Thread(target=run, args=(world,)) for world in worlds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(worlds[0].read(lambda work: work.tokens.of(alice.id))) == limit
    for world in worlds:
        world.close()


def test_a_clash_in_a_prepared_statement_is_tried_again(database_url):
    """Those run on the driver itself; each writer reads what the others write, and writes one."""
    worlds = [World(database_url) for _ in range(WRITERS)]
    people = [worlds[0].user(f"user{number}").id for number in range(WRITERS)]

    def write(number):
        def unit(work):
            found = [work.users.by_id(one) for one in people]
            work.users.update(people[number], {"theme": "dark"}, work.now)
            return found + [work.users.by_id(one) for one in people]

        # Busy: it clashed on every try, and is told as such.
        with contextlib.suppress(Busy):
            worlds[number].write(unit)

    with ThreadPoolExecutor(WRITERS) as threads:
        assert list(threads.map(write, list(range(WRITERS)) * EACH * 4))
    for world in worlds:
        world.close()


def test_a_database_that_somebody_else_holds_is_busy(tmp_path, monkeypatch):
    """A tool of the operator's may write to the file without waiting for its turn."""
    monkeypatch.setitem(sqlite.engine.__kwdefaults__, "wait", 0.05)
    world = World(fresh_sqlite(tmp_path))
    other = sqlite3.connect(tmp_path / "watchword.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy):
        world.user("alice")
    other.close()
    world.user("alice")
    world.close()


def test_a_refusal_that_must_be_remembered_is_committed_and_then_raised(world):
    alice = world.user("alice")

    def unit(work):
        work.users.suspend(alice.id, 7)
        return Refusal(BadCredential())

    with pytest.raises(BadCredential):
        world.write(unit)
    assert world.read(lambda work: work.users.by_id(alice.id)).suspended_at == 7


def test_all_lanes_give_what_the_function_gives(world):
    alice = world.user("alice")

    async def lanes():
        for lane in (world.database.glance, world.database.read, world.database.write):
            assert await lane(lambda work: work.users.by_id(alice.id), Origin()) == alice

    asyncio.run(lanes())


def test_a_revoked_token_is_dead_for_the_next_look_of_another_process(database_url):
    here, there = World(database_url), World(database_url)
    token, secret = here.token(here.user("alice"))
    assert there.caller(secret)
    here.write(lambda work: work.tokens.end(token.id, Ended.BY_OPERATOR, here.clock.now))
    with pytest.raises(BadCredential):
        there.caller(secret)
    here.close()
    there.close()
