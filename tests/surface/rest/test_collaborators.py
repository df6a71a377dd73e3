"""Who works with a repository, and invitations to, over the API."""

import pytest

from tests.api import ADDRESS, API
from watchword.access.roles import Role
from watchword.repositories.invitation import LIFE
from watchword.repositories.model import Visibility

THINGS = "/repos/octavia/things"
PEOPLE = f"{THINGS}/collaborators"
OWN = "/user/repository_invitations"


@pytest.fixture
def things(world, octavia):
    return world.repository(octavia, "things", Visibility.PRIVATE)


@pytest.fixture
def token(world, octavia, things):
    return world.token(octavia, "repo", "read:org")[1]


@pytest.fixture
def bob(world):
    return world.user("bob")


@pytest.fixture
def bobs(world, bob):
    return world.token(bob, "repo:invite")[1]


@pytest.fixture
def invited(api, token, bob):
    answer = api.ask("PUT", f"{PEOPLE}/bob", token, body={"permission": "triage"})
    assert answer.status == 201
    return answer.json


def names(answer):
    assert answer.status == 200
    return [one["login"] for one in answer.json]


def events(world):
    return [one.name for one in world.read(lambda work: work.events.latest(20))]


def test_the_owner_and_collaborators_are_listed_with_what_they_may_do(api, world, things, token):
    for login, role in (("ann", Role.READ), ("zoe", Role.MAINTAIN)):
        world.collaborator(things, world.user(login), role)
    told = api.ask("GET", PEOPLE, token)
    assert names(told) == ["octavia", "ann", "zoe"]
    assert [one["role_name"] for one in told.json] == ["admin", "read", "maintain"]
    assert told.json[1]["permissions"] == {
        "admin": False,
        "maintain": False,
        "push": False,
        "triage": False,
        "pull": True,
    }
    assert names(api.ask("GET", f"{PEOPLE}?permission=push", token)) == ["octavia", "zoe"]
    assert names(api.ask("GET", f"{PEOPLE}?affiliation=outside", token)) == ["ann", "zoe"]
    paged = api.ask("GET", f"{PEOPLE}?per_page=1&page=2", token)
    assert names(paged) == ["ann"]
    assert 'rel="next"' in paged.header("link")
    assert api.ask("GET", f"{PEOPLE}?affiliation=x", token).status == 422


def test_one_of_them_is_looked_up(api, world, things, token, bob):
    assert api.ask("GET", f"{PEOPLE}/octavia", token).status == 204
    assert api.ask("GET", f"{PEOPLE}/bob", token).status == 404
    assert api.ask("GET", f"{PEOPLE}/nobody", token).status == 404
    world.collaborator(things, bob, Role.READ)
    assert api.ask("GET", f"{PEOPLE}/BOB", token).status == 204


@pytest.mark.parametrize("scopes", [("repo",), ("read:org",), ()])
def test_listing_takes_two_scopes_at_once(api, world, octavia, token, things, scopes):
    _, weak = world.token(octavia, *scopes)
    world.repository(octavia, "open")
    assert api.ask("GET", "/repos/octavia/open/collaborators", weak).status == 403
    told = api.ask("GET", PEOPLE, token).header("x-accepted-oauth-scopes")
    assert told == "admin:org, read:org, repo, write:org"


def test_who_only_reads_does_not_see_the_others(api, world, things, bob):
    world.collaborator(things, bob, Role.TRIAGE)
    _, reading = world.token(bob, "repo", "read:org")
    refused = api.ask("GET", PEOPLE, reading)
    assert refused.status == 403
    assert refused.message == "Must have push access to view repository collaborators."
    assert api.ask("GET", f"{PEOPLE}/bob/permission", reading).status == 403


@pytest.mark.parametrize(
    ("role", "old", "name"),
    [
        (Role.READ, "read", "read"),
        (Role.TRIAGE, "read", "triage"),
        (Role.WRITE, "write", "write"),
        (Role.MAINTAIN, "write", "maintain"),
        (Role.ADMIN, "admin", "admin"),
    ],
)
def test_a_permission_is_told_by_its_old_and_its_new_name(
    api, world, things, token, bob, role, old, name
):
    world.collaborator(things, bob, role)
    told = api.ask("GET", f"{PEOPLE}/bob/permission", token).json
    assert (told["permission"], told["role_name"], told["user"]["login"]) == (old, name, "bob")
    assert told["user"]["role_name"] == name


def test_everybody_reads_what_is_public_and_a_stranger_nothing_else(
    api, world, octavia, token, bob
):
    world.repository(octavia, "open")
    told = api.ask("GET", "/repos/octavia/open/collaborators/bob/permission", token).json
    assert told["permission"] == "read"
    assert api.ask("GET", f"{PEOPLE}/bob/permission", token).json["permission"] == "none"
    assert api.ask("GET", "/repos/octavia/open/collaborators/bob", token).status == 404


def test_who_is_asked_gets_an_invitation_and_no_access_yet(api, world, invited, bob, things):
    assert invited["invitee"]["login"] == "bob"
    assert invited["inviter"]["login"] == "octavia"
    assert (invited["permissions"], invited["expired"]) == ("triage", False)
    assert invited["repository"]["full_name"] == "octavia/things"
    assert invited["html_url"] == f"{ADDRESS}/octavia/things/invitations"
    assert invited["url"] == f"{ADDRESS}{API}{OWN}/{invited['id']}"
    _, all_of_bob = world.token(bob, "repo")
    assert api.ask("GET", THINGS, all_of_bob).status == 404
    assert events(world)[1] == "repository_invitation.create"


def test_an_accepted_invitation_lets_in(api, world, invited, bob, bobs, token):
    (one,) = api.ask("GET", OWN, bobs).json
    assert one["id"] == invited["id"]
    assert api.ask("PATCH", f"{OWN}/{one['id']}", bobs).status == 204
    _, all_of_bob = world.token(bob, "repo")
    assert api.ask("GET", THINGS, all_of_bob).json["permissions"]["triage"] is True
    assert api.ask("GET", OWN, bobs).json == api.ask("GET", f"{THINGS}/invitations", token).json
    assert api.ask("PATCH", f"{OWN}/{one['id']}", bobs).status == 404
    assert {"repository_invitation.accept", "repo.add_member"} <= {*events(world)}


def test_a_declined_invitation_is_gone(api, world, invited, bobs):
    assert api.ask("DELETE", f"{OWN}/{invited['id']}", bobs).status == 204
    assert api.ask("GET", OWN, bobs).json == []
    assert events(world)[0] == "repository_invitation.reject"


def test_an_invitation_is_over_after_a_week(api, world, invited, bobs, token):
    world.clock.now += LIFE - 1
    assert len(api.ask("GET", OWN, bobs).json) == 1
    world.clock.now += 1
    assert api.ask("GET", OWN, bobs).json == []
    assert api.ask("PATCH", f"{OWN}/{invited['id']}", bobs).status == 404
    assert api.ask("GET", f"{THINGS}/invitations", token).json[0]["expired"] is True
    again = api.ask("PUT", f"{PEOPLE}/bob", token, body={})
    assert (again.status, again.json["permissions"], again.json["expired"]) == (201, "write", False)
    assert len(api.ask("GET", f"{THINGS}/invitations", token).json) == 1


def test_an_admin_changes_an_invitation_and_takes_it_back(api, world, invited, token, bobs):
    one = f"{THINGS}/invitations/{invited['id']}"
    told = api.ask("PATCH", one, token, body={"permissions": "maintain"})
    assert (told.status, told.json["permissions"]) == (200, "maintain")
    assert api.ask("PATCH", one, token, body={}).json["permissions"] == "maintain"
    assert api.ask("PATCH", one, token, body={"permissions": "owner"}).status == 422
    assert api.ask("DELETE", one, token).status == 204
    assert api.ask("DELETE", one, token).status == 404
    assert api.ask("GET", OWN, bobs).json == []
    assert events(world)[:2] == ["repository_invitation.cancel", "repository_invitation.update"]


def test_a_collaborator_gets_another_role_at_once(api, world, things, token, bob):
    world.collaborator(things, bob, Role.READ)
    answer = api.ask("PUT", f"{PEOPLE}/bob", token, body={"permission": "admin"})
    assert (answer.status, answer.body) == (204, b"")
    assert api.ask("GET", f"{PEOPLE}/bob/permission", token).json["role_name"] == "admin"
    assert events(world)[0] == "repo.update_member"


@pytest.mark.parametrize(
    ("login", "body", "status"),
    [
        pytest.param("nobody", {}, 404, id="nobody of that name"),
        pytest.param("octavia", {}, 422, id="the owner"),
        pytest.param("bob", {"permission": "root"}, 422, id="no role"),
        pytest.param("bob", {"permission": 1}, 422, id="no text"),
    ],
)
def test_who_cannot_be_asked_is_refused(api, things, token, bob, login, body, status):
    assert api.ask("PUT", f"{PEOPLE}/{login}", token, body=body).status == status


def test_an_archived_repository_takes_nobody(api, world, invited, token, bobs):
    world.user("zoe")
    api.ask("PATCH", THINGS, token, body={"archived": True})
    assert api.ask("PUT", f"{PEOPLE}/zoe", token, body={}).status == 403
    assert api.ask("PATCH", f"{OWN}/{invited['id']}", bobs).status == 403


def test_somebody_is_taken_off_and_the_invitation_with_them(api, world, things, token, invited):
    zoe = world.user("zoe")
    world.collaborator(things, zoe, Role.WRITE)
    for login in ("zoe", "bob", "zoe"):
        assert api.ask("DELETE", f"{PEOPLE}/{login}", token).status == 204
    assert names(api.ask("GET", PEOPLE, token)) == ["octavia"]
    assert api.ask("GET", f"{THINGS}/invitations", token).json == []
    assert api.ask("DELETE", f"{PEOPLE}/nobody", token).status == 404


def test_people_take_themselves_off_and_nobody_else(api, world, things, bob):
    world.collaborator(things, bob, Role.READ)
    world.collaborator(things, world.user("zoe"), Role.READ)
    _, all_of_bob = world.token(bob, "repo")
    assert api.ask("DELETE", f"{PEOPLE}/zoe", all_of_bob).status == 403
    assert api.ask("DELETE", f"{PEOPLE}/bob", all_of_bob).status == 204
    assert api.ask("GET", THINGS, all_of_bob).status == 404


@pytest.mark.parametrize("role", [Role.READ, Role.WRITE, Role.MAINTAIN])
def test_only_admins_ask_others(api, world, things, invited, role):
    zoe = world.user("zoe")
    world.collaborator(things, zoe, role)
    _, hers = world.token(zoe, "repo")
    one = f"{THINGS}/invitations/{invited['id']}"
    for method, path in (
        ("PUT", f"{PEOPLE}/bob"),
        ("GET", f"{THINGS}/invitations"),
        ("PATCH", one),
        ("DELETE", one),
    ):
        assert api.ask(method, path, hers, body={}).status == 403, (method, path)


def test_what_is_asked_of_others_is_none_of_mine(api, world, invited, token):
    _, zoes = world.token(world.user("zoe"), "repo", "repo:invite")
    assert api.ask("GET", OWN, zoes).json == []
    for method in ("PATCH", "DELETE"):
        for number in (invited["id"], 0, "x", "9" * 30):
            assert api.ask(method, f"{OWN}/{number}", zoes).status == 404


def test_an_invitation_is_missing_below_another_repository(api, world, octavia, invited, token):
    world.repository(octavia, "other")
    for method in ("PATCH", "DELETE"):
        path = f"/repos/octavia/other/invitations/{invited['id']}"
        assert api.ask(method, path, token, body={"permissions": "admin"}).status == 404


def test_a_token_for_public_things_knows_of_no_private_invitation(
    api, world, octavia, bob, token, invited
):
    world.repository(octavia, "open")
    api.ask("PUT", "/repos/octavia/open/collaborators/bob", token, body={})
    _, public = world.token(bob, "public_repo")
    (one,) = api.ask("GET", OWN, public).json
    assert one["repository"]["name"] == "open"
    assert api.ask("PATCH", f"{OWN}/{invited['id']}", public).status == 404
    assert api.ask("PATCH", f"{OWN}/{one['id']}", public).status == 204


@pytest.mark.parametrize("scopes", [(), ("gist",), ("read:org", "user")])
def test_without_a_scope_for_it_there_are_no_invitations(api, world, bob, invited, scopes):
    _, weak = world.token(bob, *scopes)
    refused = api.ask("GET", OWN, weak)
    assert refused.status == 404
    assert "repo:invite" in refused.header("x-accepted-oauth-scopes")


def test_the_most_invitations_wait_at_a_time(api, world, things, token, monkeypatch):
    monkeypatch.setattr("watchword.repositories.inviting.MOST", 1)
    for login in ("ann", "zoe"):
        world.user(login)
    assert api.ask("PUT", f"{PEOPLE}/ann", token, body={}).status == 201
    assert api.ask("PUT", f"{PEOPLE}/ann", token, body={}).status == 201
    assert api.ask("PUT", f"{PEOPLE}/zoe", token, body={}).status == 422


@pytest.fixture
def guild(world, octavia):
    return world.organization("guild", octavia)


@pytest.fixture
def tool(world, octavia, guild):
    return world.repository(guild, "tool")


def test_members_of_an_organization_are_let_in_at_once_and_others_asked(
    api, world, octavia, guild, tool, bob, token
):
    world.member(guild, world.user("ann"))
    people = "/repos/guild/tool/collaborators"
    assert api.ask("PUT", f"{people}/ann", token, body={"permission": "admin"}).status == 204
    assert api.ask("PUT", f"{people}/bob", token, body={}).status == 201
    assert names(api.ask("GET", f"{people}?affiliation=direct", token)) == ["ann"]
    assert names(api.ask("GET", f"{people}?affiliation=outside", token)) == []
    assert names(api.ask("GET", people, token)) == ["ann", "octavia"]
