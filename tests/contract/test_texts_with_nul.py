"""A NUL in what somebody asks for is a name that nobody has, on every database."""

import pytest


@pytest.mark.parametrize("name", ["\0", "alice\0", "\0alice", "things\0"])
def test_nothing_is_called_that(world, name):
    alice = world.user("alice")
    world.repository(alice, "things")
    assert world.read(lambda work: work.users.by_login(name)) is None
    assert world.read(lambda work: work.repositories.find(name, "things", alice.id)) is None
    assert world.read(lambda work: work.repositories.find("alice", name, alice.id)) is None
