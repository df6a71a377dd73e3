"""Files made, changed and deleted over the API, each by a commit."""

import base64

import pytest

from tests.world import NOON
from watchword.access.roles import Role
from watchword.kernel.events import Origin
from watchword.repositories.model import Visibility

AT = "/repos/octavia/things"
FILE = f"{AT}/contents/docs/new.txt"


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def wanted(text="words\n", **more):
    return {"message": "Write words", "content": encoded(text), **more}


def facts(world):
    found = world.database.read_now(lambda w: w.events.latest(50), Origin())
    return [one for one in found if one.name == "git.push"]


def test_a_file_is_made_changed_and_deleted(api, world, history, token):
    made = api.ask("PUT", FILE, token, body=wanted())
    assert made.status == 201
    content, commit = made.json["content"], made.json["commit"]
    assert (content["path"], content["type"], content["size"]) == ("docs/new.txt", "file", 6)
    assert commit["message"] == "Write words"
    assert [one["sha"] for one in commit["parents"]] == [history.second]
    assert commit["author"]["name"] == "Octavia Vigil"
    assert commit["verification"]["reason"] == "unsigned"
    assert history.git("rev-parse", "main") == commit["sha"]
    assert history.git("cat-file", "blob", "main:docs/new.txt") == "words"
    assert history.git("cat-file", "blob", "main:src/main.py") == "print('hello')"
    changed = api.ask("PUT", FILE, token, body=wanted("other\n", sha=content["sha"]))
    assert changed.status == 200
    sha = changed.json["content"]["sha"]
    gone = api.ask("DELETE", FILE, token, body={"message": "Remove", "sha": sha})
    assert (gone.status, gone.json["content"]) == (200, None)
    assert "docs" not in history.git("ls-tree", "--name-only", "main")
    assert history.git("fsck", "--strict") == ""
    assert [one.body["ref"] for one in facts(world)] == ["refs/heads/main"] * 3


def test_the_first_file_of_an_empty_repository_makes_its_branch(api, things, token):
    made = api.ask("PUT", f"{AT}/contents/README.md", token, body=wanted())
    assert (made.status, made.json["commit"]["parents"]) == (201, [])
    assert things.git("rev-parse", "main") == made.json["commit"]["sha"]


def test_author_committer_and_time_are_those_that_are_told(api, history, token):
    author = {"name": "Ann <x>\nAuthor", "email": "ann@example.test"}
    committer = {"name": "Carl", "email": "c@example.test", "date": "2020-01-02T03:04:05+02:00"}
    body = wanted(author=author, committer=committer)
    told = api.ask("PUT", FILE, token, body=body).json["commit"]
    assert told["author"] == {
        "name": "Ann xAuthor",
        "email": "ann@example.test",
        "date": "2027-01-15T08:00:00Z",
    }
    assert told["committer"]["date"] == "2020-01-02T01:04:05Z"
    raw = history.git("cat-file", "commit", "main")
    assert "committer Carl <c@example.test> 1577927045 +0200" in raw
    assert f"author Ann xAuthor <ann@example.test> {NOON} +0000" in raw


def test_a_branch_is_changed_alone(api, history, token):
    made = api.ask("PUT", FILE, token, body=wanted(branch="feature/x"))
    assert [one["sha"] for one in made.json["commit"]["parents"]] == [history.first]
    assert history.git("rev-parse", "main") == history.second
    missing = api.ask("PUT", FILE, token, body=wanted(branch="none"))
    assert (missing.status, missing.message) == (404, "Branch none not found")


def test_a_change_names_what_it_replaces(api, history, token):
    path = f"{AT}/contents/README.md"
    blob = history.git("rev-parse", "main:README.md")
    without = api.ask("PUT", path, token, body=wanted())
    assert (without.status, without.message) == (
        422,
        'Invalid request.\n\n"sha" wasn\'t supplied.',
    )
    for sha in ("0" * 40, "nonsense", history.git("rev-parse", "main:run.sh")):
        for method in ("PUT", "DELETE"):
            wrong = api.ask(method, path, token, body=wanted(sha=sha))
            assert (wrong.status, wrong.message) == (409, f"README.md does not match {sha}")
    assert api.ask("PUT", FILE, token, body=wanted(sha=blob)).status == 409
    assert api.ask("DELETE", FILE, token, body=wanted(sha=blob)).status == 404
    assert history.git("rev-parse", "main") == history.second


def test_a_program_stays_executable(api, history, token):
    sha = history.git("rev-parse", "main:run.sh")
    api.ask("PUT", f"{AT}/contents/run.sh", token, body=wanted("#!/bin/sh\nid\n", sha=sha))
    assert history.git("ls-tree", "main", "run.sh").startswith("100755 ")


@pytest.mark.parametrize(
    "path", ["", "/", "a/", "a//b", "../x", "a/../x", ".", "a/./b", "a%00b", "x" * 5_000]
)
def test_what_is_no_path_is_refused(api, history, token, path):
    answer = api.ask("PUT", f"{AT}/contents/{path}", token, body=wanted())
    assert answer.status == 422
    assert history.git("rev-parse", "main") == history.second


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"message": "m"},
        {"content": "YQ=="},
        {"message": "m", "content": "not base 64!"},
        {"message": "m", "content": 7},
        {"message": "m", "content": "YQ==", "author": {"name": "a"}},
        {"message": "m", "content": "YQ==", "author": {"name": " ", "email": " "}},
        {"message": "m", "content": "YQ==", "committer": {"name": "a", "email": "b", "date": "x"}},
    ],
)
def test_what_is_no_request_is_refused(api, history, token, body):
    assert api.ask("PUT", FILE, token, body=body).status == 422


def test_a_path_through_a_file_or_a_link_is_refused(api, history, token):
    link = ("120000", history.blob("src"))
    history.commit({"a": "x", "l": link}, "Link", history.second)
    for path in ("a/b", "l/b"):
        answer = api.ask("PUT", f"{AT}/contents/{path}", token, body=wanted())
        assert (answer.status, answer.message) == (422, "The path leads through a file.")


def test_a_folder_is_not_replaced_by_a_file(api, history, token):
    sha = history.git("rev-parse", "main:src")
    for method in ("PUT", "DELETE"):
        answer = api.ask(method, f"{AT}/contents/src", token, body=wanted(sha=sha))
        assert answer.status == 422


def test_who_may_not_write_writes_nothing(api, world, octavia, history):
    bob = world.user("bob")
    found = world.read(lambda work: work.repositories.find("octavia", "things", octavia.id))
    world.collaborator(found, bob, Role.READ)
    expected = {
        "a reader": (world.token(bob, "repo")[1], 403),
        "no scope": (world.token(octavia, "user")[1], 403),
        "nobody": (None, 401),
    }
    for who, (token, status) in expected.items():
        assert api.ask("PUT", FILE, token, body=wanted()).status == status, who
    assert history.git("rev-parse", "main") == history.second
    public = world.token(octavia, "public_repo")[1]
    assert api.ask("PUT", FILE, public, body=wanted()).status == 201


def test_a_private_repository_takes_the_whole_scope(api, world, octavia):
    world.repository(octavia, "hidden", Visibility.PRIVATE)
    token = world.token(octavia, "public_repo")[1]
    path = "/repos/octavia/hidden/contents/x"
    assert api.ask("PUT", path, token, body=wanted()).status == 404


def test_an_archived_repository_is_read_only(api, history, token):
    api.ask("PATCH", AT, token, body={"archived": True})
    answer = api.ask("PUT", FILE, token, body=wanted())
    assert answer.status == 403
    assert "archived so is read-only" in answer.message


class TestWorkflows:
    PATH = f"{AT}/contents/.github/workflows/ci.yml"

    def test_a_workflow_takes_a_scope_of_its_own(self, api, world, octavia, history, token):
        weak = world.token(octavia, "repo")[1]
        refused = api.ask("PUT", self.PATH, weak, body=wanted())
        assert refused.status == 403
        assert "`workflow` scope" in refused.message
        assert refused.header("x-accepted-oauth-scopes").split(", ")[0] == "workflow"
        assert api.ask("PUT", self.PATH, token, body=wanted()).status == 201
        assert history.git("cat-file", "blob", "main:.github/workflows/ci.yml") == "words"

    @pytest.mark.parametrize(
        "path", [".github%2Fworkflows%2Fci.yml", "%2egithub/workflows/ci.yml", ".github/workflows"]
    )
    def test_no_spelling_gets_around_it(self, api, world, octavia, history, path):
        weak = world.token(octavia, "repo")[1]
        refused = api.ask("PUT", f"{AT}/contents/{path}", weak, body=wanted())
        assert refused.status == 403
        assert "without `workflow` scope" in refused.message
        assert "a Personal Access Token" in refused.message

    def test_a_workflow_is_deleted_without_it(self, api, world, octavia, history, token):
        sha = api.ask("PUT", self.PATH, token, body=wanted()).json["content"]["sha"]
        weak = world.token(octavia, "repo")[1]
        gone = api.ask("DELETE", self.PATH, weak, body={"message": "m", "sha": sha})
        assert gone.status == 200

    def test_the_same_file_of_another_branch_needs_none(self, api, world, octavia, history, token):
        made = api.ask("PUT", self.PATH, token, body=wanted(branch="feature/x")).json
        weak = world.token(octavia, "repo")[1]
        refs = f"{AT}/git/refs"
        new = {"ref": "refs/heads/copy", "sha": made["commit"]["sha"]}
        assert api.ask("POST", refs, weak, body=new).status == 201
        history.git("update-ref", "-d", "refs/heads/copy")
        history.git("update-ref", "-d", "refs/heads/feature/x")
        refused = api.ask("POST", refs, weak, body=new)
        assert refused.status == 403
        assert "`.github/workflows/ci.yml`" in refused.message
        move = {"sha": made["commit"]["sha"], "force": True}
        assert api.ask("PATCH", f"{refs}/heads/main", weak, body=move).status == 403
        assert api.ask("PATCH", f"{refs}/heads/main", token, body=move).status == 200
