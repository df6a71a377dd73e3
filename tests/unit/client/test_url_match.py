"""Which entries of git's configuration count for an address."""

import pytest

from watchword_client.url_match import counts


@pytest.mark.parametrize(
    "pattern",
    [
        "https://git.example.test",
        "https://git.example.test/",
        "https://GIT.example.test:443",
        "https://*.example.test",
        "https://git.example.test/octavia",
        "https://git.example.test/octavia/aqueduct.git",
    ],
)
def test_an_entry_for_the_place_counts(pattern):
    assert counts(pattern, "https://git.example.test/octavia/aqueduct.git")


@pytest.mark.parametrize(
    "pattern",
    [
        "http://git.example.test",
        "https://git.example.test:8443",
        "https://example.test",
        "https://*.test",
        "https://git.example.test.evil.test",
        "https://octavia@git.example.test",
        "https://git.example.test/oct",
        "https://git.example.test:port",
        "git.example.test",
    ],
)
def test_an_entry_for_another_place_does_not(pattern):
    assert not counts(pattern, "https://git.example.test/octavia/aqueduct.git")


def test_a_user_that_the_entry_names_must_be_the_one_asked_for():
    assert counts("https://oct%61via@git.example.test", "https://octavia@git.example.test/")
    assert not counts("https://nero@git.example.test", "https://octavia@git.example.test/")
