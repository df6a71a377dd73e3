"""Names of servers, as people type them."""

import pytest

from watchword_client.host import Host


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("git.example.test", "git.example.test"),
        ("GIT.example.test:443", "git.example.test"),
        ("localhost:8443", "localhost:8443"),
        ("https://octavia@git.example.test/octavia/aqueduct.git", "git.example.test"),
        ("https://[::1]:8443/", "[::1]:8443"),
    ],
)
def test_a_host_is_read_as_git_writes_it(typed, name):
    host = Host.parse(typed)
    assert (str(host), host.api) == (name, f"https://{name}/api/v3")


@pytest.mark.parametrize(
    "typed",
    ["", "http://git.example.test", "ssh://git@git.example.test/a/b", "a b", "a\nb", "a:port",
     "-a", "git.example.test:99999", "é.test", "a..b"],
)  # fmt: skip
def test_what_is_no_host_for_https_is_refused(typed):
    with pytest.raises(ValueError):
        Host.parse(typed)
