"""Real clients of the API against the real server: gh, and PyGithub."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import github
import pytest
from github import Auth, Github

# The program that comes with the tests' requirements, beside their interpreter.
GH = shutil.which("gh", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
PATIENCE = 60
"""Seconds that one command may take on a slow machine."""


@pytest.fixture(scope="module")
def octavia(server):
    server.add_user("octavia")
    return server


@pytest.fixture
def gh(octavia, tmp_path):
    """Run gh with a token; gives what it did."""
    assert GH, "gh is not there: install requirements/test.txt"

    def run(*words, token, given=""):
        variables = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "GH_CONFIG_DIR": str(tmp_path / "gh"),
            "GH_HOST": urlsplit(octavia.url).netloc,
            "GH_ENTERPRISE_TOKEN": token,
            "GH_PROMPT_DISABLED": "1",
            "GH_NO_UPDATE_NOTIFIER": "1",
            "SSL_CERT_FILE": str(octavia.ca),
        }
        return subprocess.run(
            [GH, *words],
            input=given,
            env=variables,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            cwd=tmp_path,
        )

    return run


@pytest.fixture
def pygithub(octavia):
    """Make a client for a token."""
    made = []

    def client(auth):
        one = Github(
            base_url=f"{octavia.url}/api/v3",
            auth=auth,
            verify=str(octavia.ca),
            retry=None,
            seconds_between_requests=None,
            seconds_between_writes=None,
        )
        made.append(one)
        return one

    yield client
    for one in made:
        one.close()


def test_gh_asks_who_it_is(octavia, gh):
    done = gh("api", "user", "--jq", ".login", token=octavia.token("octavia"))
    assert (done.returncode, done.stdout) == (0, "octavia\n"), done.stderr


def test_gh_with_a_dead_token_says_so(octavia, gh):
    done = gh("api", "user", token="ghp_" + "0" * 36)
    assert done.returncode == 1
    assert json.loads(done.stdout)["message"] == "Bad credentials"
    assert "gh: Bad credentials (HTTP 401)" in done.stderr


def test_gh_makes_lists_changes_and_follows_a_renamed_repository(octavia, gh):
    token = octavia.token("octavia", "repo,read:org")
    fields = ("-f", "name=made-by-gh", "-F", "private=true", "-F", "auto_init=true")
    made = gh("api", "user/repos", *fields, "--jq", ".full_name", token=token)
    assert made.stdout == "octavia/made-by-gh\n", made.stderr
    body = json.dumps({"name": "renamed-by-gh", "description": "in pieces"})
    path = "repos/octavia/made-by-gh"
    changed = gh("api", "-X", "PATCH", path, "--input", "-", token=token, given=body)
    assert json.loads(changed.stdout)["description"] == "in pieces", changed.stderr
    followed = gh("api", path, "--jq", ".name", token=token)
    assert followed.stdout == "renamed-by-gh\n", followed.stderr
    gh("api", "user/repos", "-f", "name=another", token=token)
    names = gh("api", "--paginate", "user/repos?per_page=1", "--jq", ".[].name", token=token)
    assert {"renamed-by-gh", "another"} <= set(names.stdout.split()), names.stderr


def test_gh_names_the_scope_that_is_missing(octavia, gh):
    token = octavia.token("octavia", "repo,read:org")
    gh("api", "user/repos", "-f", "name=kept", token=token)
    done = gh("api", "-X", "DELETE", "repos/octavia/kept", token=token)
    assert done.returncode == 1
    assert "Must have admin rights to Repository. (HTTP 403)" in done.stderr
    assert 'needs the "delete_repo" scope' in done.stderr
    other = octavia.token("octavia", "repo,delete_repo")
    missing = gh("api", "-X", "DELETE", "repos/octavia/nothing-there", token=other)
    assert "HTTP 404" in missing.stderr
    assert "scope" not in missing.stderr


def test_pygithub_reads_and_writes(octavia, pygithub):
    client = pygithub(Auth.Token(octavia.token("octavia", "repo,user,delete_repo")))
    person = client.get_user()
    assert (person.login, person.type, person.email) == ("octavia", "User", "octavia@example.com")
    assert client.oauth_scopes == ["delete_repo", "repo", "user"]
    made = person.create_repo("made-by-pygithub", private=True, auto_init=True)
    assert (made.full_name, made.private) == ("octavia/made-by-pygithub", True)
    assert made.permissions.admin
    made.edit(name="renamed", description="new", has_wiki=True)
    assert (made.name, made.description, made.has_wiki) == ("renamed", "new", False)
    assert client.get_repo("octavia/made-by-pygithub").name == "renamed"
    assert client.get_repo(made.id).full_name == "octavia/renamed"
    assert "renamed" in [one.name for one in person.get_repos(visibility="private")]
    assert "renamed" not in [
        one.name for one in client.get_user("octavia").get_repos(type="member")
    ]
    made.edit(archived=True)
    with pytest.raises(github.GithubException, match="archived so is read-only"):
        made.edit(description="newer")
    made.delete()
    with pytest.raises(github.UnknownObjectException):
        client.get_repo("octavia/renamed")


def test_pygithub_tells_its_refusals_apart(octavia, pygithub):
    with pytest.raises(github.BadCredentialsException):
        _ = pygithub(Auth.Token("wrong")).get_user().login
    token = octavia.token("octavia", "repo")
    with pytest.raises(github.UnknownObjectException):
        pygithub(Auth.Token(token)).get_repo("octavia/none")
    assert pygithub(Auth.Login("octavia", token)).get_user().login == "octavia"


def test_pygithub_knows_what_is_left(octavia, pygithub):
    client = pygithub(Auth.Token(octavia.token("octavia")))
    client.get_user("octavia")
    remaining, limit = client.rate_limiting
    assert 0 < remaining < limit == 5_000
    assert client.get_rate_limit().resources.core.limit == limit


def test_pygithub_reads_and_writes_what_lies_in_a_repository(octavia, pygithub):
    client = pygithub(Auth.Token(octavia.token("octavia", "repo,workflow")))
    made = client.get_user().create_repo("contents", private=True, auto_init=True)
    assert made.get_readme().decoded_content == b"# contents\n"
    created = made.create_file("docs/a.txt", "Write", "words\n", branch="main")
    assert created["content"].path == "docs/a.txt"
    found = made.get_contents("docs/a.txt")
    assert (found.decoded_content, found.sha) == (b"words\n", created["content"].sha)
    changed = made.update_file("docs/a.txt", "Change", "other\n", found.sha)
    with pytest.raises(github.GithubException, match="does not match"):
        made.update_file("docs/a.txt", "Change", "late\n", found.sha)
    assert [one.path for one in made.get_contents("docs")] == ["docs/a.txt"]
    tree = made.get_git_tree("main", recursive=True)
    assert [one.path for one in tree.tree] == ["README.md", "docs", "docs/a.txt"]
    ref = made.create_git_ref("refs/heads/side", created["commit"].sha)
    assert made.get_git_ref("heads/side").object.sha == created["commit"].sha
    compared = made.compare("side", "main")
    assert (compared.status, compared.ahead_by) == ("ahead", 1)
    assert [one.filename for one in compared.files] == ["docs/a.txt"]
    ref.edit(changed["commit"].sha)
    ref.delete()
    assert [one.name for one in made.get_branches()] == ["main"]
    assert [one.commit.message for one in made.get_commits()] == [
        "Change",
        "Write",
        "Initial commit",
    ]
    made.delete_file("docs/a.txt", "Remove", changed["content"].sha)
    with pytest.raises(github.UnknownObjectException):
        made.get_contents("docs/a.txt")
    link = made.get_archive_link("zipball")
    assert "token=" in link
    made.create_file(".github/workflows/ci.yml", "Add", "on: push\n")
    weak = pygithub(Auth.Token(octavia.token("octavia", "repo")))
    with pytest.raises(github.GithubException, match="workflow"):
        weak.get_repo("octavia/contents").create_file(
            ".github/workflows/x.yml", "Add", "on: push\n"
        )


def test_gh_browses_and_reads_files(octavia, gh):
    token = octavia.token("octavia", "repo,read:org")
    gh("api", "user/repos", "-f", "name=browsed", "-F", "auto_init=true", token=token)
    path = "repos/octavia/browsed/contents/README.md"
    raw = gh("api", "-H", "Accept: application/vnd.github.raw", path, token=token)
    assert raw.stdout == "# browsed\n", raw.stderr
    shown = gh("repo", "view", "octavia/browsed", token=token)
    assert "browsed" in shown.stdout, shown.stderr
    there = gh("browse", "README.md", "--no-browser", "-R", "octavia/browsed", token=token)
    assert there.stdout.strip().endswith("/octavia/browsed/tree/main/README.md"), there.stderr
