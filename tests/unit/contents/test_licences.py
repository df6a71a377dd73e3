"""Licences are told from one another by their words."""

import pytest

from watchword.contents import gitignores, licences


def test_every_licence_is_recognised_as_itself():
    for one in licences.every():
        filled = one.filled(year="2031", fullname="Octavia Vigil")
        found = licences.recognised(filled.encode())
        assert found is not None, one.key
        assert found.spdx_id == one.spdx_id or found.body == one.body, one.key


@pytest.mark.parametrize(
    "text", ["", "All rights reserved.", "You may not use this. " * 50, "\0" * 100, "x" * 300_000]
)
def test_other_texts_are_none(text):
    assert licences.recognised(text.encode()) is None


def test_a_licence_with_more_conditions_is_another_one():
    mit = licences.find("MIT")
    more = mit.body + "\nThe Software shall be used for good and never for evil purposes, " * 3
    assert licences.recognised((more + "by anyone anywhere at all times").encode()) in {None, mit}
    half = mit.body[: len(mit.body) // 2]
    assert licences.recognised(half.encode()) is None


def test_brackets_are_filled_in():
    text = licences.find("mit").filled(year="2031", fullname="Octavia Vigil")
    assert "Copyright (c) 2031 Octavia Vigil" in text
    assert "[" not in text


@pytest.mark.parametrize(
    ("name", "rank"),
    [(b"LICENSE", 0), (b"licence.md", 0), (b"COPYING", 1), (b"UNLICENSE", 2), (b"README", None)],
)
def test_names_tell_where_a_licence_is(name, rank):
    assert licences.rank(name) == rank


def test_lists_are_found_by_their_name():
    assert {"Python", "Go", "C++", "Node"} <= set(gitignores.names())
    assert "__pycache__" in gitignores.find("Python")
    for name in ("python", "../Python", "", "Python.gitignore"):
        assert gitignores.find(name) is None
