"""Attack 47: files of a repository asked for by their paths.

What is verified: git's three places answer, and nothing else of a folder is served under any
spelling of its path, to nobody and to its owner.
"""

import pytest

from tests.git_client import GitClient, basic
from tests.running_server import RunningServer

PATHS = [
    "HEAD",
    "config",
    "description",
    "packed-refs",
    "hooks/pre-receive",
    "info/attributes",
    "info/exclude",
    "info/../config",
    "info/refs/../../config",
    "objects/info/packs",
    "objects/info/alternates",
    "objects/info/http-alternates",
    "objects/pack/",
    "objects/../../",
    "objects/%2e%2e/config",
    "objects/..%2f..%2fconfig",
    "..%2f..%2fwatchword.db",
    "%2e%2e/%2e%2e/watchword.toml",
    "refs/heads/main",
    ".git/config",
    "git-upload-archive",
    "info/refs/",
    "info%2frefs",
]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dumb")
    made = RunningServer(folder / "data").start()
    made.add_user("ann")
    made.secret = made.token("ann", "repo")
    git = GitClient(made, folder / "home")
    work = git.folder("work")
    for visibility in ("public", "private"):
        url = made.repository(f"ann/{visibility}", visibility)
        git.run("push", "-q", made.with_token(url, made.secret), "main", at=work)
    (made.loose,) = (
        found.relative_to(work / ".git")
        for found in (work / ".git/objects").glob("??/*")
        if found.name == git.head(work)[2:]
    )
    yield made
    made.kill()


@pytest.mark.parametrize("ending", ["", ".git", ".git.git", ".GIT"])
@pytest.mark.parametrize("name", ["public", "private"])
def test_no_file_of_the_folder_is_served(server, name, ending):
    for path in [*PATHS, str(server.loose)]:
        for headers in ({}, basic("ann", server.secret)):
            answer = server.request("GET", f"/ann/{name}{ending}/{path}", headers=headers)
            told = (path, answer.status, answer.body[:200])
            assert answer.status in {301, 302, 303, 400, 401, 403, 404, 405}, told
            assert b"repositoryformatversion" not in answer.body, told
            assert b"ref: refs/heads" not in answer.body, told
            assert b"SQLite format" not in answer.body, told


@pytest.mark.parametrize("query", ["", "?service=", "?service=git-upload-archive"])
def test_a_client_of_the_dumb_protocol_is_told_what_to_do(server, query):
    answer = server.request("GET", f"/ann/public.git/info/refs{query}")
    assert answer.status == 403
    assert answer.body.startswith(b"This server speaks git's smart protocol only.")
    hidden = server.request("GET", f"/ann/private.git/info/refs{query}")
    assert (hidden.status, hidden.body) == (401, b"")
