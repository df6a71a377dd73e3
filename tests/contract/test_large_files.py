"""Large files and locks as both databases keep them."""

import pytest

from tests.world import NOON
from watchword.access.gate import require
from watchword.access.table import repositories as repository_table
from watchword.kernel.errors import Conflict
from watchword.kernel.ids import LfsLockId
from watchword.lfs.model import Claim
from watchword.lfs.ports import Wanted
from watchword.repositories import service

ONE, TWO = Claim("1" * 64, 10), Claim("2" * 64, 2**40)


@pytest.fixture
def octavia(world):
    return world.user("octavia")


@pytest.fixture
def things(world, octavia):
    return world.repository(octavia, "things")


@pytest.fixture
def second(world, octavia):
    return world.repository(octavia, "second")


def add(world, repository, claim, key, user=None):
    return world.write(lambda work: work.large_files.add(repository.id, claim, key, user, work.now))


def test_a_file_is_found_where_it_was_added_and_kept_once(world, octavia, things, second):
    assert add(world, things, ONE, "a" * 32, octavia.id) == "a" * 32
    assert add(world, second, ONE, "b" * 32) == "a" * 32
    assert add(world, second, TWO, "c" * 32) == "c" * 32

    def unit(work):
        store = work.large_files
        assert store.find(things.id, TWO.oid) is None
        assert store.find(things.id, ONE.oid).is_as(ONE)
        assert store.among(second.id, {ONE.oid, TWO.oid, "3" * 64}).keys() == {ONE.oid, TWO.oid}
        assert store.among(second.id, []) == {}
        assert (store.total(things.id), store.total(second.id)) == (10, 2**40 + 10)
        assert store.keys() == {"a" * 32, "c" * 32}

    world.read(unit)


def test_more_names_than_one_statement_takes_are_asked_for(world, things):
    claims = [Claim(f"{number:064x}", 1) for number in range(3)]
    for number, claim in enumerate(claims):
        add(world, things, claim, f"{number:032x}")
    names = {f"{number:064x}" for number in range(1_200)}
    found = world.read(lambda work: work.large_files.among(things.id, names))
    assert found.keys() == {claim.oid for claim in claims}


def test_a_copy_has_what_its_source_has_in_as_many_steps_as_it_takes(world, things, second):
    for number in range(5):
        add(world, things, Claim(f"{number:064x}", 1), f"{number:032x}")
    add(world, second, Claim("0" * 64, 1), "f" * 32)

    def copy():
        return world.write(lambda work: work.large_files.copy(things.id, second.id, 3, work.now))

    assert [copy(), copy(), copy()] == [3, 1, 0]
    assert world.read(lambda work: work.large_files.total(second.id)) == 5


def test_what_no_repository_has_any_more_is_forgotten_after_a_while(world, things, second):
    add(world, things, ONE, "a" * 32)
    add(world, second, ONE, "b" * 32)
    add(world, second, TWO, "c" * 32)

    def delete(work):
        found = work.repositories.by_id(second.id, None)
        service.delete(work, require(world.operator, repository_table.DELETE, found))

    world.write(delete)

    def step(change):
        return world.write(lambda work: change(work.large_files))

    assert step(lambda files: files.forget_unused(NOON + 10**6, 10)) == 0
    assert step(lambda files: files.note_unused(10, NOON)) == 1
    assert step(lambda files: files.note_unused(10, NOON)) == 0
    assert step(lambda files: files.forget_unused(NOON, 10)) == 0
    # Sent again in between, it is used again.
    add(world, things, TWO, "d" * 32)
    assert step(lambda files: files.forget_unused(NOON + 1, 10)) == 0
    assert step(lambda files: files.keys()) == {"a" * 32, "c" * 32}


def test_files_forgotten_are_gone(world, things):
    add(world, things, ONE, "a" * 32)

    def delete(work):
        found = work.repositories.by_id(things.id, None)
        service.delete(work, require(world.operator, repository_table.DELETE, found))

    world.write(delete)
    world.write(lambda work: work.large_files.note_unused(10, NOON))
    assert world.write(lambda work: work.large_files.forget_unused(NOON + 1, 10)) == 1
    assert world.read(lambda work: work.large_files.keys()) == frozenset()


def test_a_path_is_locked_once_in_each_repository(world, octavia, things, second):
    long = "ä/" * 500 + "x"

    def unit(work):
        store = work.large_files
        one = store.add_lock(things, long, octavia.id, NOON)
        two = store.add_lock(things, "b", octavia.id, NOON)
        other = store.add_lock(second, long, octavia.id, NOON)
        with pytest.raises(Conflict):
            store.add_lock(things, long, octavia.id, NOON)
        assert (one.path, one.owner_login, one.locked_at) == (long, "octavia", NOON)
        assert store.locks(things, Wanted(10)) == [one, two]
        assert store.locks(things, Wanted(1)) == [one, two]
        assert store.locks(things, Wanted(10, since=two.id)) == [two]
        assert store.locks(things, Wanted(10, path="b")) == [two]
        assert store.locks(things, Wanted(10, lock=other.id)) == []
        assert store.lock(things, other.id) is None
        store.remove_lock(one.id)
        assert store.lock_of(things, long) is None
        assert store.lock_of(second, long) == other
        assert store.lock(second, LfsLockId(2**62)) is None

    world.write(unit)


def test_a_repository_takes_large_files_until_that_is_switched_off(world, things, second):
    def states(work):
        return [work.large_files.switched_off(one.id) for one in (things, second)]

    assert world.read(states) == [False, False]
    for _ in range(2):
        world.write(lambda work: work.large_files.switch(things.id, on=False))
    assert world.read(states) == [True, False]
    world.write(lambda work: work.large_files.switch(things.id, on=True))
    assert world.read(states) == [False, False]
