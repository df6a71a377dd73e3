"""What webhooks and mails tell of secrets in pushed content: that there is one, never which."""

import pytest

from tests.mailbox import Post
from tests.world import actor_of
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.table import leaks as table
from watchword.authn import resolve
from watchword.kernel.events import Origin
from watchword.kernel.secret import Secret
from watchword.leaks import service
from watchword.leaks.events import OwnTokenLeaked
from watchword.leaks.model import Found, Place, Resolution, Spot
from watchword.repositories.model import Visibility

WORD = "npm_" + "aB3" * 12


def keep(world, repository, path="a", pusher=None):
    place = Place(path, "b" * 40, "c" * 40, Spot(1, 1, 1, 41))

    def unit(work):
        grant = require(resolve.system(), table.SCAN, repository)
        found = Found("npm_access_token", Secret(WORD), place)
        return service.keep(work, grant, found, None, pusher)[0]

    return world.write(unit)


def change(world, octavia, repository, fn, *arguments):
    origin = Origin(user=octavia.id, kind="session")
    actor = actor_of(octavia, kind=Kind.SESSION, origin=origin)

    def unit(work):
        found = work.repositories.by_id(repository.id, octavia.id)
        grant = require(actor, table.RESOLVE, work.alerts.find(found, 1))
        return fn(work, grant, *arguments)

    return world.write(unit, actor)


def test_alerts_are_told_when_they_are_made_resolved_and_opened(
    world, hooks, receiver, octavia, things
):
    hooks.make(things, receiver.url, "secret_scanning_alert", "secret_scanning_alert_location")
    keep(world, things)
    keep(world, things, "b")
    change(world, octavia, things, service.resolve, Resolution.REVOKED, None)
    change(world, octavia, things, service.reopen)
    hooks.run()
    told = [one.payload for one in receiver.of("secret_scanning_alert")]
    assert {one["action"] for one in told} == {"created", "resolved", "reopened"}
    assert {one["alert"]["secret_type"] for one in told} == {"npm_access_token"}
    places = [one.payload for one in receiver.of("secret_scanning_alert_location")]
    assert sorted(one["location"]["details"]["path"] for one in places) == ["a", "b"]
    assert {one["action"] for one in places} == {"created"}
    assert not any("secret" in one["alert"] or WORD in str(one) for one in [*told, *places])


def test_who_runs_the_repository_and_who_pushed_get_a_mail_each(world, octavia, things):
    post = Post(world)
    lucius = world.user("lucius")
    keep(world, things, pusher=lucius.id)
    post.deliver()
    mails = [one for one in post.box.mails.values() if "secret was found" in one["Subject"]]
    assert {one["To"] for one in mails} == {octavia.email, lucius.email}
    assert all("npm Access Token" in one.get_content() for one in mails)
    assert not any(WORD in one.get_content() for one in mails)


@pytest.mark.parametrize("visibility", [Visibility.PUBLIC, Visibility.PRIVATE])
def test_the_owner_of_a_token_learns_the_name_of_what_they_may_see_only(world, octavia, visibility):
    post = Post(world)
    repository = world.repository(octavia, "hidden-thing", visibility)
    lucius = world.user("lucius")
    fact = OwnTokenLeaked(lucius.id, repository.id, 1, 1, "ci", "hash", revoked=False)
    world.write(lambda work: work.record(fact))
    post.deliver()
    (mail,) = [one for one in post.box.mails.values() if "was found" in one["Subject"]]
    assert mail["To"] == lucius.email
    assert ("octavia/hidden-thing" in mail.get_content()) is (visibility is Visibility.PUBLIC)
