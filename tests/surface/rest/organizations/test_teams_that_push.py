"""Teams that may push to a protected branch."""

import pytest

from watchword.access.roles import Role

PATH = "/repos/forum/things/branches/main/protection"
TEAMS = f"{PATH}/restrictions/teams"


@pytest.fixture
def token(owner, by):
    return by(owner)


@pytest.fixture
def scribes(api, world, forum, member, token):
    """A team with a member in a team below it, both of which write."""
    body = {"name": "things", "auto_init": True, "private": True}
    assert api.ask("POST", "/orgs/forum/repos", token, body=body).status == 201
    found = world.read(lambda work: work.repositories.find("forum", "things", None))
    above = world.team(forum, "Scribes")
    world.team(forum, "Copyists", member, parent=above)
    world.team(forum, "Others")
    world.team_works(above, found, Role.WRITE)
    return above


def protect(api, token, *teams):
    body = {
        "required_status_checks": None,
        "enforce_admins": True,
        "required_pull_request_reviews": None,
        "restrictions": {"users": [], "teams": teams},
    }
    return api.ask("PUT", PATH, token, body=body)


def writes(api, credential, name):
    body = {"message": "x", "content": "eA=="}
    return api.ask("PUT", f"/repos/forum/things/contents/{name}", credential, body=body).status


def test_who_is_in_the_team_or_below_it_pushes(api, by, member, token, scribes):
    told = protect(api, token, "scribes")
    assert (told.status, told.json["restrictions"]["teams"][0]["slug"]) == (200, "scribes")
    assert writes(api, by(member), "one") == 201
    assert protect(api, token, "others").status == 200
    assert writes(api, by(member), "two") == 422
    assert writes(api, token, "two") == 422, "the rule binds administrators too"


def test_teams_are_changed_one_by_one(api, token, scribes):
    protect(api, token)

    def slugs(method, body=None):
        answer = api.ask(method, TEAMS, token, body=body)
        assert answer.status == 200, answer.body
        return [one["slug"] for one in answer.json]

    assert slugs("GET") == []
    assert slugs("POST", {"teams": ["scribes"]}) == ["scribes"]
    assert slugs("POST", ["others", "scribes"]) == ["scribes", "others"]
    assert slugs("DELETE", ["scribes"]) == ["others"]
    assert slugs("PUT", {"teams": ["copyists"]}) == ["copyists"]
    assert slugs("GET") == ["copyists"]
    told = api.ask("GET", TEAMS, token).json[0]
    assert told["parent"]["slug"] == "scribes"


def test_a_team_of_another_organization_is_none(api, world, owner, token, scribes):
    world.team(world.organization("agora", owner), "Strangers")
    refused = protect(api, token, "strangers")
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "teams")
