"""Git's objects and refs over the API."""

import base64

import pytest

from tests.api import ADDRESS, API

AT = "/repos/octavia/things"
URL = f"{ADDRESS}{API}{AT}"
ZERO = "0" * 40
ALL = ("cat-file", "--batch-all-objects", "--batch-check")


def test_a_ref_is_told_with_what_it_stands_on(api, history):
    for path in ("/git/ref/heads/main", "/git/refs/heads%2Fmain", "/git/ref/refs/heads/main"):
        told = api.ask("GET", AT + path).json
        assert told["ref"] == "refs/heads/main"
        assert told["url"] == f"{URL}/git/refs/heads/main"
        assert told["object"] == {
            "sha": history.second,
            "type": "commit",
            "url": f"{URL}/git/commits/{history.second}",
        }
    assert api.ask("GET", f"{AT}/git/ref/tags/v2").json["object"]["type"] == "tag"
    assert api.ask("GET", f"{AT}/git/ref/heads/feature/x").status == 200
    assert api.ask("GET", f"{AT}/git/ref/heads/feature").status == 404
    assert api.ask("GET", f"{AT}/git/ref/heads").status == 404


def test_refs_are_found_by_the_beginning_of_their_names(api, history):
    def names(path):
        return [one["ref"] for one in api.ask("GET", AT + path).json]

    assert names("/git/matching-refs/heads/fea") == ["refs/heads/feature/x"]
    assert names("/git/matching-refs/tags") == ["refs/tags/v1", "refs/tags/v2"]
    assert names("/git/matching-refs/none") == []
    assert names("/git/matching-refs/") == names("/git/refs")
    assert len(names("/git/refs")) == 4
    page = api.ask("GET", f"{AT}/git/refs?per_page=2")
    assert 'rel="last"' in page.header("link")


@pytest.mark.parametrize("path", ["../../", "../objects/", "heads/../../", "%2e%2e%2f", "/", "//x"])
def test_nothing_but_refs_is_found(api, history, path):
    assert api.ask("GET", f"{AT}/git/matching-refs/{path}").json == []
    assert api.ask("GET", f"{AT}/git/ref/{path}HEAD").status == 404


def test_a_ref_is_made_moved_and_deleted(api, history, token):
    made = api.ask(
        "POST", f"{AT}/git/refs", token, body={"ref": "refs/heads/new/one", "sha": history.first}
    )
    assert (made.status, made.json["object"]["sha"]) == (201, history.first)
    assert made.header("location") == f"{URL}/git/refs/heads/new/one"
    path = f"{AT}/git/refs/heads%2Fnew%2Fone"
    moved = api.ask("PATCH", path, token, body={"sha": history.second})
    assert (moved.status, moved.json["object"]["sha"]) == (200, history.second)
    back = api.ask("PATCH", path, token, body={"sha": history.first})
    assert (back.status, back.message) == (422, "Update is not a fast forward")
    assert api.ask("PATCH", path, token, body={"sha": history.first, "force": True}).status == 200
    assert history.git("rev-parse", "new/one") == history.first
    assert api.ask("DELETE", path, token).status == 204
    again = api.ask("DELETE", path, token)
    assert (again.status, again.message) == (422, "Reference does not exist")
    moved = api.ask("PATCH", path, token, body={"sha": history.first})
    assert (moved.status, moved.message) == (422, "Reference does not exist")


@pytest.mark.parametrize(
    ("ref", "message"),
    [
        ("refs/heads/main", "Reference already exists"),
        ("heads/x", "Reference name must contain at least three slash-separated components."),
        ("refs/x", "Reference name must contain at least three slash-separated components."),
        ("refs/heads/a..b", "refs/heads/a..b is not a valid ref name."),
        ("refs/heads/x.lock", "refs/heads/x.lock is not a valid ref name."),
        ("refs/heads/../../x", "refs/heads/../../x is not a valid ref name."),
        ("refs/heads/a\nb", "refs/heads/a?b is not a valid ref name."),
        ("refs/heads/-x", "Validation Failed"),
        ("refs/heads/HEAD", "Validation Failed"),
        ("refs/pull/1/head", "Validation Failed"),
        ("refs/watchword/x", "Validation Failed"),
        (f"refs/heads/{'a' * 40}", "Validation Failed"),
        (f"refs/heads/{'x' * 300}", "Validation Failed"),
    ],
)
def test_a_name_that_no_push_could_make_is_refused(api, history, token, ref, message):
    answer = api.ask("POST", f"{AT}/git/refs", token, body={"ref": ref, "sha": history.first})
    assert (answer.status, answer.message) == (422, message)


def test_a_folder_of_refs_is_no_ref(api, history, token):
    for name in ("feature", "main/x"):
        body = {"ref": f"refs/heads/{name}", "sha": history.first}
        assert api.ask("POST", f"{AT}/git/refs", token, body=body).status in {409, 422}


@pytest.mark.parametrize("sha", [ZERO, "1" * 40, "main", "", "--upload-pack=x", "f" * 41])
def test_a_ref_stands_on_what_is_there(api, history, token, sha):
    body = {"ref": "refs/heads/x", "sha": sha}
    assert api.ask("POST", f"{AT}/git/refs", token, body=body).status == 422
    assert api.ask("PATCH", f"{AT}/git/refs/heads/main", token, body={"sha": sha}).status == 422
    tree = history.git("rev-parse", "main^{tree}")
    body = {"ref": "refs/heads/x", "sha": tree}
    assert api.ask("POST", f"{AT}/git/refs", token, body=body).message == "Object is not a commit"


def test_the_default_branch_is_not_deleted(api, history, token):
    assert api.ask("DELETE", f"{AT}/git/refs/heads/main", token).status == 422
    assert history.git("rev-parse", "main") == history.second


def test_a_tree_is_told_by_id_or_by_name(api, history):
    sha = history.git("rev-parse", "main^{tree}")
    for name in (sha, "main", history.second, "heads%2Fmain"):
        told = api.ask("GET", f"{AT}/git/trees/{name}").json
        assert (told["sha"], told["truncated"]) == (sha, False)
    entries = {one["path"]: one for one in told["tree"]}
    assert (entries["src"]["mode"], entries["src"]["type"]) == ("040000", "tree")
    assert "size" not in entries["src"]
    assert (entries["run.sh"]["mode"], entries["run.sh"]["size"]) == ("100755", 10)
    deep = api.ask("GET", f"{AT}/git/trees/main?recursive=1").json
    assert "src/deep/er.py" in [one["path"] for one in deep["tree"]]


def test_blobs_commits_and_tags_are_told(api, history):
    sha = history.git("rev-parse", "main:src/main.py")
    blob = api.ask("GET", f"{AT}/git/blobs/{sha}").json
    assert (base64.b64decode(blob["content"]), blob["size"]) == (b"print('hello')\n", 15)
    raw = [("accept", "application/vnd.github.raw")]
    assert api.ask("GET", f"{AT}/git/blobs/{sha}", headers=raw).body == b"print('hello')\n"
    commit = api.ask("GET", f"{AT}/git/commits/{history.second}").json
    assert commit["message"] == "Add a program\n\nIt says hello."
    assert [one["sha"] for one in commit["parents"]] == [history.first]
    tag = api.ask("GET", f"{AT}/git/tags/{history.git('rev-parse', 'v2')}").json
    assert (tag["tag"], tag["message"]) == ("v2", "The second one\n")
    assert (tag["object"]["type"], tag["object"]["sha"]) == ("commit", history.second)


def test_an_object_of_another_kind_is_missing(api, history):
    blob = history.git("rev-parse", "main:run.sh")
    for kind in ("commits", "tags", "trees"):
        assert api.ask("GET", f"{AT}/git/{kind}/{blob}").status == 404
    for name in (history.second, "main", "HEAD", "x" * 40, blob[:10]):
        assert api.ask("GET", f"{AT}/git/blobs/{name}").status == 404


def test_a_commit_is_put_together_from_its_parts(api, history, token):
    blob = {"content": encoded(b"\x00\xff"), "encoding": "base64"}
    made = api.ask("POST", f"{AT}/git/blobs", token, body=blob)
    assert made.status == 201
    sha = made.json["sha"]
    assert made.json["url"] == made.header("location") == f"{URL}/git/blobs/{sha}"
    entries = [
        {"path": "bin/data", "mode": "100644", "type": "blob", "sha": sha},
        {"path": "words.txt", "mode": "100755", "type": "blob", "content": "w\n"},
        {"path": "run.sh", "mode": "100644", "type": "blob", "sha": None},
    ]
    tree = api.ask(
        "POST", f"{AT}/git/trees", token, body={"base_tree": history.second, "tree": entries}
    )
    assert tree.status == 201
    assert [one["path"] for one in tree.json["tree"]] == ["README.md", "bin", "src", "words.txt"]
    body = {"message": "Build", "tree": tree.json["sha"], "parents": [history.second]}
    commit = api.ask("POST", f"{AT}/git/commits", token, body=body)
    assert (commit.status, commit.json["verification"]["verified"]) == (201, False)
    sha = commit.json["sha"]
    assert history.git("for-each-ref", "--contains", sha) == ""
    tag = {"tag": "v3", "message": "Three", "object": sha, "type": "commit"}
    named = api.ask("POST", f"{AT}/git/tags", token, body=tag)
    assert (named.status, named.json["tag"]) == (201, "v3")
    ref = {"ref": "refs/tags/v3", "sha": named.json["sha"]}
    assert api.ask("POST", f"{AT}/git/refs", token, body=ref).status == 201
    assert history.git("rev-parse", "v3^{commit}") == sha
    assert history.git("fsck", "--strict") == ""


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_a_signature_is_kept_and_not_believed(api, history, token):
    signature = "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----"
    tree = history.git("rev-parse", "main^{tree}")
    body = {"message": "m", "tree": tree, "parents": [history.second], "signature": signature}
    told = api.ask("POST", f"{AT}/git/commits", token, body=body).json
    checked = told["verification"]
    assert (checked["verified"], checked["reason"]) == (False, "gpgverify_unavailable")
    assert checked["signature"] == signature
    assert checked["payload"].startswith(f"tree {tree}\nparent {history.second}\nauthor ")
    assert "gpgsig" not in checked["payload"]


@pytest.mark.parametrize(
    "entry",
    [
        {"path": ".git/config", "mode": "100644", "content": "x"},
        {"path": "a/.GIT/hooks/x", "mode": "100755", "content": "x"},
        {"path": "git~1/x", "mode": "100644", "content": "x"},
        {"path": ".g\u200cit/x", "mode": "100644", "content": "x"},
        {"path": "a\\..\\.git\\x", "mode": "100644", "content": "x"},
        {"path": ".gitmodules", "mode": "120000", "content": "/etc/passwd"},
        {
            "path": ".gitmodules",
            "mode": "100644",
            "content": '[submodule "x"]\n\tpath = x\n\turl = --upload-pack=id\n',
        },
        {"path": "../x", "mode": "100644", "content": "x"},
        {"path": "/x", "mode": "100644", "content": "x"},
        {"path": "a/", "mode": "100644", "content": "x"},
        {"path": "a\0b", "mode": "100644", "content": "x"},
        {"path": "x", "mode": "100664", "content": "x"},
        {"path": "x", "mode": "040000", "content": "x"},
        {"path": "x", "mode": "040000", "type": "blob", "sha": ZERO},
        {"path": "x", "mode": "100644", "sha": "1" * 40},
        {"path": "x", "mode": "160000", "sha": "main"},
        {"path": "x", "mode": "100644"},
        {"path": "x"},
    ],
)
def test_a_tree_that_no_push_could_bring_is_refused(api, history, token, entry):
    before = history.git(*ALL)
    answer = api.ask("POST", f"{AT}/git/trees", token, body={"tree": [entry]})
    assert answer.status == 422, answer.body
    assert history.git(*ALL) == before
    assert list(history.path.glob("objects/tmp_*")) == []


def test_what_is_made_names_only_what_is_there(api, history, token):
    tree, blob = history.git("rev-parse", "main^{tree}"), history.git("rev-parse", "main:run.sh")
    for body in (
        {"message": "m", "tree": "1" * 40},
        {"message": "m", "tree": blob},
        {"message": "m", "tree": tree, "parents": [tree]},
        {"message": "m", "tree": tree, "parents": ["main"]},
        {"tree": tree},
    ):
        assert api.ask("POST", f"{AT}/git/commits", token, body=body).status == 422
    for body in (
        {"tag": "v", "message": "m", "object": blob, "type": "commit"},
        {"tag": "a..b", "message": "m", "object": blob, "type": "blob"},
        {"tag": "v", "message": "m", "object": "1" * 40, "type": "blob"},
    ):
        assert api.ask("POST", f"{AT}/git/tags", token, body=body).status == 422
    for body in ({"tree": []}, {"tree": [{"path": "x"}], "base_tree": "none"}, {"tree": {}}):
        assert api.ask("POST", f"{AT}/git/trees", token, body=body).status == 422


def test_nothing_is_made_in_an_empty_repository(api, things, token):
    for kind, body in {
        "blobs": {"content": "x"},
        "trees": {"tree": [{"path": "x", "mode": "100644", "content": "x"}]},
    }.items():
        answer = api.ask("POST", f"{AT}/git/{kind}", token, body=body)
        assert (answer.status, answer.message) == (409, "Git Repository is empty.")
