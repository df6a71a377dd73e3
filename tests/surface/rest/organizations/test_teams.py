"""Teams over the API."""

import pytest

from watchword.organizations.team_model import Privacy, TeamRole

TEAMS = "/orgs/forum/teams"


@pytest.fixture
def maintainer(world, forum, by):
    """The token of somebody who maintains the team `guards`, and is no owner."""
    marcus = world.user("marcus")
    world.member(forum, marcus)
    team = world.team(forum, "guards", marcus)
    world.write(
        lambda work: work.teams.set_member(team.id, marcus.id, TeamRole.MAINTAINER, work.now)
    )
    return by(marcus)


def slugs(told):
    return [one["slug"] for one in told.json]


def test_a_member_makes_a_team_and_maintains_it(api, forum, member, by, names):
    body = {"name": "The Guards!", "description": "Who watch", "privacy": "closed"}
    made = api.ask("POST", TEAMS, by(member, "write:org"), body=body)
    assert made.status == 201
    told = made.json
    assert (told["slug"], told["privacy"], told["parent"]) == ("the-guards", "closed", None)
    assert (told["members_count"], told["repos_count"]) == (1, 0)
    assert told["organization"]["login"] == "forum"
    assert told["notification_setting"] == "notifications_enabled"
    assert names()[-2:] == ["team.create", "team.add_member"]
    assert made.header("location") == told["url"]
    path = told["url"].partition("/api/v3")[2]
    assert api.ask("GET", path, by(member, "read:org")).json == told
    assert api.ask("GET", f"{TEAMS}/the-guards", by(member)).json == told
    mine = api.ask("GET", f"{TEAMS}/the-guards/memberships/mila", by(member)).json
    assert (mine["role"], mine["state"]) == ("maintainer", "active")


@pytest.mark.parametrize(
    "body",
    [
        {"name": "…"},
        {"name": ""},
        {"name": "n" * 256},
        {"name": "guards"},
        {"name": "GUARDS"},
        {"name": "x", "privacy": "open"},
        {"name": "x", "parent_team_id": 4711},
        {"name": "x", "parent_team_id": -1},
        {"name": "x", "parent_team_id": 2**70},
        {"name": "x", "maintainers": ["sten"]},
        {"name": "x", "permission": "maintain"},
        {"description": "x"},
    ],
)
def test_what_does_not_fit_is_refused(api, world, forum, owner, stranger, by, body):
    world.team(forum, "guards")
    assert api.ask("POST", TEAMS, by(owner), body=body).status == 422
    assert slugs(api.ask("GET", TEAMS, by(owner))) == ["guards"]


def test_an_organization_may_keep_teams_to_owners(api, world, forum, owner, member, by):
    world.write(lambda w: w.organizations.update(forum.id, {"members_create_teams": False}, 1))
    assert api.ask("POST", TEAMS, by(member), body={"name": "x"}).status == 403
    assert api.ask("POST", TEAMS, by(owner), body={"name": "x"}).status == 201


def test_teams_are_for_members_with_the_scope(api, world, forum, owner, member, stranger, by):
    world.team(forum, "closed")
    world.team(forum, "hidden", privacy=Privacy.SECRET)
    world.team(forum, "mine", member, privacy=Privacy.SECRET)
    assert slugs(api.ask("GET", TEAMS, by(owner))) == ["closed", "hidden", "mine"]
    assert slugs(api.ask("GET", TEAMS, by(member, "read:org"))) == ["closed", "mine"]
    page = api.ask("GET", f"{TEAMS}?per_page=1", by(member))
    assert 'page=2>; rel="last"' in page.header("link")
    for token in (by(stranger), by(member, "user")):
        assert api.ask("GET", TEAMS, token).status == 403
    assert api.ask("GET", TEAMS).status == 401
    for token in (by(stranger), by(member)):
        assert api.ask("GET", f"{TEAMS}/hidden", token).status == 404
    assert api.ask("GET", f"{TEAMS}/closed", by(stranger)).status == 404
    assert api.ask("GET", f"{TEAMS}/closed", by(member, "gist")).status == 404
    assert api.ask("GET", f"{TEAMS}/mine", by(member)).status == 200


def test_ones_own_teams(api, world, forum, member, stranger, by):
    world.team(forum, "mine", member, privacy=Privacy.SECRET)
    world.team(forum, "other")
    for scope in ("user", "repo", "read:org"):
        told = api.ask("GET", "/user/teams", by(member, scope))
        assert slugs(told) == ["mine"]
        assert told.json[0]["organization"]["login"] == "forum"
    assert api.ask("GET", "/user/teams", by(stranger)).json == []
    assert api.ask("GET", "/user/teams", by(member, "gist")).status == 403


def test_a_team_is_changed_by_who_maintains_it(api, world, forum, member, maintainer, names):
    body = {"name": "Night Watch", "description": "x", "privacy": "secret"}
    body["notification_setting"] = "notifications_disabled"
    told = api.ask("PATCH", f"{TEAMS}/guards", maintainer, body=body)
    assert told.status == 200
    assert {name: told.json[name] for name in body} == body
    assert told.json["slug"] == "night-watch"
    assert names()[-1] == "team.update"
    assert api.ask("GET", f"{TEAMS}/guards", maintainer).status == 404
    assert api.ask("DELETE", f"{TEAMS}/night-watch", maintainer).status == 204
    assert names()[-1] == "team.destroy"
    assert api.ask("GET", f"{TEAMS}/night-watch", maintainer).status == 404


def test_nobody_else_changes_it(api, world, forum, owner, member, stranger, maintainer, by):
    path = f"{TEAMS}/guards"
    for method, tail, body in (
        ("PATCH", "", {"name": "x"}),
        ("DELETE", "", None),
        ("PUT", "/memberships/mila", {"role": "maintainer"}),
        ("DELETE", "/memberships/marcus", None),
    ):
        assert api.ask(method, path + tail, by(member), body=body).status == 403
        assert api.ask(method, path + tail, by(owner, "read:org"), body=body).status == 403
        assert api.ask(method, path + tail, by(stranger), body=body).status == 404
        assert api.ask(method, path + tail, body=body).status == 401


def test_teams_stand_below_others(api, world, forum, owner, by, names):
    top = api.ask("POST", TEAMS, by(owner), body={"name": "top", "privacy": "closed"}).json
    below = {"name": "below", "parent_team_id": top["id"]}
    made = api.ask("POST", TEAMS, by(owner), body=below).json
    assert (made["privacy"], made["parent"]["slug"]) == ("closed", "top")
    assert slugs(api.ask("GET", f"{TEAMS}/top/teams", by(owner))) == ["below"]
    for body in (
        {"privacy": "secret"},
        {"parent_team_id": made["id"]},
        {"parent_team_id": top["id"]},
    ):
        assert api.ask("PATCH", f"{TEAMS}/top", by(owner), body=body).status == 422
    world.team(forum, "hidden", privacy=Privacy.SECRET)
    hidden = api.ask("GET", f"{TEAMS}/hidden", by(owner)).json
    wrong = {"name": "x", "parent_team_id": hidden["id"]}
    assert api.ask("POST", TEAMS, by(owner), body=wrong).status == 422
    told = api.ask("PATCH", f"{TEAMS}/below", by(owner), body={"parent_team_id": None})
    assert (told.status, told.json["parent"]) == (200, None)
    assert names()[-1] == "team.change_parent_team"
    told = api.ask("PATCH", f"{TEAMS}/below", by(owner), body={"parent_team_id": top["id"]})
    assert told.json["parent"]["slug"] == "top"
    assert api.ask("DELETE", f"{TEAMS}/top", by(owner)).status == 204
    assert slugs(api.ask("GET", TEAMS, by(owner))) == ["hidden"]


def test_a_maintainer_moves_teams_among_those_it_maintains(api, world, forum, maintainer):
    """Below a mightier team, a team would gain what its maintainer could not give (attack 59)."""
    mighty = world.team(forum, "mighty")
    body = {"parent_team_id": mighty.id}
    assert api.ask("PATCH", f"{TEAMS}/guards", maintainer, body=body).status == 403
    body = {"name": "new", "parent_team_id": mighty.id}
    assert api.ask("POST", TEAMS, maintainer, body=body).status == 403


def test_owners_bring_anybody_in_and_maintainers_members(
    api, world, forum, owner, member, stranger, maintainer, by, names
):
    path = f"{TEAMS}/guards/memberships"
    told = api.ask("PUT", f"{path}/mila", maintainer, body={})
    assert (told.status, told.json["role"]) == (200, "member")
    assert names()[-1] == "team.add_member"
    refused = api.ask("PUT", f"{path}/sten", maintainer)
    text = "You must be an organization owner or team maintainer to add a team membership."
    assert (refused.status, refused.message) == (403, text)
    token = by(owner)
    assert api.ask("PUT", f"{path}/sten", token, body={"role": "maintainer"}).status == 200
    assert api.ask("GET", "/orgs/forum/members/sten", token).status == 204
    assert names()[-3:] == ["org.add_member", "team.add_member", "team.promote_maintainer"]
    api.ask("PUT", f"{path}/sten", by(owner), body={"role": "member"})
    assert names()[-1] == "team.demote_maintainer"
    members = api.ask("GET", f"{TEAMS}/guards/members", by(member, "read:org"))
    assert [one["login"] for one in members.json] == ["marcus", "mila", "sten"]
    maintainers = api.ask("GET", f"{TEAMS}/guards/members?role=maintainer", by(member))
    assert [one["login"] for one in maintainers.json] == ["marcus"]
    assert api.ask("DELETE", f"{path}/sten", maintainer).status == 204
    assert names()[-1] == "team.remove_member"
    assert api.ask("DELETE", f"{path}/sten", maintainer).status == 404
    assert api.ask("GET", f"{path}/sten", by(owner)).status == 404
    assert api.ask("PUT", f"{path}/nobody", by(owner)).status == 404


def test_a_team_of_another_organization_is_missing(api, world, forum, owner, by):
    """Attack 58."""
    team = world.team(forum, "guards")
    curia = world.organization("curia", owner)
    assert api.ask("GET", "/orgs/curia/teams/guards", by(owner)).status == 404
    assert api.ask("GET", f"/organizations/{forum.id}/team/{team.id}", by(owner)).status == 200
    for path in (
        f"/organizations/{curia.id}/team/{team.id}",
        f"/organizations/{forum.id}/team/x",
        f"/organizations/x/team/{team.id}",
    ):
        assert api.ask("GET", path, by(owner)).status == 404
        assert api.ask("DELETE", path, by(owner)).status == 404
