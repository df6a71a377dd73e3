"""Gists, forks and templates in GraphQL, by the questions that gh asks."""

import pytest

from tests.histories import History
from tests.world import NOON
from watchword.repositories.model import Visibility

GISTS = """
query GistList($endCursor:String$includeContent:Boolean!$per_page:Int!$visibility:GistPrivacy!){
  viewer{gists(first: $per_page, after: $endCursor, privacy: $visibility,
    orderBy: {field: CREATED_AT, direction: DESC}){
      nodes{description,files{name,text @include(if: $includeContent)},isPublic,name,updatedAt},
      pageInfo{hasNextPage,endCursor}}}}
"""
CLONE = """
mutation CloneTemplateRepository($input: CloneTemplateRepositoryInput!) {
  cloneTemplateRepository(input: $input) { repository { id name owner { login } url } }
}
"""
ORIGINS = """
query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) {
  isFork isTemplate forkCount parent { nameWithOwner } source { nameWithOwner }
  templateRepository { nameWithOwner } } }
"""


@pytest.fixture
def gist(api, token):
    def made(name, *, public=False, by=token):
        body = {"files": {name: {"content": f"in {name}"}}, "public": public, "description": name}
        return api.ask("POST", "/gists", by, body=body).json

    return made


def asked(told, **more):
    given = {"endCursor": None, "includeContent": False, "per_page": 10, "visibility": "ALL"}
    return told(GISTS, {**given, **more})["viewer"]["gists"]


def test_gists_are_listed_as_gh_asks_for_them(told, gist, world):
    first = gist("a.txt")
    world.clock.now += 1
    second = gist("b.txt", public=True)
    every = asked(told, includeContent=True)
    assert [one["name"] for one in every["nodes"]] == [second["id"], first["id"]]
    assert every["nodes"][0]["files"] == [{"name": "b.txt", "text": "in b.txt"}]
    assert [one["isPublic"] for one in every["nodes"]] == [True, False]
    public = asked(told, visibility="PUBLIC")["nodes"]
    assert [one["name"] for one in public] == [second["id"]]
    secret = asked(told, visibility="SECRET")["nodes"]
    assert [one["name"] for one in secret] == [first["id"]]
    page = asked(told, per_page=1)
    assert page["pageInfo"]["hasNextPage"] is True
    rest = asked(told, per_page=1, endCursor=page["pageInfo"]["endCursor"])
    assert [one["name"] for one in rest["nodes"]] == [first["id"]]


def test_without_the_scope_secret_gists_are_not_told_of(told, gist, world, octavia):
    gist("a.txt")
    public = gist("b.txt", public=True)
    bare = world.token(octavia, "repo")[1]
    given = {"endCursor": None, "includeContent": False, "per_page": 10}
    for privacy, names in (("ALL", [public["id"]]), ("SECRET", [])):
        found = told(GISTS, {**given, "visibility": privacy}, by=bare)["viewer"]["gists"]
        assert [one["name"] for one in found["nodes"]] == names


def test_secret_gists_of_others_are_not_told_of(told, gist, world):
    bert = world.user("bert")
    gist("a.txt", by=world.token(bert, "gist")[1])
    question = '{user(login: "bert") {gists(first: 9, privacy: ALL) {totalCount nodes {name}}}}'
    assert told(question)["user"]["gists"] == {"totalCount": 0, "nodes": []}


def test_a_fork_tells_where_it_comes_from(told, world, octavia):
    source = world.repository(world.user("bert"), "things")
    fork = world.repository(octavia, "things")
    world.write(lambda work: work.lineage.begin_fork(fork.id, source.id, source.id, None, NOON))
    found = told(ORIGINS, {"owner": "octavia", "name": "things"})["repository"]
    assert (found["isFork"], found["forkCount"]) == (True, 0)
    assert found["parent"] == found["source"] == {"nameWithOwner": "bert/things"}
    assert told(ORIGINS, {"owner": "bert", "name": "things"})["repository"]["forkCount"] == 1
    listed = "{viewer {repositories(first: 9, isFork: %s) {nodes {nameWithOwner}}}}"
    forks = told(listed % "true")["viewer"]["repositories"]["nodes"]
    assert forks == [{"nameWithOwner": "octavia/things"}]
    assert told(listed % "false")["viewer"]["repositories"]["nodes"] == []


def test_a_parent_that_is_hidden_is_not_told_of(told, world, octavia):
    source = world.repository(world.user("bert"), "things", Visibility.PRIVATE)
    fork = world.repository(octavia, "things")
    world.write(lambda work: work.lineage.begin_fork(fork.id, source.id, source.id, None, NOON))
    found = told(ORIGINS, {"owner": "octavia", "name": "things"})["repository"]
    assert (found["parent"], found["source"]) == (None, None)


def test_a_template_is_cloned_with_its_files(api, told, refused, world, octavia):
    form = world.repository(octavia, "form")
    History(api.layout.root, form.key).commit({"a.txt": "a"})
    node, me = told('{repository(owner:"octavia",name:"form"){id}viewer{id}}').values()
    wanted = {
        "name": "mine",
        "visibility": "PRIVATE",
        "ownerId": me["id"],
        "repositoryId": node["id"],
        "includeAllBranches": False,
    }
    assert "is not a template" in refused(CLONE, {"input": wanted})["message"]
    world.write(lambda work: work.lineage.set_template(form.id, is_template=True))
    made = told(CLONE, {"input": wanted})["cloneTemplateRepository"]["repository"]
    assert (made["name"], made["owner"]["login"]) == ("mine", "octavia")
    found = world.read(lambda work: work.repositories.find("octavia", "mine", octavia.id))
    assert History(api.layout.root, found.key).git("show", "main:a.txt") == "a"
    origin = told(ORIGINS, {"owner": "octavia", "name": "mine"})["repository"]
    assert origin["templateRepository"] == {"nameWithOwner": "octavia/form"}
