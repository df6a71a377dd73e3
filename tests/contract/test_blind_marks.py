"""Counts of stars and watches after members of an organization may see less, on both databases."""

import pytest

from watchword.access.actor import Actor
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.roles import Role
from watchword.access.table import organizations as org_table
from watchword.access.table import teams as team_table
from watchword.organizations import service, teams
from watchword.organizations.events import BaseRoleChanged, TeamDeleted, TeamMoved
from watchword.repositories.model import Visibility
from watchword.work import blind_marks
from watchword.work.listeners import LISTENERS


@pytest.fixture
def owner(world):
    return world.user("owner")


@pytest.fixture
def bob(world):
    return world.user("bob")


@pytest.fixture
def forum(world, owner, bob):
    """An organization whose members may read all, with Bob in it."""
    org = world.organization("forum", owner, base_role=Role.READ.value)
    world.member(org, bob)
    return org


def marked(world, forum, *people):
    """Two private repositories and a public one, which these people marked and watch."""
    names = {"one": Visibility.PRIVATE, "two": Visibility.PRIVATE, "open": Visibility.PUBLIC}
    made = [world.repository(forum, name, visibility) for name, visibility in names.items()]

    def unit(work):
        for repository in made:
            for person in people:
                work.stars.add(person.id, repository.id, work.now)
                work.watches.put(person.id, repository.id, ignored=False, now=work.now)

    world.write(unit)
    return made


def counts(world, made):
    found = [
        world.read(lambda work, one=one: work.repositories.by_id(one.id, None)) for one in made
    ]
    return [(one.stars, one.watchers) for one in found]


def tell(world, fact):
    assert "marks.forget_blind" in LISTENERS[fact]
    [event] = world.read(lambda work: work.events.latest(1, name=fact.name))
    blind_marks.forget(world.database, event)


def test_they_follow_the_base_role(world, owner, bob, forum, monkeypatch):
    monkeypatch.setattr(blind_marks, "AT_ONCE", 1)
    made = marked(world, forum, owner, bob)
    assert counts(world, made) == [(2, 2)] * 3
    actor = Actor(owner.id, Kind.SESSION, sudo=True)

    def unit(work):
        org = work.organizations.by_id(forum.id, owner.id)
        service.set_base_role(work, require(actor, org_table.UPDATE, org), Role.NONE)

    world.write(unit)
    tell(world, BaseRoleChanged)
    assert counts(world, made) == [(1, 1), (1, 1), (2, 2)]


@pytest.mark.parametrize(("change", "fact"), [("delete", TeamDeleted), ("move", TeamMoved)])
def test_they_follow_teams_that_go_or_stand_elsewhere(world, owner, bob, forum, change, fact):
    closed = {"base_role": Role.NONE.value}
    world.write(lambda work: work.organizations.update(forum.id, closed, work.now))
    above = world.team(forum, "above")
    below = world.team(forum, "below", bob, parent=above)
    made = marked(world, forum, owner, bob)
    world.team_works(above, made[0], Role.READ)
    actor = Actor(owner.id, Kind.SESSION, sudo=True)

    def unit(work):
        if change == "delete":
            team = work.teams.by_id(above.id, owner.id)
            teams.delete(work, require(actor, team_table.DELETE, team))
        else:
            team = work.teams.by_id(below.id, owner.id)
            teams.move(work, require(actor, team_table.UPDATE, team), None)

    world.write(unit)
    tell(world, fact)
    assert counts(world, made) == [(1, 1), (1, 1), (2, 2)]


def test_nobody_loses_a_mark_of_what_they_may_still_see(world, owner, bob, forum):
    made = marked(world, forum, owner, bob)
    world.write(lambda work: work.watches.forget_blind_of(forum.id, None, 50))
    assert counts(world, made) == [(2, 2)] * 3
