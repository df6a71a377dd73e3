"""Who writes at the same moment as others gets through, and who lost the server comes back."""

from concurrent.futures import ThreadPoolExecutor, wait

import sqlalchemy as sa

from tests.world import World
from watchword.kernel.events import Origin
from watchword.repositories.model import Visibility
from watchword.storage import postgresql

AT_ONCE = 16
EACH = 3


def test_all_who_create_repositories_of_one_owner_at_once_succeed(database_url):
    """Each of them counts the owner's repositories anew, in the owner's row: they always clash."""
    worlds = [World(database_url) for _ in range(4)]
    alice = worlds[0].user("alice")

    def create(number):
        made = worlds[number % 4].repository(alice, f"made-{number}", Visibility.PRIVATE)
        return made.name

    names = [f"made-{number}" for number in range(AT_ONCE * EACH)]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        assert sorted(threads.map(create, range(len(names)))) == sorted(names)
    counted = worlds[0].read(lambda work: work.users.by_id(alice.id)).private_repositories
    assert counted == len(names)
    for world in worlds:
        world.close()


def test_a_write_that_clashed_is_made_alone(postgresql_url):
    """Others change what it has read, as often as they get to: its second try is the last."""
    one, other = World(postgresql_url), World(postgresql_url)
    alice = one.user("alice")
    changes = []

    def unit(work):
        work.users.by_id(alice.id)
        changing = threads.submit(other.write, lambda theirs: change(theirs, "dark"))
        changes.append(wait([changing], timeout=0.3).done)
        change(work, "light")

    def change(work, theme):
        work.users.update(alice.id, {"theme": theme}, 7)

    with ThreadPoolExecutor(1) as threads:
        one.write(unit)
    assert [bool(through) for through in changes] == [True, False]
    assert one.read(lambda work: work.users.by_id(alice.id)).theme == "dark"
    one.close()
    other.close()


def test_connections_that_the_server_ended_are_made_anew(postgresql_url):
    world = World(postgresql_url)
    alice = world.user("alice")

    def end_all():
        engine = postgresql.engine(postgresql_url, 1)
        with engine.connect() as connection:
            others = sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            assert connection.execute(others).all()
        engine.dispose()

    for _ in range(2):
        end_all()
        assert world.read(lambda work: work.users.by_id(alice.id)) == alice
    end_all()
    world.write(lambda work: work.users.update(alice.id, {"theme": "dark"}, 7))
    end_all()
    assert world.database.glance_now(lambda work: work.users.by_id(alice.id), Origin())
    world.close()
