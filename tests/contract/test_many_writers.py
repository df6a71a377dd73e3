"""Who writes at the same moment as others gets through."""

from concurrent.futures import ThreadPoolExecutor, wait

from tests.world import World
from watchword.repositories.model import Visibility

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
