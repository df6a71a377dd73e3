"""What storage promises about rules of protected branches, on both databases."""

import pytest
from msgspec.structs import replace

from watchword.kernel.errors import Conflict
from watchword.repositories.protection import ProtectionRules

PLAIN = ProtectionRules()
EVERY = ProtectionRules(
    restricted=True,
    allow_force_pushes=True,
    allow_deletions=True,
    enforce_admins=True,
    lock_branch=True,
    block_creations=True,
)


@pytest.fixture
def alice(world):
    return world.user("alice")


@pytest.fixture
def things(world, alice):
    return world.repository(alice, "things")


def of(world, repository):
    return world.read(lambda work: list(work.protections.of(repository.id)))


def add(world, repository, pattern, rules=PLAIN):
    return world.write(lambda work: work.protections.add(repository.id, pattern, rules, work.now))


def test_a_rule_comes_back_as_it_went_in(world, alice, things):
    bob = world.user("bob")
    rules = replace(EVERY, users=(alice.id, bob.id))
    first, second = add(world, things, "main", rules), add(world, things, "x/*")
    assert of(world, things) == [first, second]
    assert (first.rules, second.rules) == (rules, ProtectionRules())
    world.write(lambda work: work.protections.replace(second.id, rules, work.now))
    world.write(lambda work: work.protections.replace(first.id, EVERY, work.now))
    assert [one.rules for one in of(world, things)] == [EVERY, rules]


def test_a_team_that_goes_is_named_no_longer(world, alice, things):
    forum = world.organization("forum", alice)
    team = world.team(forum, "Scribes").id
    rules = replace(PLAIN, restricted=True, teams=(team,))
    made = add(world, things, "main", rules)
    assert of(world, things) == [made]
    world.write(lambda work: work.teams.delete(team))
    assert [one.rules.teams for one in of(world, things)] == [()]


def test_a_pattern_has_one_rule_in_a_repository(world, alice, things):
    others = world.repository(alice, "others")
    add(world, things, "main")
    second = add(world, things, "x")
    add(world, others, "main")
    with pytest.raises(Conflict):
        add(world, things, "main")
    with pytest.raises(Conflict):
        world.write(lambda work: work.protections.rename(second.id, "main", work.now))
    world.write(lambda work: work.protections.rename(second.id, "y", work.now))
    assert [one.pattern for one in of(world, things)] == ["main", "y"]


def test_a_rule_goes_with_its_repository_and_by_itself(world, alice, things):
    first = add(world, things, "main", ProtectionRules(restricted=True, users=(alice.id,)))
    add(world, things, "x")
    world.write(lambda work: work.protections.delete(first.id))
    assert [one.pattern for one in of(world, things)] == ["x"]
    world.write(lambda work: work.repositories.delete(things.id, work.now))
    assert of(world, things) == []
