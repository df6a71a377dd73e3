"""`watchword remote`: remotes are rewritten in real repositories, and nothing else is."""

import json
import os

import pytest

from tests.unit.client.machine_with_clones import Home

SSH, HTTPS = "git@git.example.com:o/r.git", "https://git.example.com/o/r.git"


@pytest.fixture
def home(tmp_path, monkeypatch):
    return Home(tmp_path, monkeypatch)


def test_origin_becomes_https_and_ssh_again_and_each_twice_changes_nothing(home):
    clone = home.clone(origin=SSH)
    said = home.run("remote", "https", at=clone).output
    assert said == f"origin: {SSH} is now {HTTPS}\n"
    assert home.git("remote", "get-url", "origin", at=clone) == HTTPS
    before = (clone / ".git/config").read_bytes()
    assert "Nothing to rewrite" in home.run("remote", "https", at=clone).output
    assert (clone / ".git/config").read_bytes() == before
    home.run("remote", "ssh", at=clone)
    assert home.git("remote", "get-url", "origin", at=clone) == SSH


def test_every_remote_of_the_host_changes_and_others_stay(home):
    clone = home.clone(
        origin=SSH, mine="ssh://git@git.example.com:2222/me/r", else_="git@other.example:o/r.git"
    )
    home.git("config", "remote.origin.pushurl", "git@git.example.com:me/r.git", at=clone)
    home.git("config", "--add", "remote.origin.url", "git@other.example:o/copy.git", at=clone)
    home.git("config", "branch.main.remote", SSH, at=clone)
    home.run("remote", "https", "--host", "git.example.com", at=clone)
    urls = home.git("config", "--get-regexp", r"^(remote|branch)\..*", at=clone).splitlines()
    assert sorted(urls) == sorted(
        [
            f"remote.origin.url {HTTPS}",
            "remote.origin.url git@other.example:o/copy.git",
            "remote.origin.pushurl https://git.example.com/me/r.git",
            "remote.mine.url https://git.example.com/me/r",
            "remote.else_.url git@other.example:o/r.git",
            f"branch.main.remote {HTTPS}",
        ]
    )


def test_a_dry_run_shows_and_changes_nothing(home):
    clone = home.clone(origin=SSH)
    before = (clone / ".git/config").read_bytes()
    assert (
        f"{SSH} would become {HTTPS}" in home.run("remote", "https", "--dry-run", at=clone).output
    )
    assert (clone / ".git/config").read_bytes() == before


def test_it_works_from_a_folder_inside_and_from_a_working_tree(home):
    clone = home.clone(origin=SSH)
    home.git("commit", "-q", "--allow-empty", "-m", "x", at=clone)
    home.git("worktree", "add", "-q", str(home.path / "tree"), at=clone)
    home.git("config", "extensions.worktreeConfig", "true", at=clone)
    home.git("config", "--worktree", "remote.here.url", SSH, at=home.path / "tree")
    (home.path / "tree/inside").mkdir()
    home.run("remote", "https", at=home.path / "tree/inside")
    assert home.git("remote", "get-url", "origin", at=clone) == HTTPS
    assert home.git("remote", "get-url", "here", at=home.path / "tree") == HTTPS


def test_submodules_change_in_gits_folder_and_the_tracked_file_is_told_about(home):
    lib, clone = home.clone("lib"), home.clone(origin=SSH)
    home.git("commit", "-q", "--allow-empty", "-m", "x", at=lib)
    words = ("-c", "protocol.file.allow=always", "submodule", "add", "-q", "--name", "a/lib")
    home.git(*words, str(lib), "lib", at=clone)
    theirs = "git@git.example.com:o/lib.git"
    home.git("config", "submodule.a/lib.url", theirs, at=clone)
    home.git("config", "--file", ".gitmodules", "submodule.a/lib.url", theirs, at=clone)
    home.git("remote", "set-url", "origin", theirs, at=clone / "lib")
    tracked = (clone / ".gitmodules").read_bytes()
    said = home.run("remote", "https", at=clone).output
    becomes = "https://git.example.com/o/lib.git"
    assert home.git("config", "submodule.a/lib.url", at=clone) == becomes
    assert home.git("remote", "get-url", "origin", at=clone / "lib") == becomes
    assert (clone / ".gitmodules").read_bytes() == tracked
    assert f"git config --file .gitmodules submodule.a/lib.url {becomes}" in said


def test_a_name_that_only_ssh_knows_is_told_and_not_guessed(home):
    (home.path / ".ssh").mkdir()
    (home.path / ".ssh/config").write_text("Include more\n")
    (home.path / ".ssh/more").write_text("Host work\n  HostName git.example.com\n  Port 2222\n")
    clone = home.clone(origin="work:o/r.git")
    said = home.run("remote", "https", "--host", "git.example.com", at=clone).output
    assert "work is git.example.com by your ssh_config" in said
    assert f"git remote set-url origin {HTTPS}" in said
    assert home.git("remote", "get-url", "origin", at=clone) == "work:o/r.git"


def test_a_secret_in_an_address_is_not_shown_and_its_loss_is_told(home):
    clone = home.clone(origin="https://octavia:hunter2@git.example.com/o/r.git")
    said = home.run("remote", "ssh", at=clone).output
    assert "https://octavia:***@git.example.com/o/r.git is now" in said
    assert "token or password" in said
    told = home.clone("b", origin="https://ghp_x:@git.example.com/o/r.git")
    answer = home.run("remote", "ssh", "--json", "--dry-run", at=told).output
    assert "hunter2" not in said + answer
    assert "ghp_x" not in answer


def test_a_rule_that_would_turn_it_back_is_told(home):
    clone = home.clone(origin=SSH)
    home.git("config", "--global", "url.git@git.example.com:.insteadOf", "https://git.example.com/")
    said = home.run("remote", "https", at=clone).output
    command = "git config --global --fixed-value --unset-all url.git@git.example.com:.insteadOf"
    assert f"{command} https://git.example.com/" in said
    home.git(*f"{command} https://git.example.com/".split()[1:])
    assert "insteadOf" not in home.run("remote", "https", at=clone).output


def test_ports_come_from_the_options_and_from_what_git_knows(home):
    clone = home.clone(origin="ssh://git@localhost:2222/o/r.git")
    home.git("config", "--global", "credential.https://localhost:8443.helper", "cache")
    home.run("remote", "https", at=clone)
    assert home.git("remote", "get-url", "origin", at=clone) == "https://localhost:8443/o/r.git"
    home.run("remote", "ssh", "--port", "2222", at=clone)
    ssh = home.git("remote", "get-url", "origin", at=clone)
    assert ssh == "ssh://git@localhost:2222/o/r.git"


def test_a_folder_of_clones_is_walked_and_counted(home):
    first = home.clone("src/a/first", origin=SSH)
    home.clone("src/second", origin=HTTPS)
    home.clone("src/third", origin="git@other.example:o/r.git")
    home.git("init", "-q", "--bare", "src/bare.git")
    bare = home.path / "src/bare.git"
    home.git("config", "remote.origin.url", SSH, at=bare)
    (home.path / "src/empty/.git").mkdir(parents=True)
    (home.path / "src/loop").symlink_to(home.path / "src")
    broken = home.clone("src/zz", origin=SSH)
    (broken / ".git/config").write_text("[remote\n")
    words = ("remote", "https", "--all", str(home.path / "src"), "--host", "git.example.com")
    said = home.run(*words, "--dry-run", status=1).output
    assert said.endswith(
        "5 clones: 2 would be rewritten, 1 need nothing, 1 of other servers, 1 failed.\n"
    )
    assert home.git("remote", "get-url", "origin", at=first) == SSH
    answer = json.loads(home.run(*words, "--json", status=1).stdout)
    fates = {one["folder"].rpartition("/")[2]: one["fate"] for one in answer["clones"]}
    assert fates == {
        "first": "rewritten",
        "bare.git": "rewritten",
        "second": "unchanged",
        "third": "elsewhere",
        "zz": "failed",
    }
    assert home.git("remote", "get-url", "origin", at=first) == HTTPS
    assert home.git("config", "remote.origin.url", at=bare) == HTTPS


def test_a_shared_configuration_is_written_once(home):
    clone = home.clone("src/clone", origin=SSH)
    home.git("commit", "-q", "--allow-empty", "-m", "x", at=clone)
    home.git("worktree", "add", "-q", str(home.path / "src/tree"), at=clone)
    words = ("remote", "https", "--all", str(home.path / "src"), "--host", "git.example.com")
    answer = json.loads(home.run(*words, "--json", "--dry-run").stdout)
    assert [one["fate"] for one in answer["clones"]] == ["rewritten"]


def test_a_locked_configuration_is_left_as_it_is(home):
    clone = home.clone(origin=SSH)
    before = (clone / ".git/config").read_bytes()
    (clone / ".git/config.lock").touch()
    result = home.run("remote", "https", at=clone, status=1)
    assert "being written by somebody else" in result.output
    assert (clone / ".git/config").read_bytes() == before
    assert (clone / ".git/config.lock").exists()


def test_a_fault_in_the_middle_leaves_the_file_as_it_was(home, monkeypatch):
    clone = home.clone(origin=SSH, other="git@git.example.com:o/other.git")
    before = (clone / ".git/config").read_bytes()

    def full(number):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = home.run("remote", "https", at=clone, status=1)
    assert "No space left on device" in result.output
    assert (clone / ".git/config").read_bytes() == before
    assert not (clone / ".git/config.lock").exists()


def test_the_mode_and_a_link_in_the_place_of_the_file_stay(home):
    clone = home.clone(origin=SSH)
    real = home.path / "kept"
    (clone / ".git/config").rename(real)
    real.chmod(0o640)
    (clone / ".git/config").symlink_to(real)
    home.run("remote", "https", at=clone)
    assert (clone / ".git/config").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert home.git("remote", "get-url", "origin", at=clone) == HTTPS


def test_one_rule_serves_all_clones_and_takes_the_place_of_its_opposite(home):
    clone = home.clone(origin=SSH, long="ssh://git@git.example.com/o/r.git")
    rule = ("--rule", "--host", "git.example.com")
    home.git("config", "--global", "url.https://git.example.com/.insteadOf", "work:")
    shown = home.run("remote", "https", *rule, "--dry-run").output
    assert "url.https://git.example.com/.insteadOf would be work:, git@git.example.com:" in shown
    assert home.git("remote", "get-url", "origin", at=clone) == SSH
    home.run("remote", "https", *rule)
    assert home.git("remote", "get-url", "origin", at=clone) == HTTPS
    assert home.git("remote", "get-url", "long", at=clone) == HTTPS
    assert home.git("config", "remote.origin.url", at=clone) == SSH
    assert "Nothing to write" in home.run("remote", "https", *rule).output
    answer = json.loads(home.run("remote", "ssh", *rule, "--json").stdout)
    assert answer["settings"] == {
        "url.git@git.example.com:.insteadOf": ["https://git.example.com/"],
        "url.https://git.example.com/.insteadOf": ["work:"],
    }
    assert home.git("remote", "get-url", "origin", at=clone) == SSH
    assert home.git("ls-remote", "--get-url", HTTPS) == SSH
    assert home.git("ls-remote", "--get-url", "work:o/r.git") == HTTPS


@pytest.mark.parametrize(
    "words",
    [
        ("--host", "no host"),
        ("--all", ".", "--rule"),
        ("--all", "."),
        ("--all", "nowhere"),
        ("--port", "0"),
        ("--rule",),
    ],
)
def test_a_command_line_that_says_too_little_is_refused(home, words):
    clone = home.clone(here="../elsewhere")
    home.run("remote", "https", *words, at=clone, status=2)


def test_outside_of_a_clone_it_says_so(home):
    assert "is in no clone" in home.run("remote", "https", status=1).output


def test_of_several_known_servers_one_must_be_named_and_the_only_one_need_not(home):
    src = home.path / "src"
    clone = home.clone("src/clone", origin=SSH)
    home.git("config", "--global", "credential.https://git.example.com.helper", "")
    home.git("config", "--global", "--add", "credential.https://git.example.com.helper", "cache")
    home.git("config", "--global", "credential.helper", "store")
    home.run("remote", "https", "--all", str(src))
    assert home.git("remote", "get-url", "origin", at=clone) == HTTPS
    home.git("config", "--global", "credential.https://other.example.helper", "cache")
    home.run("remote", "https", "--all", str(src), status=2)
