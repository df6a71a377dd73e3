"""Notifications over the API: who is told of what, how it is listed, read and put away."""

import pytest

from tests.api import ADDRESS, API
from watchword.access.roles import Role

MADE = "/repos/octavia/made"
LATER = "Fri, 15 Jan 2027 08:00:00 GMT"


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "repo")[1]


@pytest.fixture
def lucius(world):
    return world.user("lucius")


@pytest.fixture
def theirs(world, lucius):
    return world.token(lucius, "repo")[1]


@pytest.fixture
def made(api, token):
    """A public repository with a first commit by octavia; gives that commit."""
    body = {"name": "made", "auto_init": True}
    assert api.ask("POST", "/user/repos", token, body=body).status == 201
    return api.ask("GET", f"{MADE}/commits/main", token).json["sha"]


@pytest.fixture
def say(api, world, notices, made):
    """Write below the commit, and let all be told."""

    def written(token, body):
        world.clock.now += 10
        answer = api.ask("POST", f"{MADE}/commits/{made}/comments", token, body={"body": body})
        assert answer.status == 201
        notices.run()
        world.clock.now += 10
        return answer.json

    return written


def listed(api, token, query=""):
    answer = api.ask("GET", f"/notifications{query}", token)
    assert answer.status == 200
    return answer.json


def found(world):
    return world.read(lambda work: work.repositories.find("octavia", "made", None))


def hide(api, token):
    assert api.ask("PATCH", MADE, token, body={"private": True}).status == 200


def test_who_is_named_is_told_as_github_tells_it(api, made, say, token, theirs):
    said = say(token, "What do you think, @Lucius?")
    [told] = listed(api, theirs)
    url = f"{ADDRESS}{API}/notifications/threads/{told['id']}"
    assert isinstance(told["id"], str)
    assert (told["url"], told["subscription_url"]) == (url, f"{url}/subscription")
    assert told["subject"] == {
        "title": "Initial commit",
        "url": f"{ADDRESS}{API}{MADE}/commits/{made}",
        "latest_comment_url": said["url"],
        "type": "Commit",
    }
    assert (told["reason"], told["unread"], told["last_read_at"]) == ("mention", True, None)
    assert told["repository"]["full_name"] == "octavia/made"
    assert told["updated_at"] == "2027-01-15T08:00:10Z"
    one = api.ask("GET", url.removeprefix(ADDRESS), theirs)
    assert one.json == told
    assert one.header("x-poll-interval") == "60"


def test_the_author_of_the_commit_who_takes_part_and_who_watches_are_told(
    api, world, say, token, theirs
):
    other = world.token(world.user("other"), "repo")[1]
    watcher = world.token(world.user("watcher"), "repo")[1]
    assert api.ask("PUT", f"{MADE}/subscription", watcher, body={"subscribed": True}).status == 200
    say(theirs, "One.")
    say(other, "Two.")
    reasons = {
        "octavia": [one["reason"] for one in listed(api, token)],
        "lucius": [one["reason"] for one in listed(api, theirs)],
        "other": [one["reason"] for one in listed(api, other)],
        "watcher": [one["reason"] for one in listed(api, watcher)],
    }
    assert reasons == {
        "octavia": ["author"],
        "lucius": ["comment"],
        "other": [],
        "watcher": ["subscribed"],
    }
    assert listed(api, watcher, "?participating=true") == []
    assert len(listed(api, theirs, "?participating=true")) == 1


def test_who_ignores_the_repository_is_told_of_nothing(api, say, token, theirs):
    assert api.ask("PUT", f"{MADE}/subscription", theirs, body={"ignored": True}).status == 200
    say(token, "@lucius")
    assert listed(api, theirs, "?all=true") == []


@pytest.mark.parametrize(
    "body",
    [
        "`@lucius`",
        "```\n@lucius\n```",
        "~~~~\n@lucius\n~~~\n@lucius\n~~~~",
        "mail lucius@lucius.test",
        "<!-- @lucius -->",
        "@lucius-not",
        "@luciuss",
        "x@lucius",
        "https://x.test/@lucius",
        "@lucius/team",
    ],
)
def test_what_is_no_mention_reaches_nobody(api, say, token, theirs, body):
    say(token, body)
    assert listed(api, theirs) == []


@pytest.mark.parametrize(
    "body", ["@LUCIUS", "(@lucius)", "@lucius: see", "**@lucius**", "```\nx\n```\n@lucius."]
)
def test_what_is_a_mention_does(api, say, token, theirs, body):
    say(token, body)
    assert [one["reason"] for one in listed(api, theirs)] == ["mention"]


def test_a_team_that_is_named_is_told_where_its_organization_owns_the_repository(
    api, world, notices, octavia, lucius, theirs
):
    org = world.organization("legion", octavia)
    world.member(org, lucius)
    world.team(org, "scouts", lucius)
    everything = world.token(octavia, "repo", "admin:org")[1]
    body = {"name": "camp", "auto_init": True}
    assert api.ask("POST", "/orgs/legion/repos", everything, body=body).status == 201
    assert api.ask("POST", "/user/repos", everything, body={**body, "name": "made"}).status == 201
    for path, text in (
        ("/repos/octavia/made", "@legion/scouts, please."),
        ("/repos/legion/camp", "@legion/scouts, please."),
    ):
        where = f"{path}/commits/main/comments"
        assert api.ask("POST", where, everything, body={"body": text}).status == 201
    notices.run()
    [told] = listed(api, theirs)
    assert (told["reason"], told["repository"]["full_name"]) == ("team_mention", "legion/camp")


def test_who_may_not_read_the_repository_is_not_told(api, say, token, theirs):
    hide(api, token)
    say(token, "@lucius must not know.")
    assert listed(api, theirs, "?all=true") == []
    assert api.ask("PATCH", MADE, token, body={"private": False}).status == 200
    # It was not kept for later, either.
    assert listed(api, theirs, "?all=true") == []


def test_who_lost_access_sees_nothing_of_it(api, say, token, theirs):
    say(token, "@lucius")
    [told] = listed(api, theirs)
    hide(api, token)
    answer = api.ask("GET", "/notifications?all=true", theirs)
    assert (answer.json, answer.header("last-modified"), answer.header("link")) == ([], None, None)
    thread = f"/notifications/threads/{told['id']}"
    for method, path in (
        ("GET", thread),
        ("PATCH", thread),
        ("DELETE", thread),
        ("GET", f"{thread}/subscription"),
        ("PUT", f"{thread}/subscription"),
        ("DELETE", f"{thread}/subscription"),
        ("GET", f"{MADE}/notifications"),
        ("PUT", f"{MADE}/notifications"),
    ):
        assert api.ask(method, path, theirs).status == 404, (method, path)


def test_what_is_private_takes_repo(api, world, made, say, token, lucius, theirs):
    world.collaborator(found(world), lucius, Role.READ)
    hide(api, token)
    say(token, "@lucius")
    narrow = world.token(lucius, "notifications")[1]
    [told] = listed(api, theirs)
    assert listed(api, narrow) == []
    assert api.ask("GET", f"/notifications/threads/{told['id']}", narrow).status == 404
    assert api.ask("GET", f"{MADE}/notifications", narrow).status == 404
    assert api.ask("PUT", "/notifications", narrow).status == 205
    assert len(listed(api, theirs)) == 1
    assert api.ask("PATCH", MADE, token, body={"private": False}).status == 200
    assert len(listed(api, narrow)) == 1


def test_a_token_without_the_scope_is_told_which_is_missing(api, world, lucius):
    other = world.token(lucius, "public_repo", "user")[1]
    for method in ("GET", "PUT"):
        answer = api.ask(method, "/notifications", other)
        assert (answer.status, answer.message) == (403, "Missing the 'notifications' scope.")
        assert answer.header("x-accepted-oauth-scopes") == "notifications, repo"
    assert api.ask("GET", "/notifications").status == 401


def test_threads_are_marked_as_read_one_by_one(api, world, say, token, theirs):
    say(token, "@lucius")
    [told] = listed(api, theirs)
    path = f"/notifications/threads/{told['id']}"
    answer = api.ask("PATCH", path, theirs)
    assert (answer.status, answer.body) == (205, b"")
    assert listed(api, theirs) == []
    [told] = listed(api, theirs, "?all=true")
    assert (told["unread"], told["last_read_at"]) == (False, "2027-01-15T08:00:20Z")
    say(token, "More.")
    [again] = listed(api, theirs)
    # Once named, always named: what is told later is no smaller reason.
    assert (again["id"], again["reason"], again["unread"]) == (told["id"], "mention", True)


def test_all_are_marked_as_read_up_to_a_moment(api, world, say, token, theirs):
    say(token, "@lucius")
    body = {"last_read_at": "2027-01-15T08:00:09Z"}
    assert api.ask("PUT", "/notifications", theirs, body=body).status == 205
    assert len(listed(api, theirs)) == 1
    body = {"last_read_at": "2027-01-15T08:00:10Z", "read": True}
    assert api.ask("PUT", "/notifications", theirs, body=body).status == 205
    assert listed(api, theirs) == []
    say(token, "@lucius")
    assert api.ask("PUT", f"{MADE}/notifications", theirs).status == 205
    assert api.ask("GET", f"{MADE}/notifications", theirs).json == []
    assert len(api.ask("GET", f"{MADE}/notifications?all=true", theirs).json) == 1
    assert api.ask("PUT", "/notifications", theirs, body={"read": "maybe"}).status == 422


def test_what_is_done_is_gone_until_something_happens(api, say, token, theirs):
    say(token, "@lucius")
    [told] = listed(api, theirs)
    path = f"/notifications/threads/{told['id']}"
    assert api.ask("DELETE", path, theirs).status == 204
    assert listed(api, theirs, "?all=true") == []
    say(token, "One more.")
    assert [one["id"] for one in listed(api, theirs)] == [told["id"]]


def test_a_thread_is_let_go_ignored_and_taken_up_again(api, say, token, theirs):
    say(token, "@lucius")
    [told] = listed(api, theirs)
    thread = f"/notifications/threads/{told['id']}"
    path = f"{thread}/subscription"
    chosen = api.ask("GET", path, theirs).json
    assert (chosen["subscribed"], chosen["ignored"], chosen["reason"]) == (True, False, "mention")
    assert chosen["thread_url"] == told["url"]
    assert chosen["repository_url"] == f"{ADDRESS}{API}{MADE}"

    def news(body):
        api.ask("PATCH", thread, theirs)
        say(token, body)
        return len(listed(api, theirs))

    assert api.ask("DELETE", path, theirs).status == 204
    assert api.ask("GET", path, theirs).status == 404
    assert news("Whoever.") == 0
    assert news("@lucius again") == 1
    ignored = api.ask("PUT", path, theirs, body={"ignored": True})
    assert (ignored.status, ignored.json["ignored"], ignored.json["subscribed"]) == (
        200,
        True,
        False,
    )
    assert news("@lucius once more") == 0
    assert api.ask("PUT", path, theirs, body={"ignored": False}).json["subscribed"] is True
    assert news("At last.") == 1


def test_who_writes_again_is_told_again(api, say, token, theirs):
    say(token, "@lucius")
    [told] = listed(api, theirs)
    path = f"/notifications/threads/{told['id']}/subscription"
    assert api.ask("DELETE", path, theirs).status == 204
    say(theirs, "I am back.")
    api.ask("PUT", "/notifications", theirs)
    say(token, "Good.")
    assert len(listed(api, theirs)) == 1


def test_threads_of_others_are_missing(api, world, say, token, theirs):
    say(token, "@lucius")
    [told] = listed(api, theirs)
    for number in (told["id"], "0", "x", str(2**70)):
        for method, tail in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("PUT", "/subscription")):
            answer = api.ask(method, f"/notifications/threads/{number}{tail}", token)
            assert (answer.status, answer.message) == (404, "Not Found")
    assert len(listed(api, theirs)) == 1


def test_a_client_that_has_it_already_is_told_so(api, world, say, token, theirs):
    say(token, "@lucius")
    answer = api.ask("GET", "/notifications", theirs)
    assert answer.header("x-poll-interval") == "60"
    since = answer.header("last-modified")
    assert since == "Fri, 15 Jan 2027 08:00:10 GMT"
    again = [("if-modified-since", since)]
    unchanged = api.ask("GET", "/notifications", theirs, headers=again)
    assert (unchanged.status, unchanged.body) == (304, b"")
    assert unchanged.header("x-poll-interval") == "60"
    # What was read is no news, and yet the list is another one.
    [told] = answer.json
    api.ask("PATCH", f"/notifications/threads/{told['id']}", theirs)
    world.clock.now += 5
    changed = api.ask("GET", "/notifications", theirs, headers=again)
    assert (changed.status, changed.json) == (200, [])
    tag = [("if-none-match", changed.header("etag"))]
    assert api.ask("GET", "/notifications", theirs, headers=tag).status == 304


def test_lists_are_cut_and_turned_over(api, world, notices, token, lucius, theirs):
    for number in range(3):
        world.clock.now += 10
        name = f"made{number}"
        body = {"name": name, "auto_init": True}
        assert api.ask("POST", "/user/repos", token, body=body).status == 201
        where = f"/repos/octavia/{name}/commits/main/comments"
        assert api.ask("POST", where, token, body={"body": "@lucius"}).status == 201
        notices.run()

    def names(query):
        return [one["repository"]["name"] for one in listed(api, theirs, query)]

    assert names("") == ["made2", "made1", "made0"]
    assert names("?per_page=2") == ["made2", "made1"]
    assert names("?per_page=2&page=2") == ["made0"]
    assert names("?since=2027-01-15T08:00:20Z") == ["made2", "made1"]
    assert names("?before=2027-01-15T08:00:20Z") == ["made0"]
    answer = api.ask("GET", "/notifications?per_page=2&all=true", theirs)
    assert 'rel="next"' in answer.header("link")
    assert "all=true" in answer.header("link")


def test_an_invitation_is_told_while_it_waits(api, world, notices, made, token, lucius, theirs):
    hide(api, token)
    invite = api.ask("PUT", f"{MADE}/collaborators/lucius", token, body={"permission": "pull"})
    assert invite.status == 201
    notices.run()
    [told] = listed(api, theirs)
    assert (told["reason"], told["subject"]["type"]) == ("invitation", "RepositoryInvitation")
    assert told["subject"]["title"] == "Invitation to join octavia/made from octavia"
    number = invite.json["id"]
    assert api.ask("PATCH", f"/user/repository_invitations/{number}", theirs).status == 204
    assert listed(api, theirs, "?all=true") == []


def test_an_invitation_that_is_taken_back_tells_no_more(api, notices, made, token, theirs):
    hide(api, token)
    number = api.ask("PUT", f"{MADE}/collaborators/lucius", token).json["id"]
    notices.run()
    assert len(listed(api, theirs)) == 1
    assert api.ask("DELETE", f"{MADE}/invitations/{number}", token).status == 204
    assert listed(api, theirs, "?all=true") == []


def test_what_is_about_no_repository_is_read_in_the_browser_only(
    api, world, notices, octavia, lucius, theirs
):
    world.organization("legion", octavia)
    runs = world.token(octavia, "admin:org")[1]
    body = {"invitee_id": lucius.id}
    assert api.ask("POST", "/orgs/legion/invitations", runs, body=body).status == 201
    notices.run()
    assert listed(api, theirs, "?all=true") == []
    [thread] = notices.of(lucius)
    assert (thread.subject.value, thread.title) == ("OrganizationInvitation", "legion")
    assert api.ask("GET", f"/notifications/threads/{thread.id}", theirs).status == 404
    assert api.ask("PUT", "/notifications", theirs).status == 205
    assert not notices.of(lucius)[0].unread


def test_people_and_repositories_that_go_take_their_threads_with_them(
    api, world, notices, say, token, octavia, lucius, theirs
):
    say(token, "@lucius")
    runs = world.token(world.user("root", site_admin=True), "site_admin")[1]
    deletes = world.token(octavia, "delete_repo")[1]
    assert api.ask("DELETE", MADE, deletes).status == 204
    assert notices.of(lucius) == []
    assert api.ask("DELETE", "/admin/users/lucius", runs).status == 204
    assert world.read(lambda work: work.users.by_login("lucius")) is None


def test_told_twice_is_told_once(api, world, notices, made, token, theirs):
    body = {"body": "@lucius"}
    assert api.ask("POST", f"{MADE}/commits/{made}/comments", token, body=body).status == 201
    assert notices.run(times=2) >= 1
    [told] = listed(api, theirs)
    api.ask("PATCH", f"/notifications/threads/{told['id']}", theirs)
    notices.run(times=2)
    assert listed(api, theirs) == []


def test_a_comment_that_is_gone_is_not_told(api, notices, made, token, theirs):
    where = f"{MADE}/commits/{made}/comments"
    number = api.ask("POST", where, token, body={"body": "@lucius"}).json["id"]
    assert api.ask("DELETE", f"{MADE}/comments/{number}", token).status == 204
    notices.run()
    assert listed(api, theirs, "?all=true") == []
