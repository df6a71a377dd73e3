"""Webhooks of a repository hear that it is gone, and are gone themselves soon after."""

from dataclasses import replace

import pytest

from tests.hook_world import SECRET
from watchword.access.gate import require
from watchword.access.table import repositories as table
from watchword.jobs import housekeeping
from watchword.repositories import service
from watchword.repositories.model import Visibility
from watchword.webhooks.model import Place


@pytest.fixture
def delete(world):
    def deleted(repository):
        def unit(work):
            found = work.repositories.by_id(repository.id, None)
            service.delete(work, require(world.operator, table.DELETE, found))

        world.write(unit)

    return deleted


def left(world, repository):
    return world.read(lambda work: list(work.hooks.left_by(repository.id)))


def test_its_own_webhooks_hear_that_a_repository_is_gone(hooks, receiver, world, octavia, delete):
    made = world.repository(octavia, "vault", Visibility.PRIVATE)
    hooks.make(made, receiver.url, "repository")
    hooks.make(made, f"{receiver.url}/other", "push")
    hooks.run()
    delete(made)
    hooks.run()
    told = receiver.of("repository")[-1]
    assert hooks.send() == 0
    assert told.payload["action"] == "deleted"
    gone = told.payload["repository"]
    assert (gone["id"], gone["full_name"], gone["private"]) == (made.id, "octavia/vault", True)
    assert gone["owner"]["login"] == told.payload["sender"]["login"] == "octavia"
    assert "organization" not in told.payload
    assert told.is_signed_with(SECRET)


def test_they_are_found_nowhere_and_forgotten_after_a_while(
    hooks, receiver, world, octavia, delete
):
    made = world.repository(octavia, "vault")
    hooks.make(made, receiver.url, "repository")
    delete(made)
    assert world.read(lambda work: list(work.hooks.of(Place.repository(made.id)))) == []
    assert len(left(world, made)) == 1
    housekeeping.sweep_hook_messages(world.database, world.clock)
    assert len(left(world, made)) == 1
    world.clock.now += housekeeping.MESSAGE_LIFE + 1
    housekeeping.sweep_hook_messages(world.database, world.clock)
    assert left(world, made) == []


def test_one_that_was_switched_off_goes_at_once(hooks, receiver, world, octavia, delete):
    made = world.repository(octavia, "vault")
    hook = hooks.make(made, receiver.url, "repository")
    world.write(lambda work: work.hooks.update(replace(hook, active=False), work.now))
    delete(made)
    assert left(world, made) == []
