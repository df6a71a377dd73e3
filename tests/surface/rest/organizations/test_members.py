"""Who is in an organization, and who is told of it."""

import pytest

from watchword.access.roles import Role
from watchword.organizations.model import OrgRole
from watchword.repositories.model import Visibility


def logins(told):
    return [one["login"] for one in told.json]


def test_members_see_all_members_and_others_the_public_ones(
    api, world, forum, owner, member, stranger, by
):
    assert logins(api.ask("GET", "/orgs/forum/members", by(member, "read:org"))) == ["mila", "olga"]
    for token in (None, by(stranger), by(member, "repo")):
        assert logins(api.ask("GET", "/orgs/forum/members", token)) == []
    assert api.ask("PUT", "/orgs/forum/public_members/mila", by(member, "user")).status == 204
    for path in ("/orgs/forum/members", "/orgs/forum/public_members"):
        assert logins(api.ask("GET", path)) == ["mila"]
    owners = api.ask("GET", "/orgs/forum/members?role=admin", by(member))
    assert logins(owners) == ["olga"]
    assert api.ask("GET", "/orgs/forum/members?role=x", by(member)).status == 422


def test_one_member_is_asked_for(api, forum, owner, member, stranger, by):
    path = "/orgs/forum/members/olga"
    assert api.ask("GET", path, by(member)).status == 204
    assert api.ask("GET", "/orgs/forum/members/sten", by(member)).status == 404
    assert api.ask("GET", "/orgs/forum/members/nobody", by(member)).status == 404
    led = api.ask("GET", path, by(stranger))
    assert led.status == 302
    assert led.header("location").endswith("/api/v3/orgs/forum/public_members/olga")
    assert api.ask("GET", "/orgs/forum/public_members/olga").status == 404


def test_only_oneself_is_publicized_or_concealed(api, forum, owner, member, by, names):
    told = api.ask("PUT", "/orgs/forum/public_members/mila", by(owner))
    assert told.status == 403
    for method, status in (("PUT", 204), ("DELETE", 404)):
        path = "/orgs/forum/public_members/mila"
        assert api.ask(method, path, by(member)).status == 204
        assert api.ask("GET", path).status == status
    assert names().count("org.update_member_visibility") == 2


@pytest.mark.parametrize("role", ["admin", "member"])
def test_owners_let_people_in_at_once(api, forum, owner, stranger, by, names, role):
    path = "/orgs/forum/memberships/sten"
    assert api.ask("GET", path, by(owner)).status == 404
    told = api.ask("PUT", path, by(owner, "admin:org"), body={"role": role})
    assert told.status == 200
    assert (told.json["state"], told.json["role"]) == ("active", role)
    assert told.json["user"]["login"] == "sten"
    assert told.json["organization"]["login"] == "forum"
    assert names()[-1] == "org.add_member"
    assert api.ask("GET", path, by(stranger, "read:org")).json == told.json
    api.ask("PUT", path, by(owner), body={"role": "admin" if role == "member" else "member"})
    assert names()[-1] == "org.update_member"


def test_nobody_but_owners_changes_memberships(api, forum, owner, member, stranger, by):
    path = "/orgs/forum/memberships/mila"
    text = "You must be an admin to add or update an organization membership."
    for token in (by(member), by(stranger), by(owner, "write:org")):
        told = api.ask("PUT", path, token, body={"role": "admin"})
        assert (told.status, told.message) == (403, text)
        assert api.ask("DELETE", path, token).status == 403
        assert api.ask("DELETE", "/orgs/forum/members/mila", token).status == 403
    assert api.ask("GET", path, by(owner)).json["role"] == "member"


@pytest.mark.parametrize("path", ["/orgs/forum/members/olga", "/orgs/forum/memberships/olga"])
def test_the_last_owner_stays(api, world, forum, owner, member, by, path):
    assert api.ask("DELETE", path, by(owner)).status == 422
    demoted = api.ask("PUT", "/orgs/forum/memberships/olga", by(owner), body={"role": "member"})
    assert demoted.status == 422
    world.member(forum, member, OrgRole.ADMIN)
    assert api.ask("DELETE", path, by(member)).status == 204
    assert api.ask("GET", "/orgs/forum/members/olga", by(member)).status == 404


def test_a_suspended_owner_is_not_enough(api, world, forum, owner, member, by):
    world.member(forum, member, OrgRole.ADMIN)
    world.write(lambda work: work.users.suspend(member.id, work.now))
    assert api.ask("DELETE", "/orgs/forum/members/olga", by(owner)).status == 422
    assert api.ask("DELETE", "/orgs/forum/members/mila", by(owner)).status == 204


def test_who_is_taken_out_has_no_way_in_at_once(api, world, forum, owner, member, by, names):
    vault = world.repository(forum, "vault", Visibility.PRIVATE)
    team = world.team(forum, "team", member)
    world.team_works(team, vault, Role.WRITE)
    world.collaborator(vault, member, Role.READ)
    token = by(member)
    assert api.ask("GET", "/repos/forum/vault", token).json["permissions"]["push"]
    assert api.ask("DELETE", "/orgs/forum/members/mila", by(owner)).status == 204
    assert names()[-1] == "org.remove_member"
    for path in ("/repos/forum/vault", "/orgs/forum/teams/team"):
        assert api.ask("GET", path, token).status == 404
    assert api.ask("GET", "/user/teams", token).json == []
    assert api.ask("GET", "/user/orgs", token).json == []
    # Coming back brings nothing of it back.
    api.ask("PUT", "/orgs/forum/memberships/mila", by(owner))
    assert api.ask("GET", "/repos/forum/vault", token).status == 404


def test_members_become_outside_collaborators_and_go(api, world, forum, owner, member, by):
    vault = world.repository(forum, "vault", Visibility.PRIVATE)
    world.collaborator(vault, member, Role.READ)
    path = "/orgs/forum/outside_collaborators"
    assert api.ask("GET", path, by(owner)).json == []
    assert api.ask("DELETE", f"{path}/mila", by(owner)).status == 422
    assert api.ask("PUT", f"{path}/mila", by(owner)).status == 204
    assert logins(api.ask("GET", path, by(owner))) == ["mila"]
    assert api.ask("GET", "/repos/forum/vault", by(member)).status == 200
    assert api.ask("GET", path, by(member)).status == 403
    assert api.ask("GET", path, by(owner, "read:org")).status == 403
    assert api.ask("DELETE", f"{path}/mila", by(owner)).status == 204
    assert api.ask("GET", "/repos/forum/vault", by(member)).status == 404
    assert api.ask("DELETE", f"{path}/mila", by(owner)).status == 404


def test_ones_own_organizations_take_a_scope(api, world, forum, owner, member, by):
    for scope in ("user", "read:org", "admin:org"):
        assert logins(api.ask("GET", "/user/orgs", by(member, scope))) == ["forum"]
    told = api.ask("GET", "/user/orgs", by(member, "repo"))
    text = "You need at least read:org scope or user scope to list your organizations."
    assert (told.status, told.message) == (403, text)
    accepted = api.ask("GET", "/user/orgs", by(member, "user")).header("x-accepted-oauth-scopes")
    assert accepted == "admin:org, read:org, user, write:org"


def test_of_others_the_public_memberships_are_told(api, forum, owner, member, by):
    for token in (None, by(owner), by(member)):
        assert api.ask("GET", "/users/mila/orgs", token).json == []
    api.ask("PUT", "/orgs/forum/public_members/mila", by(member))
    assert logins(api.ask("GET", "/users/mila/orgs")) == ["forum"]


def test_ones_own_memberships(api, world, forum, owner, member, by):
    curia = world.organization("curia", owner)
    api.ask("POST", "/orgs/curia/invitations", by(owner), body={"invitee_id": member.id})
    token = by(member, "read:org")

    def told(query=""):
        found = api.ask("GET", f"/user/memberships/orgs{query}", token).json
        return [(one["organization"]["login"], one["state"]) for one in found]

    assert told() == [("forum", "active"), ("curia", "pending")]
    assert told("?state=active") == [("forum", "active")]
    assert told("?state=pending") == [("curia", "pending")]
    assert told("?per_page=1&page=2") == [("curia", "pending")]
    assert api.ask("GET", "/user/memberships/orgs", by(member, "repo")).status == 403
    assert api.ask("GET", "/user/memberships/orgs/none", token).status == 404
    assert curia.id
