"""What people are told by mail who are named below a commit."""

import pytest

from tests.mailbox import SITE
from watchword.access.actor import Actor
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.roles import Role
from watchword.access.table import comments as table
from watchword.kernel.events import Origin
from watchword.notifications import inbox
from watchword.notifications.model import Choice, Notice, Reason, Subject
from watchword.repositories.model import Visibility
from watchword.social.comments import service
from watchword.surfaces.mails.letters_of_comments import MOST_AN_HOUR

SHA = "a" * 40


@pytest.fixture
def octavia(world):
    return world.user("octavia")


@pytest.fixture
def balthasar(world):
    return world.user("balthasar")


@pytest.fixture
def things(world, octavia):
    return world.repository(octavia, "things")


@pytest.fixture
def say(world, post, octavia, things, balthasar):
    post.forget()

    def written(body):
        def unit(work):
            found = work.repositories.by_id(things.id, octavia.id)
            grant = require(world.operator, table.COMMENT, found)
            return service.add(work, grant, octavia.id, SHA, service.Wanted(body))

        return world.write(unit)

    return written


def choose(world, user, things, choice):
    def unit(work):
        key = inbox.commit_key(things, SHA)
        work.threads.put(user.id, Notice(Subject.COMMIT, key, "x", Reason.MENTION, things.id), 1)
        work.threads.choose(work.threads.about(user.id, Subject.COMMIT, key).id, choice, 1)

    world.write(unit)


def test_who_is_named_reads_what_was_written_and_where(post, say):
    made = say("What do you think, @balthasar?\n\n@octavia @nobody-at-all `@code`")
    (mail,) = post.deliver()
    assert mail["To"] == "balthasar@example.test"
    assert mail["Subject"] == "[Watchword] octavia mentioned you in octavia/things"
    assert "What do you think, @balthasar?" in mail.get_content()
    page = f"{SITE}/octavia/things/commit/{SHA}#commitcomment-{made.id}"
    assert page in mail.get_content()
    assert "Unsubscribe" in mail.get_content()


def test_who_may_not_read_it_gets_no_mail(world, post, say, things):
    hidden = {"visibility": Visibility.PRIVATE.value}
    world.write(lambda work: work.repositories.update(things.id, hidden, work.now))
    say("@balthasar must not know.")
    assert post.deliver() == []


def test_who_ignores_the_thread_or_the_repository_gets_none(world, post, say, things, balthasar):
    choose(world, balthasar, things, Choice.IGNORED)
    say("@balthasar")
    assert post.deliver() == []
    choose(world, balthasar, things, Choice.UNSUBSCRIBED)
    say("@balthasar")
    assert len(post.deliver()) == 1
    world.write(lambda work: work.watches.put(balthasar.id, things.id, ignored=True, now=1))
    say("@balthasar")
    assert post.deliver() == []


def test_a_comment_that_is_gone_is_not_mailed(world, post, say):
    made = say("@balthasar")
    world.write(lambda work: work.commit_comments.delete(made.id))
    assert post.deliver() == []


def test_nobody_fills_boxes_by_naming_people(post, say):
    for _ in range(MOST_AN_HOUR + 2):
        say("@balthasar")
    assert len(post.deliver()) == MOST_AN_HOUR


def test_who_is_named_by_a_change_reads_it_once_and_by_whom(world, post, say, things, balthasar):
    made = say("Nobody is meant.")
    other = world.user("other")
    world.collaborator(things, other, Role.WRITE)
    assert post.deliver() == []

    def change(body, by):
        actor = Actor(by.id, Kind.SESSION, origin=Origin(user=by.id))

        def unit(work):
            found = work.repositories.by_id(things.id, by.id)
            comment = work.commit_comments.find(found, made.id)
            service.edit(work, require(actor, table.EDIT, comment), body)

        world.write(unit, actor)
        return post.deliver()

    (mail,) = change("What do you think, @balthasar?", other)
    assert mail["To"] == "balthasar@example.test"
    assert mail["Subject"] == "[Watchword] other mentioned you in octavia/things"
    assert "What do you think, @balthasar?" in mail.get_content()
    for body in ("What do you really think, @balthasar?", "Well.", "@balthasar @other"):
        assert change(body, other) == []
