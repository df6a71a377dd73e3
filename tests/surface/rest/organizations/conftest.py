"""An organization with an owner and a member, and somebody outside."""

import pytest

ALL = ("admin:org", "repo", "delete_repo")


@pytest.fixture
def owner(world):
    return world.user("olga")


@pytest.fixture
def member(world, forum):
    mila = world.user("mila")
    world.member(forum, mila)
    return mila


@pytest.fixture
def stranger(world):
    return world.user("sten")


@pytest.fixture
def forum(world, owner):
    return world.organization("forum", owner, base_role=0)


@pytest.fixture
def by(world):
    """Give a token of somebody with these scopes."""

    def token(user, *scopes):
        return world.token(user, *(scopes or ALL))[1]

    return token


@pytest.fixture
def names(world):
    """Give the names of all facts so far."""
    from watchword.kernel.events import Origin

    def of_all():
        found = world.database.read_now(lambda work: work.events.latest(100), Origin())
        return [one.name for one in reversed(found)]

    return of_all
