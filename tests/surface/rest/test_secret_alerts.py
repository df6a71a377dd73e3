"""Secret-scanning alerts over the API: made by what is pushed, seen to by who runs the place."""

import pytest

from tests.api import ADDRESS, API
from tests.leak_world import AWS, NPM, LeakWorld
from watchword.access.roles import Role

MADE = "/repos/octavia/made"
ALERTS = f"{MADE}/secret-scanning/alerts"


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "repo")[1]


@pytest.fixture
def events(world, octavia):
    """A token that sees alerts and reads no code."""
    return world.token(octavia, "security_events")[1]


def make(api, token, *, private=True, name="made", path="/user/repos"):
    body = {"name": name, "auto_init": True, "private": private}
    assert api.ask("POST", path, token, body=body).status == 201


@pytest.fixture
def leaks(api, token):
    make(api, token)
    return LeakWorld(api)


def test_a_pushed_secret_makes_an_alert_as_github_tells_it(api, leaks, token, events):
    pushed = leaks.push(token, "config/keys.env", f"a\nKEY={AWS}\n")
    (told,) = api.ask("GET", ALERTS, events).json
    assert told == api.ask("GET", f"{ALERTS}/1", events).json
    assert told["number"] == 1
    assert told["url"] == f"{ADDRESS}{API}{ALERTS}/1"
    assert told["locations_url"] == told["url"] + "/locations"
    assert told["html_url"] == f"{ADDRESS}/octavia/made/security/secret-scanning/1"
    assert (told["state"], told["resolution"], told["validity"]) == ("open", None, "unknown")
    assert told["secret_type"] == "aws_access_key_id"
    assert told["secret_type_display_name"] == "Amazon AWS Access Key ID"
    assert told["secret"] == AWS
    place = told["first_location_detected"]
    assert (place["path"], place["start_line"], place["start_column"]) == ("config/keys.env", 2, 5)
    assert place["commit_sha"] == pushed["commit"]["sha"]
    assert place["blob_sha"] == pushed["content"]["sha"]
    assert api.ask("GET", place["blob_url"].removeprefix(ADDRESS), token).status == 200
    assert api.ask("GET", place["commit_url"].removeprefix(ADDRESS), token).status == 200
    where = api.ask("GET", f"{ALERTS}/1/locations", events).json
    assert where == [{"type": "commit", "details": place}]


def test_the_same_secret_is_one_alert_with_several_places(api, leaks, token):
    leaks.push(token, "one", AWS)
    leaks.push(token, "two", f"again {AWS}")
    assert [one["number"] for one in api.ask("GET", ALERTS, token).json] == [1]
    paths = [one["details"]["path"] for one in api.ask("GET", f"{ALERTS}/1/locations", token).json]
    assert paths == ["one", "two"]
    assert api.ask("GET", f"{ALERTS}/1", token).json["has_more_locations"] is True


def test_what_is_taken_out_again_still_stands_in_the_history(api, leaks, token):
    made = leaks.push(token, "one", AWS)
    leaks.push(token, "one", "nothing", sha=made["content"]["sha"])
    assert len(api.ask("GET", ALERTS, token).json) == 1


def test_who_does_not_run_the_repository_finds_no_alerts(api, world, leaks, token):
    leaks.push(token, "one", AWS)
    number = api.ask("GET", MADE, token).json["id"]
    found = world.read(lambda work: work.repositories.by_id(number, None))
    lucius = world.user("lucius")
    theirs = world.token(lucius, "repo")[1]
    for role in (None, Role.READ, Role.MAINTAIN):
        if role:
            world.collaborator(found, lucius, role)
        for path in (ALERTS, f"{ALERTS}/1", f"{ALERTS}/1/locations"):
            assert api.ask("GET", path, theirs).status == 404, (role, path)
        assert api.ask("PATCH", f"{ALERTS}/1", theirs, body={"state": "open"}).status == 404
    world.collaborator(found, lucius, Role.ADMIN)
    assert api.ask("GET", ALERTS, theirs).status == 200
    assert api.ask("GET", ALERTS).status == 401


def test_public_repo_is_enough_for_public_ones_only(api, world, octavia, leaks, token):
    leaks.push(token, "one", AWS)
    make(api, token, private=False, name="open")
    little = world.token(octavia, "public_repo")[1]
    assert api.ask("GET", "/repos/octavia/open/secret-scanning/alerts", little).json == []
    hidden = api.ask("GET", ALERTS, little)
    assert hidden.status == 404
    other = api.ask("GET", "/repos/octavia/open/secret-scanning/alerts", world.token(octavia)[1])
    assert other.status == 404
    assert other.header("x-accepted-oauth-scopes") == "repo, security_events, public_repo"


def test_an_alert_is_resolved_with_a_comment_and_opened_again(api, leaks, token, events):
    leaks.push(token, "one", AWS)
    body = {"state": "resolved", "resolution": "used_in_tests", "resolution_comment": "not real"}
    told = api.ask("PATCH", f"{ALERTS}/1", events, body=body).json
    assert (told["state"], told["resolution"]) == ("resolved", "used_in_tests")
    assert told["resolution_comment"] == "not real"
    assert told["resolved_by"]["login"] == "octavia"
    assert told["resolved_at"] == "2027-01-15T08:00:00Z"
    assert api.ask("GET", f"{ALERTS}?state=open", events).json == []
    told = api.ask("PATCH", f"{ALERTS}/1", events, body={"state": "open"}).json
    nothing = {"state": "open", "resolution": None, "resolved_at": None, "resolved_by": None}
    assert {name: told[name] for name in nothing} == nothing
    assert told["resolution_comment"] is None


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"state": "gone"},
        {"state": "resolved"},
        {"state": "resolved", "resolution": "because"},
        {"state": "open", "resolution": "revoked"},
        {"state": "resolved", "resolution": "revoked", "resolution_comment": "a" * 501},
        {"state": "resolved", "resolution": "revoked", "resolution_comment": "a\0b"},
    ],
)
def test_what_cannot_be_is_refused(api, leaks, token, body):
    leaks.push(token, "one", AWS)
    assert api.ask("PATCH", f"{ALERTS}/1", token, body=body).status == 422


def test_lists_are_filtered_sorted_and_paged(api, leaks, token):
    leaks.push(token, "one", f"{AWS}\n")
    leaks.push(token, "two", f"{NPM}\n")

    def numbers(query):
        answer = api.ask("GET", f"{ALERTS}?{query}", token)
        assert answer.status == 200, answer.json
        return [one["number"] for one in answer.json]

    assert numbers("") == [2, 1]
    assert numbers("direction=asc") == [1, 2]
    assert numbers("secret_type=npm_access_token,google_api_key") == [2]
    assert numbers("validity=active") == []
    body = {"state": "resolved", "resolution": "wont_fix"}
    api.ask("PATCH", f"{ALERTS}/1", token, body=body)
    assert numbers("resolution=wont_fix,revoked") == [1]
    assert numbers("sort=updated&direction=asc") == [1, 2]
    assert 'rel="last"' in api.ask("GET", f"{ALERTS}?per_page=1", token).header("link")
    assert "secret" not in api.ask("GET", f"{ALERTS}/1?hide_secret=true", token).json
    for bad in ("state=shut", "resolution=x", "validity=x", "sort=x", "after=x", "before=9"):
        assert api.ask("GET", f"{ALERTS}?{bad}", token).status == 422, bad


def test_lists_are_gone_through_by_cursors_both_ways(api, leaks, token):
    for number, text in enumerate((AWS, NPM, "glpat-" + "aB3_-" * 4)):
        leaks.push(token, f"file{number}", text)

    def ask(path):
        answer = api.ask("GET", path.removeprefix(ADDRESS), token)
        links = dict(
            reversed(part.strip().split("; "))
            for part in (answer.header("link") or "").split(",")
            if part
        )
        return [one["number"] for one in answer.json], {
            name: link.strip("<>") for name, link in links.items()
        }

    first, links = ask(f"{ALERTS}?per_page=2&after=c0&direction=asc")
    assert (first, list(links)) == ([1, 2], ['rel="next"'])
    last, links = ask(links['rel="next"'])
    assert (last, list(links)) == ([3], ['rel="prev"'])
    assert ask(links['rel="prev"'])[0] == [1, 2]


def test_numbers_that_are_none_are_missing(api, leaks, token):
    for number in ("0", "2", "x", "9" * 18, "9" * 30, "-1"):
        assert api.ask("GET", f"{ALERTS}/{number}", token).status == 404
