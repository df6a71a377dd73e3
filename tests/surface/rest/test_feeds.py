"""What happened of late, over the API: told to who watches and who follows, as GitHub tells it."""

import pytest

from tests.api import ADDRESS, API
from watchword.access.roles import Role
from watchword.audit.feed import LIFE

MADE = "/repos/octavia/made"
RECEIVED = "/users/lucius/received_events"


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "repo", "delete_repo")[1]


@pytest.fixture
def lucius(world):
    return world.user("lucius")


@pytest.fixture
def theirs(world, lucius):
    return world.token(lucius, "repo", "user", "notifications")[1]


@pytest.fixture
def made(api, token, theirs):
    """A public repository with a first commit, which lucius watches; gives that commit."""
    body = {"name": "made", "auto_init": True, "description": "Things"}
    assert api.ask("POST", "/user/repos", token, body=body).status == 201
    assert api.ask("PUT", f"{MADE}/subscription", theirs, body={}).status == 200
    return api.ask("GET", f"{MADE}/commits/main", token).json["sha"]


def events(api, path, token=None):
    answer = api.ask("GET", path, token)
    assert answer.status == 200, answer.body
    return answer.json


def types(api, path=RECEIVED, token=None):
    return [one["type"] for one in events(api, path, token)]


def new_ref(api, token, name, sha):
    body = {"ref": f"refs/heads/{name}", "sha": sha}
    assert api.ask("POST", f"{MADE}/git/refs", token, body=body).status == 201


def test_what_happens_is_told_as_github_tells_it(api, world, made, token, theirs):
    new_ref(api, token, "side", made)
    world.clock.now += 60
    content = {"message": "More", "content": "YQ==", "branch": "side"}
    pushed = api.ask("PUT", f"{MADE}/contents/a.txt", token, body=content).json["commit"]["sha"]
    assert api.ask("PUT", "/user/starred/octavia/made", token).status == 204
    comment = {"body": "Well done."}
    written = api.ask("POST", f"{MADE}/commits/{made}/comments", token, body=comment).json
    released = api.ask("POST", f"{MADE}/releases", token, body={"tag_name": "v1"}).json
    assert api.ask("DELETE", f"{MADE}/git/refs/heads/side", token).status == 204
    told = {one["type"]: one for one in reversed(events(api, RECEIVED, theirs))}
    first = events(api, RECEIVED, theirs)[0]
    assert first["type"] == "DeleteEvent"
    assert first["actor"]["login"] == "octavia"
    assert first["repo"]["name"] == "octavia/made"
    assert first["repo"]["url"] == f"{ADDRESS}{API}{MADE}"
    assert (first["public"], first["created_at"]) == (True, "2027-01-15T08:01:00Z")
    assert "org" not in first
    assert first["payload"] == {
        "ref": "side",
        "ref_type": "branch",
        "full_ref": "refs/heads/side",
        "pusher_type": "user",
    }
    push = told["PushEvent"]["payload"]
    assert (push["ref"], push["before"], push["head"]) == ("refs/heads/side", made, pushed)
    assert told["WatchEvent"]["payload"] == {"action": "started"}
    assert told["CommitCommentEvent"]["payload"]["comment"] == written
    assert told["ReleaseEvent"]["payload"] == {"action": "published", "release": released}
    begun = [
        one["payload"] for one in events(api, RECEIVED, theirs) if one["type"] == "CreateEvent"
    ]
    assert {(one["ref"], one["ref_type"]) for one in begun} == {
        ("v1", "tag"),
        ("side", "branch"),
        ("main", "branch"),
        (None, "repository"),
    }
    assert {one["master_branch"] for one in begun} == {"main"}
    assert {one["description"] for one in begun} == {"Things"}


def test_one_receives_what_others_do_where_one_watches_and_those_whom_one_follows(
    api, world, made, token, theirs
):
    marcia = world.user("marcia")
    hers = world.token(marcia, "repo")[1]
    assert api.ask("PUT", "/user/starred/octavia/made", theirs).status == 204
    assert "WatchEvent" not in types(api, RECEIVED, theirs)
    assert "WatchEvent" in types(api, "/users/lucius/events", theirs)
    assert "WatchEvent" in types(api, f"{MADE}/events", theirs)
    body = {"name": "own", "auto_init": False}
    assert api.ask("POST", "/user/repos", hers, body=body).status == 201
    before = len(types(api, RECEIVED, theirs))
    assert api.ask("PUT", "/user/following/marcia", theirs).status == 204
    told = events(api, RECEIVED, theirs)
    assert len(told) == before + 1
    assert told[0]["repo"]["name"] == "marcia/own"
    ignored = {"ignored": True}
    assert api.ask("PUT", "/repos/marcia/own/subscription", theirs, body=ignored).status == 200
    assert len(types(api, RECEIVED, theirs)) == before
    assert api.ask("DELETE", f"{MADE}/subscription", theirs).status == 204
    assert types(api, RECEIVED, theirs) == []


def test_what_is_private_is_told_to_oneself_alone(api, world, made, token, theirs, lucius, octavia):
    private = {"name": "closed", "private": True, "auto_init": True}
    assert api.ask("POST", "/user/repos", token, body=private).status == 201
    closed = world.read(lambda work: work.repositories.find("octavia", "closed", octavia.id))
    world.collaborator(closed, lucius, Role.WRITE)
    public = types(api, RECEIVED)
    assert len(types(api, RECEIVED, theirs)) == len(public) + 2
    assert types(api, f"{RECEIVED}/public", theirs) == public
    assert types(api, RECEIVED, token) == public
    assert types(api, RECEIVED, world.token(lucius, "public_repo")[1]) == public
    mine = [one["public"] for one in events(api, "/users/octavia/events", token)]
    assert False in mine
    assert all(one["public"] for one in events(api, "/users/octavia/events", theirs))
    assert all(one["public"] for one in events(api, "/users/octavia/events/public", token))
    assert api.ask("GET", "/repos/octavia/closed/events", theirs).status == 200
    assert api.ask("GET", "/repos/octavia/closed/events").status == 404
    assert api.ask("GET", "/users/nobody/received_events").status == 404


def test_showing_a_repository_tells_nothing_of_the_time_before(api, made, token):
    for private in (True, False):
        assert api.ask("PATCH", MADE, token, body={"private": private}).status == 200
    assert types(api, f"{MADE}/events") == ["PublicEvent"]


def test_what_is_gone_is_told_no_more(api, made, token, theirs):
    comment = {"body": "Well done."}
    written = api.ask("POST", f"{MADE}/commits/{made}/comments", token, body=comment).json
    assert types(api, RECEIVED, theirs)[0] == "CommitCommentEvent"
    api.ask("DELETE", f"{MADE}/comments/{written['id']}", token)
    assert "CommitCommentEvent" not in types(api, RECEIVED, theirs)
    draft = api.ask("POST", f"{MADE}/releases", token, body={"tag_name": "v1", "draft": True})
    assert draft.status == 201
    assert "ReleaseEvent" not in types(api, RECEIVED, theirs)
    assert api.ask("DELETE", MADE, token).status == 204
    assert types(api, RECEIVED, theirs) == []


def test_what_is_gone_leaves_no_hole_in_pages(api, made, token, theirs):
    whole = events(api, RECEIVED, theirs)
    for _ in range(2):
        comment = api.ask("POST", f"{MADE}/commits/{made}/comments", token, body={"body": "x"})
        api.ask("DELETE", f"{MADE}/comments/{comment.json['id']}", token)
    first = api.ask("GET", f"{RECEIVED}?per_page=1", theirs)
    assert first.json == whole[:1]
    assert f'page={len(whole)}>; rel="last"' in first.header("link")


def test_a_fork_is_told_with_what_it_is_called(api, made, token, theirs):
    assert api.ask("POST", f"{MADE}/forks", theirs, body={}).status == 202
    told = events(api, f"{MADE}/events")[0]
    assert (told["type"], told["actor"]["login"]) == ("ForkEvent", "lucius")
    assert told["payload"]["forkee"]["full_name"] == "lucius/made"
    assert told["payload"]["forkee"]["fork"] is True


def test_parts_are_as_long_as_wanted_and_what_is_old_is_left_out(api, world, made, theirs):
    whole = events(api, RECEIVED, theirs)
    part = api.ask("GET", f"{RECEIVED}?per_page=1", theirs)
    assert part.json == whole[:1]
    assert 'rel="next"' in part.header("link")
    assert part.header("x-poll-interval") == "60"
    assert api.ask("GET", f"{RECEIVED}?per_page=1&page=2", theirs).json == whole[1:2]
    world.clock.now += LIFE + 1
    assert events(api, RECEIVED, theirs) == []


def test_an_organization_is_named_where_it_owns_the_repository(api, world, octavia, theirs):
    org = world.organization("vigiles", octavia)
    world.repository(org, "tower")
    assert events(api, "/repos/vigiles/tower/events", theirs) == []
    assert api.ask("PUT", "/user/starred/vigiles/tower", theirs).status == 204
    told = events(api, "/repos/vigiles/tower/events", theirs)[0]["org"]
    assert (told["login"], told["id"]) == ("vigiles", org.id)
    assert told["url"] == f"{ADDRESS}{API}/orgs/vigiles"
