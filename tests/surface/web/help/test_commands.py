"""Commands of the manual: they are run, or at least read by the programs that they are for."""

import re
import shlex
import subprocess

import pytest

from tests.surface.web.help.manual import ADDRESS, LANGUAGES, PEM, TOPICS, document, facts

OPTION = re.compile(r"(?<!\S)--?[a-zA-Z][a-z-]*")


def commands(language="en", **about):
    """Every command of the manual, line by line, with the topic that it stands in."""
    for topic in TOPICS:
        for block in document(topic, language, facts(**about)).blocks:
            if block.kind == "command":
                yield topic, block


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("ssh", [22, 2222])
def test_a_shell_can_read_every_command(language, ssh):
    for topic, block in commands(language, authority=PEM, ssh=ssh):
        done = subprocess.run(
            ["sh", "-n"], input=block.text, text=True, capture_output=True, timeout=60, check=False
        )
        assert done.returncode == 0, (topic, block.text, done.stderr)


@pytest.fixture
def run(tmp_path):
    """A shell at home, where nothing is set; gives what the commands print."""
    home = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "GIT_CONFIG_NOSYSTEM": "1"}

    def run(script, **more):
        done = subprocess.run(
            ["sh", "-ec", script],
            env=home | more,
            cwd=tmp_path,
            text=True,
            capture_output=True,
            timeout=60,
            check=True,
        )
        return done.stdout

    return run


def named(name, topic, **about):
    (block,) = (
        block for block in document(topic, "en", facts(**about)).blocks if block.name == name
    )
    return block.text


def test_git_takes_every_setting_that_the_manual_writes(run):
    for _topic, block in commands(authority=PEM):
        for line in block.text.splitlines():
            if line.startswith("git config --global") and "--unset" not in line:
                run(line.replace("--remove-section", "--get-regexp"))


def test_the_saved_certificate_is_the_one_of_the_server_and_git_is_told_of_it(run, authority):
    run(named("save-ca", "certificate", authority=authority))
    assert run("cat ~/watchword-ca.pem") == authority
    printed = run(named("fingerprint", "certificate", authority=authority))
    assert printed.strip().partition("=")[2] == facts(authority=authority).fingerprint
    run(named("trust-git", "certificate", authority=authority))
    asked = f"git config --path --get-urlmatch http.sslCAInfo {ADDRESS}/a/b.git"
    assert run(asked).endswith("/watchword-ca.pem\n")


def test_a_helper_for_this_server_only_is_asked_for_this_server_only(run):
    only_here = named("only-here", "caching-credentials")
    run(only_here)
    run(only_here)  # a second time does no harm
    asked = "git config --get-urlmatch credential.helper {}/a.git || true"
    assert run(asked.format(ADDRESS)) == "cache --timeout=28800\n"
    assert run(asked.format("https://elsewhere.example")) == ""


def test_erasing_reaches_a_stored_password(run):
    run("git config --global credential.helper store")
    stored = f"url={ADDRESS}\\nusername=octavia\\npassword=old\\n"
    run(f"printf '{stored}' | git credential approve")
    assert "octavia:old@" in run("cat ~/.git-credentials")
    run(named("erase-all", "updating-credentials"))
    assert "octavia" not in run("cat ~/.git-credentials")


def test_the_helper_for_scripts_hands_over_the_variable_and_nothing_else(run):
    words = shlex.split(named("script-clone", "using-a-token", login="octavia"))
    git = shlex.join(words[: words.index("clone")])
    asked = f"printf 'url={ADDRESS}\\n' | {git} credential fill"
    told = run(asked, WATCHWORD_TOKEN="ghp_%s", GIT_TERMINAL_PROMPT="0")
    assert "username=octavia\npassword=ghp_%s\n" in told


def test_addresses_of_ssh_are_translated_to_https_and_back(run):
    for ssh in (22, 2222):
        about = facts(ssh=ssh)
        lines = [
            block.text
            for block in document("remotes", "en", about).blocks
            if block.kind == "command" and "insteadOf" in block.text
        ]
        run(lines[0])
        run("git init -q . && git remote remove origin || true")
        run(f"git remote add origin {about.ssh_repository}")
        assert run("git remote get-url origin") == f"{ADDRESS}/OWNER/REPO.git\n"
        run(lines[1])
        assert run("git remote get-url origin") == f"{about.ssh_repository}\n"


def test_the_options_of_curl_exist(run):
    known = run("curl --help all")
    for topic, block in commands(authority=PEM):
        for line in block.text.splitlines():
            _, found, call = line.partition("curl ")
            if found:
                for option in OPTION.findall(call.partition("|")[0]):
                    spelt = option if option.startswith("--") else None
                    letters = [] if spelt else [f"-{letter}" for letter in option[1:]]
                    for one in [spelt] if spelt else letters:
                        assert re.search(rf"(^|\s){one}[,\s]", known), (topic, one)
