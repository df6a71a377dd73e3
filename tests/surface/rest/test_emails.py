"""One's own addresses over the API."""

import pytest

ADDED = {"email": "o@b.example", "primary": False, "verified": False, "visibility": None}
PRIMARY = {
    "email": "octavia@example.test",
    "primary": True,
    "verified": True,
    "visibility": "private",
}


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "user")[1]


def addresses(api, token):
    return [one["email"] for one in api.ask("GET", "/user/emails", token).json]


@pytest.mark.parametrize(
    "body",
    [{"emails": ["o@b.example"]}, {"emails": "o@b.example"}, ["o@b.example"], "o@b.example"],
    ids=["an object", "an object with a text", "an array", "a text"],
)
def test_an_address_is_added_and_taken_away_in_each_form_of_the_body(api, token, body):
    added = api.ask("POST", "/user/emails", token, body=body)
    assert (added.status, added.json) == (201, [ADDED])
    assert api.ask("GET", "/user/emails", token).json == [PRIMARY, ADDED]
    removed = api.ask("DELETE", "/user/emails", token, body=body)
    assert (removed.status, removed.body) == (204, b"")
    assert api.ask("GET", "/user/emails", token).json == [PRIMARY]


@pytest.mark.parametrize(
    ("scopes", "may_list", "may_add"),
    [
        pytest.param((), False, False, id="no scope"),
        pytest.param(("read:user",), False, False, id="a sibling"),
        pytest.param(("user:follow", "repo"), False, False, id="others"),
        pytest.param(("user:email",), True, False, id="user:email"),
        pytest.param(("user",), True, True, id="user"),
    ],
)
def test_what_it_takes(api, world, octavia, scopes, may_list, may_add):
    _, token = world.token(octavia, *scopes)
    for path in ("/user/emails", "/user/public_emails"):
        listed = api.ask("GET", path, token)
        assert listed.status == (200 if may_list else 404)
        if may_list:
            assert listed.header("x-accepted-oauth-scopes") == "user, user:email"
    added = api.ask("POST", "/user/emails", token, body=["o@b.example"])
    assert added.status == (201 if may_add else 404)
    removed = api.ask("DELETE", "/user/emails", token, body=["o@b.example"])
    assert removed.status == (204 if may_add else 404)
    shown = api.ask("PATCH", "/user/email/visibility", token, body={"visibility": "public"})
    assert shown.status == (200 if may_add else 404)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param(["octavia@example.test"], "already_exists", id="one's own"),
        pytest.param(["OCTAVIA@example.test"], "already_exists", id="in another case"),
        pytest.param(["bob@example.test"], "already_exists", id="somebody's"),
        pytest.param(["a@b.example", "A@b.example"], "already_exists", id="one twice"),
        pytest.param(["nothing"], "custom", id="none at all"),
        pytest.param(["a@b.example\r\nBcc: c@d.example"], "custom", id="a header"),
        pytest.param(["a@b.example, c@d.example"], "custom", id="two in one"),
        pytest.param(["\u00e5@b.example"], "custom", id="no ASCII"),
        pytest.param(["a" * 250 + "@b.example"], "custom", id="too long"),
        pytest.param([], "missing_field", id="none"),
        pytest.param([f"a{n}@b.example" for n in range(30)], "custom", id="too many"),
    ],
)
def test_all_are_added_or_none(api, world, token, body, code):
    world.user("bob")
    wanted = ["first@b.example", *body] if body else []
    refused = api.ask("POST", "/user/emails", token, body=wanted[:30])
    assert refused.status == 422
    assert refused.json["errors"][0]["code"] == code
    assert addresses(api, token) == ["octavia@example.test"]


@pytest.mark.parametrize("body", [{}, {"emails": 5}, 5, None, {"emails": [5]}, b"{", b"[[["])
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_body_that_names_no_address_is_refused(api, token, method, body):
    assert api.ask(method, "/user/emails", token, body=body).status in {400, 422}


def test_what_somebody_only_claims_stays_free_for_others(api, world, token):
    _, other = world.token(world.user("bob"), "user")
    for one in (token, other):
        assert api.ask("POST", "/user/emails", one, body=["both@b.example"]).status == 201


@pytest.mark.parametrize(
    ("gone", "status"), [("octavia@example.test", 422), ("bob@example.test", 404)]
)
def test_the_primary_address_and_those_of_others_are_not_taken_away(
    api, world, token, gone, status
):
    world.user("bob")
    api.ask("POST", "/user/emails", token, body=["o@b.example"])
    assert api.ask("DELETE", "/user/emails", token, body=["o@b.example", gone]).status == status
    assert addresses(api, token) == ["octavia@example.test", "o@b.example"]


def test_the_primary_address_is_shown_to_who_is_signed_in_and_hidden_again(api, world, token):
    _, other = world.token(world.user("bob"))

    def seen(by):
        return api.ask("GET", "/users/octavia", by).json["email"]

    assert seen(other) is None
    shown = api.ask("PATCH", "/user/email/visibility", token, body={"visibility": "public"})
    assert shown.json == [PRIMARY | {"visibility": "public"}]
    assert (seen(other), seen(None)) == ("octavia@example.test", None)
    assert api.ask("GET", "/user/public_emails", token).json == shown.json
    api.ask("PATCH", "/user/email/visibility", token, body={"visibility": "private"})
    assert seen(other) is None
    assert api.ask("GET", "/user/public_emails", token).json == []


def test_no_other_visibility_is_possible(api, token):
    for body in ({}, {"visibility": "secret"}, {"visibility": None}):
        assert api.ask("PATCH", "/user/email/visibility", token, body=body).status == 422


def test_lists_are_cut_into_pages(api, token):
    api.ask("POST", "/user/emails", token, body=["a@b.example", "c@b.example"])
    page = api.ask("GET", "/user/emails?per_page=1&page=2", token)
    assert [one["email"] for one in page.json] == ["a@b.example"]
    assert 'page=3>; rel="next"' in page.header("link")
