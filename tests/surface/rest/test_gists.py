"""Gists by the API."""

import pytest

from tests.api import ADDRESS

HELLO = {"hello.py": {"content": "print('hello')\n"}}


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "gist")[1]


@pytest.fixture
def bare(world, octavia):
    """A token that carries nothing."""
    return world.token(octavia)[1]


@pytest.fixture
def bert(world):
    return world.user("bert")


@pytest.fixture
def make(api, token):
    def made(files=None, *, by=token, **more):
        answer = api.ask("POST", "/gists", by, body={"files": files or HELLO, **more})
        assert answer.status == 201, answer.body
        return answer.json

    return made


def test_a_gist_is_made_and_shown_with_all_that_is_in_it(api, token, make):
    made = make(description="A greeting", public=True)
    number = made["id"]
    assert len(number) == 32
    assert made["html_url"] == f"{ADDRESS}/gist/{number}"
    assert made["git_push_url"] == f"{ADDRESS}/gist/{number}.git"
    assert (made["public"], made["description"]) == (True, "A greeting")
    file = made["files"]["hello.py"]
    assert file["content"] == "print('hello')\n"
    assert (file["language"], file["size"], file["truncated"]) == ("Python", 15, False)
    assert made["owner"]["login"] == "octavia"
    assert len(made["history"]) == 1
    assert made["history"][0]["change_status"] == {"total": 1, "additions": 1, "deletions": 0}
    shown = api.ask("GET", f"/gists/{number}").json
    assert shown == made


def test_a_gist_is_secret_unless_told_and_read_by_whoever_knows_its_id(api, make, bare):
    made = make()
    assert made["public"] is False
    for credential in (None, bare):
        assert api.ask("GET", f"/gists/{made['id']}", credential).status == 200
        assert made["id"] not in [
            one["id"] for one in api.ask("GET", "/gists/public", credential).json
        ]


def test_public_may_be_a_text(make):
    assert make(public="true")["public"] is True
    assert make(public="false")["public"] is False


@pytest.mark.parametrize("method", ["PATCH", "POST"])
def test_files_are_changed_renamed_added_and_removed(api, token, make, method):
    made = make({"a.txt": {"content": "a"}, "b.txt": {"content": "b"}, "c.txt": {"content": "c"}})
    edits = {
        "a.txt": {"content": "A"},
        "b.txt": {"filename": "renamed.txt"},
        "c.txt": None,
        "new.txt": {"content": "n", "filename": "new.txt"},
    }
    path = f"/gists/{made['id']}"
    changed = api.ask(method, path, token, body={"files": edits, "description": "after"})
    assert changed.status == 200
    files = {name: one["content"] for name, one in changed.json["files"].items()}
    assert files == {"a.txt": "A", "renamed.txt": "b", "new.txt": "n"}
    assert changed.json["description"] == "after"
    assert len(changed.json["history"]) == 2
    first = changed.json["history"][1]["version"]
    before = api.ask("GET", f"{path}/{first}", token).json
    assert sorted(before["files"]) == ["a.txt", "b.txt", "c.txt"]
    assert len(api.ask("GET", f"{path}/commits").json) == 2


def test_empty_content_without_a_name_deletes_a_file_as_gh_says_it(api, token, make):
    made = make({"old.txt": {"content": "x"}})
    edits = {"old.txt": {"content": ""}, "new.txt": {"filename": "new.txt", "content": "x"}}
    changed = api.ask("POST", f"/gists/{made['id']}", token, body={"files": edits})
    assert list(changed.json["files"]) == ["new.txt"]


def test_a_change_that_changes_nothing_is_no_version(api, token, make):
    made = make()
    changed = api.ask("PATCH", f"/gists/{made['id']}", token, body={"files": HELLO})
    assert len(changed.json["history"]) == 1
    assert api.ask("PATCH", f"/gists/{made['id']}", token, body={"files": {}}).status == 200


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"a.txt": {"content": ""}},
        {"a/b.txt": {"content": "x"}},
        {".git": {"content": "x"}},
        {".GIT ": {"content": "x"}},
        {"..": {"content": "x"}},
        {"a\u0000": {"content": "x"}},
        {"a\nb": {"content": "x"}},
        {"x" * 256: {"content": "x"}},
        {"git~1": {"content": "x"}},
        {f"{at}.txt": {"content": "x"} for at in range(301)},
        {"a": {"filename": "b"}},
    ],
)
def test_files_that_no_gist_can_hold_are_refused(api, token, files):
    answer = api.ask("POST", "/gists", token, body={"files": files})
    assert answer.status == 422
    assert answer.json["errors"][0]["resource"] == "Gist"
    assert list(api.layout.keys()) == []


@pytest.mark.parametrize("body", [{}, {"files": None}, {"files": {"a": None}}, {"files": 1}])
def test_a_gist_without_files_is_refused(api, token, body):
    assert api.ask("POST", "/gists", token, body=body).status == 422


def test_the_last_file_cannot_go(api, token, make):
    made = make()
    answer = api.ask("PATCH", f"/gists/{made['id']}", token, body={"files": {"hello.py": None}})
    assert answer.status == 422
    assert api.ask("GET", f"/gists/{made['id']}").json == made


def test_files_without_a_name_are_given_one(make):
    made = make({"": {"content": "x"}, " ": {"content": "y"}})
    assert list(made["files"]) == ["gistfile1.txt", "gistfile2.txt"]


def test_without_the_scope_nothing_is_made_or_changed_and_nothing_is_said(api, make, bare):
    made = make()
    path = f"/gists/{made['id']}"
    tries = [
        ("POST", "/gists", {"files": HELLO}),
        ("PATCH", path, {"description": "x"}),
        ("POST", path, {"description": "x"}),
        ("DELETE", path, None),
        ("PUT", f"{path}/star", None),
        ("GET", f"{path}/star", None),
        ("POST", f"{path}/forks", None),
        ("POST", f"{path}/comments", {"body": "x"}),
    ]
    for method, place, body in tries:
        answer = api.ask(method, place, bare, body=body)
        assert (answer.status, answer.message) == (404, "Not Found"), (method, place)
        assert answer.header("x-accepted-oauth-scopes") == "gist"
        assert api.ask(method, place, body=body).status == 401
    assert api.ask("GET", path).json["description"] is None


def test_gists_of_others_are_not_changed(api, world, make, bert):
    made, path = make(public=True), None
    path = f"/gists/{made['id']}"
    other = world.token(bert, "gist", "repo")[1]
    for method, body in (("PATCH", {"description": "x"}), ("POST", {}), ("DELETE", None)):
        assert api.ask(method, path, other, body=body).status == 404
    assert api.ask("GET", path).json == made


def test_a_deleted_gist_is_gone(api, token, make, world):
    made = make()
    assert api.ask("DELETE", f"/gists/{made['id']}", token).status == 204
    assert api.ask("GET", f"/gists/{made['id']}", token).status == 404
    facts = world.read(lambda work: work.events.latest(1, name="gist.destroy"))
    assert facts[0].body["gist"] == made["id"]


def test_own_lists_hold_secret_gists_for_tokens_with_the_scope_only(api, token, bare, make):
    secret, public = make(), make(public=True)
    both = [public["id"], secret["id"]]
    own = api.ask("GET", "/gists", token)
    assert [one["id"] for one in own.json] == both
    assert own.header("x-accepted-oauth-scopes") == "gist"
    assert [one["id"] for one in api.ask("GET", "/gists", bare).json] == [public["id"]]
    assert [one["id"] for one in api.ask("GET", "/gists").json] == [public["id"]]
    theirs = api.ask("GET", "/users/octavia/gists", token).json
    assert [one["id"] for one in theirs] == [public["id"]]
    assert "content" not in own.json[0]["files"]["hello.py"]


def test_lists_are_paged_and_begin_where_told(api, token, make, world):
    old = make(public=True)
    world.clock.now += 100
    new = make(public=True)
    page = api.ask("GET", "/gists/public?per_page=1")
    assert [one["id"] for one in page.json] == [new["id"]]
    assert 'rel="next"' in page.header("link")
    since = new["created_at"].replace(":39", ":38") if ":39" in new["created_at"] else None
    since = since or "2027-01-15T08:00:01Z"
    assert [one["id"] for one in api.ask("GET", f"/gists?since={since}", token).json] == [new["id"]]
    assert old["id"] not in [
        one["id"] for one in api.ask("GET", f"/gists/public?since={since}").json
    ]


def test_counts_stand_in_the_profile(api, make, world, octavia):
    make()
    make(public=True)
    made = make(public=True)
    reader = world.token(octavia, "read:user", "gist")[1]
    profile = api.ask("GET", "/user", reader).json
    assert (profile["public_gists"], profile["private_gists"]) == (2, 1)
    api.ask("DELETE", f"/gists/{made['id']}", reader)
    assert api.ask("GET", "/users/octavia").json["public_gists"] == 1


def test_stars_are_set_asked_for_and_taken_away(api, world, token, make, bert):
    made = make()
    other = world.token(bert, "gist")[1]
    star = f"/gists/{made['id']}/star"
    assert api.ask("GET", star, other).status == 404
    assert api.ask("PUT", star, other).status == 204
    assert api.ask("PUT", star, other).status == 204
    assert api.ask("GET", star, other).status == 204
    assert api.ask("GET", star, token).status == 404
    assert [one["id"] for one in api.ask("GET", "/gists/starred", other).json] == [made["id"]]
    assert api.ask("GET", "/gists/starred", token).json == []
    assert api.ask("DELETE", star, other).status == 204
    assert api.ask("GET", "/gists/starred", other).json == []


def test_a_fork_is_a_copy_of_its_own(api, world, token, make, bert):
    made = make(public=True, description="first")
    other = world.token(bert, "gist")[1]
    answer = api.ask("POST", f"/gists/{made['id']}/forks", other)
    assert answer.status == 201
    fork = answer.json
    assert fork["owner"]["login"] == "bert"
    assert fork["files"].keys() == made["files"].keys()
    assert api.ask("GET", f"/gists/{fork['id']}").json["fork_of"]["id"] == made["id"]
    assert [one["id"] for one in api.ask("GET", f"/gists/{made['id']}/forks").json] == [fork["id"]]
    assert api.ask("GET", f"/gists/{made['id']}").json["forks"][0]["id"] == fork["id"]
    keys = dict(api.layout.keys())
    assert len(keys) == 2
    assert not any((api.layout.path(key) / "objects/info/alternates").exists() for key in keys)
    edits = {"files": {"hello.py": {"content": "other"}}}
    assert api.ask("PATCH", f"/gists/{fork['id']}", other, body=edits).status == 200
    assert api.ask("GET", f"/gists/{made['id']}").json["files"] == made["files"]
    assert api.ask("DELETE", f"/gists/{made['id']}", token).status == 204
    left = api.ask("GET", f"/gists/{fork['id']}").json
    assert left["files"]["hello.py"]["content"] == "other"
    assert "fork_of" not in left


def test_ones_own_gist_cannot_be_forked(api, token, make):
    assert api.ask("POST", f"/gists/{make()['id']}/forks", token).status == 422


def test_comments_are_written_shown_edited_and_deleted(api, world, token, make, bert):
    made = make()
    other = world.token(bert, "gist")[1]
    below = f"/gists/{made['id']}/comments"
    answer = api.ask("POST", below, other, body={"body": "Well said."})
    assert answer.status == 201
    said = answer.json
    assert (said["user"]["login"], said["author_association"]) == ("bert", "NONE")
    assert api.ask("GET", below).json == [said]
    assert api.ask("GET", f"{below}/{said['id']}").json == said
    assert api.ask("GET", f"/gists/{made['id']}").json["comments"] == 1
    one = f"{below}/{said['id']}"
    assert api.ask("PATCH", one, token, body={"body": "x"}).status == 403
    assert api.ask("PATCH", one, other, body={"body": "Better."}).json["body"] == "Better."
    assert api.ask("PATCH", one, other, body={"body": " "}).status == 422
    assert api.ask("DELETE", one, world.token(world.user("carl"), "gist")[1]).status == 403
    assert api.ask("DELETE", one, token).status == 204
    assert api.ask("GET", one).status == 404


def test_a_large_file_is_cut_and_says_so(api, token, world, make):
    made = make({"large.txt": {"content": "x" * 1_000_000}})
    assert made["files"]["large.txt"]["truncated"] is False
    more = {"files": {"second.txt": {"content": "y"}}}
    assert api.ask("PATCH", f"/gists/{made['id']}", token, body=more).status == 200


@pytest.mark.parametrize("number", ["0" * 32, "x", "0" * 31, "%00", "A" * 32, "public.git"])
def test_an_id_that_is_none_is_not_found(api, token, number):
    for method, path in (
        ("GET", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("GET", "/commits"),
        ("GET", "/forks"),
        ("GET", "/comments"),
        ("GET", "/comments/1"),
        ("GET", "/deadbeef"),
        ("PUT", "/star"),
    ):
        assert api.ask(method, f"/gists/{number}{path}", token, body=None).status == 404


@pytest.mark.parametrize("sha", ["0" * 40, "zz", "HEAD", "main", "..", "-x"])
def test_a_version_that_is_none_is_not_found(api, make, sha):
    assert api.ask("GET", f"/gists/{make()['id']}/{sha}").status == 404
