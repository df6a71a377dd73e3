"""What storage promises to invitations to repositories, on both databases."""

import pytest

from tests.world import NOON
from watchword.access.roles import Role


@pytest.fixture
def alice(world):
    return world.user("alice")


@pytest.fixture
def bob(world):
    return world.user("Bob")


@pytest.fixture
def things(world, alice):
    return world.repository(alice, "things")


@pytest.fixture
def put(world, things, alice, bob):
    def again(role, now=NOON):
        return world.write(
            lambda work: work.repository_invitations.put(things.id, bob.id, alice.id, role, now)
        )

    return again


def test_an_invitation_is_kept_for_both_sides(world, put, things, alice, bob):
    made = put(Role.TRIAGE)
    assert (made.login, made.role, made.inviter) == ("Bob", Role.TRIAGE, alice.id)
    assert world.read(lambda work: work.repository_invitations.of_repository(things.id)) == [made]
    assert world.read(lambda work: work.repository_invitations.of_invitee(bob.id)) == [made]
    assert world.read(lambda work: work.repository_invitations.of_invitee(alice.id)) == []


def test_a_second_one_takes_the_place_of_the_first_under_a_new_number(world, put, bob):
    first, second = put(Role.READ), put(Role.ADMIN, NOON + 9)
    assert second.id > first.id
    assert world.read(lambda work: work.repository_invitations.of_invitee(bob.id)) == [second]
    assert (second.role, second.created_at) == (Role.ADMIN, NOON + 9)


def test_the_role_is_changed_and_the_invitation_forgotten(world, put, bob):
    made = put(Role.READ)
    world.write(lambda work: work.repository_invitations.set_role(made.id, Role.WRITE))
    (changed,) = world.read(lambda work: work.repository_invitations.of_invitee(bob.id))
    assert changed.role is Role.WRITE
    world.write(lambda work: work.repository_invitations.delete(made.id))
    assert world.read(lambda work: work.repository_invitations.of_invitee(bob.id)) == []


def test_it_goes_with_the_repository(world, put, things, bob):
    put(Role.READ)
    world.write(lambda work: work.repositories.delete(things.id, NOON))
    assert world.read(lambda work: work.repository_invitations.of_invitee(bob.id)) == []
