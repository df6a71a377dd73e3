"""GitHub's command line client makes, shows and fetches releases, on port 443."""

import json

import pytest

from tests.gh import Gh
from tests.named_server import HOST

SCOPES = "repo,read:org,gist,delete_repo"


@pytest.fixture
def gh(at_machine, server):
    """Give gh of an account with a public repository, on a machine of its own."""
    server.add_user("builder")
    gh = Gh(at_machine())
    gh.takes(server.token("builder", SCOPES))
    gh.run("auth", "setup-git")
    gh.run("repo", "create", "aqueduct", "--public", "--add-readme")
    return gh


def test_a_release_from_its_creation_to_its_end(gh):
    def release(*words, **more):
        return gh.says("release", *words, "-R", "builder/aqueduct", **more)

    (gh.machine.home / "tool.txt").write_text("a tool\n")
    (gh.machine.home / "more.txt").write_text("more of it\n")
    made = release("create", "v1", "tool.txt", "--title", "One", "--notes", "It flows")
    assert made == f"https://{HOST}/builder/aqueduct/releases/tag/v1"
    release("create", "v2", "--draft", "--notes", "")
    listed = json.loads(release("list", "--json", "tagName,isDraft,isLatest"))
    assert {one["tagName"]: one["isDraft"] for one in listed} == {"v1": False, "v2": True}
    release("upload", "v1", "more.txt")
    seen = json.loads(release("view", "v1", "--json", "name,body,assets"))
    assert (seen["name"], seen["body"]) == ("One", "It flows")
    assert {one["name"] for one in seen["assets"]} == {"tool.txt", "more.txt"}
    release("download", "v1", "--dir", "there")
    assert (gh.machine.home / "there/tool.txt").read_text() == "a tool\n"
    assert (gh.machine.home / "there/more.txt").read_text() == "more of it\n"
    release("delete", "v2", "--yes")
    release("delete", "v1", "--yes", "--cleanup-tag")
    assert json.loads(release("list", "--json", "tagName")) == []
    assert "not found" in gh.run("release", "view", "v1", "-R", "builder/aqueduct", status=1).stderr

    where = gh.says("browse", "--no-browser", "-R", "builder/aqueduct", "--releases")
    assert where == f"https://{HOST}/builder/aqueduct/releases"
    gh.run("label", "list", "-R", "builder/aqueduct")
