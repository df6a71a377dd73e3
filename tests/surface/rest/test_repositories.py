"""One repository over the API: shown, changed, renamed, deleted, made."""

import pytest

from tests.api import ADDRESS, API
from watchword.access.roles import Role
from watchword.kernel.events import Origin
from watchword.repositories.model import Visibility

THINGS = "/repos/octavia/things"
ALL, NONE = dict.fromkeys(("admin", "maintain", "push", "triage", "pull"), True), {}


@pytest.fixture
def things(world, octavia):
    return world.repository(octavia, "things")


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "repo", "delete_repo")[1]


@pytest.fixture
def made(api, token):
    """A repository with a first commit on its branch `main`."""
    answer = api.ask("POST", "/user/repos", token, body={"name": "made", "auto_init": True})
    assert answer.status == 201
    return answer.json


def events(world):
    return [one.name for one in world.database.read_now(lambda w: w.events.latest(20), Origin())]


def test_a_repository_is_shown_as_github_shows_it(api, things, token):
    told = api.ask("GET", THINGS, token).json
    assert (told["name"], told["full_name"], told["id"]) == ("things", "octavia/things", things.id)
    assert (told["private"], told["visibility"]) == (False, "public")
    assert told["owner"]["login"] == "octavia"
    assert told["html_url"] == f"{ADDRESS}/octavia/things"
    assert told["clone_url"] == f"{ADDRESS}/octavia/things.git"
    assert told["url"] == f"{ADDRESS}{API}/repos/octavia/things"
    assert told["branches_url"] == f"{ADDRESS}{API}/repos/octavia/things/branches{{/branch}}"
    assert told["default_branch"] == "main"
    assert told["created_at"] == told["pushed_at"] == "2027-01-15T08:00:00Z"
    assert told["permissions"] == ALL
    for absent in ("has_issues", "has_wiki", "has_projects", "has_discussions", "archived"):
        assert told[absent] is False


@pytest.mark.parametrize(
    ("role", "granted"),
    [
        pytest.param(Role.READ, {"pull"}, id="reads"),
        pytest.param(Role.TRIAGE, {"pull", "triage"}, id="sorts"),
        pytest.param(Role.WRITE, {"pull", "triage", "push"}, id="writes"),
        pytest.param(Role.MAINTAIN, set(ALL) - {"admin"}, id="maintains"),
        pytest.param(Role.ADMIN, set(ALL), id="administers"),
    ],
)
def test_permissions_are_those_of_the_person(api, world, things, role, granted):
    bob = world.user("bob")
    _, token = world.token(bob)
    world.collaborator(things, bob, role)
    told = api.ask("GET", THINGS, token).json["permissions"]
    assert {name for name, is_granted in told.items() if is_granted} == granted


def test_nobody_in_particular_has_no_permissions(api, things):
    told = api.ask("GET", THINGS)
    assert told.status == 200
    assert "permissions" not in told.json


def test_a_repository_answers_by_its_number_as_well(api, things, token):
    assert api.ask("GET", f"/repositories/{things.id}", token).json["name"] == "things"
    assert api.ask("GET", "/repositories/4711", token).status == 404


@pytest.mark.parametrize("path", ["/repos/octavia/hidden", "/repos/octavia/none"])
def test_what_is_hidden_is_as_missing_as_what_is_not_there(api, world, octavia, path):
    world.repository(octavia, "hidden", Visibility.PRIVATE)
    _, stranger = world.token(world.user("bob"), "repo", "delete_repo")
    _, weak = world.token(octavia, "public_repo", "delete_repo")
    for method, credentials in (("GET", (stranger, weak, None)), ("PATCH", (stranger, weak))):
        for credential in credentials:
            refused = api.ask(method, path, credential, body={})
            assert (refused.status, refused.message) == (404, "Not Found")
    assert api.ask("PATCH", path, body={}).message == "Requires authentication"


def test_a_change_says_only_what_is_to_be_otherwise(api, things, token):
    first = api.ask("PATCH", THINGS, token, body={"description": "All  ", "homepage": None})
    assert (first.status, first.json["description"]) == (200, "All")
    api.ask("PATCH", THINGS, token, body={"homepage": "https://example.test/"})
    told = api.ask("PATCH", THINGS, token, body={"has_wiki": True, "unheard_of": [1]}).json
    assert (told["description"], told["homepage"]) == ("All", "https://example.test/")
    assert told["has_wiki"] is False
    cleared = api.ask("PATCH", THINGS, token, body={"description": None}).json
    assert cleared["description"] is None


@pytest.mark.parametrize(
    ("body", "visibility"),
    [
        pytest.param({"private": True}, "private", id="private"),
        pytest.param({"visibility": "private"}, "private", id="visibility"),
        pytest.param({"visibility": "public", "private": True}, "public", id="visibility wins"),
        pytest.param({}, "public", id="nothing said"),
    ],
)
def test_visibility_is_changed_either_way(api, things, token, body, visibility):
    told = api.ask("PATCH", THINGS, token, body=body).json
    assert (told["visibility"], told["private"]) == (visibility, visibility == "private")


def test_a_person_has_no_internal_repositories(api, things, token):
    for method, path, name in (("PATCH", THINGS, "things"), ("POST", "/user/repos", "new")):
        refused = api.ask(method, path, token, body={"name": name, "visibility": "internal"})
        assert (refused.status, refused.message) == (422, "Validation Failed")
        assert refused.json["errors"][0]["field"] == "visibility"


def test_public_repo_does_not_change_what_others_see(api, world, octavia, things):
    _, weak = world.token(octavia, "public_repo")
    assert api.ask("PATCH", THINGS, weak, body={"description": "new"}).status == 200
    refused = api.ask("PATCH", THINGS, weak, body={"description": "newer", "private": True})
    assert refused.status == 403
    told = api.ask("GET", THINGS, weak).json
    assert (told["private"], told["description"]) == (False, "new"), "all of it or nothing"


def test_archived_is_read_only_until_it_is_unarchived(api, things, token):
    last = {"archived": True, "description": "the end"}
    assert api.ask("PATCH", THINGS, token, body=last).json["description"] == "the end"
    for body in ({"description": "more"}, {"name": "other"}, {"private": True}):
        refused = api.ask("PATCH", THINGS, token, body=body)
        assert (refused.status, refused.message) == (
            403,
            "Repository was archived so is read-only.",
        )
    again = {"archived": False, "description": "more"}
    told = api.ask("PATCH", THINGS, token, body=again).json
    assert (told["archived"], told["description"]) == (False, "more")


def test_a_former_name_leads_to_the_number_for_whom_it_is_not_hidden(api, world, things, token):
    assert api.ask("PATCH", THINGS, token, body={"name": "better", "private": True}).status == 200
    target = f"{ADDRESS}{API}/repositories/{things.id}"
    for method, status in (("GET", 301), ("HEAD", 301), ("PATCH", 307), ("DELETE", 307)):
        moved = api.ask(method, THINGS, token, body={})
        assert (moved.status, moved.header("location")) == (status, target)
    followed = api.ask("PATCH", f"/repositories/{things.id}", token, body={"description": "x"})
    assert followed.json["name"] == "better"
    _, stranger = world.token(world.user("bob"), "repo")
    for credential in (stranger, None):
        hidden = api.ask("GET", THINGS, credential)
        assert (hidden.status, hidden.header("location")) == (404, None)


def test_another_case_of_the_name_is_no_other_name(api, things, token):
    assert api.ask("GET", "/repos/OCTAVIA/Things", token).status == 200


def test_a_new_repository_under_a_former_name_is_the_new_one(api, things, token):
    api.ask("PATCH", THINGS, token, body={"name": "better"})
    assert api.ask("POST", "/user/repos", token, body={"name": "things"}).status == 201
    assert api.ask("GET", THINGS, token).json["id"] != things.id


def test_a_name_that_is_taken_is_refused(api, world, octavia, things, token):
    world.repository(octavia, "other")
    refused = api.ask("PATCH", THINGS, token, body={"name": "Other"})
    assert refused.status == 422
    assert refused.json["errors"] == [
        {
            "resource": "Repository",
            "field": "name",
            "code": "custom",
            "message": "name already exists on this account",
        }
    ]


@pytest.mark.parametrize("scopes", [(), ("repo",), ("delete_repo",)])
def test_deleting_takes_a_scope_of_its_own(api, world, octavia, things, scopes):
    _, token = world.token(octavia, *scopes)
    answer = api.ask("DELETE", THINGS, token)
    if "delete_repo" in scopes:
        assert (answer.status, answer.body) == (204, b"")
        assert api.ask("GET", THINGS).status == 404
        assert events(world)[0] == "repo.destroy"
    else:
        assert (answer.status, answer.message) == (403, "Must have admin rights to Repository.")
        assert api.ask("GET", THINGS).status == 200


def test_only_who_administers_it_deletes_it(api, world, things):
    bob = world.user("bob")
    _, token = world.token(bob, "repo", "delete_repo")
    world.collaborator(things, bob, Role.WRITE)
    refused = api.ask("DELETE", THINGS, token)
    assert (refused.status, refused.message) == (403, "Must have admin rights to Repository.")


def test_a_new_repository_is_there_with_its_folder_and_its_address(api, world, token):
    answer = api.ask("POST", "/user/repos", token, body={"name": "new", "private": True})
    assert answer.status == 201
    assert answer.header("location") == f"{ADDRESS}{API}/repos/octavia/new"
    assert (answer.json["private"], answer.json["permissions"]) == (True, ALL)
    kept = world.read(lambda work: work.repositories.find("octavia", "new", None))
    assert api.layout.path(kept.key).is_dir()
    assert events(world)[0] == "repo.create"


def test_auto_init_leaves_a_commit_on_the_default_branch(api, world, made):
    kept = world.read(lambda work: work.repositories.find("octavia", "made", None))
    assert api.layout.has_branch(kept.key, "main")
    assert made["default_branch"] == "main"


@pytest.mark.parametrize(
    ("scopes", "body", "status"),
    [
        pytest.param((), {"name": "new"}, 403, id="no scope"),
        pytest.param(("public_repo",), {"name": "new"}, 201, id="public"),
        pytest.param(("public_repo",), {"name": "new", "private": True}, 403, id="private"),
        pytest.param(
            ("public_repo",), {"name": "new", "visibility": "private"}, 403, id="visibility"
        ),
        pytest.param(("repo",), {"name": "new", "private": True}, 201, id="private with repo"),
    ],
)
def test_making_takes_the_scope_of_what_is_made(api, world, octavia, scopes, body, status):
    _, token = world.token(octavia, *scopes)
    assert api.ask("POST", "/user/repos", token, body=body).status == status
    made = world.read(lambda work: work.repositories.find("octavia", "new", None))
    assert (made is not None) is (status == 201)


@pytest.mark.parametrize("field", ["license_template", "gitignore_template"])
def test_a_template_that_there_is_not_is_refused_rather_than_forgotten(api, token, field):
    refused = api.ask("POST", "/user/repos", token, body={"name": "new", field: "none of these"})
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, field)
    assert api.ask("POST", "/user/repos", token, body={"name": "new", field: ""}).status == 201


@pytest.mark.parametrize("name", ["..", ".git", "a.git", "-x", "", "a" * 101, "x.wiki"])
def test_a_bad_name_is_refused(api, token, name):
    assert api.ask("POST", "/user/repos", token, body={"name": name}).status == 422


def test_the_default_branch_must_be_there(api, made, token):
    for branch in ("none", "../../x", "-x", "", "main\n"):
        refused = api.ask("PATCH", "/repos/octavia/made", token, body={"default_branch": branch})
        assert refused.status == 422
        assert refused.json["errors"][0]["field"] == "default_branch"
    assert api.ask("GET", "/repos/octavia/made", token).json["default_branch"] == "main"


@pytest.fixture
def other_branch(api, world, made):
    """The key of the repository, which has a branch `next` as well."""
    key = world.read(lambda work: work.repositories.find("octavia", "made", None)).key
    heads = api.layout.path(key) / "refs" / "heads"
    (heads / "next").write_bytes((heads / "main").read_bytes())
    return key


def test_the_default_branch_moves_in_the_folder_and_in_the_row(api, other_branch, token):
    told = api.ask("PATCH", "/repos/octavia/made", token, body={"default_branch": "next"})
    assert (told.status, told.json["default_branch"]) == (200, "next")
    assert api.layout.head(other_branch) == "refs/heads/next"


def test_a_change_that_fails_leaves_the_default_branch_alone(api, other_branch, token):
    body = {"default_branch": "next", "name": "..", "description": "new"}
    assert api.ask("PATCH", "/repos/octavia/made", token, body=body).status == 422
    told = api.ask("GET", "/repos/octavia/made", token).json
    assert (told["default_branch"], told["description"]) == ("main", None)
    assert api.layout.head(other_branch) == "refs/heads/main"


def test_who_may_not_change_it_does_not_move_its_head(api, world, other_branch, token):
    bob = world.user("bob")
    _, weak = world.token(bob, "repo")
    body = {"default_branch": "next"}
    assert api.ask("PATCH", "/repos/octavia/made", weak, body=body).status == 403
    api.ask("PATCH", "/repos/octavia/made", token, body={"archived": True})
    assert api.ask("PATCH", "/repos/octavia/made", token, body=body).status == 403
    assert api.layout.head(other_branch) == "refs/heads/main"


def test_git_that_is_changing_head_is_waited_for(api, other_branch, token):
    (api.layout.path(other_branch) / "HEAD.lock").touch()
    answer = api.ask("PATCH", "/repos/octavia/made", token, body={"default_branch": "next"})
    assert answer.status == 429
    assert int(answer.header("retry-after")) > 0
    assert api.ask("GET", "/repos/octavia/made", token).json["default_branch"] == "main"
