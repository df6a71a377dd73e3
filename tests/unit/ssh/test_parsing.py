"""The line of an SSH client: read by a grammar that is smaller than any shell's."""

import pytest

from watchword.surfaces.ssh.parsing import Asked, Place, parse, place


@pytest.mark.parametrize(
    ("line", "arguments"),
    [
        ("git-upload-pack 'ann/things.git'", ("ann/things.git",)),
        ("git-upload-pack '/ann/things'", ("/ann/things",)),
        ("git-upload-pack ann/things.git", ("ann/things.git",)),
        ('git-upload-pack "ann/things.git"', ("ann/things.git",)),
        ("git-upload-pack   ann/things  ", ("ann/things",)),
        ("git-upload-pack", ()),
        ("git-upload-pack ''", ("",)),
        ("git-upload-pack ann/things.git download", ("ann/things.git", "download")),
    ],
)
def test_a_verb_and_plain_words_are_read(line, arguments):
    assert parse(line) == Asked("git-upload-pack", arguments)


@pytest.mark.parametrize(
    "line",
    [
        "",
        " git-upload-pack 'a/b'",
        "git-upload-pack 'a/b' 'c' 'd'",
        "git-upload-pack 'a/b",
        "git-upload-pack 'a/b'x",
        r"git-upload-pack 'a'\''b'",
        "git-upload-pack a\\ b",
        "git-upload-pack 'a/b'\nls",
        "git-upload-pack 'a/\0b'",
        "git-upload-pack 'a/b'; ls",
        "git-upload-pack 'a/b' && ls x",
        "git upload-pack 'a/b' x",
        "GIT-UPLOAD-PACK 'a/b'",
        "/usr/bin/git-upload-pack 'a/b'",
        "git-upload-pack '" + "a" * 1024 + "'",
    ],
)
def test_what_is_anything_else_means_nothing(line):
    assert parse(line) is None


def test_what_a_shell_would_expand_is_a_plain_word():
    assert parse("git-upload-pack $(id)/`ls`") == Asked("git-upload-pack", ("$(id)/`ls`",))
    assert place("$(id)/`ls`") is None


@pytest.mark.parametrize(
    "path", ["ann/things.git", "/ann/things", "ann/things/", "/ann/things.git/"]
)
def test_a_path_names_a_repository(path):
    assert place(path) == Place("ann", "things")


def test_a_gist_is_named_by_its_id():
    found = place("gist/0a1b.git")
    assert found == Place("gist", "0a1b")
    assert found.of_gist


@pytest.mark.parametrize(
    "path",
    [
        *("", "/", "ann", "ann/", "/things", "a/b/c", "../b", "a b/c", "ann//things"),
        *("~ann/things/x", "--upload-pack=x/y z", "ann/thing's", "ann/.git", "ä/b"),
        "a" * 101 + "/b",
    ],
)
def test_a_path_of_another_shape_names_nothing(path):
    assert place(path) is None
