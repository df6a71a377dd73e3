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


FORKS = """
query($first: Int, $after: String, $privacy: RepositoryPrivacy, $order: RepositoryOrder) {
  repository(owner: "bert", name: "things") {
    forks(first: $first, after: $after, privacy: $privacy, orderBy: $order) {
      totalCount nodes { nameWithOwner } edges { node { owner { login } } }
      pageInfo { hasNextPage endCursor }
    }
  }
}"""


@pytest.fixture
def forks(told, world, octavia):
    """What is told of forks of a repository: two are public, one is the viewer's and hidden."""
    source = world.repository(world.user("bert"), "things")
    people = {"anna": Visibility.PUBLIC, "carl": Visibility.PUBLIC, "dora": Visibility.PRIVATE}
    owners = [(world.user(login), visibility) for login, visibility in people.items()]
    for owner, visibility in [*owners, (octavia, Visibility.PRIVATE)]:
        world.clock.now += 60
        fork = world.repository(owner, "mine", visibility)
        world.write(
            lambda work, fork=fork: work.lineage.begin_fork(
                fork.id, source.id, source.id, None, NOON
            )
        )

    def asked(*, by=None, **given):
        answer = told(FORKS, {"first": 9, **given}, **({} if by is None else {"by": by}))
        found = answer["repository"]["forks"]
        names = [one["nameWithOwner"] for one in found["nodes"]]
        assert [f"{one['node']['owner']['login']}/mine" for one in found["edges"]] == names
        return names, found["totalCount"], found["pageInfo"]

    return asked


def test_forks_are_told_that_the_viewer_may_see(forks, world, octavia):
    public = ["anna/mine", "carl/mine"]
    assert forks()[:2] == ([*public, "octavia/mine"], 3)
    assert forks(privacy="PUBLIC")[:2] == (public, 2)
    assert forks(privacy="PRIVATE")[:2] == (["octavia/mine"], 1)
    assert forks(by=world.token(octavia, "public_repo")[1])[:2] == (public, 2)
    assert forks(by=world.token(world.user("eve"), "repo")[1])[:2] == (public, 2)


def test_forks_come_in_parts_and_in_the_order_that_is_wanted(forks):
    names, total, page = forks(first=1)
    assert (names, total, page["hasNextPage"]) == (["anna/mine"], 3, True)
    assert forks(first=1, after=page["endCursor"])[0] == ["carl/mine"]
    newest = {"field": "CREATED_AT", "direction": "DESC"}
    assert forks(order=newest)[0] == ["octavia/mine", "carl/mine", "anna/mine"]


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
    told_why = refused(CLONE, {"input": wanted})["message"]
    assert told_why == "The repository octavia/form is not a template"
    world.write(lambda work: work.lineage.set_template(form.id, is_template=True))
    made = told(CLONE, {"input": wanted})["cloneTemplateRepository"]["repository"]
    assert (made["name"], made["owner"]["login"]) == ("mine", "octavia")
    found = world.read(lambda work: work.repositories.find("octavia", "mine", octavia.id))
    assert History(api.layout.root, found.key).git("show", "main:a.txt") == "a"
    origin = told(ORIGINS, {"owner": "octavia", "name": "mine"})["repository"]
    assert origin["templateRepository"] == {"nameWithOwner": "octavia/form"}
