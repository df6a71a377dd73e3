"""Attack 58: ids of one repository, asked for in another; attack 46: objects that nobody may see.

What is verified: an object is found in the repository whose address it is asked at and nowhere
else, and what is made there names nothing that is elsewhere.
"""

import pytest

from tests.histories import History
from watchword.repositories.model import Visibility

HERE = "/repos/octavia/here"


@pytest.fixture
def octavia(world):
    return world.user("octavia")


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "repo", "workflow")[1]


@pytest.fixture
def here(api, world, octavia):
    made = World_(api, world, octavia, "here", Visibility.PUBLIC)
    made.commit({"a": "a\n"}, "Here")
    return made


@pytest.fixture
def secret(api, world):
    """What lies in somebody else's private repository."""
    made = World_(api, world, world.user("eve"), "secret", Visibility.PRIVATE)
    commit = made.commit({"secret": "gold\n"}, "Hide")
    made.tag("v1", commit, "Hidden")
    names = ("main", "main^{tree}", "main:secret", "v1")
    return dict(zip(("commit", "tree", "blob", "tag"), map(made.rev, names), strict=True))


class World_(History):  # noqa: N801 - a history with a row
    def __init__(self, api, world, owner, name, visibility) -> None:
        super().__init__(api.layout.root, world.repository(owner, name, visibility).key)

    def rev(self, name):
        return self.git("rev-parse", name)


def test_no_object_of_another_repository_is_read(api, here, secret, token):
    for path in (
        f"git/blobs/{secret['blob']}",
        f"git/trees/{secret['tree']}",
        f"git/trees/{secret['commit']}",
        f"git/commits/{secret['commit']}",
        f"git/tags/{secret['tag']}",
        f"contents?ref={secret['commit']}",
        f"contents/secret?ref={secret['commit']}",
        f"readme?ref={secret['commit']}",
        f"compare/main...{secret['commit']}",
    ):
        assert api.ask("GET", f"{HERE}/{path}", token).status == 404, path
    for path in (f"commits/{secret['commit']}", f"tarball/{secret['commit']}"):
        assert api.ask("GET", f"{HERE}/{path}", token).status == 422, path
    assert api.ask("GET", f"{HERE}/commits?sha={secret['commit']}", token).status == 422


def test_nothing_is_made_of_objects_of_another_repository(api, here, secret, token):
    mine = here.rev("main^{tree}")
    entry = {"path": "x", "mode": "100644", "type": "blob", "sha": secret["blob"]}
    for kind, body in (
        ("trees", {"tree": [entry]}),
        ("trees", {"tree": [{**entry, "mode": "040000", "type": "tree", "sha": secret["tree"]}]}),
        ("trees", {"base_tree": secret["commit"], "tree": [{**entry, "content": "x"}]}),
        ("commits", {"message": "m", "tree": secret["tree"]}),
        ("commits", {"message": "m", "tree": mine, "parents": [secret["commit"]]}),
        ("tags", {"tag": "v", "message": "m", "object": secret["commit"], "type": "commit"}),
        ("refs", {"ref": "refs/heads/stolen", "sha": secret["commit"]}),
    ):
        assert api.ask("POST", f"{HERE}/git/{kind}", token, body=body).status == 422, kind
    body = {"sha": secret["commit"], "force": True}
    assert api.ask("PATCH", f"{HERE}/git/refs/heads/main", token, body=body).status == 422
    merge = {"base": "main", "head": secret["commit"]}
    assert api.ask("POST", f"{HERE}/merges", token, body=merge).status == 404
    content = {"message": "m", "content": "eA==", "sha": secret["blob"]}
    assert api.ask("PUT", f"{HERE}/contents/a", token, body=content).status == 409


def test_a_former_name_leads_by_number_with_its_tail(api, world, octavia, here, token):
    api.ask("PATCH", HERE, token, body={"name": "there"})
    answer = api.ask("GET", f"{HERE}/contents/a", token)
    assert answer.status == 301
    assert answer.header("location").endswith("/contents/a")
    assert api.ask("GET", f"{HERE}/contents/a", world.token(octavia)[1]).status == 301
    path = answer.header("location").partition("/api/v3")[2]
    assert api.ask("GET", path, token).json["name"] == "a"
