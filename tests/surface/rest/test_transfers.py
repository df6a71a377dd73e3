"""Repositories get other owners: by whom, to whom, and what stays with them."""

import pytest

from tests.api import ADDRESS, API
from watchword.access.roles import Role
from watchword.repositories.model import Visibility

THING = "/repos/octavia/things/transfer"


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "repo", "admin:org")[1]


@pytest.fixture
def guild(world, octavia):
    return world.organization("guild", octavia)


@pytest.fixture
def things(world, octavia):
    return world.repository(octavia, "things", Visibility.PRIVATE)


def hand(api, token, owner, path=THING, **more):
    return api.ask("POST", path, token, body={"new_owner": owner, **more})


def test_a_repository_goes_to_an_organization_and_keeps_its_number(api, token, guild, things):
    told = hand(api, token, "guild")
    assert (told.status, told.json["full_name"]) == (202, "guild/things")
    assert (told.json["id"], told.json["owner"]["type"]) == (things.id, "Organization")
    old = api.ask("GET", "/repos/octavia/things", token)
    assert old.status == 301
    assert old.header("location") == f"{ADDRESS}{API}/repositories/{things.id}"
    assert api.ask("GET", "/repos/guild/things", token).status == 200
    assert api.ask("POST", THING, token, body={"new_owner": "octavia"}).status == 307


def test_it_comes_back_under_another_name(api, token, guild, things):
    assert hand(api, token, "guild").status == 202
    told = hand(api, token, "octavia", "/repos/guild/things/transfer", new_name="back")
    assert (told.status, told.json["full_name"]) == (202, "octavia/back")
    for former in ("octavia/things", "guild/things"):
        assert api.ask("GET", f"/repos/{former}", token).status == 301
    again = hand(api, token, "guild", "/repos/octavia/back/transfer", new_name="things")
    assert again.status == 202
    assert api.ask("GET", "/repos/guild/things", token).status == 200


def test_the_organization_that_gives_reads_of_it_in_its_log(api, world, octavia, token, guild):
    world.organization("other", octavia)
    world.repository(guild, "tools", Visibility.PRIVATE)
    assert hand(api, token, "other", "/repos/guild/tools/transfer").status == 202
    audit = world.token(octavia, "read:audit_log")[1]
    asked = "audit-log?phrase=action:repo.transfer_outgoing"
    [told] = api.ask("GET", f"/orgs/guild/{asked}", audit).json
    assert (told["org"], told["actor"]) == ("guild", "octavia")
    assert api.ask("GET", f"/orgs/other/{asked}", audit).json == []
    asked = "audit-log?phrase=action:repo.transfer"
    [told] = api.ask("GET", f"/orgs/other/{asked}", audit).json
    assert told["repo"] == "other/tools"


def test_to_strangers_the_old_address_is_missing(api, world, token, guild, things):
    hand(api, token, "guild")
    stranger = world.token(world.user("lucius"), "repo")[1]
    for path in ("octavia/things", "guild/things"):
        assert api.ask("GET", f"/repos/{path}", stranger).status == 404


def test_who_owned_it_may_still_administer_it_where_members_may_create(api, world, octavia, things):
    guild = world.organization("guild", world.user("olga"), members_create_private=True)
    world.member(guild, octavia)
    mine = world.token(octavia, "repo", "admin:org")[1]
    assert hand(api, mine, "guild").status == 202
    shown = api.ask("GET", "/repos/guild/things", mine).json
    assert shown["permissions"]["admin"] is True


def test_it_takes_what_making_one_there_takes(api, world, octavia, things):
    world.organization("guild", world.user("olga"))
    assert hand(api, world.token(octavia, "repo")[1], "guild").status == 403
    found = world.read(lambda work: work.repositories.by_id(things.id, octavia.id))
    assert found.full_name == "octavia/things"


def test_a_collaborator_who_administers_a_persons_repository_cannot_take_it(api, world, things):
    bob = world.user("bob")
    world.collaborator(things, bob, Role.ADMIN)
    world.organization("bobs", bob)
    for owner in ("bobs", "bob"):
        assert hand(api, world.token(bob, "repo", "admin:org")[1], owner).status == 403


@pytest.mark.parametrize("owner", ["nobody", "octavia", "", "a\x00b", "x" * 500])
def test_owners_who_cannot_have_it_are_refused(api, world, token, things, owner):
    assert hand(api, token, owner).status == 422


def test_another_person_is_asked_and_it_stays_until_then(api, world, token, octavia, things):
    lucius = world.user("lucius")
    told = hand(api, token, "lucius", new_name="stuff")
    assert (told.status, told.json["full_name"]) == (202, "octavia/things")
    offer = world.read(lambda work: work.repository_offers.of(things.id))
    assert (offer.receiver, offer.giver, offer.name) == (lucius.id, octavia.id, "stuff")
    theirs = world.token(lucius, "repo")[1]
    assert api.ask("GET", "/repos/octavia/things", theirs).status == 404
    with_teams = hand(api, token, "lucius", team_ids=[1])
    assert with_teams.status == 422


def test_a_name_that_is_taken_is_refused_and_nothing_changes(api, world, token, guild, things):
    world.repository(guild, "things")
    assert hand(api, token, "guild").status == 422
    assert api.ask("GET", "/repos/octavia/things", token).status == 200


def test_teams_of_the_former_owner_let_go_and_collaborators_stay(
    api, world, token, octavia, guild, things
):
    tina, carl = world.user("tina"), world.user("carl")
    hand(api, token, "guild")
    team = world.team(guild, "Masons", tina)
    now = world.read(lambda work: work.repositories.by_id(things.id, octavia.id))
    world.team_works(team, now, Role.WRITE)
    world.collaborator(now, carl, Role.WRITE)
    teams, direct = world.token(tina, "repo")[1], world.token(carl, "repo")[1]
    assert api.ask("GET", "/repos/guild/things", teams).json["permissions"]["push"]
    hand(api, token, "octavia", "/repos/guild/things/transfer")
    assert api.ask("GET", "/repos/octavia/things", teams).status == 404
    assert api.ask("GET", "/repos/octavia/things", direct).status == 200
    # Nor do they take hold of it again when it comes back.
    hand(api, token, "guild")
    assert api.ask("GET", "/repos/guild/things", teams).status == 404


def test_teams_of_the_new_owner_work_with_it(api, world, token, guild, things):
    team = world.team(guild, "Masons", world.user("tina"))
    other = world.organization("other", world.user("olga"))
    foreign = world.team(other, "Others")
    assert hand(api, token, "guild", team_ids=[foreign.id]).status == 422
    assert api.ask("GET", "/repos/octavia/things", token).status == 200
    assert hand(api, token, "guild", team_ids=[team.id]).status == 202
    tina = world.read(lambda work: work.users.by_login("tina"))
    assert api.ask("GET", "/repos/guild/things", world.token(tina, "repo")[1]).status == 200


def test_an_archived_repository_stays(api, world, token, guild, things):
    api.ask("PATCH", "/repos/octavia/things", token, body={"archived": True})
    assert hand(api, token, "guild").status == 403


def test_without_the_scope_for_private_ones_it_is_missing(api, world, octavia, guild, things):
    assert hand(api, world.token(octavia, "public_repo")[1], "guild").status == 404
