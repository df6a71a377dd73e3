"""Folders and files are found by their paths, told apart by their bytes, and bounded."""

import pytest

from watchword.contents import names, reading, readme, refs, text
from watchword.contents.model import Entry, Kind, Place, RefKind
from watchword.kernel.errors import NotFound, TooLarge

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def at(opened, commit, *path):
    return reading.at(opened(), Place(RefKind.BRANCH, b"main", commit, path))[1]


def test_folders_come_before_files(history, opened):
    made = history.commit({"b": "1", "a": "1", "z": {"x": "1"}, ".github": {"x": "1"}})
    listing = reading.listing(opened(), at(opened, made).id)
    assert [entry.shown for entry in listing.entries] == [".github", "z", "a", "b"]
    assert not listing.cut


def test_a_folder_of_many_names_is_cut(history, opened, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ENTRIES", 3)
    oid = history.blob("1")
    made = history.commit({f"f{number}": ("100644", oid) for number in range(5)})
    listing = reading.listing(opened(), at(opened, made).id)
    assert (len(listing.entries), listing.cut) == (3, True)


def test_a_folder_beyond_the_bound_is_refused(history, opened, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_TREE", 30)
    made = history.commit({"a": "1", "b": "1"})
    with pytest.raises(TooLarge):
        reading.listing(opened(), reading.commit(opened(), made).tree)


def test_a_link_is_an_entry_and_is_not_followed(history, opened):
    """Attack 50: a link in any part of a path leads nowhere."""
    outside = ("120000", history.blob("/etc"))
    made = history.commit({"link": outside, "real": {"passwd": "1"}})
    assert at(opened, made, b"link").kind is Kind.LINK
    with pytest.raises(NotFound):
        at(opened, made, b"link", b"passwd")


def test_a_submodule_holds_nothing_here(history, opened):
    made = history.commit({"module": ("160000", "1" * 40)})
    assert at(opened, made, b"module").kind is Kind.SUBMODULE
    with pytest.raises(NotFound):
        at(opened, made, b"module", b"file")


def test_a_large_file_is_told_by_its_size(history, opened):
    oid = history.blob(b"x" * 1_000)
    assert reading.blob(opened(), oid, 1_000).data == b"x" * 1_000
    found = reading.blob(opened(), oid, 999)
    assert (found.size, found.data) == (1_000, None)


def test_what_is_no_file_is_not_read_as_one(history, opened):
    made = history.commit({"a": "1"})
    for oid in (made, history.git("rev-parse", f"{made}^{{tree}}"), "1" * 40, "zz", ""):
        with pytest.raises(NotFound):
            reading.blob(opened(), oid, 100)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (b"", ()),
        (b"a/b", (b"a", b"b")),
        (b"a/", (b"a",)),
        (b"a\\b", (b"a\\b",)),
        (b"/a", None),
        (b"a//b", None),
        (b"a/../b", None),
        (b"./a", None),
        (b"a\0b", None),
        (b"..", None),
        (b"...", (b"...",)),
    ],
)
def test_a_path_stays_inside_of_its_tree(path, expected):
    assert names.parts(path) == expected


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0 jpeg", "image/jpeg"),
        (b"GIF89a....", "image/gif"),
        (b"RIFF\1\2\3\4WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x1cftypavif....", "image/avif"),
        (b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", "image/bmp"),
        (b"\0\0\1\0\1\0\x10\x10", "image/x-icon"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"<html>GIF89a", None),
        (b"GIF89", None),
        (b"BM is how this text begins, and it goes on", None),
        (b"", None),
    ],
)
def test_only_the_first_bytes_make_an_image(data, media_type):
    assert text.image_type(data) == media_type


@pytest.mark.parametrize(
    ("data", "lines"), [(b"", 0), (b"a", 1), (b"a\n", 1), (b"a\nb", 2), (b"\n\n", 2)]
)
def test_lines_are_counted_as_editors_do(data, lines):
    assert text.line_count(data) == lines


def test_text_in_another_encoding_is_shown_byte_by_byte():
    assert text.decoded("caf\u00e9".encode()) == "café"
    assert text.decoded("caf\u00e9".encode("latin-1")) == "café"
    assert text.decoded(b"\xef\xbb\xbfx") == "x"


def test_marks_that_turn_text_around_are_spelt_out():
    """CVE-2021-42574."""
    assert text.turns_direction("x\u202ey")
    assert not text.turns_direction("x y")
    assert text.visible("x\u202ey\u2066") == "x⟨U+202E⟩y⟨U+2066⟩"


def test_a_pointer_of_large_file_storage_tells_the_size():
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 123\n" % (b"a" * 64)
    assert text.lfs_size(pointer) == 123
    assert text.lfs_size(pointer + b"x") is None
    assert text.lfs_size(b"version 1") is None


def entry(name, kind=Kind.FILE):
    return Entry(name, kind, "1" * 40)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([b"README.md", b"README"], b"README.md"),
        ([b"README.txt", b"readme.MD"], b"readme.MD"),
        ([b"README.rst", b"main.py"], b"README.rst"),
        ([b"README.html"], None),
        ([b"readme_first.md"], None),
        ([], None),
    ],
)
def test_the_readme_is_picked_by_its_ending(found, expected):
    picked = readme.find([entry(name) for name in found])
    assert (picked.name if picked else None) == expected


def test_a_readme_that_is_a_link_or_a_folder_is_none():
    assert readme.find([entry(b"README.md", Kind.LINK), entry(b"README", Kind.TREE)]) is None


def test_branches_and_tags_are_told_with_their_commits(history, opened):
    one = history.commit({"a": "1"}, "One")
    two = history.commit({"a": "2"}, "Two", one)
    history.git("update-ref", "refs/heads/old", one)
    history.tag("light", one)
    history.tag("heavy", two, "Release notes")
    history.tag("file", history.blob("1"), "Leads to no commit")
    branches = refs.tips(opened(), RefKind.BRANCH)
    assert [(tip.shown, tip.commit.title) for tip in branches.tips] == [
        ("main", "Two"),
        ("old", "One"),
    ]
    tags = {tip.shown: tip for tip in refs.tips(opened(), RefKind.TAG).tips}
    assert set(tags) == {"light", "heavy"}
    assert tags["heavy"].tag.title == "Release notes"
    assert tags["light"].tag is None


def test_a_long_list_of_names_is_cut(history, opened):
    made = history.commit({"a": "1"})
    commands = "".join(f"create refs/tags/t{number:03} {made}\n" for number in range(120))
    history.git("update-ref", "--stdin", given=commands.encode())
    found = refs.names(opened(), RefKind.TAG, 100)
    assert (len(found.names), found.cut, found.names[0]) == (100, True, b"t000")
