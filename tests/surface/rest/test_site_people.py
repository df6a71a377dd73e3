"""People, as those who run the site make, name, stop and promote them."""

import pytest

from tests.api import ADDRESS, API
from watchword.storage.former_logins import KEPT

SUSPENDED = "/users/octavia/suspended"
RUNS_IT = "/users/octavia/site_admin"
SELF = "You cannot do this to your own account."


@pytest.fixture
def root(world):
    return world.user("root", site_admin=True)


@pytest.fixture
def admin(world, root):
    return world.token(root, "site_admin")[1]


def facts(world, name):
    """What is kept of the facts of that name."""
    return [one.body for one in world.read(lambda work: work.events.latest(50, name=name))]


def test_an_account_is_made_under_a_tidy_login(api, admin):
    body = {"login": "octo_cat", "email": "octo@example.test"}
    made = api.ask("POST", "/admin/users", admin, body=body)
    assert (made.status, made.json["login"], made.json["site_admin"]) == (201, "octo-cat", False)
    assert api.ask("GET", "/users/octo-cat").json["id"] == made.json["id"]


def test_nobody_signs_in_to_an_account_without_a_password(api, world, admin):
    from watchword.accounts import sessions

    assert api.ask("POST", "/admin/users", admin, body={"login": "newcomer"}).status == 201
    assert world.read(lambda work: sessions.candidate(work, "newcomer")).hash is None


def test_an_account_may_begin_suspended(api, world, admin):
    body = {"login": "later", "suspended": True}
    assert api.ask("POST", "/admin/users", admin, body=body).status == 201
    assert world.read(lambda work: work.users.by_login("later")).suspended_at == world.clock.now


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"login": "Octavia"}, "login", "already_exists"),
        ({"login": "another", "email": "octavia@example.test"}, "email", "already_exists"),
        ({"login": "another", "email": "nowhere"}, "email", "custom"),
        ({"login": "___"}, "login", "custom"),
        ({"login": "settings"}, "login", "custom"),
    ],
)
def test_a_taken_or_impossible_account_is_refused(api, octavia, admin, body, field, code):
    refused = api.ask("POST", "/admin/users", admin, body=body)
    assert refused.status == 422
    assert [(one["field"], one["code"]) for one in refused.json["errors"]] == [(field, code)]


def test_a_suspended_account_is_refused_with_its_tokens_until_it_is_not(api, world, octavia, admin):
    _, token = world.token(octavia, "repo")
    session = world.session(octavia)
    assert api.ask("PUT", SUSPENDED, admin, body={"reason": "left the firm"}).status == 204
    refused = api.ask("GET", "/user", token)
    assert (refused.status, refused.message) == (403, "Sorry. Your account was suspended.")
    assert world.read(lambda work: list(work.sessions.of(octavia.id))) == []
    assert session
    assert api.ask("PUT", SUSPENDED, admin).status == 204
    (fact,) = facts(world, "user.suspend")
    assert (fact["user_id"], fact["reason"]) == (octavia.id, "left the firm")
    assert api.ask("DELETE", SUSPENDED, admin).status == 204
    assert api.ask("GET", "/user", token).status == 200


def test_a_reason_is_one_short_line(api, octavia, admin):
    for reason in ("x" * 1001, "two\nlines", 5):
        assert api.ask("PUT", SUSPENDED, admin, body={"reason": reason}).status == 422


def test_a_person_is_promoted_and_demoted(api, world, octavia, admin):
    _, theirs = world.token(octavia, "site_admin")
    assert api.ask("GET", "/admin/tokens", theirs).status == 403
    for _ in range(2):
        assert api.ask("PUT", RUNS_IT, admin).status == 204
    assert api.ask("GET", "/admin/tokens", theirs).status == 200
    for _ in range(2):
        assert api.ask("DELETE", RUNS_IT, admin).status == 204
    assert api.ask("GET", "/admin/tokens", theirs).status == 403
    assert len(facts(world, "user.promote")) == len(facts(world, "user.demote")) == 1


@pytest.mark.parametrize("what", ["suspended", "site_admin"])
def test_nobody_does_it_to_oneself(api, admin, what):
    refused = api.ask("DELETE", f"/users/root/{what}", admin)
    assert (refused.status, refused.message) == (403, SELF)
    assert api.ask("GET", "/admin/tokens", admin).status == 200


def test_the_last_one_who_runs_the_site_stays(world, root):
    from watchword.access.table import accounts as table
    from watchword.accounts import oversight
    from watchword.kernel.errors import NotPermitted

    banned = world.user("banned", site_admin=True)
    world.suspend(banned)
    with pytest.raises(NotPermitted, match="last"):
        world.suspend(root)
    with pytest.raises(NotPermitted, match="last"):
        world.oversee(table.PROMOTE, oversight.demote, root)
    world.oversee(table.PROMOTE, oversight.demote, banned)
    assert world.read(lambda work: work.users.site_admins()) == 1


def test_a_renamed_account_keeps_its_number_and_its_repositories_lead_on(
    api, world, octavia, admin
):
    made = world.repository(octavia, "things")
    told = api.ask("PATCH", "/admin/users/octavia", admin, body={"login": "tavi"})
    assert told.status == 202
    assert told.json["url"] == f"{ADDRESS}{API}/user/{octavia.id}"
    assert api.ask("GET", "/users/octavia").status == 404
    assert api.ask("GET", "/users/tavi").json["id"] == octavia.id
    moved = api.ask("GET", "/repos/octavia/things")
    assert moved.status == 301
    assert moved.header("location") == f"{ADDRESS}{API}/repositories/{made.id}"
    assert api.ask("GET", "/repos/tavi/things").status == 200
    (fact,) = facts(world, "user.rename")
    assert (fact["login_before"], fact["login"]) == ("octavia", "tavi")


def test_a_repository_that_was_renamed_before_is_found_under_both_former_names(
    api, world, octavia, admin
):
    world.repository(octavia, "things")
    _, token = world.token(octavia, "repo")
    assert api.ask("PATCH", "/repos/octavia/things", token, body={"name": "stuff"}).status == 200
    assert api.ask("PATCH", "/admin/users/octavia", admin, body={"login": "tavi"}).status == 202
    for former in ("octavia/things", "octavia/stuff", "tavi/things"):
        assert api.ask("GET", f"/repos/{former}").status == 301


def test_a_former_login_waits_for_its_person(api, world, octavia, admin):
    world.repository(octavia, "things")
    assert api.ask("PATCH", "/admin/users/octavia", admin, body={"login": "tavi"}).status == 202
    refused = api.ask("POST", "/admin/users", admin, body={"login": "octavia"})
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "already_exists")
    world.user("bob")
    assert api.ask("PATCH", "/admin/users/bob", admin, body={"login": "Octavia"}).status == 422
    body = {"login": "octavia", "admin": "bob"}
    assert api.ask("POST", "/admin/organizations", admin, body=body).status == 422
    assert api.ask("PATCH", "/admin/users/tavi", admin, body={"login": "octavia"}).status == 202
    assert api.ask("GET", "/repos/octavia/things").status == 200
    assert api.ask("GET", "/repos/tavi/things").status == 301


def test_later_somebody_else_may_have_it_and_nothing_leads_on(api, world, octavia, admin):
    world.repository(octavia, "things")
    assert api.ask("PATCH", "/admin/users/octavia", admin, body={"login": "tavi"}).status == 202
    world.clock.now += KEPT
    assert api.ask("POST", "/admin/users", admin, body={"login": "octavia"}).status == 201
    assert api.ask("GET", "/repos/octavia/things").status == 404


def test_a_renamed_private_repository_is_still_no_secret_told(api, world, octavia, admin):
    from watchword.repositories.model import Visibility

    world.repository(octavia, "hidden", Visibility.PRIVATE)
    assert api.ask("PATCH", "/admin/users/octavia", admin, body={"login": "tavi"}).status == 202
    _, stranger = world.token(world.user("stranger"), "repo")
    for who in (None, stranger):
        assert api.ask("GET", "/repos/octavia/hidden", who).status == 404


def test_what_an_organization_was_called_leads_on_too(api, world, octavia, admin):
    org = world.organization("guild", octavia)
    world.repository(org, "things")
    assert api.ask("PATCH", "/admin/organizations/guild", admin, body={"login": "g"}).status == 202
    assert api.ask("GET", "/repos/guild/things").status == 301
    assert api.ask("POST", "/admin/users", admin, body={"login": "guild"}).status == 422


ROWS = [
    ("POST", "/admin/users"),
    ("PATCH", "/admin/users/octavia"),
    ("PUT", SUSPENDED),
    ("DELETE", SUSPENDED),
    ("PUT", RUNS_IT),
    ("DELETE", RUNS_IT),
]


@pytest.mark.parametrize(("method", "path"), ROWS)
def test_nobody_else_may(api, world, octavia, root, method, path):
    missing = path.replace("octavia", "nobody")
    body = {"login": "another"}
    for person, scopes in ((octavia, ("site_admin", "repo", "user")), (root, ("repo", "user"))):
        _, token = world.token(person, *scopes)
        for one in (path, missing):
            assert api.ask(method, one, token, body=body).status == 403
    assert api.ask(method, path, body=body).status == 401
    assert api.ask("GET", "/users/octavia").json["site_admin"] is False


@pytest.mark.parametrize(("method", "path"), ROWS[1:])
def test_whom_there_is_not_is_not_found(api, admin, method, path):
    body = {"login": "another"}
    assert api.ask(method, path.replace("octavia", "nobody"), admin, body=body).status == 404
