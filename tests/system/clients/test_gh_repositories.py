"""GitHub's command line client makes, shows, changes and deletes repositories, on port 443."""

import json
import re

import pytest

from tests import gh_queries, sign_ins
from tests.gh import Gh
from tests.named_server import HOST
from tests.real_clients import soon
from watchword.kernel.entropy import system_entropy
from watchword.repositories.model import Visibility
from watchword.repositories.ports import NewRepository

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


def test_repositories_are_searched(gh_of, recorder):
    gh = gh_of("seeker")
    gh.run("repo", "create", "well", "--public", "--description", "Water from below")
    gh.run("repo", "create", "well-of-secrets", "--private")
    gh.run("repo", "edit", "seeker/well", "--add-topic", "water")
    recorder.seen.clear()

    def found(*more):
        fields = "fullName,isPrivate,visibility,description,owner,stargazersCount,url"
        told = json.loads(gh.says("search", "repos", *more, "--json", fields))
        return {one["fullName"]: one for one in told}

    both = found("well", "--owner", "seeker", "--sort", "updated", "--order", "asc")
    assert asked(recorder)[0][1] == 200
    assert set(both) == {"seeker/well", "seeker/well-of-secrets"}
    assert both["seeker/well"]["description"] == "Water from below"
    assert both["seeker/well"]["owner"]["login"] == "seeker"
    assert both["seeker/well-of-secrets"]["isPrivate"]
    owned = ("--owner", "seeker")
    assert set(found(*owned, "--topic", "water")) == {"seeker/well"}
    assert set(found(*owned, "--visibility", "private")) == {"seeker/well-of-secrets"}
    assert set(found("below", "--match", "description", *owned)) == {"seeker/well"}
    assert set(found(*owned, "--archived=false", "--created", ">2020-01-01", "--limit", "1"))
    assert found(*owned, "--language", "rust") == {}
    other = gh_of("finder")
    assert "well-of-secrets" not in other.says("search", "repos", "well", "--owner", "seeker")


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


def fields(gh: Gh, verb: str) -> list[str]:
    """The fields that a verb of gh offers to print."""
    return re.findall(r"^  (\w+)$", gh.run("repo", verb, "--json", status=1).stderr, re.MULTILINE)


def test_every_field_that_gh_offers_is_there(gh_of, recorder, server):
    gh = gh_of("curious")
    gh.run("repo", "create", "full", "--public", "--add-readme")
    server.repository("curious/empty")
    known = {*gh_queries.PLAIN, *gh_queries.COMPOSITE}
    for verb, names in (("view", fields(gh, "view")), ("list", fields(gh, "list"))):
        assert set(names) == known, verb
    recorder.seen.clear()
    for name in ("full", "empty"):
        told = seen(gh, f"curious/{name}", *sorted(known))
        assert told.keys() == known
        assert (told["isEmpty"], told["parent"]) == (name == "empty", None)
        assert told["issues"] == {"totalCount": 0}
        assert asked(recorder) == [(QUERY, 200)]
    listed = json.loads(gh.says("repo", "list", "--json", ",".join(sorted(known))))
    assert [one["name"] for one in listed] == ["empty", "full"]
    assert all(one.keys() == known for one in listed)
    # Both say the same of it.
    assert listed[0] == told


def add(server, owner: str, *names: str, visibility=Visibility.PUBLIC, archived=False) -> None:
    """Keep repositories that have no files: lists look at none."""
    with sign_ins.inside(server.data) as folder:
        person = folder.person(owner)

        def unit(work) -> None:
            for name in names:
                key = system_entropy(16).hex()
                new = NewRepository(key, person.id, name, None, None, visibility, "main")
                made = work.repositories.add(new, work.now)
                if archived:
                    work.repositories.update(made.id, {"archived_at": work.now}, work.now)

        folder.write(unit)


def names(gh: Gh, *flags: str) -> set[str]:
    """The names that `gh repo list` lists."""
    return {one["name"] for one in json.loads(gh.says("repo", "list", *flags, "--json", "name"))}


def test_a_list_is_narrowed_by_flags(gh_of, server):
    gh = gh_of("keeper")
    add(server, "keeper", "open")
    add(server, "keeper", "old", archived=True)
    add(server, "keeper", "secret", visibility=Visibility.PRIVATE)
    everything = {"open", "old", "secret"}
    assert names(gh) == names(gh, "keeper") == names(gh, "--source") == everything
    assert names(gh, "--archived") == {"old"}
    assert names(gh, "--no-archived") == {"open", "secret"}
    assert names(gh, "--visibility", "private") == {"secret"}
    assert names(gh, "--visibility", "public") == {"open", "old"}
    assert names(gh, "--visibility", "private", "--no-archived") == {"secret"}
    assert (
        names(gh, "--fork") == names(gh, "--language", "go") == names(gh, "--topic", "x") == set()
    )
    stranger = gh_of("stranger")
    assert names(stranger, "keeper") == {"open", "old"}
    assert names(stranger, "keeper", "--visibility", "private") == set()
    unknown = gh.run("repo", "list", "nobody-at-all", status=1)
    assert 'the owner handle "nobody-at-all" was not recognized' in unknown.stderr


def test_a_long_list_is_fetched_page_by_page(gh_of, recorder, server):
    gh = gh_of("collector")
    add(server, "collector", *(f"r{number:03}" for number in range(130)))
    assert len(names(gh, "--limit", "200")) == 130
    pages = [one for one in recorder.seen if b"RepositoryList(" in one.body]
    assert json.loads(pages[0].body)["variables"].get("endCursor") is None
    assert len(pages) == 2
    assert len(names(gh, "--limit", "110")) == 110
    assert len(names(gh)) == 30


def test_what_a_repository_has_is_asked_once_and_kept_for_a_day(gh_of, recorder):
    gh = gh_of("caching")
    recorder.seen.clear()
    for _ in range(2):
        gh.run("repo", "list")
    introspections = [b"__type" in one.body for one in recorder.seen]
    assert introspections == [True, False, False]
    assert b"visibility" in recorder.seen[1].body


def test_a_name_alone_is_one_of_ones_own(gh_of, recorder):
    gh = gh_of("owner")
    gh.run("repo", "create", "mine", "--private", "--add-readme", "--description", "Just mine")
    recorder.seen.clear()
    assert "Just mine" in gh.says("repo", "view", "mine")
    paths = [path for path, _ in asked(recorder)]
    assert paths == [QUERY, QUERY, "GET /api/v3/repos/owner/mine/readme"]


def test_an_owner_is_looked_up_before_a_repository_is_made_for_them(gh_of, recorder, server):
    gh = gh_of("founder")
    assert gh.says("repo", "create", "founder/forum", "--public").endswith("/founder/forum")
    assert asked(recorder) == [("GET /api/v3/users/founder", 200), (QUERY, 200)]
    again = gh.run("repo", "create", "founder/forum", "--public", status=1)
    assert "name already exists on this account" in again.stderr.lower()
    server.add_user("somebody")
    gh.run("repo", "create", "somebody/forum", "--public", status=1)
    assert "HTTP 404" in gh.run("repo", "create", "nobody-at-all/x", "--public", status=1).stderr


def test_a_folder_becomes_a_repository(gh_of):
    gh = gh_of("pusher")
    work = gh.machine.home / "work"
    work.mkdir()
    run = gh.machine.run
    run("git", "init", "-q", "-b", "main", at=work)
    run("git", "commit", "-q", "--allow-empty", "-m", "Begin", at=work)
    gh.run("repo", "create", "work", "--private", "--source", ".", "--push", at=work)
    assert run("git", "remote", "get-url", "origin", at=work).stdout.strip() == (
        f"https://{HOST}/pusher/work.git"
    )
    pushed = run("git", "ls-remote", "origin", "refs/heads/main", at=work).stdout.split()[0]
    assert pushed == run("git", "rev-parse", "HEAD", at=work).stdout.strip()

    run("git", "push", "-q", "origin", "HEAD:next", at=work)
    gh.run("repo", "edit", "--default-branch", "next", "--homepage", "https://a.test", at=work)
    open_it = ("--visibility", "public", "--accept-visibility-change-consequences")
    gh.run("repo", "edit", *open_it, at=work)
    told = seen(gh, "pusher/work", "defaultBranchRef", "homepageUrl", "visibility", "isPrivate")
    assert told == {
        "defaultBranchRef": {"name": "next"},
        "homepageUrl": "https://a.test",
        "visibility": "PUBLIC",
        "isPrivate": False,
    }
    missing = gh.run("repo", "edit", "--default-branch", "nowhere", at=work, status=1)
    assert "HTTP 422" in missing.stderr


def test_a_default_among_several_remotes_is_set(gh_of, server, recorder):
    gh = gh_of("chooser")
    for name in ("one", "two"):
        server.repository(f"chooser/{name}")
    run = gh.machine.run
    run("git", "init", "-q", "work")
    work = gh.machine.home / "work"
    run("git", "remote", "add", "origin", f"https://{HOST}/chooser/one.git", at=work)
    run("git", "remote", "add", "upstream", f"https://{HOST}/chooser/two.git", at=work)
    recorder.seen.clear()
    gh.run("repo", "set-default", "chooser/two", at=work)
    assert {path for path, _ in asked(recorder)} == {QUERY}
    assert gh.says("repo", "set-default", "--view", at=work) == "chooser/two"
    assert json.loads(gh.says("repo", "view", "--json", "name", at=work)) == {"name": "two"}
    refused = gh.run("repo", "set-default", "chooser/three", at=work, status=1)
    assert "does not correspond" in refused.stderr or "not" in refused.stderr


def test_errors_of_graphql_are_told_and_end_in_failure(gh_of):
    gh = gh_of("erring")
    query = '{ viewer { login } repository(owner: "erring", name: "gone") { id } }'
    refused = gh.run("api", "graphql", "-f", f"query={query}", status=1)
    text = "Could not resolve to a Repository with the name 'erring/gone'."
    assert refused.stderr.strip() == f"gh: {text}"
    told = json.loads(refused.stdout)
    assert told["data"] == {"viewer": {"login": "erring"}, "repository": None}
    assert (told["errors"][0]["type"], told["errors"][0]["message"]) == ("NOT_FOUND", text)
    assert gh.run("api", "graphql", "-f", "query={ nonsense }", status=1).stderr.startswith("gh: ")


def test_labels_are_listed_where_there_are_none(gh_of, server):
    gh = gh_of("labelling")
    server.repository("labelling/things")
    said = gh.run("label", "list", "-R", "labelling/things")
    assert said.stdout == ""
    assert "GraphQL" not in said.stderr


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


def test_who_is_named_below_a_commit_reads_of_it_and_lets_go_of_it(gh_of, server):
    writer = gh_of("quill")
    writer.run("repo", "create", "well", "--public", "--clone")
    push_something(writer, "well")
    reader = gh_of("marlow")
    reader.run("auth", "logout", "--hostname", HOST)
    reader.takes(server.token("marlow", f"{SCOPES},notifications"))
    body = "body=@marlow, is the water cold?"
    writer.run("api", "repos/quill/well/commits/main/comments", "-f", body)
    told = soon(
        lambda: json.loads(reader.says("api", "notifications")), lambda: "nothing in the inbox"
    )
    assert [(one["reason"], one["subject"]["title"]) for one in told] == [("mention", "Begin")]
    comment = json.loads(reader.says("api", told[0]["subject"]["latest_comment_url"]))
    assert comment["body"] == body.removeprefix("body=")
    status = reader.says("status")
    # It breaks lines where they are too long for its column.
    assert "@marlow," in status
    assert "Repository Activity" in status
    assert "@marlow," not in reader.says("status", "--exclude", "quill/well")
    assert "@marlow," not in reader.says("status", "--org", "forum")
    reader.run("api", "--method", "PATCH", f"notifications/threads/{told[0]['id']}")
    assert json.loads(reader.says("api", "notifications")) == []


def test_a_scope_that_is_missing_is_named(gh_of, server):
    gh = gh_of("poor")
    server.repository("poor/kept")
    gh.run("auth", "logout", "--hostname", HOST)
    gh.takes(server.token("poor", "repo,read:org"))
    refused = gh.run("repo", "delete", "poor/kept", "--yes", status=1)
    assert 'needs the "delete_repo" scope' in refused.stderr
    assert "gh auth refresh -h git.example.test -s delete_repo" in refused.stderr
