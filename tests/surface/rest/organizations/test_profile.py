"""An organization itself, as the API shows and changes it."""

import pytest

from tests.api import ADDRESS, API

OWNERS_ONLY = {"billing_email", "default_repository_permission", "collaborators"}


def test_everybody_sees_the_profile_and_owners_see_more(api, forum, owner, member, by):
    told = api.ask("GET", "/orgs/Forum").json
    assert (told["login"], told["type"], told["node_id"][:2]) == ("forum", "Organization", "O_")
    assert told["url"] == f"{ADDRESS}{API}/orgs/forum"
    assert told["public_members_url"] == f"{ADDRESS}{API}/orgs/forum/public_members{{/member}}"
    assert not OWNERS_ONLY & told.keys()
    assert not OWNERS_ONLY & api.ask("GET", "/orgs/forum", by(member)).json.keys()
    assert not OWNERS_ONLY & api.ask("GET", "/orgs/forum", by(owner, "read:org")).json.keys()
    seen = api.ask("GET", "/orgs/forum", by(owner, "admin:org")).json
    assert seen.keys() >= OWNERS_ONLY
    assert seen["default_repository_permission"] == "none"


def test_it_answers_by_its_number_and_among_people(api, forum, owner):
    assert api.ask("GET", f"/organizations/{forum.id}").json["login"] == "forum"
    told = api.ask("GET", "/users/forum").json
    assert (told["type"], told["node_id"][:2]) == ("Organization", "O_")
    assert api.ask("GET", f"/organizations/{owner.id}").status == 404
    assert api.ask("GET", "/orgs/olga").status == 404
    assert api.ask("GET", "/organizations/x").status == 404


def test_all_organizations_are_listed_after_a_number(api, world, forum, owner):
    curia = world.organization("curia", owner)

    def logins(query=""):
        return [one["login"] for one in api.ask("GET", f"/organizations{query}").json]

    assert logins() == ["forum", "curia"]
    assert logins(f"?since={forum.id}") == ["curia"]
    assert logins(f"?since={curia.id}") == []
    assert logins("?per_page=1") == ["forum"]


CHANGES = {
    "name": "The Forum",
    "description": "Where Rome meets",
    "company": "SPQR",
    "blog": "https://forum.example.test",
    "location": "Rome",
    "email": "forum@example.test",
    "billing_email": "money@example.test",
    "default_repository_permission": "write",
    "members_can_create_public_repositories": False,
    "members_can_create_teams": False,
}


@pytest.mark.parametrize("scope", ["admin:org", "repo"])
def test_owners_change_it(api, forum, owner, by, names, scope):
    token = by(owner, scope)
    told = api.ask("PATCH", "/orgs/forum", token, body=CHANGES)
    assert told.status == 200
    assert {name: told.json[name] for name in CHANGES} == CHANGES
    assert names()[-3:] == [
        "org.update",
        "org.update_default_repository_permission",
        "org.update_member_repository_creation_permission",
    ]
    shown = api.ask("GET", "/orgs/forum", by(owner)).json
    assert {name: shown[name] for name in CHANGES} == CHANGES
    api.ask("PATCH", "/orgs/forum", token, body={"description": None})
    assert api.ask("GET", "/orgs/forum").json["description"] is None
    assert api.ask("GET", "/orgs/forum").json["name"] == "The Forum"


@pytest.mark.parametrize(
    "body",
    [
        {"blog": "javascript:alert(1)"},
        {"email": "nobody"},
        {"billing_email": "x"},
        {"description": "d" * 161},
        {"name": "two\nlines"},
        {"default_repository_permission": "triage"},
        {"members_can_create_teams": "yes"},
    ],
)
def test_what_does_not_fit_is_refused(api, forum, owner, by, body):
    assert api.ask("PATCH", "/orgs/forum", by(owner), body=body).status == 422


@pytest.mark.parametrize(
    ("words", "public", "private"),
    [
        ({"members_can_create_repositories": False}, False, False),
        ({"members_allowed_repository_creation_type": "private"}, False, True),
        ({"members_allowed_repository_creation_type": "none"}, False, False),
        ({"members_allowed_repository_creation_type": "all"}, True, True),
        (
            {
                "members_can_create_repositories": False,
                "members_can_create_private_repositories": True,
            },
            False,
            True,
        ),
    ],
)
def test_what_members_may_make_is_said_in_several_ways(
    api, forum, owner, member, by, words, public, private
):
    assert api.ask("PATCH", "/orgs/forum", by(owner), body=words).status == 200
    for name, hidden, may in (("open", False, public), ("shut", True, private)):
        body = {"name": name, "private": hidden}
        made = api.ask("POST", "/orgs/forum/repos", by(member), body=body)
        assert made.status == (201 if may else 403)


@pytest.mark.parametrize(("method", "body"), [("PATCH", {"name": "x"}), ("DELETE", None)])
def test_nobody_but_an_owner_changes_or_deletes_it(
    api, forum, owner, member, stranger, by, method, body
):
    for token in (by(member), by(stranger), by(owner, "write:org"), by(owner, "user")):
        told = api.ask(method, "/orgs/forum", token, body=body)
        assert (told.status, told.message) == (403, "Must have admin rights to Repository.")
    assert api.ask(method, "/orgs/forum", body=body).status == 401
    assert api.ask("GET", "/orgs/forum").json["name"] is None


def test_deleting_takes_all_that_it_owns_along(api, world, forum, owner, member, by, names):
    made = world.repository(forum, "things")
    team = world.team(forum, "team", member)
    told = api.ask("DELETE", "/orgs/forum", by(owner))
    assert (told.status, told.json) == (202, {})
    assert api.ask("GET", "/orgs/forum").status == 404
    assert api.ask("GET", f"/repositories/{made.id}").status == 404
    assert world.read(lambda work: work.teams.by_id(team.id, None)) is None
    assert names()[-2:] == ["repo.destroy", "org.delete"]
    assert world.organization("forum", owner).id != forum.id


def test_the_sites_administrators_make_and_rename_organizations(api, world, owner, by, names):
    admin = world.user("adele", site_admin=True)
    token = by(admin, "site_admin")
    body = {"login": "senate", "admin": "olga", "profile_name": "The Senate"}
    made = api.ask("POST", "/admin/organizations", token, body=body)
    assert (made.status, made.json["login"]) == (201, "senate")
    assert names()[-2:] == ["org.create", "org.add_member"]
    mine = api.ask("GET", "/user/memberships/orgs/senate", by(owner)).json
    assert (mine["role"], mine["state"]) == ("admin", "active")
    assert api.ask("POST", "/admin/organizations", token, body=body).status == 422
    for wrong in ({**body, "admin": "nobody"}, {**body, "login": "new"}, {"login": "x"}):
        assert api.ask("POST", "/admin/organizations", token, body=wrong).status == 422
    told = api.ask("PATCH", "/admin/organizations/senate", token, body={"login": "curia"})
    assert told.status == 202
    assert api.ask("GET", "/orgs/curia").json["name"] == "The Senate"
    assert api.ask("GET", "/orgs/senate").status == 404
    for other in (by(admin), by(owner, "site_admin")):
        assert api.ask("POST", "/admin/organizations", other, body=body).status == 403
        assert api.ask("PATCH", "/admin/organizations/curia", other, body=body).status == 403


def test_a_name_is_that_of_one_account(api, world, forum):
    from watchword.kernel.errors import Invalid

    with pytest.raises(Invalid):
        world.user("Forum")
    with pytest.raises(Invalid):
        world.organization("olga", world.user("other"))
    with pytest.raises(Invalid):
        world.organization("settings", world.user("another"))
