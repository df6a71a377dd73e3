"""Repositories of organizations over the API."""

import pytest

from watchword.access.roles import Role
from watchword.repositories.model import Visibility

PATH = "/orgs/forum/repos"


def names_of(told):
    return [one["name"] for one in told.json]


def test_a_repository_is_made_that_the_organization_owns(api, forum, owner, by):
    made = api.ask("POST", PATH, by(owner), body={"name": "things", "auto_init": True})
    assert made.status == 201
    told = made.json
    assert (told["full_name"], told["owner"]["type"]) == ("forum/things", "Organization")
    assert told["organization"] == told["owner"]
    assert told["permissions"]["admin"]
    assert api.ask("GET", "/orgs/forum").json["public_repos"] == 1
    assert api.ask("GET", "/repos/forum/things", by(owner)).json["organization"]["login"] == "forum"


def test_a_member_administers_what_it_made_and_nothing_else(api, world, forum, member, owner, by):
    world.repository(forum, "other")
    made = api.ask("POST", PATH, by(member), body={"name": "mine", "private": True})
    assert made.status == 201
    assert made.json["permissions"]["admin"]
    other = api.ask("GET", "/repos/forum/other", by(member)).json["permissions"]
    assert (other["pull"], other["push"]) == (True, False)


def test_internal_ones_are_for_organizations(api, world, forum, owner, stranger, by):
    body = {"name": "inner", "visibility": "internal"}
    made = api.ask("POST", PATH, by(owner), body=body)
    assert (made.status, made.json["visibility"], made.json["private"]) == (201, "internal", True)
    assert api.ask("GET", "/repos/forum/inner", by(stranger)).status == 200
    assert api.ask("GET", "/repos/forum/inner", by(stranger, "public_repo")).status == 404
    assert api.ask("GET", "/repos/forum/inner").status == 404
    assert api.ask("POST", "/user/repos", by(owner), body=body).status == 422
    things = world.repository(forum, "things")
    path = f"/repos/{things.full_name}"
    assert api.ask("PATCH", path, by(owner), body={"visibility": "internal"}).status == 200
    assert names_of(api.ask("GET", f"{PATH}?type=internal&sort=full_name", by(owner))) == [
        "inner",
        "things",
    ]


def test_a_team_works_with_it_from_the_beginning(api, world, forum, member, owner, by):
    team = world.team(forum, "team", member)
    body = {"name": "vault", "private": True, "team_id": team.id}
    assert api.ask("POST", PATH, by(owner), body=body).status == 201
    told = api.ask("GET", "/repos/forum/vault", by(member)).json["permissions"]
    assert (told["pull"], told["push"]) == (True, False)
    for wrong in (4711, -1, 2**70):
        body = {"name": "other", "team_id": wrong}
        assert api.ask("POST", PATH, by(owner), body=body).status == 422
    curia = world.organization("curia", owner)
    foreign = world.team(curia, "foreign")
    body = {"name": "other", "team_id": foreign.id}
    assert api.ask("POST", PATH, by(owner), body=body).status == 422
    assert api.ask("GET", "/repos/forum/other", by(owner)).status == 404


@pytest.mark.parametrize(
    ("scopes", "private", "status"),
    [
        (("repo",), True, 201),
        (("repo",), False, 201),
        (("public_repo",), False, 201),
        (("public_repo",), True, 403),
        (("admin:org",), False, 403),
    ],
)
def test_making_takes_the_scope_of_what_is_made(api, forum, owner, by, scopes, private, status):
    body = {"name": "x", "private": private}
    assert api.ask("POST", PATH, by(owner, *scopes), body=body).status == status


def test_who_is_outside_makes_nothing(api, forum, stranger, by):
    told = api.ask("POST", PATH, by(stranger), body={"name": "x"})
    text = "You need admin access to the organization before adding a repository to it."
    assert (told.status, told.message) == (403, text)
    assert api.ask("POST", PATH, body={"name": "x"}).status == 401
    assert api.ask("POST", "/orgs/none/repos", by(stranger), body={"name": "x"}).status == 404


def test_the_list_holds_what_one_may_see(api, world, forum, owner, member, stranger, by):
    for name, visibility in (
        ("open", Visibility.PUBLIC),
        ("shut", Visibility.PRIVATE),
        ("inner", Visibility.INTERNAL),
    ):
        world.repository(forum, name, visibility)
    everything = f"{PATH}?sort=full_name"
    assert names_of(api.ask("GET", everything, by(owner))) == ["inner", "open", "shut"]
    assert names_of(api.ask("GET", everything, by(owner, "public_repo"))) == ["open"]
    assert names_of(api.ask("GET", everything, by(member))) == ["inner", "open"]
    assert names_of(api.ask("GET", everything, by(stranger))) == ["inner", "open"]
    assert names_of(api.ask("GET", everything)) == ["open"]
    assert names_of(api.ask("GET", f"{everything}&type=private", by(member))) == ["inner"]
    assert names_of(api.ask("GET", f"{everything}&type=forks", by(owner))) == []
    page = api.ask("GET", f"{everything}&per_page=1", by(member))
    assert 'page=2>; rel="last"' in page.header("link")
    copy = world.repository(forum, "copy")
    there = world.read(lambda work: work.repositories.find("forum", "open", owner.id))
    world.write(lambda work: work.lineage.begin_fork(copy.id, there.id, there.id, None, work.now))
    assert names_of(api.ask("GET", f"{everything}&type=forks", by(owner))) == ["copy"]
    assert "copy" not in names_of(api.ask("GET", f"{everything}&type=sources", by(owner)))


def test_ones_own_list_holds_them_too(api, world, forum, owner, member, by):
    vault = world.repository(forum, "vault", Visibility.PRIVATE)
    world.team_works(world.team(forum, "team", member), vault, Role.READ)
    for token in (by(owner), by(member)):
        assert names_of(api.ask("GET", "/user/repos", token)) == ["vault"]
        query = "?affiliation=organization_member"
        assert names_of(api.ask("GET", f"/user/repos{query}", token)) == ["vault"]
        assert names_of(api.ask("GET", "/user/repos?affiliation=owner", token)) == []
    assert names_of(api.ask("GET", "/user/repos", by(member, "public_repo"))) == []


@pytest.mark.parametrize(
    ("base", "held"),
    [(Role.NONE, None), (Role.READ, "pull"), (Role.WRITE, "push"), (Role.ADMIN, "admin")],
)
def test_the_base_role_is_every_members(api, world, owner, by, base, held):
    curia = world.organization("curia", owner, base_role=base.value)
    world.repository(curia, "vault", Visibility.PRIVATE)
    mila = world.user("mila")
    world.member(curia, mila)
    told = api.ask("GET", "/repos/curia/vault", by(mila))
    assert told.status == (200 if held else 404)
    if held:
        granted = [name for name, on in told.json["permissions"].items() if on]
        assert granted[0] == held
