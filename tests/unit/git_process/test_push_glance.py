"""Most pushes bring nothing in which workflows could be: that is seen without a process."""

import pytest

from tests.histories import History
from watchword.git_process import push_glance
from watchword.git_process.push_glance import none_holds

FOLDER = b".github"
BELOW = {"workflows": {"a.yml": "1"}}


@pytest.fixture
def there(tmp_path):
    return History(tmp_path)


def look(there, *ends, quarantine=None):
    return none_holds(there.path, quarantine or there.path / "objects/none", ends, FOLDER)


def test_a_commit_without_the_folder_is_told_from_one_with_it(there):
    without = there.commit({"a": "1", "github": BELOW}, branch=None)
    with_it = there.commit({"a": "1", ".github": BELOW}, branch=None)
    assert look(there, without)
    assert not look(there, with_it)
    assert not look(there, without, with_it)


def test_it_does_not_matter_what_stands_there(there):
    assert not look(there, there.commit({".github": "a file"}, branch=None))


def test_an_empty_tree_holds_nothing(there):
    assert look(there, there.commit({}, branch=None))


def test_packed_objects_are_read_as_well(there):
    first = there.commit({"a": "1"})
    second = there.commit({"a": "1", ".github": BELOW}, branch="other")
    there.git("repack", "-adq")
    assert look(there, first)
    assert not look(there, second)


def test_what_lies_in_quarantine_is_read(there):
    made = there.commit({"a": "1"}, branch=None)
    folder = there.path / "objects/tmp_objdir-incoming-x"
    folder.mkdir()
    for fan in (there.path / "objects").glob("??"):
        fan.rename(folder / fan.name)
    assert not look(there, made)
    assert look(there, made, quarantine=folder)


def test_whatever_is_no_ordinary_commit_is_left_to_git(there, monkeypatch):
    made = there.commit({"a": "1"}, branch=None)
    there.tag("v1", made, "A tag")
    for end in ("refs/tags/v1", f"{made}^{{tree}}", f"{made}:a"):
        assert not look(there, there.git("rev-parse", end))
    for end in ("1" * 40, "x", ""):
        assert not look(there, end)
    monkeypatch.setattr(push_glance, "LARGEST", 20)
    assert not look(there, made)


@pytest.mark.parametrize("error", [OSError, KeyError])
def test_what_goes_while_it_is_opened_is_left_to_git(there, monkeypatch, error):
    made = there.commit({"a": "1"}, branch=None)

    def goes(_place):
        raise error

    monkeypatch.setattr(push_glance.pygit2, "OdbBackendPack", goes)
    assert not look(there, made)
