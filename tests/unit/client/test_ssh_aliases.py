"""Names that only the file of ssh knows are found out, without running anything."""

import pytest

from watchword_client.remotes.ssh_aliases import real_host

FILE = """
# Work
Host work  w*k !wok
    HostName git.example.com
    User git
Host "quoted name"
    HostName=quoted.example
Match host other exec "false"
    HostName never.example
Host *.short
    HostName %h.example.com
Host work
    HostName second.example
Include more/*
Host git.example.com
    Port 2222
"""


@pytest.mark.parametrize(
    ("alias", "host"),
    [
        ("work", "git.example.com"),
        ("wrrk", "git.example.com"),
        ("wok", None),
        ("quoted name", "quoted.example"),
        ("other", None),
        ("a.short", "a.short.example.com"),
        ("git.example.com", None),
        ("unheard", None),
    ],
)
def test_the_first_name_that_applies_is_taken(alias, host):
    assert real_host(alias, FILE) == host


def test_included_files_are_read_and_may_not_include_themselves_for_ever():
    asked = []

    def included(pattern):
        asked.append(pattern)
        return ["Include more/*\nHost inner\nHostName INNER.example\n"]

    assert real_host("inner", "Include more/*", included) == "inner.example"
    assert 1 < len(asked) < 20


def test_what_is_no_line_of_such_a_file_is_passed_over():
    text = 'Host "open\n=\nHostName\nHostname x.example\n'
    assert real_host("any", text) == "x.example"
