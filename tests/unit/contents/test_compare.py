"""What a commit changed is told as git tells it, and never takes for ever."""

import pytest

from watchword.contents import compare, differences, reading, renames
from watchword.contents.compare import Status
from watchword.contents.differences import Hidden


def changed(opened, commit):
    store = opened()
    return compare.of_commit(store, reading.commit(store, commit))


def by_path(opened, commit):
    store = opened()
    found = renames.paired(store, compare.of_commit(store, reading.commit(store, commit)))
    return {one.change.shown: one for one in differences.of(store, found)}


def test_a_first_commit_adds_all_that_it_holds(history, opened):
    made = history.commit({"b": "1", "a": {"c": "1", "d": {"e": "1"}}})
    found = changed(opened, made)
    assert [(one.shown, one.status) for one in found.files] == [
        ("a/c", Status.ADDED),
        ("a/d/e", Status.ADDED),
        ("b", Status.ADDED),
    ]


def test_only_what_differs_is_told(history, opened):
    one = history.commit({"same": "1", "gone": "1", "changed": "1\n", "x": {"y": "1"}})
    two = history.commit({"same": "1", "new": "2", "changed": "2\n", "x": {"y": "1"}}, "C", one)
    found = {change.shown: change.status for change in changed(opened, two).files}
    assert found == {
        "gone": Status.REMOVED,
        "new": Status.ADDED,
        "changed": Status.MODIFIED,
    }


def test_a_file_in_the_place_of_a_folder_is_both(history, opened):
    one = history.commit({"x": {"y": "1"}})
    two = history.commit({"x": "2"}, "C", one)
    found = [(change.shown, change.status) for change in changed(opened, two).files]
    assert found == [("x/y", Status.REMOVED), ("x", Status.ADDED)]


def moved(opened, commit):
    found = by_path(opened, commit).values()
    return {(one.change.old_shown, one.change.shown, one.change.status.value) for one in found}


def test_a_moved_file_is_one_change(history, opened):
    one = history.commit({"old": "some text\n", "other": "1"})
    two = history.commit({"new": {"place": "some text\n"}, "other": "1"}, "Move", one)
    assert moved(opened, two) == {("old", "new/place", "renamed")}
    assert by_path(opened, two)["new/place"].hidden is Hidden.NOTHING


def test_each_removed_file_moves_to_one_place(history, opened):
    one = history.commit({"a": "text", "b": "text"})
    two = history.commit({"c": "text", "d": "text", "e": "text"}, "Move", one)
    assert moved(opened, two) == {
        ("a", "c", "renamed"),
        ("b", "d", "renamed"),
        ("", "e", "added"),
    }


def test_a_file_that_moved_and_changed_a_little_is_one_change(history, opened):
    before = "".join(f"line {number} of the file\n" for number in range(20))
    one = history.commit({"old": before, "other": "nothing\nin common\n"})
    after = before.replace("line 3 of", "line three of")
    two = history.commit({"new": after, "more": "quite\nanother text\n"}, "Move", one)
    assert moved(opened, two) == {
        ("old", "new", "renamed"),
        ("", "other", "removed"),
        ("", "more", "added"),
    }
    assert by_path(opened, two)["new"].added == 1


def test_an_empty_file_comes_from_nowhere(history, opened):
    one = history.commit({"a": "", "x": "1"})
    two = history.commit({"b": "", "x": "1"}, "Move", one)
    assert moved(opened, two) == {("", "a", "removed"), ("", "b", "added")}


def test_lines_are_told_with_their_numbers(history, opened):
    before = "".join(f"line {number}\n" for number in range(1, 21))
    after = before.replace("line 10\n", "line ten\nline ten and a half\n")
    one = history.commit({"a": before})
    found = by_path(opened, history.commit({"a": after}, "C", one))["a"]
    assert (found.added, found.removed, found.hidden) == (2, 1, None)
    (hunk,) = found.hunks
    assert (hunk.before, hunk.after) == ((7, 7), (7, 8))
    assert [(line.mark, line.before, line.after, line.text) for line in hunk.lines[3:6]] == [
        ("-", 10, None, b"line 10"),
        ("+", None, 10, b"line ten"),
        ("+", None, 11, b"line ten and a half"),
    ]


def test_a_missing_newline_at_the_end_is_told(history, opened):
    one = history.commit({"a": "1\n2"})
    found = by_path(opened, history.commit({"a": "1\n3"}, "C", one))["a"]
    assert [line.mark for line in found.hunks[0].lines] == [" ", "-", "\\", "+", "\\"]
    assert (found.added, found.removed) == (1, 1)


def test_lines_that_turn_around_are_told(history, opened):
    one = history.commit({"a": "1\n", "b": "1\n"})
    files = {"a": 'x = "\u202eerut"\n', "b": "2\n"}
    found = by_path(opened, history.commit(files, "C", one))
    assert (found["a"].turns, found["b"].turns) == (True, False)
    assert found["a"].hunks[0].lines[1].shown == 'x = "⟨U+202E⟩erut"'


def test_lines_of_binary_and_large_files_are_not_told(history, opened):
    one = history.commit({"binary": b"\0\1", "large": b"x\n" * 400_000, "text": "1\n"})
    files = {"binary": b"\0\2", "large": b"y\n" * 400_000, "text": "2\n"}
    found = by_path(opened, history.commit(files, "C", one))
    assert found["binary"].hidden is Hidden.BINARY
    assert found["large"].hidden is Hidden.TOO_LARGE
    assert found["text"].hidden is None


def test_past_the_bound_files_are_told_without_their_lines(history, opened):
    made = history.commit({"a": "1\n2\n3\n4\n", "b": "1\n2\n", "c": "1\n"})
    store = opened()
    changes = compare.of_commit(store, reading.commit(store, made))
    hidden = [one.hidden for one in differences.of(store, changes, most_lines=5)]
    assert hidden == [None, Hidden.TOO_LARGE, None]


def test_a_file_of_very_many_lines_is_not_compared(history, opened):
    """Made on purpose, such files hold the interpreter for seconds."""
    one = history.commit({"a": "1\n" * 10_001, "b": "1\n" * 10_000})
    two = history.commit({"a": "2\n" * 10_001, "b": "1\n" * 9_999}, "C", one)
    found = by_path(opened, two)
    assert found["a"].hidden is Hidden.TOO_LARGE
    assert (found["b"].hidden, found["b"].removed) == (None, 1)


def test_many_files_of_many_lines_are_compared_in_part(history, opened):
    files = {f"f{number:02}": f"{number}\n" * 9_000 for number in range(30)}
    one = history.commit(files)
    two = history.commit({name: text + "x\n" for name, text in files.items()}, "C", one)
    found = by_path(opened, two)
    shown = [name for name, one in found.items() if one.hidden is None]
    most = differences.MOST_LINES_COMPARED // 18_001
    assert shown == [f"f{number:02}" for number in range(most)]


def test_folders_in_folders_without_end_are_cut(history, opened):
    tree = history.tree({"file": "1"})
    for _ in range(1_500):
        tree = history.tree({"d": ("040000", tree)})
    assert changed(opened, history.commit(tree)).cut


def test_modes_and_submodules_are_told(history, opened):
    oid = history.blob("x\n")
    one = history.commit({"run": ("100644", oid), "module": ("160000", "1" * 40)})
    files = {"run": ("100755", oid), "module": ("160000", "2" * 40)}
    found = by_path(opened, history.commit(files, "C", one))
    assert (found["run"].mode_changed, found["run"].hidden) == (True, Hidden.NOTHING)
    assert found["module"].hidden is Hidden.SUBMODULE


def test_a_tree_that_holds_itself_many_times_is_cut(history, opened):
    """Attack 45: ten levels of ten times the same folder are ten thousand million files."""
    tree = history.tree({"file": "1"})
    for _ in range(10):
        tree = history.tree({f"d{number}": ("040000", tree) for number in range(10)})
    found = changed(opened, history.commit(tree))
    assert found.cut
    assert len(found.files) == compare.MOST_FILES


def test_a_bomb_without_any_file_ends_as_well(history, opened, monkeypatch):
    monkeypatch.setattr(compare, "MOST_NAMES", 5_000)
    tree = history.tree({})
    for _ in range(8):
        tree = history.tree({f"d{number}": ("040000", tree) for number in range(10)})
    assert changed(opened, history.commit(tree)).cut


def test_a_merge_is_compared_with_its_first_parent(history, opened):
    first = history.commit({"a": "1", "b": "1"})
    side = history.commit({"a": "2", "b": "1"}, "Side", first, branch=None)
    main = history.commit({"a": "1", "b": "2"}, "Main", first)
    merge = history.commit({"a": "2", "b": "2"}, "Merge", main, side)
    assert [change.shown for change in changed(opened, merge).files] == ["a"]


@pytest.mark.parametrize("name", [b"caf\xe9", b"a\nb", b"\x1b[31m", "\u202egnp.exe".encode()])
def test_odd_names_are_shown_without_what_they_hide(history, opened, name):
    made = history.commit({name: "1"})
    (found,) = changed(opened, made).files
    assert "\ufffd" in found.shown
    assert found.path == name
    assert found.quoted.isascii()
