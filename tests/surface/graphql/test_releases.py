"""Releases, refs and labels in GraphQL, by the questions that gh asks."""

import pytest

from watchword.access.roles import Role

LIST = """
query RepositoryReleaseList(
  $direction:OrderDirection!$endCursor:String$name:String!$owner:String!$perPage:Int!
){repository(owner: $owner, name: $name){
  releases(first: $perPage, orderBy: {field: CREATED_AT, direction: $direction}, after: $endCursor){
    nodes{name,tagName,isDraft,isLatest,isPrerelease,createdAt,publishedAt},
    pageInfo{hasNextPage,endCursor}}}}
"""
BY_TAG = """
query RepositoryReleaseByTag($name:String!$owner:String!$tagName:String!){
  repository(owner: $owner, name: $name){release(tagName: $tagName){databaseId,isDraft}}}
"""
REF = """
query RepositoryFindRef($name:String!$owner:String!$tagName:String!){
  repository(owner: $owner, name: $name){ref(qualifiedName: $tagName){id name prefix}}}
"""
LABELS = """
query LabelList($owner: String!,$repo: String!, $limit: Int!, $endCursor: String,
    $query: String, $orderBy: LabelOrder) {
  repository(owner: $owner, name: $repo) {
    labels(first: $limit, after: $endCursor, query: $query, orderBy: $orderBy) {
      totalCount, nodes { name, color, description }, pageInfo { hasNextPage endCursor }}}}
"""
MADE = {"owner": "octavia", "name": "made"}


@pytest.fixture
def made(api, token):
    body = {"name": "made", "auto_init": True}
    return api.ask("POST", "/user/repos", token, body=body).json


@pytest.fixture
def release(api, world, made, token):
    def release(tag, **more):
        world.clock.now += 60
        body = {"tag_name": tag, "name": f"Named {tag}", **more}
        return api.ask("POST", "/repos/octavia/made/releases", token, body=body).json

    return release


def listed(told, direction="DESC", size=30, cursor=None, **more):
    given = {**MADE, "direction": direction, "perPage": size, "endCursor": cursor}
    return told(LIST, given, **more)["repository"]["releases"]


def test_releases_are_listed_as_gh_asks_for_them(told, release):
    release("v1")
    release("v2")
    release("v3-rc", prerelease=True)
    found = listed(told)
    assert [one["tagName"] for one in found["nodes"]] == ["v3-rc", "v2", "v1"]
    assert [one["isLatest"] for one in found["nodes"]] == [False, True, False]
    assert [one["isPrerelease"] for one in found["nodes"]] == [True, False, False]
    assert found["nodes"][2] == {
        "name": "Named v1",
        "tagName": "v1",
        "isDraft": False,
        "isLatest": False,
        "isPrerelease": False,
        "createdAt": "2027-01-15T08:01:00Z",
        "publishedAt": "2027-01-15T08:01:00Z",
    }
    assert [one["tagName"] for one in listed(told, "ASC")["nodes"]] == ["v1", "v2", "v3-rc"]
    first = listed(told, size=2)
    assert first["pageInfo"]["hasNextPage"] is True
    rest = listed(told, size=2, cursor=first["pageInfo"]["endCursor"])
    assert [one["tagName"] for one in rest["nodes"]] == ["v1"]


def test_releases_are_ordered_by_name(told, release):
    release("v1", name="Beech")
    release("v2", name="Alder")
    question = """{repository(owner: "octavia", name: "made") {
      releases(first: 9, orderBy: {field: NAME, direction: ASC}) {nodes {name}}
      latestRelease {tagName url}}}"""
    found = told(question)["repository"]
    assert [one["name"] for one in found["releases"]["nodes"]] == ["Alder", "Beech"]
    assert found["latestRelease"]["tagName"] == "v2"
    assert found["latestRelease"]["url"].endswith("/octavia/made/releases/tag/v2")


def test_drafts_are_told_to_those_who_may_push(told, world, release, made):
    draft, public = release("v1", draft=True), release("v2")
    repository = world.read(lambda work: work.repositories.by_id(made["id"], None))
    reader, writer = world.user("reader"), world.user("writer")
    world.collaborator(repository, reader, Role.READ)
    world.collaborator(repository, writer, Role.WRITE)

    def by_tag(tag, **more):
        return told(BY_TAG, {**MADE, "tagName": tag}, **more)["repository"]["release"]

    may = world.token(writer, "repo")[1]
    assert by_tag("v1", by=may) == {"databaseId": draft["id"], "isDraft": True}
    assert [one["isDraft"] for one in listed(told, by=may)["nodes"]] == [False, True]
    for hidden in (world.token(reader, "repo")[1], world.token(writer)[1]):
        assert by_tag("v1", by=hidden) is None
        assert by_tag("v2", by=hidden) == {"databaseId": public["id"], "isDraft": False}
        assert [one["tagName"] for one in listed(told, by=hidden)["nodes"]] == ["v2"]


@pytest.mark.parametrize("tag", ["v9", "", "with\x00nul", "v1/../v1"])
def test_a_release_that_is_none_is_null(told, release, tag):
    release("v1")
    found = told(BY_TAG, {**MADE, "tagName": tag})["repository"]
    assert found == {"release": None}


def test_a_ref_is_found_by_its_name_whole_or_short(told, release):
    release("v1")

    def ref(name):
        return told(REF, {**MADE, "tagName": name})["repository"]["ref"]

    tag = ref("refs/tags/v1")
    assert (tag["name"], tag["prefix"], bool(tag["id"])) == ("v1", "refs/tags/", True)
    assert ref("v1") == tag
    assert ref("main") == ref("refs/heads/main")
    assert ref("main")["prefix"] == "refs/heads/"
    for none in ("v2", "refs/tags/main", "refs/heads/v1", "HEAD", "", "a..b", "x" * 9000, "a\x00"):
        assert ref(none) is None, none


def test_there_are_no_labels(told, made):
    given = {"owner": "octavia", "repo": "made", "limit": 30}
    given["orderBy"] = {"field": "CREATED_AT", "direction": "ASC"}
    labels = told(LABELS, given)["repository"]["labels"]
    assert (labels["totalCount"], labels["nodes"]) == (0, [])
