"""Look-ups across a socket run on the event loop, and leave it to others while they wait."""

import asyncio

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from tests.world import World
from watchword.kernel.events import Origin
from watchword.storage import postgresql_engine, postgresql_glances

END_ALL = sa.text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
def world(postgresql_url):
    made = World(postgresql_url)
    yield made
    made.close()


def sleep(seconds):
    return lambda work: work._connection.execute(sa.text(f"SELECT pg_sleep({seconds})")).scalar()


def test_many_look_ups_share_few_connections(world):
    people = [world.user(f"user{number}") for number in range(3)]

    async def look():
        for _ in range(2):
            asked = [
                world.database.glance(lambda work, one=one: work.users.by_id(one.id), Origin())
                for one in people * 8
            ]
            assert await asyncio.gather(*asked) == people * 8

    asyncio.run(look())
    assert len(world.database._glances._free) <= postgresql_glances.LINES


def test_the_event_loop_goes_on_while_the_database_is_asked(world):
    alice = world.user("alice")

    async def both():
        slow = asyncio.ensure_future(world.database.glance(sleep(30), Origin()))
        await asyncio.sleep(0.1)
        found = await world.database.glance(lambda work: work.users.by_id(alice.id), Origin())
        assert not slow.done()
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow
        again = await world.database.glance(lambda work: work.users.by_id(alice.id), Origin())
        return found, again

    assert asyncio.run(both()) == (alice, alice)


def test_a_look_up_that_raises_leaves_its_connection_as_it_was(world):
    alice = world.user("alice")

    async def look():
        with pytest.raises(ZeroDivisionError):
            await world.database.glance(lambda _work: 1 // 0, Origin())
        with pytest.raises(DBAPIError):
            await world.database.glance(sleep("'x'"), Origin())
        return await world.database.glance(lambda work: work.users.by_id(alice.id), Origin())

    assert asyncio.run(look()) == alice


def test_a_look_up_changes_nothing(world):
    alice = world.user("alice")

    async def look():
        with pytest.raises(DBAPIError, match="read-only"):
            await world.database.glance(
                lambda work: work.users.update(alice.id, {"theme": "dark"}, 7), Origin()
            )

    asyncio.run(look())
    assert world.read(lambda work: work.users.by_id(alice.id)) == alice


def test_connections_that_the_server_ended_are_made_anew(world, postgresql_url):
    alice = world.user("alice")

    def end_all():
        engine = postgresql_engine.engine(postgresql_url, 1)
        with engine.connect() as connection:
            assert connection.execute(END_ALL).all()
        engine.dispose()

    async def look():
        for _ in range(2):
            them = [
                world.database.glance(lambda work: work.users.by_id(alice.id), Origin())
                for _ in range(8)
            ]
            assert await asyncio.gather(*them) == [alice] * 8
            end_all()
            assert world.read(lambda work: work.users.by_id(alice.id)) == alice
        end_all()
        world.write(lambda work: work.users.update(alice.id, {"theme": "dark"}, 7))

    asyncio.run(look())
