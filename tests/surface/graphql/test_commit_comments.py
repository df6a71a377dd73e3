"""Comments on commits in GraphQL: the same as REST tells, to those who may read them."""

import pytest

from watchword.access.roles import Role
from watchword.repositories.model import Visibility

QUESTION = """
query($first: Int, $after: String) {
  repository(owner: "octavia", name: "made") {
    commitComments(first: $first, after: $after) {
      totalCount
      nodes {
        id databaseId body path position createdAt url authorAssociation
        viewerDidAuthor viewerCanUpdate viewerCanDelete
        author { login } commit { id oid abbreviatedOid url }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}"""


@pytest.fixture
def made(api, token):
    body = {"name": "made", "auto_init": True}
    assert api.ask("POST", "/user/repos", token, body=body).status == 201
    return api.ask("GET", "/repos/octavia/made/commits/main", token).json


@pytest.fixture
def lucius(world):
    return world.user("lucius")


@pytest.fixture
def said(api, made, token, world, lucius):
    """A comment of octavia, and one of lucius."""

    def say(by, body, **where):
        path = f"/repos/octavia/made/commits/{made['sha']}/comments"
        return api.ask("POST", path, by, body={"body": body, **where}).json

    mine = say(token, "Is *this* right?", path="README.md", position=1)
    return mine, say(world.token(lucius, "public_repo")[1], "It is.")


@pytest.fixture
def listed(told):
    def listed(**more):
        given = {"first": more.pop("first", 9), "after": more.pop("after", None)}
        return told(QUESTION, given, **more)["repository"]["commitComments"]

    return listed


def test_they_are_told_as_rest_tells_them(listed, said, made):
    found = listed()
    assert found["totalCount"] == 2
    one, other = found["nodes"]
    assert one == {
        "id": said[0]["node_id"],
        "databaseId": said[0]["id"],
        "body": "Is *this* right?",
        "path": "README.md",
        "position": 1,
        "createdAt": said[0]["created_at"],
        "url": said[0]["html_url"],
        "authorAssociation": "OWNER",
        "viewerDidAuthor": True,
        "viewerCanUpdate": True,
        "viewerCanDelete": True,
        "author": {"login": "octavia"},
        "commit": {
            "id": made["node_id"],
            "oid": made["sha"],
            "abbreviatedOid": made["sha"][:7],
            "url": made["html_url"],
        },
    }
    assert (other["author"], other["viewerDidAuthor"]) == ({"login": "lucius"}, False)
    assert (other["authorAssociation"], other["path"]) == ("NONE", None)


def test_they_come_in_parts(listed, said):
    first = listed(first=1)
    assert [one["databaseId"] for one in first["nodes"]] == [said[0]["id"]]
    assert first["pageInfo"]["hasNextPage"]
    rest = listed(first=1, after=first["pageInfo"]["endCursor"])
    assert [one["databaseId"] for one in rest["nodes"]] == [said[1]["id"]]
    assert not rest["pageInfo"]["hasNextPage"]


def test_a_reader_changes_their_own_alone_and_with_the_scope(listed, said, world, lucius):
    def may(*scopes):
        nodes = listed(by=world.token(lucius, *scopes)[1])["nodes"]
        return [(one["viewerCanUpdate"], one["viewerCanDelete"]) for one in nodes]

    assert may("public_repo") == [(False, False), (True, True)]
    assert may("read:user") == [(False, False), (False, False)]


def test_those_of_a_hidden_repository_are_told_to_nobody_else(
    ask, listed, said, world, octavia, lucius
):
    def hide(work):
        found = work.repositories.find("octavia", "made", None)
        work.repositories.update(found.id, {"visibility": Visibility.PRIVATE}, work.now)
        return found

    found = world.write(hide)
    for by in (world.token(lucius, "repo")[1], world.token(octavia, "public_repo")[1]):
        answer = ask(QUESTION, {"first": 9}, by=by)
        assert answer["data"] == {"repository": None}
        assert answer["errors"][0]["type"] == "NOT_FOUND"
    world.collaborator(found, lucius, Role.READ)
    assert listed(by=world.token(lucius, "repo")[1])["totalCount"] == 2


def test_of_a_repository_without_any_none_are_told(listed, made):
    assert (listed()["nodes"], listed()["totalCount"]) == ([], 0)
