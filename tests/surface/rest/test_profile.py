"""What one says of oneself, over the API."""

import pytest

from tests.api import ADDRESS

FULL = {
    "name": "Octavia the Elder",
    "blog": "https://octavia.example",
    "company": "@night-watch",
    "location": "Rome",
    "hireable": True,
    "bio": "Guards the gate.\nAll night.",
    "twitter_username": "octavia_v",
}


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "user")[1]


def test_all_of_it_is_changed_and_seen_by_everybody(api, token):
    told = api.ask("PATCH", "/user", token, body=FULL)
    assert told.status == 200
    assert {name: told.json[name] for name in FULL} == FULL
    assert told.json["two_factor_authentication"] is False, "it is the private shape"
    seen = api.ask("GET", "/users/octavia").json
    assert {name: seen[name] for name in FULL} == FULL
    assert seen["updated_at"] == told.json["updated_at"]


def test_what_is_not_sent_stays_and_what_is_null_is_cleared(api, token):
    api.ask("PATCH", "/user", token, body=FULL)
    told = api.ask("PATCH", "/user", token, body={"company": None, "blog": "", "hireable": None})
    assert told.json["location"] == "Rome"
    assert (told.json["company"], told.json["blog"], told.json["hireable"]) == (None, "", None)


def test_the_shown_address_is_one_of_ones_own(api, world, token):
    world.user("bob")
    told = api.ask("PATCH", "/user", token, body={"email": "Octavia@Example.test"})
    assert told.json["email"] == "octavia@example.test"
    assert api.ask("GET", "/users/octavia", token).json["email"] == "octavia@example.test"
    for other in ("bob@example.test", "nobody@example.test"):
        refused = api.ask("PATCH", "/user", token, body={"email": other})
        assert refused.status == 422
        assert refused.json["errors"][0]["message"] == "Email is not one of your verified addresses"
    api.ask("POST", "/user/emails", token, body=["claimed@b.example"])
    assert api.ask("PATCH", "/user", token, body={"email": "claimed@b.example"}).status == 422
    api.ask("PATCH", "/user", token, body={"email": ""})
    assert api.ask("GET", "/users/octavia", token).json["email"] is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "x" * 256),
        ("company", "two\nlines"),
        ("location", "x" * 256),
        ("bio", "x" * 161),
        ("twitter_username", "no spaces"),
        ("blog", "\u202egnp.exe"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(api, token, field, value):
    refused = api.ask("PATCH", "/user", token, body={"hireable": True, field: value})
    assert refused.status == 422
    (error,) = refused.json["errors"]
    assert (error["resource"], error["field"]) == ("User", field)
    assert api.ask("GET", "/user", token).json["hireable"] is None


def test_values_of_another_type_are_refused(api, token):
    for body in ({"hireable": "yes"}, {"bio": 5}, {"name": ["a"]}):
        assert api.ask("PATCH", "/user", token, body=body).status == 422
    assert api.ask("PATCH", "/user", token, body=[]).status == 400


@pytest.mark.parametrize("scopes", [(), ("read:user",), ("user:email", "user:follow", "repo")])
def test_it_takes_the_scope_user(api, world, octavia, scopes):
    _, token = world.token(octavia, *scopes)
    refused = api.ask("PATCH", "/user", token, body={"name": "X"})
    assert (refused.status, refused.message) == (404, "Not Found")
    assert refused.header("x-accepted-oauth-scopes") == "user"


def test_people_are_listed_by_number_and_found_by_it(api, world, octavia):
    bob, ann = world.user("bob"), world.user("ann")
    first = api.ask("GET", "/users?per_page=2")
    assert [one["login"] for one in first.json] == ["octavia", "bob"]
    assert first.header("link") == (
        f'<{ADDRESS}/api/v3/users?per_page=2&since={bob.id}>; rel="next", '
        f'<{ADDRESS}/api/v3/users{{?since}}>; rel="first"'
    )
    rest = api.ask("GET", f"/users?per_page=2&since={bob.id}")
    assert [one["login"] for one in rest.json] == ["ann"]
    assert rest.header("link") is None
    assert api.ask("GET", f"/user/{ann.id}").json == api.ask("GET", "/users/ann").json
    assert api.ask("GET", "/user/999").status == 404
    assert api.ask("GET", "/user/octavia").status == 404


def test_absurd_places_in_the_list_are_empty(api, octavia):
    assert api.ask("GET", "/users?since=999999999999999999").json == []
    assert len(api.ask("GET", "/users?since=-1&per_page=0").json) == 1
