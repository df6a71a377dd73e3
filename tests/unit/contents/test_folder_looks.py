"""A look at a folder is kept by its commit, and within a bound."""

from watchword.contents import reading
from watchword.contents.folder_looks import FolderLooks


class Counted:
    """A store that counts what is read."""

    def __init__(self, store):
        self._store = store
        self.reads = 0

    def read(self, name, most):
        self.reads += 1
        return self._store.read(name, most)

    def __getattr__(self, name):
        return getattr(self._store, name)


def look(looks, store, commit, *path, key="aqueduct"):
    found = reading.commit(store, commit)
    tree = reading.lookup(store, found.tree, path).id
    before = getattr(store, "reads", 0)
    told = looks.at(store, key, found, path, tree)
    return told, getattr(store, "reads", 0) - before


def shown(told):
    return [(row.kind, row.shown, told.changes[row.change].title) for row in told.rows]


def test_each_name_is_told_with_its_last_change_and_its_address(history, opened):
    first = history.commit({"a b": "1", "docs": {"x": "1"}, "README.md": "1"}, "First")
    second = history.commit({"a b": "2", "docs": {"x": "1"}, "README.md": "1"}, "Second", first)
    told, _ = look(FolderLooks(), opened(), second)
    assert shown(told) == [
        ("tree", "docs", "First"),
        ("file", "README.md", "First"),
        ("file", "a b", "Second"),
    ]
    assert told.rows[2].quoted == "a%20b"
    assert told.introduction.name == b"README.md"


def test_the_same_folder_of_the_same_commit_is_not_looked_up_again(history, opened):
    looks, commit = FolderLooks(), history.commit({"a": "1", "b": {"c": "1"}}, "First")
    store = Counted(opened())
    first, reads = look(looks, store, commit)
    assert reads > 0
    assert look(looks, store, commit) == (first, 0)


def test_another_commit_folder_or_repository_is_looked_up_for_itself(history, opened):
    looks, first = FolderLooks(), history.commit({"a": "1", "b": {"c": "1"}}, "First")
    second = history.commit({"a": "2", "b": {"c": "1"}}, "Second", first)
    store = Counted(opened())
    assert shown(look(looks, store, first)[0])[1] == ("file", "a", "First")
    assert shown(look(looks, store, second)[0])[1] == ("file", "a", "Second")
    assert shown(look(looks, store, second, b"b")[0]) == [("file", "c", "First")]
    assert look(looks, store, first, key="vault")[1] > 0


def test_what_was_not_asked_for_lately_goes_where_the_bound_is_met(history, opened):
    commits = [history.commit({"a": str(number)}, f"Number {number}") for number in range(3)]
    store = Counted(opened())
    one = look(FolderLooks(), store, commits[0])[0].weight
    looks = FolderLooks(most=2 * one)
    look(looks, store, commits[0])
    look(looks, store, commits[1])
    assert look(looks, store, commits[0])[1] == 0
    look(looks, store, commits[2])
    assert look(looks, store, commits[0])[1] == 0
    assert look(looks, store, commits[1])[1] > 0


def test_a_folder_beyond_the_bound_is_shown_and_not_kept(history, opened):
    looks, commit = FolderLooks(most=1), history.commit({"a": "1"}, "First")
    store = Counted(opened())
    assert look(looks, store, commit)[1] == look(looks, store, commit)[1] > 0
