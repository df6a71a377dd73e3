"""Objects are read as far as they make sense, whatever was pushed."""

import pytest

from watchword.contents import parsing
from watchword.contents.model import FOREVER, Kind

ID = "0123456789abcdef0123456789abcdef01234567"


def commit(*headers: bytes, text: bytes = b"Title\n\nBody\n"):
    lines = (b"tree " + ID.encode(), *headers)
    return parsing.commit(ID, b"\n".join(lines) + b"\n\n" + text)


def test_a_commit_tells_who_when_and_what():
    found = commit(
        b"parent " + b"1" * 40,
        b"parent " + b"2" * 40,
        b"author Ann <ann@example.test> 1700000000 +0900",
        b"committer Bob <bob@example.test> 1700000001 -0330",
    )
    assert (found.tree, found.parents) == (ID, ("1" * 40, "2" * 40))
    assert (found.author.name, found.author.email) == ("Ann", "ann@example.test")
    assert (found.author.at, found.committer.at) == (1_700_000_000, 1_700_000_001)
    assert (found.title, found.body, found.is_signed) == ("Title", "Body", False)


def test_a_signature_is_no_part_of_the_message():
    found = commit(
        b"author Ann <a@b> 1 +0000",
        b"gpgsig -----BEGIN PGP SIGNATURE-----",
        b" ",
        b" author Mallory <m@m> 5 +0000",
        b" -----END PGP SIGNATURE-----",
    )
    assert (found.author.name, found.is_signed, found.title) == ("Ann", True, "Title")


def test_the_first_of_two_equal_headers_counts_as_in_git():
    found = commit(b"author Ann <a@b> 1 +0000", b"author Mallory <m@m> 2 +0000")
    assert found.author.name == "Ann"


@pytest.mark.parametrize(
    ("value", "at"),
    [
        (b"A <a> 99999999999999999999999 +0000", 0),
        (b"A <a> 999999999999999999 +0000", FOREVER),
        (b"A <a> -5 +0000", 0),
        (b"A <a>", 0),
        (b"A", 0),
        (b"A <a> soon", 0),
        (b"A <a> 12 +9999999", 12),
        (b"", 0),
    ],
)
def test_times_stay_within_the_calendar(value, at):
    assert commit(b"author " + value).author.at == at


def test_a_message_is_read_in_its_own_encoding():
    found = commit(b"encoding ISO-8859-1", text="Café".encode("latin-1"))
    assert found.title == "Café"


@pytest.mark.parametrize("encoding", [b"idna", b"zlib", b"rot13", b"unicode_escape", b"x" * 9_000])
def test_an_encoding_that_is_none_of_old_histories_is_not_used(encoding):
    assert commit(b"encoding " + encoding, text=b"\\x41 Title").title == "\\x41 Title"


def test_marks_that_turn_a_name_around_are_shown_as_such():
    found = commit("author Ann\u202egnp <a\x1b[31m@b> 1 +0000".encode())
    assert found.author.name == "Ann\ufffdgnp"
    assert "\x1b" not in found.author.email


def test_a_very_long_message_is_cut():
    assert len(commit(text=b"x" * 1_000_000).message) == parsing.LONGEST_MESSAGE


def test_a_tree_tells_what_its_names_are():
    raw = bytes.fromhex(ID)
    modes = [b"40000", b"100644", b"100755", b"120000", b"160000", b"040000", b"100664", b"644"]
    data = b"".join(mode + b" " + mode + b"\0" + raw for mode in modes)
    assert [entry.kind for entry in parsing.tree(data)] == [
        Kind.TREE,
        Kind.FILE,
        Kind.EXECUTABLE,
        Kind.LINK,
        Kind.SUBMODULE,
        Kind.TREE,
        Kind.FILE,
        Kind.FILE,
    ]
    assert {entry.id for entry in parsing.tree(data)} == {ID}


@pytest.mark.parametrize("data", [b"x", b"100644 a\0short", b"100644", b"\0" * 50, b"100644 a"])
def test_a_tree_that_breaks_off_ends_there(data):
    good = b"100644 good\0" + bytes.fromhex(ID)
    assert [entry.name for entry in parsing.tree(good + data)] == [b"good"]


def test_a_tag_tells_its_target_and_not_its_signature():
    text = b"Release\n\nNotes\n-----BEGIN PGP SIGNATURE-----\nabc\n-----END PGP SIGNATURE-----\n"
    data = b"object %s\ntype commit\ntag v1\ntagger Ann <a@b> 7 +0000\n\n" % ID.encode() + text
    found = parsing.tag(data)
    assert (found.target, found.tagger.at, found.title) == (ID, 7, "Release")
    assert "SIGNATURE" not in found.message


@pytest.mark.parametrize("cut", [0, 1, 21, 30])
def test_a_name_is_found_as_by_reading_all(cut):
    names = [b"a", b"a 100644 b", b"b", b"c", b"\xff"]
    data = b"".join(b"100644 " + name + b"\0" + bytes.fromhex(ID) for name in names)
    data = data[: len(data) - cut]
    known = {entry.name: entry for entry in parsing.tree(data)}
    for name in (*names, b"", b"d", b"100644", b"b\0"):
        assert parsing.find(data, name) == known.get(name)
