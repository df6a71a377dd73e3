"""Organizations in GraphQL, as gh asks for them."""

import pytest

from watchword.access.roles import Role
from watchword.repositories.model import Visibility
from watchword.surfaces.shapes.node_ids import ORGANIZATION, TEAM, USER, node_id

LIST = """query OrganizationList($user: String!, $limit: Int!, $endCursor: String) {
  user(login: $user) { login organizations(first: $limit, after: $endCursor) {
    totalCount nodes { login } pageInfo { hasNextPage endCursor } } } }"""
MAKE = """mutation RepositoryCreate($input: CreateRepositoryInput!) {
  createRepository(input: $input) { repository { name isInOrganization visibility
    owner { __typename login } viewerPermission } } }"""


@pytest.fixture
def forum(world, octavia):
    return world.organization("forum", octavia)


@pytest.fixture
def bob(world):
    return world.user("bob")


def listed(told, login, **more):
    found = told(LIST, {"user": login, "limit": 30}, **more)["user"]["organizations"]
    logins = [one["login"] for one in found["nodes"]]
    assert found["totalCount"] == len(logins)
    return logins


def test_ones_own_are_listed_page_by_page(told, world, forum, octavia):
    world.organization("curia", octavia)
    assert listed(told, "octavia") == ["curia", "forum"]
    first = told(LIST, {"user": "octavia", "limit": 1})["user"]["organizations"]
    assert (first["totalCount"], first["nodes"]) == (2, [{"login": "curia"}])
    after = first["pageInfo"]["endCursor"]
    more = told(LIST, {"user": "octavia", "limit": 1, "endCursor": after})
    found = more["user"]["organizations"]
    assert (found["nodes"], found["pageInfo"]["hasNextPage"]) == ([{"login": "forum"}], False)
    none = told(LIST, {"user": "octavia", "limit": 0})["user"]["organizations"]
    assert (none["totalCount"], none["nodes"]) == (2, [])


def test_of_others_those_are_listed_that_one_may_know_of(told, world, forum, bob, octavia):
    theirs = world.token(bob, "repo", "read:org")[1]
    blind = world.token(bob, "repo")[1]
    assert listed(told, "octavia", by=theirs) == []
    world.member(forum, bob)
    assert listed(told, "octavia", by=theirs) == ["forum"]
    assert listed(told, "octavia", by=blind) == []
    world.write(lambda work: work.organizations.publicize(forum.id, octavia.id, public=True))
    assert listed(told, "octavia", by=blind) == ["forum"]


def test_ones_own_take_a_scope(refused, world, octavia, forum):
    blind = world.token(octavia, "repo")[1]
    error = refused("{ viewer { organizations(first: 1) { totalCount } } }", by=blind)
    assert error["type"] == "INSUFFICIENT_SCOPES"
    assert "'read:org'" in error["message"]


def test_an_organization_is_asked_for_by_login_and_by_id(told, refused, forum, octavia):
    fields = "login id databaseId description viewerIsAMember viewerCanAdminister"
    found = told(f'{{ organization(login: "Forum") {{ {fields} }} }}')["organization"]
    number = node_id(ORGANIZATION, forum.id)
    assert found == {
        "login": "forum",
        "id": number,
        "databaseId": forum.id,
        "description": None,
        "viewerIsAMember": True,
        "viewerCanAdminister": True,
    }
    asked = f'{{ node(id: "{number}") {{ __typename ... on Organization {{ login }} }} }}'
    assert told(asked)["node"] == {"__typename": "Organization", "login": "forum"}
    owner = told('{ repositoryOwner(login: "forum") { __typename login } }')["repositoryOwner"]
    assert owner == {"__typename": "Organization", "login": "forum"}
    assert refused('{ organization(login: "octavia") { id } }')["type"] == "NOT_FOUND"
    assert refused('{ user(login: "forum") { id } }')["type"] == "NOT_FOUND"
    for kind, wrong in ((USER, forum.id), (ORGANIZATION, octavia.id)):
        asked = f'{{ node(id: "{node_id(kind, wrong)}") {{ id }} }}'
        assert refused(asked)["type"] == "NOT_FOUND"


def test_its_repositories_are_those_that_one_may_see(told, world, forum, bob):
    world.repository(forum, "open")
    world.repository(forum, "shut", Visibility.PRIVATE)
    asked = """{ repositoryOwner(login: "forum") { repositories(first: 9, ownerAffiliations: OWNER,
      orderBy: {field: NAME, direction: ASC}) { totalCount nodes { nameWithOwner
      isInOrganization owner { login } } } } }"""

    def names(**more):
        found = told(asked, **more)["repositoryOwner"]["repositories"]
        assert found["totalCount"] == len(found["nodes"])
        assert all(one["isInOrganization"] for one in found["nodes"])
        return [one["nameWithOwner"] for one in found["nodes"]]

    assert names() == ["forum/open", "forum/shut"]
    assert names(by=world.token(bob, "repo")[1]) == ["forum/open"]
    found = told('{ search(type: REPOSITORY, query: "org:forum", first: 5) { repositoryCount } }')
    assert found["search"]["repositoryCount"] == 2


@pytest.mark.parametrize("visibility", ["PUBLIC", "PRIVATE", "INTERNAL"])
def test_gh_makes_a_repository_that_it_owns(told, world, forum, bob, visibility):
    team = world.team(forum, "guards", bob)
    world.member(forum, bob)
    wanted = {"name": "things", "visibility": visibility}
    wanted |= {"ownerId": node_id(ORGANIZATION, forum.id), "teamId": node_id(TEAM, team.id)}
    made = told(MAKE, {"input": wanted})["createRepository"]["repository"]
    assert made == {
        "name": "things",
        "isInOrganization": True,
        "visibility": visibility,
        "owner": {"__typename": "Organization", "login": "forum"},
        "viewerPermission": "ADMIN",
    }
    found = world.read(lambda work: work.repositories.find("forum", "things", bob.id))
    assert found.role_of(world.caller(world.token(bob, "repo")[1]).actor) is Role.READ


def test_nobody_else_makes_one_there(refused, world, forum, bob):
    wanted = {"name": "x", "visibility": "PUBLIC", "ownerId": node_id(ORGANIZATION, forum.id)}
    theirs = world.token(bob, "repo")[1]
    assert refused(MAKE, {"input": wanted}, by=theirs)["type"] == "FORBIDDEN"
    wanted["teamId"] = "nonsense"
    assert refused(MAKE, {"input": wanted})["type"] == "NOT_FOUND"
    wanted |= {"ownerId": node_id(USER, forum.id), "teamId": None}
    assert refused(MAKE, {"input": wanted})["type"] == "NOT_FOUND"
    assert world.read(lambda work: work.repositories.find("forum", "x", None)) is None
