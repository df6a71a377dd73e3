"""Asking people to join, and what they answer."""

import pytest

PATH = "/orgs/forum/invitations"


@pytest.fixture
def invited(api, forum, owner, stranger, by):
    body = {"invitee_id": stranger.id, "role": "direct_member"}
    return api.ask("POST", PATH, by(owner), body=body).json


def test_owners_ask_a_person(api, forum, owner, stranger, invited, by, names):
    assert (invited["login"], invited["email"]) == ("sten", None)
    assert (invited["role"], invited["team_count"]) == ("direct_member", 0)
    assert invited["inviter"]["login"] == "olga"
    assert names()[-1] == "org.invite_member"
    assert api.ask("GET", PATH, by(owner)).json == [invited]
    pending = api.ask("GET", "/orgs/forum/memberships/sten", by(owner)).json
    assert (pending["state"], pending["role"]) == ("pending", "member")


def test_nobody_is_asked_twice_or_as_a_member(api, forum, owner, member, invited, by):
    for body in (
        {"invitee_id": invited["id"] and member.id},
        {"invitee_id": 4711},
        {"invitee_id": -1},
        {"invitee_id": 2**70},
        {"email": "nobody"},
        {"role": "billing_manager", "email": "a@example.test"},
        {"email": "a@example.test", "team_ids": [4711]},
        {"email": "a@example.test", "team_ids": [-1]},
        {},
    ):
        assert api.ask("POST", PATH, by(owner), body=body).status == 422
    again = api.ask("POST", PATH, by(owner), body={"invitee_id": invited["id"]})
    assert again.status == 422


def test_accepting_lets_in_with_the_teams(api, world, forum, owner, stranger, by, names):
    team = world.team(forum, "team")
    body = {"invitee_id": stranger.id, "role": "admin", "team_ids": [team.id]}
    asked = api.ask("POST", PATH, by(owner), body=body).json
    assert asked["team_count"] == 1
    teams = api.ask("GET", f"{PATH}/{asked['id']}/teams", by(owner)).json
    assert [one["slug"] for one in teams] == ["team"]
    mine = "/user/memberships/orgs/forum"
    assert api.ask("GET", mine, by(stranger, "read:org")).json["state"] == "pending"
    body = {"state": "active"}
    assert api.ask("PATCH", mine, by(stranger, "read:org"), body=body).status == 403
    told = api.ask("PATCH", mine, by(stranger, "write:org"), body=body)
    assert (told.status, told.json["state"], told.json["role"]) == (200, "active", "admin")
    assert names()[-2:] == ["org.add_member", "team.add_member"]
    assert api.ask("GET", PATH, by(owner)).json == []
    again = api.ask("PATCH", mine, by(stranger), body=body)
    assert (again.status, again.json["state"]) == (200, "active")


def test_nobody_accepts_what_was_not_offered(api, world, forum, owner, stranger, invited, by):
    other = world.user("other")
    mine = "/user/memberships/orgs/forum"
    assert api.ask("GET", mine, by(other)).status == 404
    assert api.ask("PATCH", mine, by(other), body={"state": "active"}).status == 404
    assert api.ask("PATCH", mine, by(stranger), body={"state": "x"}).status == 422
    assert api.ask("PATCH", mine, by(stranger), body={}).status == 422


def test_an_invitation_is_taken_back(api, forum, owner, stranger, invited, by, names):
    assert api.ask("DELETE", f"{PATH}/{invited['id']}", by(owner)).status == 204
    assert names()[-1] == "org.cancel_invitation"
    mine = "/user/memberships/orgs/forum"
    assert api.ask("PATCH", mine, by(stranger), body={"state": "active"}).status == 404
    assert api.ask("DELETE", f"{PATH}/{invited['id']}", by(owner)).status == 404
    for number in ("x", "0", "9" * 40):
        assert api.ask("DELETE", f"{PATH}/{number}", by(owner)).status == 404


def test_taking_back_by_membership(api, forum, owner, invited, by, names):
    assert api.ask("DELETE", "/orgs/forum/memberships/sten", by(owner)).status == 204
    assert names()[-1] == "org.cancel_invitation"


def test_an_address_is_asked_and_its_person_accepts(api, world, forum, owner, by):
    body = {"email": "Nova@Example.test"}
    asked = api.ask("POST", PATH, by(owner), body=body).json
    assert (asked["login"], asked["email"]) == (None, "Nova@Example.test")
    assert api.ask("POST", PATH, by(owner), body=body).status == 422
    nova = world.user("nova")
    told = api.ask("PATCH", "/user/memberships/orgs/forum", by(nova), body={"state": "active"})
    assert told.json["state"] == "active"


def test_being_let_in_answers_the_invitation(api, forum, owner, stranger, invited, by):
    api.ask("PUT", "/orgs/forum/memberships/sten", by(owner))
    assert api.ask("GET", PATH, by(owner)).json == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_invitations_are_for_owners(api, forum, owner, member, stranger, by, method):
    body = None if method == "GET" else {"invitee_id": stranger.id}
    for token in (by(member), by(stranger), by(owner, "write:org")):
        assert api.ask(method, PATH, token, body=body).status == 403
    # A member is not told whom the owners asked.
    asked = api.ask("GET", "/orgs/forum/memberships/sten", by(member))
    assert asked.status == 403


def test_an_invitation_of_another_organization_is_missing(api, world, owner, invited, by):
    """Attack 58."""
    world.organization("curia", owner)
    path = f"/orgs/curia/invitations/{invited['id']}"
    assert api.ask("DELETE", path, by(owner)).status == 404
    assert api.ask("GET", path + "/teams", by(owner)).status == 404
    assert len(api.ask("GET", PATH, by(owner)).json) == 1


def test_an_address_that_was_only_claimed_opens_nothing(api, world, forum, owner, stranger, by):
    body = {"email": "boss@example.test"}
    assert api.ask("POST", PATH, by(owner), body=body).status == 201
    world.write(lambda work: work.emails.add(stranger.id, "boss@example.test", work.now))
    world.write(lambda work: work.users.set_primary(stranger.id, "boss@example.test", work.now))
    mine = "/user/memberships/orgs/forum"
    assert api.ask("GET", mine, by(stranger)).status == 404
    assert api.ask("PATCH", mine, by(stranger), body={"state": "active"}).status == 404
    (claimed,) = (
        one
        for one in world.read(lambda work: work.emails.of(stranger.id))
        if one.address == "boss@example.test"
    )
    world.write(lambda work: work.emails.verify(claimed.id, work.now))
    told = api.ask("PATCH", mine, by(stranger), body={"state": "active"})
    assert told.json["state"] == "active"
