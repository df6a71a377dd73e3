"""GitHub's command line client makes, shows, changes and deletes repositories, on port 443."""

import json

import pytest

from tests.gh import Gh
from tests.named_server import HOST

SCOPES = "repo,read:org,gist,delete_repo"
QUERY = "POST /api/graphql"


@pytest.fixture
def gh_of(at_machine, recorder, server):
    """Give gh of a new account, signed in with a token, on a machine of its own."""

    def sign_up(login: str) -> Gh:
        server.add_user(login)
        gh = Gh(at_machine(recorder))
        gh.takes(server.token(login, SCOPES))
        gh.run("auth", "setup-git")
        recorder.seen.clear()
        return gh

    return sign_up


def asked(recorder):
    """What was asked since the last look."""
    found = [(str(one), one.status) for one in recorder.seen]
    recorder.seen.clear()
    return found


def seen(gh: Gh, name: str, *fields: str) -> dict[str, object]:
    """What `gh repo view` says of a repository."""
    return json.loads(gh.says("repo", "view", name, "--json", ",".join(fields)))


def push_something(gh: Gh, checkout: str) -> None:
    at = gh.machine.home / checkout
    (at / "README.md").write_text("# Water for the city\n")
    gh.machine.run("git", "add", "README.md", at=at)
    gh.machine.run("git", "commit", "-q", "-m", "Begin", at=at)
    gh.machine.run("git", "push", "-q", "-u", "origin", "HEAD:main", at=at)


def test_a_repository_from_its_creation_to_its_end(gh_of, recorder):
    gh = gh_of("builder")
    made = gh.says("repo", "create", "aqueduct", "--private", "--clone")
    assert made == f"https://{HOST}/builder/aqueduct"
    assert asked(recorder) == [(QUERY, 200)]
    push_something(gh, "aqueduct")
    recorder.seen.clear()

    told = seen(gh, "builder/aqueduct", "name", "owner", "isPrivate", "visibility", "isEmpty")
    assert (told["name"], told["owner"]["login"]) == ("aqueduct", "builder")
    assert (told["isPrivate"], told["visibility"], told["isEmpty"]) == (True, "PRIVATE", False)
    assert asked(recorder) == [(QUERY, 200)]

    gh.run("repo", "edit", "builder/aqueduct", "--description", "Water", "--enable-wiki=false")
    assert asked(recorder) == [("PATCH /api/v3/repos/builder/aqueduct", 200)]
    assert seen(gh, "builder/aqueduct", "description") == {"description": "Water"}
    gh.run("repo", "rename", "canal", "-R", "builder/aqueduct", "--yes")
    assert seen(gh, "builder/canal", "name") == {"name": "canal"}
    # By its old name it is found as well.
    assert seen(gh, "builder/aqueduct", "name") == {"name": "canal"}

    recorder.seen.clear()
    gh.run("repo", "archive", "builder/canal", "--yes")
    assert asked(recorder) == [(QUERY, 200), (QUERY, 200)]
    assert seen(gh, "builder/canal", "isArchived") == {"isArchived": True}
    gh.run("repo", "unarchive", "builder/canal", "--yes")
    assert seen(gh, "builder/canal", "isArchived") == {"isArchived": False}
    gh.run("repo", "delete", "builder/canal", "--yes")
    gone = gh.run("repo", "view", "builder/canal", status=1)
    assert "Could not resolve to a Repository with the name 'builder/canal'." in gone.stderr


def test_a_repository_with_a_readme_is_cloned_as_it_is_made(gh_of, recorder):
    gh = gh_of("reader")
    gh.run("repo", "create", "scrolls", "--public", "--add-readme", "--clone")
    assert asked(recorder) == [
        ("POST /api/v3/user/repos", 201),
        ("GET /reader/scrolls.git/info/refs", 200),
        ("POST /reader/scrolls.git/git-upload-pack", 200),
        ("POST /reader/scrolls.git/git-upload-pack", 200),
    ]
    assert (gh.machine.home / "scrolls/README.md").exists()
    assert "reader/scrolls" in gh.says("repo", "view", "reader/scrolls")
    paths = [path for path, _ in asked(recorder)]
    assert paths == [QUERY, "GET /api/v3/repos/reader/scrolls/readme"]


def test_a_clone_asks_for_the_repository_first(gh_of, recorder, server):
    gh = gh_of("cloner")
    server.repository("cloner/tablets")
    gh.run("repo", "create", "other", "--private", "--add-readme")
    recorder.seen.clear()
    gh.run("repo", "clone", "cloner/other", "there")
    assert asked(recorder) == [
        (QUERY, 200),
        ("GET /cloner/other.git/info/refs", 401),
        ("GET /cloner/other.git/info/refs", 200),
        ("POST /cloner/other.git/git-upload-pack", 200),
        ("POST /cloner/other.git/git-upload-pack", 200),
    ]
    assert (gh.machine.home / "there/.git").is_dir()
    missing = gh.run("repo", "clone", "cloner/nothing", status=1)
    assert "Could not resolve to a Repository" in missing.stderr


def test_a_list_asks_once_a_day_what_a_repository_has(gh_of, recorder, server):
    gh = gh_of("lister")
    for name in ("one", "two", "three"):
        server.repository(f"lister/{name}")
    listed = ("repo", "list", "--json", "name,visibility")
    found = {one["name"]: one["visibility"] for one in json.loads(gh.says(*listed))}
    assert found == dict.fromkeys(("one", "two", "three"), "PRIVATE")
    recorder.seen.clear()
    assert len(gh.says("repo", "list").splitlines()) == 3
    first = len(asked(recorder))
    assert len(gh.says("repo", "list").splitlines()) == 3
    assert len(asked(recorder)) == 1 <= first


def test_graphql_is_paged_through(gh_of, server):
    gh = gh_of("pager")
    for name in ("one", "two", "three"):
        server.repository(f"pager/{name}")
    query = """
      query($endCursor: String) {
        viewer {
          repositories(first: 2, after: $endCursor) {
            nodes { name }
            pageInfo { hasNextPage endCursor }
          }
        }
      }
    """
    names = ".data.viewer.repositories.nodes[].name"
    told = gh.says("api", "graphql", "--paginate", "-f", f"query={query}", "--jq", names)
    assert sorted(told.split()) == ["one", "three", "two"]


def test_a_node_id_is_the_same_in_both_apis(gh_of, server):
    gh = gh_of("same")
    server.repository("same/one")
    query = 'query { repository(owner: "same", name: "one") { id owner { id } } }'
    told = json.loads(gh.says("api", "graphql", "-f", f"query={query}"))["data"]["repository"]
    rest = json.loads(gh.says("api", "repos/same/one"))
    assert (rest["node_id"], rest["owner"]["node_id"]) == (told["id"], told["owner"]["id"])


def test_a_scope_that_is_missing_is_named(gh_of, server):
    gh = gh_of("poor")
    server.repository("poor/kept")
    gh.run("auth", "logout", "--hostname", HOST)
    gh.takes(server.token("poor", "repo,read:org"))
    refused = gh.run("repo", "delete", "poor/kept", "--yes", status=1)
    assert 'needs the "delete_repo" scope' in refused.stderr
    assert "gh auth refresh -h git.example.test -s delete_repo" in refused.stderr
