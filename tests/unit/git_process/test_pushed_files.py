"""What git tells of a push: taken apart wherever its blocks are cut, within bounds."""

import pytest

from tests.histories import History
from watchword.git_process import pushed_files
from watchword.git_process.pushed_files import COMMAND, Told
from watchword.work.leak_scan import PushedFile


@pytest.fixture
def answer(tmp_path):
    """The answer of the real git about two commits; and the files that they brought."""
    history = History(tmp_path / "repositories")
    first = history.commit(
        {"a.txt": "one", ":odd\n name": "two", "run": ("160000", "d" * 40)}, "Begin"
    )
    second = history.commit({"a.txt": "other", "copy": "two"}, "Change", first)
    # The last word of the command asks git to read the names of commits from its input.
    said = history.git(*COMMAND[:-1], second)
    return said.encode(), [
        PushedFile(history.blob("other"), "a.txt", second),
        PushedFile(history.blob("two"), "copy", second),
        PushedFile(history.blob("one"), "a.txt", first),
    ]


@pytest.mark.parametrize("size", [1, 7, 1 << 20])
def test_it_does_not_matter_where_blocks_are_cut(answer, size):
    said, files = answer
    told = Told()
    for start in range(0, len(said), size):
        told.hear(said[start : start + size])
    assert told.files == files
    assert not told.is_enough


def test_files_beyond_the_bound_are_not_kept(answer, monkeypatch):
    said, files = answer
    monkeypatch.setattr(pushed_files, "MOST_FILES", 2)
    told = Told()
    told.hear(said)
    assert told.files == files[:2]
    assert told.is_enough


def test_a_word_without_an_end_is_enough():
    told = Told()
    while not told.is_enough:
        told.hear(b"a" * 65_536)
    assert told.files == []
