"""Addresses of remotes are read as git reads them, and written as HTTPS and SSH and back."""

import re
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchword_client.remotes.remote_urls import (
    Form,
    Server,
    Wish,
    at_port,
    bases,
    parse,
    parse_server,
    rewritten,
    without_password,
    written,
)

HOST = Server("git.example.com")
TO_HTTPS = {
    "git@git.example.com:o/r.git": "https://git.example.com/o/r.git",
    "git@git.example.com:o/r": "https://git.example.com/o/r",
    "git.example.com:o/r.git": "https://git.example.com/o/r.git",
    "alice@git.example.com:o/r.git": "https://git.example.com/o/r.git",
    "git@GIT.Example.COM:o/r.git": "https://git.example.com/o/r.git",
    "git@git.example.com:/o/r.git": "https://git.example.com/o/r.git",
    "git@git.example.com:~/o/r.git": "https://git.example.com/o/r.git",
    "git@git.example.com:/~/o/r.git": "https://git.example.com/o/r.git",
    "[git@git.example.com:2222]:o/r.git": "https://git.example.com/o/r.git",
    "git@[git.example.com:2222]:o/r.git": "https://git.example.com/o/r.git",
    "git@git.example.com:o/a b.git": "https://git.example.com/o/a%20b.git",
    "git@git.example.com:o/a%20b.git": "https://git.example.com/o/a%2520b.git",
    "ssh://git@git.example.com/o/r.git": "https://git.example.com/o/r.git",
    "ssh://git.example.com/o/r.git": "https://git.example.com/o/r.git",
    "ssh://git@git.example.com:2222/o/r.git": "https://git.example.com/o/r.git",
    "ssh://git@git.example.com:/o/r.git": "https://git.example.com/o/r.git",
    "ssh://git@git.example.com//o/r.git": "https://git.example.com/o/r.git",
    "ssh://git@git.example.com/~/o/r.git": "https://git.example.com/o/r.git",
    "ssh://git@git.example.com/o/r.git/": "https://git.example.com/o/r.git",
    "ssh://git@git.example.com/o/a%20b.git": "https://git.example.com/o/a%20b.git",
    "git+ssh://git@git.example.com/o/r.git": "https://git.example.com/o/r.git",
    "git://git.example.com/o/r.git": "https://git.example.com/o/r.git",
    "http://git.example.com/o/r.git": "https://git.example.com/o/r.git",
    "http://git.example.com:8080/o/r.git": "https://git.example.com/o/r.git",
}
TO_SSH = {
    "https://git.example.com/o/r.git": "git@git.example.com:o/r.git",
    "https://git.example.com:443/o/r.git": "git@git.example.com:o/r.git",
    "https://alice@git.example.com/o/r.git": "git@git.example.com:o/r.git",
    "https://alice:secret@git.example.com/o/r.git": "git@git.example.com:o/r.git",
    "https://git.example.com/o/a%20b.git": "git@git.example.com:o/a b.git",
    "http://git.example.com/o/r.git": "git@git.example.com:o/r.git",
}
LEFT = [
    "git@elsewhere.example:o/r.git",
    "git@git.example.com.elsewhere.example:o/r.git",
    "https://git.example.com:8443/o/r.git",
    "work:o/r.git",
    "git@git.example.com:~alice/r.git",
    "ssh://git@git.example.com/~alice/r.git",
    "git@git.example.com:",
    "ssh://git@git.example.com",
    "ssh://git@git.example.com:99999/o/r.git",
    "https://git.example.com/o/r.git?x=1",
    "SSH://git@git.example.com/o/r.git",
    "ext::ssh git@git.example.com o/r.git",
    "git.example.com::o/r.git",
    "./git.example.com:o/r.git",
    "/srv/git.example.com:o/r.git",
    "C:/git.example.com/o/r.git",
    "C:\\git.example.com\\r.git",
    "../r.git",
    "file:///srv/o/r.git",
    "ssh://-oProxyCommand=x@git.example.com:o",
    "ssh://git@-oProxyCommand/o/r.git",
    "git@git.example.com:o/r\n.git",
    "ssh://git@git.example.com/o/r%0a.git",
    "",
]
# Those of HTTP git leaves to its helper for them.
READ_BY_GIT = [
    *(url for url in TO_HTTPS if not url.startswith("http")),
    "git@[::1]:o/r.git",
    "[git@::1]:o/r.git",
    "[::1]:o/r.git",
    "ssh://git@[::1]:2222/o/r.git",
    "ssh://[2001:db8::1]/o/r.git",
]

names = st.from_regex(r"[a-z0-9](?:[a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True)
hosts = st.builds(
    Server,
    st.one_of(names, st.builds("{}.{}".format, names, names), st.just("2001:db8::1")),
    st.one_of(st.none(), st.integers(1, 65_535).filter(lambda port: port != 443)),
    st.one_of(st.none(), st.integers(1, 65_535).filter(lambda port: port != 22)),
)
parts = st.text(
    st.characters(blacklist_categories=("Cc", "Cs"), blacklist_characters="/"), min_size=1
).filter(lambda part: not part.startswith((":", "~")))
paths = st.builds("{}/{}".format, parts, parts)


@pytest.mark.parametrize(("url", "becomes"), TO_HTTPS.items())
def test_every_form_of_ssh_becomes_https(url, becomes):
    assert rewritten(url, Wish.HTTPS, HOST) == becomes
    assert rewritten(becomes, Wish.HTTPS, HOST) is None


@pytest.mark.parametrize(("url", "becomes"), TO_SSH.items())
def test_https_becomes_the_short_form_of_ssh(url, becomes):
    assert rewritten(url, Wish.SSH, HOST) == becomes
    assert rewritten(becomes, Wish.SSH, HOST) is None


@pytest.mark.parametrize("url", LEFT)
@pytest.mark.parametrize("wish", Wish)
def test_what_leads_elsewhere_or_is_not_understood_is_left(url, wish):
    assert rewritten(url, wish, HOST) is None


def test_ports_of_both_kinds_are_the_hosts_own():
    host = Server("localhost", 8443, 2222)
    ssh, https = "ssh://git@localhost:2222/o/r.git", "https://localhost:8443/o/r.git"
    assert rewritten(https, Wish.SSH, host) == ssh
    assert rewritten(ssh, Wish.HTTPS, host) == https
    assert at_port(Server("h"), Wish.SSH, 2222) == Server("h", None, 2222)
    assert at_port(Server("h"), Wish.HTTPS, 8443) == Server("h", 8443)
    assert at_port(Server("h", 8443), Wish.HTTPS, 443) == Server("h")
    assert at_port(Server("h", 1, 2), Wish.SSH, None) == Server("h", 1, 2)


def test_addresses_of_ipv6_keep_their_brackets():
    host = Server("::1", 8443)
    assert rewritten("git@[::1]:o/r.git", Wish.HTTPS, host) == "https://[::1]:8443/o/r.git"
    assert rewritten("https://[::1]:8443/o/r.git", Wish.SSH, host) == "git@[::1]:o/r.git"
    assert rewritten("ssh://[::1]:22/o/r.git", Wish.HTTPS, host) == "https://[::1]:8443/o/r.git"


@given(hosts, paths)
def test_from_https_to_ssh_and_back_nothing_changes(host, path):
    https = written(path, Wish.HTTPS, host)
    ssh = rewritten(https, Wish.SSH, host)
    assert ssh is not None
    assert parse(ssh).form is Form.SSH
    assert rewritten(ssh, Wish.HTTPS, host) == https


@given(st.text())
def test_no_text_whatever_is_read_with_an_error(text):
    found = parse(text)
    assert found is None or found.host
    without_password(text)


@pytest.mark.parametrize("url", READ_BY_GIT)
def test_git_reads_the_same(url, tmp_path_factory):
    found = parse(url)
    done = subprocess.run(
        ["git", "fetch-pack", "--diag-url", url],
        cwd=_empty(tmp_path_factory),
        capture_output=True,
        text=True,
        check=True,
    )
    said = dict(re.findall(r"Diag: (\w+)=(.*)", done.stdout))
    user, _, host = said.get("userandhost", said.get("hostandport")).rpartition("@")
    assert (found.user, found.host) == (user, host.lower())
    assert said.get("port", "NONE") == str(found.port or "NONE")
    assert found.path == said["path"].strip("/").removeprefix("~/")


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("git.example.com", Server("git.example.com")),
        ("GIT.example.com:8443", Server("git.example.com", 8443)),
        ("https://git.example.com:8443/", Server("git.example.com", 8443)),
        ("git.example.com:443", Server("git.example.com")),
        ("::1", Server("::1")),
        ("[::1]:8443", Server("::1", 8443)),
        ("", None),
        ("alice@git.example.com", None),
        ("git.example.com/x", None),
        ("git@git.example.com:o/r", None),
        ("http://git.example.com", None),
        ("-x", None),
    ],
)
def test_a_host_is_read_as_people_type_it(typed, host):
    assert parse_server(typed) == host


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://h/o/r", "https://h/o/r"),
        ("https://alice@h/o/r", "https://alice@h/o/r"),
        ("https://alice:hunter2@h/o/r", "https://alice:***@h/o/r"),
        ("https://ghp_secret:x-oauth-basic@h/o/r", "https://***@h/o/r"),
        ("https://ghp_secret@h/o/r", "https://***@h/o/r"),
        (f"https://{'0a' * 20}@h/o/r", "https://***@h/o/r"),
        ("https://a:b@c@h/o/r@x", "https://a:***@h/o/r@x"),
        ("git@h:o/r", "git@h:o/r"),
    ],
)
def test_no_secret_in_an_address_is_shown(url, shown):
    assert without_password(url) == shown
    assert "ghp_" not in repr(parse(url))


def test_a_rule_stands_instead_of_both_forms_of_ssh():
    assert bases(HOST, Wish.HTTPS) == (
        "https://git.example.com/",
        ("git@git.example.com:", "ssh://git@git.example.com/"),
    )
    assert bases(HOST, Wish.SSH) == ("git@git.example.com:", ("https://git.example.com/",))
    assert bases(Server("h", 8443, 2222), Wish.SSH) == (
        "ssh://git@h:2222/",
        ("https://h:8443/",),
    )


def _empty(factory):
    """A repository with nothing in it, made once."""
    if not hasattr(factory, "empty_repository"):
        factory.empty_repository = factory.mktemp("empty")
        subprocess.run(["git", "init", "-q", factory.empty_repository], check=True)
    return factory.empty_repository
