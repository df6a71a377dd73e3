"""What webhooks are told, in GitHub's shapes."""

import dataclasses

import pytest

from tests.api import ADDRESS, API
from tests.histories import History
from tests.world import actor_of
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.roles import Role
from watchword.access.table import repositories as table
from watchword.access.table import social as social_table
from watchword.access.table import webhooks as hook_table
from watchword.kernel.events import Origin
from watchword.ref_updates.model import ZERO
from watchword.repositories import service
from watchword.repositories.model import Visibility
from watchword.social import starring
from watchword.surfaces.hook_delivery.table import ROWS
from watchword.webhooks import service as webhooks
from watchword.webhooks.model import Place
from watchword.work.listeners import HOOKS, LISTENERS

MAIN, TOPIC = "refs/heads/main", "refs/heads/topic"


@pytest.fixture
def history(layout, things, tmp_path):
    return History(tmp_path / "repositories", things.key)


@pytest.fixture
def push(world, octavia, things):
    """Moves refs in the name of somebody, the owner if nobody else."""
    return lambda *moves, by=None: world.push(things, by or octavia, *moves)


def _acting(user):
    return actor_of(user, kind=Kind.SESSION, origin=Origin(user=user.id, kind="session"))


@pytest.fixture
def do(world, octavia, things):
    """Does something to the repository as its owner."""

    def run(operation, fn, *arguments, **more):
        def unit(work):
            found = work.repositories.by_id(things.id, octavia.id)
            return fn(work, require(_acting(octavia), operation, found), *arguments, **more)

        return world.write(unit, _acting(octavia))

    return run


def told(hooks, receiver, event):
    hooks.run()
    found = receiver.of(event)
    assert len(found) == 1, [one.event for one in receiver.received]
    return found[0].payload


def test_a_new_webhook_gets_a_ping(hooks, receiver, things):
    made = hooks.make(things, receiver.url)
    ping = told(hooks, receiver, "ping")
    assert receiver.received[0].is_signed_with("a word that signs")
    assert (ping["hook_id"], ping["hook"]["id"], bool(ping["zen"])) == (made.id, made.id, True)
    assert ping["hook"]["config"]["secret"] == "********"
    assert ping["repository"]["full_name"] == "octavia/things"
    assert ping["sender"]["login"] == "octavia"


def test_a_push_is_told_with_its_commits(hooks, receiver, things, history, push):
    one = history.commit({"a": "1"}, "One")
    two = history.commit({"a": "2", "b": "1"}, "Two\n\nAnd why", one)
    hooks.make(things, receiver.url)
    push((MAIN, one, two))
    got = told(hooks, receiver, "push")
    assert (got["ref"], got["before"], got["after"]) == (MAIN, one, two)
    assert (got["created"], got["deleted"], got["forced"]) == (False, False, False)
    assert got["compare"] == f"{ADDRESS}/octavia/things/compare/{one[:12]}...{two[:12]}"
    (commit,) = got["commits"]
    assert commit == got["head_commit"]
    assert (commit["id"], commit["message"]) == (two, "Two\n\nAnd why")
    assert commit["author"] == {"name": "Ann Author", "email": "ann@example.test"}
    assert (commit["added"], commit["modified"], commit["removed"]) == (["b"], ["a"], [])
    assert commit["url"] == f"{ADDRESS}/octavia/things/commit/{two}"
    assert commit["timestamp"].startswith("2023-11-14T22:15:20")
    assert got["pusher"]["name"] == "octavia"
    assert got["pusher"]["email"] == "1+octavia@users.noreply.git.example.test"
    repository = got["repository"]
    assert (repository["id"], repository["master_branch"]) == (things.id, "main")
    assert repository["pushed_at"] == repository["created_at"] == 1_800_000_000
    assert repository["url"] == f"{ADDRESS}{API}/repos/octavia/things"
    assert got["sender"]["login"] == "octavia"


def test_a_new_branch_is_told_as_push_and_as_create(hooks, receiver, things, history, push):
    one = history.commit({"a": "1"}, "One")
    history.git("update-ref", TOPIC, one)
    hooks.make(things, receiver.url, "push", "create", "delete")
    push((TOPIC, ZERO, one))
    got = told(hooks, receiver, "create")
    assert (got["ref"], got["ref_type"], got["master_branch"]) == ("topic", "branch", "main")
    assert got["pusher_type"] == "user"
    pushed = receiver.of("push")[0].payload
    assert (pushed["created"], pushed["commits"]) == (True, [])
    assert pushed["head_commit"]["id"] == one
    assert receiver.of("delete") == []


def test_a_deleted_tag_is_told_as_push_and_as_delete(hooks, receiver, things, history, push):
    one = history.commit({"a": "1"}, "One")
    hooks.make(things, receiver.url, "*")
    push(("refs/tags/v1", one, ZERO))
    got = told(hooks, receiver, "delete")
    assert (got["ref"], got["ref_type"]) == ("v1", "tag")
    pushed = receiver.of("push")[0].payload
    assert (pushed["deleted"], pushed["head_commit"], pushed["commits"]) == (True, None, [])


def test_each_branch_is_told_and_of_many_tags_none(hooks, receiver, things, history, push):
    one = history.commit({"a": "1"}, "One")
    hooks.make(things, receiver.url)
    tags = [(f"refs/tags/{count}", ZERO, one) for count in range(4)]
    push((MAIN, ZERO, one), (TOPIC, ZERO, one), *tags)
    hooks.run()
    assert [got.payload["ref"] for got in receiver.of("push")] == [MAIN, TOPIC]


def test_a_test_sends_the_newest_push_of_the_default_branch(
    hooks, receiver, world, things, history
):
    one = history.commit({"a": "1"}, "One")
    two = history.commit({"a": "2"}, "Two", one)
    made = hooks.make(things, receiver.url)

    def unit(work):
        found = work.repositories.by_id(things.id, None)
        hook = webhooks.find(work, found, Place.repository(things.id), made.id)
        webhooks.test(work, require(world.operator, hook_table.TEST, hook))

    world.write(unit)
    got = told(hooks, receiver, "push")
    assert (got["ref"], got["before"], got["after"]) == (MAIN, one, two)
    assert len(got["commits"]) == 1


def test_a_test_of_an_empty_repository_sends_nothing(hooks, receiver, world, things, layout):
    layout.create(things.key, "main")
    made = hooks.make(things, receiver.url)

    def unit(work):
        found = work.repositories.by_id(things.id, None)
        hook = webhooks.find(work, found, Place.repository(things.id), made.id)
        webhooks.test(work, require(world.operator, hook_table.TEST, hook))

    world.write(unit)
    hooks.run()
    assert [one.event for one in receiver.received] == ["ping"]


CHANGES = {
    "edited": (
        (table.UPDATE, service.update, {"description": "New", "homepage": None}),
        {"changes": {"description": {"from": None}}},
    ),
    "renamed": (
        (table.RENAME, service.rename, {"name": "others"}),
        {"changes": {"repository": {"name": {"from": "things"}}}},
    ),
    "archived": ((table.ARCHIVE, service.archive, {"archived": True}), {}),
    "privatized": (
        (table.SET_VISIBILITY, service.set_visibility, {"visibility": Visibility.PRIVATE}),
        {},
    ),
}


@pytest.mark.parametrize("action", CHANGES)
def test_changes_of_the_repository_are_told(hooks, receiver, things, do, action):
    hooks.make(things, receiver.url, "repository")
    (operation, fn, more), fields = CHANGES[action]
    do(operation, fn, **more)
    got = told(hooks, receiver, "repository")
    assert got["action"] == action
    assert got.items() >= fields.items()
    assert got["repository"]["id"] == things.id


def test_becoming_public_is_an_event_of_its_own_too(hooks, receiver, things, do):
    do(table.SET_VISIBILITY, service.set_visibility, Visibility.PRIVATE)
    do(table.ARCHIVE, service.archive, archived=True)
    do(table.ARCHIVE, service.archive, archived=False)
    hooks.queue()
    hooks.make(things, receiver.url, "public", "repository")
    do(table.SET_VISIBILITY, service.set_visibility, Visibility.PUBLIC)
    assert "action" not in told(hooks, receiver, "public")
    assert receiver.of("repository")[0].payload["action"] == "publicized"


def test_who_works_with_it_is_told(hooks, receiver, world, things, do):
    world.user("bob")
    hooks.make(things, receiver.url, "member")
    do(table.SET_COLLABORATOR, service.set_collaborator, "bob", Role.WRITE)
    got = told(hooks, receiver, "member")
    assert (got["action"], got["member"]["login"]) == ("added", "bob")
    assert got["changes"]["permission"]["to"] == got["changes"]["role_name"]["to"] == "write"
    do(table.REMOVE_COLLABORATOR, service.remove_collaborator, "bob")
    hooks.run()
    assert receiver.of("member")[1].payload["action"] == "removed"


def test_only_who_listens_is_told_and_only_of_its_own_repository(
    hooks, receiver, world, octavia, things, do
):
    other = world.repository(octavia, "other")
    hooks.make(things, f"{receiver.url}/push", "push")
    hooks.make(other, f"{receiver.url}/other", "*")
    hooks.run()
    receiver.received.clear()
    do(table.RENAME, service.rename, "renamed")
    assert hooks.run() == 0


def test_one_that_was_switched_off_is_told_nothing(hooks, receiver, world, things, do):
    made = hooks.make(things, receiver.url, "*")
    hooks.run()
    world.write(lambda work: work.hooks.update(_off(made), work.now))
    do(table.RENAME, service.rename, "renamed")
    assert hooks.run() == 0


def _off(hook):
    return dataclasses.replace(hook, active=False)


def test_a_fact_told_twice_is_sent_once(hooks, receiver, world, things, do):
    hooks.make(things, receiver.url, "*")
    do(table.RENAME, service.rename, "renamed")
    (fact,) = world.read(lambda work: work.events.latest(1))
    for _ in range(3):
        hooks.fan_out.tell(fact)
    hooks.run()
    assert len(receiver.of("repository")) == 1


def test_each_fact_of_the_table_wakes_the_fan_out_and_no_other_does():
    woken = {fact for fact, names in LISTENERS.items() if HOOKS in names}
    assert woken == {row.fact for row in ROWS}


def test_a_star_is_told_under_both_its_names_and_when_it_is_taken_away(hooks, receiver, things, do):
    hooks.make(things, receiver.url, "star", "watch")
    do(social_table.STAR, starring.star, things.owner)
    hooks.run()
    (put,) = receiver.of("star")
    assert (put.payload["action"], put.payload["starred_at"]) == ("created", "2027-01-15T08:00:00Z")
    assert put.payload["repository"]["stargazers_count"] == 1
    assert put.payload["sender"]["login"] == "octavia"
    assert [one.payload["action"] for one in receiver.of("watch")] == ["started"]
    do(social_table.UNSTAR, starring.unstar, things.owner)
    hooks.run()
    taken = receiver.of("star")[1].payload
    assert (taken["action"], taken["starred_at"]) == ("deleted", None)
    assert len(receiver.of("watch")) == 1
