"""How many repositories somebody owns stands in the account's row, whatever happens to them."""

from watchword.access.gate import require
from watchword.access.table import repositories as table
from watchword.repositories import service
from watchword.repositories.model import Visibility


def counts(world, user):
    found = world.read(lambda work: work.users.by_id(user.id))
    return found.public_repositories, found.private_repositories


def change(world, repository, operation, do, *arguments):
    def unit(work):
        found = work.repositories.by_id(repository.id, None)
        do(work, require(world.operator, operation, found), *arguments)

    world.write(unit)


def test_the_account_counts_what_is_made_hidden_shown_renamed_and_deleted(world):
    alice, bob = world.user("alice"), world.user("bob")
    assert counts(world, alice) == (0, 0)
    first = world.repository(alice, "first")
    second = world.repository(alice, "second", Visibility.PRIVATE)
    world.repository(bob, "third")
    assert counts(world, alice) == (1, 1)
    change(world, first, table.SET_VISIBILITY, service.set_visibility, Visibility.PRIVATE)
    assert counts(world, alice) == (0, 2)
    change(world, second, table.RENAME, service.rename, "fourth")
    assert counts(world, alice) == (0, 2)
    change(world, second, table.DELETE, service.delete)
    assert counts(world, alice) == (0, 1)
    assert counts(world, bob) == (1, 0)


def test_a_changed_count_makes_the_account_a_changed_one(world):
    alice = world.user("alice")
    world.clock.now += 60
    repository = world.repository(alice, "first")
    assert world.read(lambda work: work.users.by_id(alice.id)).updated_at == world.clock.now
    world.clock.now += 60
    change(world, repository, table.DELETE, service.delete)
    assert world.read(lambda work: work.users.by_id(alice.id)).updated_at == world.clock.now
