"""GitHub's command line client with gists, forks, templates and licences, on port 443."""

import json

import pytest

from tests.gh import Gh
from tests.named_server import HOST

SCOPES = "repo,read:org,gist,delete_repo"


@pytest.fixture
def gh_of(at_machine, server):
    """Give gh of a new account, signed in with a token, on a machine of its own."""

    def sign_up(login: str) -> Gh:
        server.add_user(login)
        gh = Gh(at_machine())
        gh.takes(server.token(login, SCOPES))
        gh.run("auth", "setup-git")
        return gh

    return sign_up


def test_a_gist_from_its_creation_to_its_end(gh_of):
    gh = gh_of("writer")
    (gh.machine.home / "a.txt").write_text("first\n")
    (gh.machine.home / "b.txt").write_text("second\n")
    made = gh.says("gist", "create", "a.txt", "--desc", "Notes")
    assert made.startswith(f"https://{HOST}/gist/")
    number = made.rsplit("/", 1)[1]
    assert "first" in gh.says("gist", "view", number, "--raw")
    listed = gh.says("gist", "list")
    assert number in listed
    assert "secret" in listed
    gh.run("gist", "edit", number, "--add", "b.txt")
    gh.run("gist", "rename", number, "a.txt", "c.txt")
    assert gh.says("gist", "view", number, "--files").split() == ["b.txt", "c.txt"]
    gh.run("gist", "clone", number, "there")
    there = gh.machine.home / "there"
    assert (there / "c.txt").read_text() == "first\n"
    (there / "c.txt").write_text("third\n")
    gh.machine.run("git", "commit", "-q", "-a", "-m", "Change", at=there)
    gh.machine.run("git", "push", "-q", at=there)
    assert "third" in gh.says("gist", "view", number, "--raw", "--filename", "c.txt")
    gh.run("gist", "delete", number, "--yes")
    assert gh.run("gist", "view", number, status=1).stderr


def test_a_fork_is_made_cloned_and_kept_up_to_date(gh_of):
    owner, forker = gh_of("source"), gh_of("forker")
    owner.run("repo", "create", "things", "--public", "--add-readme", "--clone")
    forker.run("repo", "fork", "source/things", "--clone")
    there = forker.machine.home / "things"
    assert (there / "README.md").exists()
    assert "upstream" in forker.machine.run("git", "remote", at=there).stdout
    told = json.loads(forker.says("repo", "view", "forker/things", "--json", "isFork,parent"))
    assert (told["isFork"], told["parent"]["owner"]["login"]) == (True, "source")
    mine = owner.machine.home / "things"
    (mine / "new.txt").write_text("new\n")
    owner.machine.run("git", "add", "new.txt", at=mine)
    owner.machine.run("git", "commit", "-q", "-m", "More", at=mine)
    owner.machine.run("git", "push", "-q", at=mine)
    forker.run("repo", "sync", "forker/things")
    forker.machine.run("git", "pull", "-q", at=there)
    assert (there / "new.txt").exists()


def test_a_repository_begins_with_a_licence_or_a_template(gh_of):
    gh = gh_of("beginner")
    made = ("repo", "create", "form", "--public", "--license", "mit", "--gitignore", "Python")
    gh.run(*made, "--clone")
    there = gh.machine.home / "form"
    assert "MIT License" in (there / "LICENSE").read_text()
    assert (there / ".gitignore").exists()
    assert "mit" in gh.says("repo", "license", "list")
    assert "Python" in gh.says("repo", "gitignore", "list")
    gh.run("repo", "edit", "beginner/form", "--template")
    gh.run("repo", "create", "copy", "--private", "--template", "beginner/form", "--clone")
    assert "MIT License" in (gh.machine.home / "copy/LICENSE").read_text()
