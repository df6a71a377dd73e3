"""Attack 7, one document about several repositories, of which some are forbidden.

The forbidden parts alone fail, in words that a missing one has as well, and no count tells of them.
"""

import json

import pytest

from watchword.access.roles import Role
from watchword.repositories.model import Visibility
from watchword.surfaces.shapes.node_ids import REPOSITORY, USER, node_id

SECRET = "catacombs"


class Site:
    """Octavia's repositories, one of them hidden; Eve, who may see another hidden one of hers."""

    def __init__(self, world, api):
        self.api = api
        self.octavia, self.eve = world.user("octavia"), world.user("eve")
        self.open = world.repository(self.octavia, "forum")
        self.hidden = world.repository(self.octavia, SECRET, Visibility.PRIVATE)
        self.shared = world.repository(self.octavia, "shared", Visibility.PRIVATE)
        world.collaborator(self.shared, self.eve, Role.READ)
        self.strong = world.token(self.eve, "repo", "user", "delete_repo", "admin:org")[1]
        self.weak = world.token(self.octavia, "public_repo", "gist", "user", "read:org")[1]

    def ask(self, query, by, **variables):
        body = {"query": query, "variables": variables}
        answer = self.api.ask("POST", "/api/graphql", by, body=body)
        assert answer.status == 200
        return answer.json


@pytest.fixture
def site(world, api):
    return Site(world, api)


MIXED = """query($open: ID!, $hidden: ID!, $gone: ID!) {
  a: repository(owner: "octavia", name: "forum") { name }
  b: repository(owner: "octavia", name: "catacombs") { name stargazerCount }
  c: repository(owner: "octavia", name: "catacombz") { name stargazerCount }
  d: node(id: $open) { id }
  e: node(id: $hidden) { id }
  f: node(id: $gone) { id }
}"""


@pytest.mark.parametrize("who", ["strong", "weak"])
def test_the_forbidden_parts_alone_fail_and_as_missing_ones_do(site, who):
    ids = {name: node_id(REPOSITORY, getattr(site, name).id) for name in ("open", "hidden")}
    gone = node_id(REPOSITORY, 4_000_000)
    answer = site.ask(MIXED, getattr(site, who), **ids, gone=gone)
    assert answer["data"] == {
        "a": {"name": "forum"},
        "b": None,
        "c": None,
        "d": {"id": ids["open"]},
        "e": None,
        "f": None,
    }
    told = {one["path"][0]: one for one in answer["errors"]}
    assert told.keys() == {"b", "c", "e", "f"}
    assert {one["type"] for one in told.values()} == {"NOT_FOUND"}
    for hidden, missing, names in (
        ("b", "c", (SECRET, "catacombz")),
        ("e", "f", (ids["hidden"], gone)),
    ):
        assert told[hidden]["message"].replace(names[0], names[1]) == told[missing]["message"]
        assert told[hidden].keys() == told[missing].keys()


LISTS = """{
  viewer { repositories { totalCount nodes { name } } }
  user(login: "octavia") { repositories { totalCount nodes { name } edges { node { name } } } }
  hidden: user(login: "octavia") { repositories(privacy: PRIVATE) { totalCount nodes { name } } }
  repository(owner: "octavia", name: "forum") {
    owner { repositories(first: 100) { totalCount nodes { name owner { login } } } }
  }
  search(type: REPOSITORY, query: "catacombs") { repositoryCount nodes { __typename } }
  all: search(type: REPOSITORY, query: "user:octavia is:private") {
    repositoryCount edges { node { ... on Repository { name } } }
  }
}"""


def test_lists_and_counts_know_nothing_of_it_whatever_way_leads_to_them(site):
    told = site.ask(LISTS, site.strong)
    assert SECRET not in json.dumps(told)
    told = told["data"]
    visible = {"forum", "shared"}
    for listed in (told["user"]["repositories"], told["repository"]["owner"]["repositories"]):
        assert {one["name"] for one in listed["nodes"]} == visible
        assert listed["totalCount"] == 2
    assert told["hidden"]["repositories"] == {"totalCount": 1, "nodes": [{"name": "shared"}]}
    assert told["search"] == {"repositoryCount": 0, "nodes": []}
    assert told["all"]["repositoryCount"] == 1


def test_the_owners_own_token_counts_no_more_than_it_may_see(site):
    told = site.ask(LISTS, site.weak)["data"]
    listed = (told["viewer"], told["user"], told["repository"]["owner"])
    assert [one["repositories"]["totalCount"] for one in listed] == [1, 1, 1]
    assert told["hidden"]["repositories"] == {"totalCount": 0, "nodes": []}
    assert (told["search"]["repositoryCount"], told["all"]["repositoryCount"]) == (0, 0)


def test_no_page_behind_the_end_shows_what_was_left_out(site):
    query = """query($after: String) { user(login: "octavia") {
      repositories(first: 1, after: $after) { nodes { name } pageInfo { endCursor } } } }"""
    seen, after = [], None
    for _ in range(5):
        page = site.ask(query, site.strong, after=after)["data"]["user"]["repositories"]
        seen += [one["name"] for one in page["nodes"]]
        after = page["pageInfo"]["endCursor"] or after
    assert seen == ["forum", "shared"]


def test_a_mutation_about_both_changes_neither(world, site):
    mine = world.repository(site.eve, "mine")
    query = """mutation($mine: ID!, $other: ID!) {
      a: archiveRepository(input: {repositoryId: $mine}) { repository { name } }
      b: archiveRepository(input: {repositoryId: $other}) { repository { name } }
    }"""
    for other, kind in ((site.hidden, "NOT_FOUND"), (site.shared, "FORBIDDEN")):
        ids = {"mine": node_id(REPOSITORY, mine.id), "other": node_id(REPOSITORY, other.id)}
        answer = site.ask(query, site.strong, **ids)
        assert answer["data"] == {"a": None, "b": None}
        assert [one["type"] for one in answer["errors"]] == [kind]
    for one in (mine, site.hidden, site.shared):
        assert not world.read(
            lambda work, one=one: work.repositories.by_id(one.id, None)
        ).is_archived


def test_fragments_and_aliases_are_no_way_around(site):
    query = """
      fragment all on Repository { name: nameWithOwner description: sshUrl }
      query($id: ID!) {
        viewer: repository(owner: "octavia", name: "catacombs") { ...all }
        node(id: $id) { ... on Repository { ...all owner { login } } ... on User { login } }
      }"""
    answer = site.ask(query, site.strong, id=node_id(REPOSITORY, site.hidden.id))
    assert answer["data"] == {"viewer": None, "node": None}
    assert "git@" not in json.dumps(answer)


def test_an_id_of_another_kind_opens_nothing(site):
    numbers = (site.hidden.id, site.octavia.id)
    query = "query($id: ID!) { node(id: $id) { id ... on Repository { name } } }"
    for number in numbers:
        for prefix in ("r", "REPO", "REF", "U", "R "):
            wrong = node_id(prefix, number)
            answer = site.ask(query, site.strong, id=wrong)
            if prefix == USER:
                assert answer["data"]["node"] == {"id": wrong} or answer["data"]["node"] is None
            else:
                assert answer["data"]["node"] is None
            assert SECRET not in json.dumps(answer)
