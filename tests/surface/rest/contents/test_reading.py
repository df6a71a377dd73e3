"""What stands at a path, over the API."""

import base64

import pytest

from tests.api import ADDRESS, API

AT = "/repos/octavia/things"
RAW = [("accept", "application/vnd.github.raw+json")]


def test_a_file_is_told_as_github_tells_it(api, history, token):
    told = api.ask("GET", f"{AT}/contents/src/main.py", token).json
    blob = history.git("rev-parse", "main:src/main.py")
    assert base64.b64decode(told["content"]) == b"print('hello')\n"
    assert (told["type"], told["encoding"], told["size"]) == ("file", "base64", 15)
    assert (told["name"], told["path"], told["sha"]) == ("main.py", "src/main.py", blob)
    url = f"{ADDRESS}{API}{AT}"
    assert told["url"] == f"{url}/contents/src/main.py?ref=main"
    assert told["git_url"] == f"{url}/git/blobs/{blob}"
    assert told["html_url"] == f"{ADDRESS}/octavia/things/blob/main/src/main.py"
    assert told["download_url"] == f"{ADDRESS}/octavia/things/raw/main/src/main.py"
    assert told["_links"] == {
        "self": told["url"],
        "git": told["git_url"],
        "html": told["html_url"],
    }


@pytest.mark.parametrize("path", ["/contents", "/contents/"])
def test_the_top_folder_is_a_list_without_contents(api, history, path):
    told = api.ask("GET", AT + path).json
    assert [one["name"] for one in told] == ["README.md", "run.sh", "src"]
    assert [one["type"] for one in told] == ["file", "file", "dir"]
    assert told[2]["download_url"] is None
    assert not any("content" in one for one in told)


def test_a_folder_is_an_object_for_who_asks_for_one(api, history):
    accept = [("accept", "application/vnd.github.object+json")]
    told = api.ask("GET", f"{AT}/contents/src", headers=accept).json
    assert (told["type"], told["path"]) == ("dir", "src")
    assert [one["path"] for one in told["entries"]] == ["src/deep", "src/main.py"]


@pytest.mark.parametrize(
    "ref", ["main", "v2", "refs/heads/main", "heads/main", "tags/v2", "HEAD", ""]
)
def test_a_commit_is_named_in_many_ways(api, history, ref):
    assert api.ask("GET", f"{AT}/contents/src/main.py?ref={ref}").status == 200


def test_a_commit_is_named_by_its_id(api, history):
    told = api.ask("GET", f"{AT}/contents?ref={history.first}").json
    assert [one["name"] for one in told] == ["README.md"]
    assert told[0]["download_url"].endswith(f"/raw/{history.first}/README.md")


def test_a_file_comes_as_it_is(api, history):
    answer = api.ask("GET", f"{AT}/contents/src/main.py", headers=RAW)
    assert answer.body == b"print('hello')\n"
    assert answer.header("content-type") == "application/vnd.github.raw; charset=utf-8"
    assert "sandbox" in answer.header("content-security-policy")


def test_a_large_file_is_not_told_in_json_and_streams_as_it_is(api, history):
    large = b"x" * (2**20 + 1)
    history.commit({"large.bin": large}, "Large", history.second)
    told = api.ask("GET", f"{AT}/contents/large.bin").json
    assert (told["content"], told["encoding"], told["size"]) == ("", "none", len(large))
    answer = api.ask("GET", f"{AT}/contents/large.bin", headers=RAW)
    assert answer.body == large
    assert answer.header("content-length") == str(len(large))


def test_markdown_comes_as_html_that_cannot_act(api, history):
    evil = "# Hi\n<script>alert(1)</script><img src=x onerror=alert(1)>\n"
    history.commit({"README.md": evil, "x.html": "<script>1</script>"}, "Evil", history.second)
    accept = [("accept", "application/vnd.github.html")]
    for path in ("/readme", "/contents/README.md", "/contents/x.html"):
        answer = api.ask("GET", AT + path, headers=accept)
        assert b"<script" not in answer.body
        assert b"onerror" not in answer.body
        assert "sandbox" in answer.header("content-security-policy")
    assert b"<h1" in api.ask("GET", f"{AT}/readme", headers=accept).body


def test_the_readme_is_found(api, history):
    told = api.ask("GET", f"{AT}/readme").json
    assert (told["name"], told["encoding"]) == ("README.md", "base64")
    assert base64.b64decode(told["content"]).startswith(b"# Things")
    assert api.ask("GET", f"{AT}/readme?ref=v1").json["size"] == 9
    assert api.ask("GET", f"{AT}/readme/src").status == 404


def test_links_and_submodules_are_told_as_such(api, things):
    other = "1" * 40
    modules = '[submodule "lib"]\n\tpath = lib\n\turl = https://example.test/lib.git\n'
    things.commit(
        {
            ".gitmodules": modules,
            "lib": ("160000", other),
            "out": ("120000", things.blob("../../etc/passwd")),
            "in": ("120000", things.blob("./a.txt")),
            "a.txt": "words\n",
        }
    )
    module = api.ask("GET", f"{AT}/contents/lib").json
    assert (module["type"], module["sha"], module["size"]) == ("submodule", other, 0)
    assert module["submodule_git_url"] == "https://example.test/lib.git"
    assert module["git_url"] is module["html_url"] is module["download_url"] is None
    link = api.ask("GET", f"{AT}/contents/out").json
    assert (link["type"], link["target"]) == ("symlink", "../../etc/passwd")
    assert base64.b64decode(api.ask("GET", f"{AT}/contents/in").json["content"]) == b"words\n"
    assert api.ask("GET", f"{AT}/contents/out/x").status == 404


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/contents/none", "Not Found"),
        ("/contents/src/../README.md", "Not Found"),
        ("/contents/%2e%2e/config", "Not Found"),
        ("/contents/a%00b", "Not Found"),
        ("/contents/README.md?ref=none", "No commit found for the ref none"),
        ("/contents/README.md?ref=../../HEAD", "No commit found for the ref ../../HEAD"),
    ],
)
def test_what_is_not_there_is_missing(api, history, path, message):
    answer = api.ask("GET", AT + path)
    assert (answer.status, answer.message) == (404, message)


def test_an_empty_repository_says_so(api, things):
    told = {
        path: api.ask("GET", AT + path)
        for path in ("/contents", "/readme", "/commits", "/git/ref/heads/main", "/git/trees/main")
    }
    assert {path: (one.status, one.message) for path, one in told.items()} == {
        "/contents": (404, "This repository is empty."),
        "/readme": (404, "This repository is empty."),
        "/commits": (409, "Git Repository is empty."),
        "/git/ref/heads/main": (409, "Git Repository is empty."),
        "/git/trees/main": (409, "Git Repository is empty."),
    }
    assert api.ask("GET", f"{AT}/branches").json == []
    assert api.ask("GET", f"{AT}/tags").json == []
    assert api.ask("GET", f"{AT}/languages").json == {}
    assert api.ask("GET", f"{AT}/contributors").status == 204


def test_names_that_are_no_utf_8_are_found_by_their_bytes(api, things):
    things.commit({b"caf\xe9.txt": "words\n"})
    told = api.ask("GET", f"{AT}/contents").json
    assert told[0]["name"] == "caf\ufffd.txt"
    assert told[0]["url"].endswith("/contents/caf%E9.txt?ref=main")
    assert api.ask("GET", f"{AT}/contents/caf%E9.txt").status == 200
    assert api.ask("GET", f"{AT}/git/trees/main").json["tree"][0]["path"] == "caf\ufffd.txt"
