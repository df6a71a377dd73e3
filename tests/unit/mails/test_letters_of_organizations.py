"""What people are told by mail of organizations."""

import pytest

from tests.mailbox import SITE
from tests.world import actor_of
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.table import organizations as table
from watchword.kernel.events import Origin
from watchword.organizations import invitations, members
from watchword.organizations.invitations import Invited
from watchword.organizations.model import OrgRole


@pytest.fixture
def olga(world):
    return world.user("olga")


@pytest.fixture
def forum(world, olga):
    return world.organization("forum", olga)


@pytest.fixture
def sten(world):
    return world.user("sten")


@pytest.fixture
def done(world, forum, post):
    """Do something with the organization as somebody; give the mails that came of it."""

    def do(person, operation, unit):
        origin = Origin(user=person.id, kind="session")
        actor = actor_of(person, kind=Kind.SESSION, sudo=True, origin=origin)

        def whole(work):
            found = work.organizations.by_id(forum.id, person.id)
            return unit(work, require(actor, operation, found))

        post.forget()
        world.write(whole, actor)
        return post.deliver()

    return do


def test_who_is_asked_is_told_where_to_answer(done, olga, sten):
    invited = Invited(sten, None, OrgRole.ADMIN)
    (mail,) = done(olga, table.INVITE, lambda w, grant: invitations.invite(w, grant, invited))
    assert mail["To"] == "sten@example.test"
    assert mail["Subject"] == "[Watchword] You are invited to join forum"
    assert "as an owner" in mail.get_content()
    assert f"{SITE}/settings/organizations" in mail.get_content()


@pytest.mark.parametrize(("role", "word"), [("member", "a member"), ("admin", "an owner")])
def test_who_is_let_in_by_somebody_else_is_told(done, olga, sten, role, word):
    def unit(work, grant):
        members.set_role(work, grant, sten, OrgRole(role))

    (mail,) = done(olga, table.SET_MEMBERSHIP, unit)
    assert f"You are {word} of the organization forum now." in mail.get_content()


def test_who_is_taken_out_is_told_and_who_leaves_is_not(world, done, olga, forum, sten):
    world.member(forum, sten)
    (mail,) = done(olga, table.REMOVE_MEMBER, lambda w, grant: members.remove(w, grant, sten))
    assert mail["Subject"] == "[Watchword] You were removed from forum"
    world.member(forum, sten)
    assert done(sten, table.LEAVE, members.leave) == []


def test_who_accepts_is_told_nothing(world, done, olga, forum, sten, post):
    done(olga, table.INVITE, lambda w, grant: invitations.invite(w, grant, Invited(sten, None)))
    actor = actor_of(sten, kind=Kind.SESSION, origin=Origin(user=sten.id, kind="session"))

    def unit(work):
        return invitations.accept(work, require(actor, table.ANSWER_INVITATION, sten), forum.id)

    world.write(unit, actor)
    assert post.deliver() == []
