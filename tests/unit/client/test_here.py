"""Which host is meant where nobody named one."""

import pytest

from watchword_client.git import Git
from watchword_client.here import host_of, the_host
from watchword_client.host import Host
from watchword_client.speaking import Exit, Trouble


@pytest.fixture
def git(tmp_path):
    variables = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "GIT_CONFIG_NOSYSTEM": "1"}
    return Git(variables, tmp_path)


@pytest.mark.parametrize(
    ("remote", "host"),
    [
        ("https://git.example.test/octavia/aqueduct.git", "git.example.test"),
        ("https://octavia:x@localhost:8443/o/a", "localhost:8443"),
        ("ssh://git@git.example.test:2222/octavia/aqueduct.git", "git.example.test"),
        ("git@git.example.test:octavia/aqueduct.git", "git.example.test"),
        ("git.example.test:aqueduct", "git.example.test"),
    ],
)
def test_the_host_of_a_remote_is_where_its_https_is(remote, host):
    assert host_of(remote) == Host(host)


@pytest.mark.parametrize(
    "remote", ["", "/srv/a.git", "../a.git", "file:///srv/a.git", "http://h.test/a", "ext::sh -c"]
)
def test_a_remote_without_a_server_names_none(remote):
    assert host_of(remote) is None


def test_where_none_is_known_the_person_is_told_to_name_one(git):
    with pytest.raises(Trouble, match="None is known here") as raised:
        the_host(None, git, [])
    assert raised.value.exit_code == Exit.USAGE
    assert "at the end of the command" in raised.value.todo
    with pytest.raises(Trouble, match=r"a\.test, b\.test are known here"):
        the_host(None, git, [Host("a.test"), Host("b.test")])


def test_a_name_wins_over_the_clone_and_the_clone_over_what_is_known(git):
    known = [Host("known.test")]
    assert the_host(None, git, known) == Host("known.test")
    git.run("init", "-q")
    git.run("remote", "add", "upstream", "https://upstream.test/a/b")
    assert the_host(None, git, known) == Host("upstream.test")
    git.run("remote", "add", "origin", "https://origin.test/a/b")
    assert the_host(None, git, known) == Host("origin.test")
    assert the_host("typed.test:444", git, known) == Host("typed.test:444")


@pytest.mark.parametrize("typed", [None, "a b", "http://h.test"])
def test_no_host_is_a_misuse(git, typed):
    known = [Host("a.test"), Host("b.test")]
    with pytest.raises(Trouble) as raised:
        the_host(typed, git, known)
    assert raised.value.exit_code == Exit.USAGE
