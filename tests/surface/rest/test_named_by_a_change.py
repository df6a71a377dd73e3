"""Comments that are changed: whom they name that they never named before is told, once."""

import pytest

from watchword.access.roles import Role
from watchword.social.comments.service import MOST_EVER_NAMED

MADE = "/repos/octavia/made"


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "repo")[1]


@pytest.fixture
def theirs(world):
    return world.token(world.user("lucius"), "repo")[1]


@pytest.fixture
def said(api, notices, token, theirs):
    """A comment by octavia that names nobody; gives its path."""
    body = {"name": "made", "auto_init": True}
    assert api.ask("POST", "/user/repos", token, body=body).status == 201
    return say(api, notices, token, "Well.")


def say(api, notices, token, body):
    path = f"{MADE}/commits/main/comments"
    answer = api.ask("POST", path, token, body={"body": body})
    assert answer.status == 201
    notices.run()
    return f"{MADE}/comments/{answer.json['id']}"


@pytest.fixture
def change(api, world, notices, token, said):
    """Let the comment say something else, and let all be told."""

    def changed(body, *, by=token, times=1, path=said):
        world.clock.now += 10
        assert api.ask("PATCH", path, by, body={"body": body}).status == 200
        notices.run(times)
        world.clock.now += 10

    return changed


def listed(api, token, query=""):
    return api.ask("GET", f"/notifications{query}", token).json


def read(api, token):
    assert api.ask("PUT", "/notifications", token, body={}).status in {202, 205}
    assert listed(api, token) == []


def test_who_is_named_by_a_change_is_told(api, said, change, theirs):
    assert listed(api, theirs) == []
    change("Well, @Lucius?")
    [told] = listed(api, theirs)
    assert (told["reason"], told["unread"]) == ("mention", True)
    assert told["subject"]["latest_comment_url"].endswith(said)


def test_they_are_told_once_whatever_is_changed_later(api, change, theirs):
    change("@lucius", times=2)
    read(api, theirs)
    change("@lucius, look.")
    change("Look.")
    change("Look, @lucius.", times=2)
    assert listed(api, theirs) == []


def test_who_was_named_from_the_beginning_is_told_no_second_time(
    api, notices, token, theirs, change
):
    path = say(api, notices, token, "@lucius")
    read(api, theirs)
    change("Look, @lucius.", path=path)
    assert listed(api, theirs) == []


def test_who_takes_part_below_the_commit_is_told_that_they_are_named(
    api, notices, token, theirs, change
):
    say(api, notices, theirs, "One.")
    say(api, notices, token, "Two.")
    assert [one["reason"] for one in listed(api, theirs)] == ["comment"]
    read(api, theirs)
    change("One, @lucius?", times=2)
    assert [one["reason"] for one in listed(api, theirs)] == ["mention"]
    read(api, theirs)


def test_a_change_is_news_to_nobody_else(api, world, notices, token, theirs, change):
    watcher = world.token(world.user("watcher"), "repo")[1]
    assert api.ask("PUT", f"{MADE}/subscription", watcher, body={}).status == 200
    change("Well, @lucius, and @octavia, `@watcher`.")
    assert len(listed(api, theirs)) == 1
    assert listed(api, watcher) == listed(api, token) == []


def test_who_may_not_read_it_or_wants_quiet_is_not_told(api, world, token, theirs, change):
    other = world.token(world.user("other"), "repo")[1]
    assert api.ask("PUT", f"{MADE}/subscription", other, body={"ignored": True}).status == 200
    change("@other")
    assert listed(api, other, "?all=true") == []
    assert api.ask("PATCH", MADE, token, body={"private": True}).status == 200
    change("@lucius")
    assert api.ask("PATCH", MADE, token, body={"private": False}).status == 200
    assert listed(api, theirs, "?all=true") == []


def test_a_name_that_is_gone_again_before_anybody_was_told_reaches_nobody(
    api, world, notices, said, token, theirs
):
    for body in ("@lucius", "Never mind."):
        world.clock.now += 10
        assert api.ask("PATCH", said, token, body={"body": body}).status == 200
    notices.run()
    assert listed(api, theirs) == []


def test_who_changes_the_comment_of_another_names_people_themselves(
    api, world, octavia, token, theirs, change
):
    found = world.read(lambda work: work.repositories.find("octavia", "made", None))
    world.collaborator(found, world.read(lambda work: work.users.by_login("lucius")), Role.WRITE)
    other = world.token(world.user("other"), "repo")[1]
    change("@other and @lucius and @octavia", by=theirs)
    assert len(listed(api, other)) == 1
    assert listed(api, theirs) == listed(api, token) == []


def test_a_team_that_is_named_by_a_change_is_told(api, world, notices, octavia, theirs):
    org = world.organization("legion", octavia)
    lucius = world.read(lambda work: work.users.by_login("lucius"))
    world.member(org, lucius)
    world.team(org, "scouts", lucius)
    everything = world.token(octavia, "repo", "admin:org")[1]
    body = {"name": "camp", "auto_init": True}
    assert api.ask("POST", "/orgs/legion/repos", everything, body=body).status == 201
    where = "/repos/legion/camp/commits/main/comments"
    made = api.ask("POST", where, everything, body={"body": "Well."}).json["id"]
    path = f"/repos/legion/camp/comments/{made}"
    world.clock.now += 10
    assert api.ask("PATCH", path, everything, body={"body": "@legion/scouts"}).status == 200
    notices.run()
    assert [one["reason"] for one in listed(api, theirs)] == ["team_mention"]


def test_a_comment_reaches_no_more_people_than_so_many(api, world, change, theirs):
    for start in range(0, MOST_EVER_NAMED, 50):
        change(" ".join(f"@nobody{number}" for number in range(start, start + 50)))
    change("@lucius")
    assert listed(api, theirs) == []
