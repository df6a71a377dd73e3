"""What people are told by mail of repositories."""

import pytest

from tests.mailbox import SITE
from tests.world import actor_of
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.roles import Role
from watchword.access.table import collaborators as table
from watchword.access.table import repositories as repository_table
from watchword.kernel.events import Origin
from watchword.repositories import inviting, transfer
from watchword.repositories.model import Visibility


@pytest.fixture
def invited(world, post):
    """Octavia asks Balthasar to work with her vault; gives the invitation."""
    octavia, balthasar = world.user("octavia"), world.user("balthasar")
    vault = world.repository(octavia, "vault", Visibility.PRIVATE)
    actor = actor_of(octavia, kind=Kind.SESSION, sudo=True, origin=Origin(user=octavia.id))
    post.forget()

    def unit(work):
        found = work.repositories.by_id(vault.id, octavia.id)
        return inviting.invite(work, require(actor, table.INVITE, found), balthasar, Role.WRITE)

    return world.write(unit, actor)


def test_who_is_asked_is_told_where_to_answer(post, invited):
    (mail,) = post.deliver()
    assert mail["To"] == "balthasar@example.test"
    assert mail["Subject"] == "[Watchword] You are invited to octavia/vault"
    assert "octavia asks you to work with the repository octavia/vault." in mail.get_content()
    assert "Your role would be: write." in mail.get_content()
    assert f"{SITE}/octavia/vault/invitations" in mail.get_content()


def test_nothing_is_told_of_what_was_taken_back(world, post, invited):
    world.write(lambda work: work.repository_invitations.delete(invited.id))
    assert post.deliver() == []


@pytest.fixture
def offered(world, post):
    """Octavia offers her vault to Balthasar; gives its number."""
    octavia = world.user("octavia")
    world.user("balthasar")
    vault = world.repository(octavia, "vault", Visibility.PRIVATE)
    actor = actor_of(octavia, kind=Kind.SESSION, sudo=True, origin=Origin(user=octavia.id))
    post.forget()

    def unit(work):
        found = work.repositories.by_id(vault.id, octavia.id)
        grant = require(actor, repository_table.TRANSFER, found)
        transfer.transfer(work, grant, transfer.Wanted("balthasar"))

    world.write(unit, actor)
    return vault.id


def test_who_is_offered_a_repository_is_told_where_to_answer(post, offered):
    (mail,) = post.deliver()
    assert mail["To"] == "balthasar@example.test"
    assert mail["Subject"] == "[Watchword] octavia offers you octavia/vault"
    assert "Nothing changes until you accept." in mail.get_content()
    assert f"{SITE}/octavia/vault/transfer" in mail.get_content()


def test_nothing_is_told_of_an_offer_that_was_withdrawn(world, post, offered):
    world.write(lambda work: work.repository_offers.delete(offered))
    assert post.deliver() == []
