"""Refs are read from loose and packed files as git reads them, and from nowhere else."""

import os

import pytest

from tests.histories import History
from watchword.git_process import ref_files
from watchword.git_process.ref_files import RefFiles

NAMES = [
    *(f"refs/heads/branch-{number:03}" for number in range(60)),
    *(f"refs/heads/nested/{letter}/deep" for letter in "abcXYZ"),
    "refs/heads/a",
    "refs/heads/a-b",
    "refs/heads/a.b",
    "refs/heads/zz",
    *(f"refs/tags/v{number}" for number in range(40)),
    "refs/notes/commits",
]


@pytest.fixture
def history(tmp_path):
    made = History(tmp_path / "repositories")
    commit = made.commit({"a": "1"})
    commands = "".join(f"create {name} {commit}\n" for name in NAMES)
    made.git("update-ref", "--stdin", given=commands.encode())
    for number in range(3):
        made.tag(f"annotated-{number}", commit, "With a line of its own in packed-refs")
    return made


def by_git(history, prefix="refs/"):
    lines = history.git("for-each-ref", "--format=%(refname) %(objectname)", prefix).splitlines()
    return dict(line.split() for line in lines)


def read(history, prefix="refs/", most=10_000):
    found = RefFiles(history.path).under(prefix.encode(), most)
    return {name.decode(): value for name, value in found}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("prefix", ["refs/", "refs/heads/", "refs/tags/", "refs/heads/nested/"])
def test_lists_agree_with_git(history, packed, prefix):
    if packed:
        history.git("pack-refs", "--all", "--prune")
    assert read(history, prefix) == by_git(history, prefix)
    assert list(read(history, prefix)) == sorted(read(history, prefix))


def test_every_packed_ref_is_found_and_no_other(history):
    history.git("pack-refs", "--all", "--prune")
    refs = RefFiles(history.path)
    for name, value in by_git(history).items():
        assert refs.find(name.encode()) == value
        assert refs.find(name.encode() + b"!") is None
        assert refs.find(name.encode()[:-1] + b"!") is None
    for name in (b"refs/", b"a", b"refs/heads", b"refs/heads/nested", b"zzz", b"^", b""):
        assert refs.find(name) is None


def test_a_loose_ref_wins_over_a_packed_one(history):
    history.git("pack-refs", "--all", "--prune")
    newer = history.commit({"a": "2"}, branch="a")
    assert RefFiles(history.path).find(b"refs/heads/a") == newer
    assert read(history)["refs/heads/a"] == newer


def test_a_deleted_ref_is_gone(history):
    history.git("pack-refs", "--all", "--prune")
    history.git("update-ref", "-d", "refs/heads/a")
    assert RefFiles(history.path).find(b"refs/heads/a") is None
    assert read(history) == by_git(history)


def test_a_list_may_be_cut(history):
    assert list(read(history, "refs/tags/", 3)) == sorted(by_git(history, "refs/tags/"))[:3]
    history.git("pack-refs", "--all", "--prune")
    assert list(read(history, "refs/tags/", 3)) == sorted(by_git(history, "refs/tags/"))[:3]


def test_a_cut_list_of_loose_and_packed_refs_begins_with_the_first(history):
    history.git("pack-refs", "--all", "--prune")
    history.commit({"a": "2"}, branch="branch-001")
    history.commit({"a": "2"}, branch="zzz")
    assert list(read(history, "refs/heads/", 4)) == sorted(by_git(history, "refs/heads/"))[:4]


def test_an_unsorted_file_is_read_as_well(history):
    history.git("pack-refs", "--all", "--prune")
    file = history.path / "packed-refs"
    _, *lines = file.read_text().splitlines()
    refs = [line for line in lines if not line.startswith("^")]
    file.write_text("\n".join(reversed(refs)) + "\n")
    assert RefFiles(history.path).find(b"refs/heads/a") is not None
    assert read(history) == by_git(history)


def test_a_file_that_breaks_off_anywhere_harms_nobody(history):
    history.git("pack-refs", "--all", "--prune")
    every, file = read(history), history.path / "packed-refs"
    whole = file.read_bytes()
    for size in range(0, len(whole) - 100, 7):
        file.write_bytes(whole[:size])
        refs = RefFiles(history.path)
        assert refs.find(b"refs/zz") is None
        assert set(refs.under(b"refs/", 10_000)) <= {(n.encode(), v) for n, v in every.items()}


def test_links_and_pipes_are_no_refs(history, tmp_path):
    """Attack 49: what was put there by other ways than git leads nowhere, and holds up nobody."""
    secret = tmp_path / "secret"
    secret.write_text("1" * 40)
    heads = history.path / "refs/heads"
    (heads / "link").symlink_to(secret)
    (heads / "folder").symlink_to(tmp_path)
    os.mkfifo(heads / "pipe")
    (heads / "words").write_text("ref: refs/heads/a\n")
    (heads / "long").write_text("1" * 41)
    (heads / "a.lock").write_text("1" * 40)
    refs = RefFiles(history.path)
    for name in ("link", "folder/secret", "pipe", "words", "long", "a.lock/x"):
        assert refs.find(f"refs/heads/{name}".encode()) is None
    assert "refs/heads/a.lock" not in read(history)
    assert "refs/heads/folder/secret" not in read(history)


def test_a_flood_of_loose_refs_is_read_in_part(history, monkeypatch):
    monkeypatch.setattr(ref_files, "MOST_LOOSE", 5)
    assert len(read(history)) == 5


def test_a_repository_without_refs_has_none(tmp_path):
    empty = History(tmp_path / "others")
    assert RefFiles(empty.path).under(b"refs/", 10) == []
    assert RefFiles(empty.path).find(b"refs/heads/main") is None
