"""History is told newest first, and of a path only what changed it."""

import pytest

from watchword.contents import history as histories
from watchword.contents import last_changes, reading, resolve
from watchword.kernel.errors import NotFound


def place(opened, rest):
    return resolve.place(opened(), rest.encode(), "main")


def titles(opened, rest, page=1):
    found = histories.log(opened(), place(opened, rest), page)
    return [commit.title for commit in found.commits]


@pytest.fixture
def merged(history):
    """A side branch that changed `a`, merged into main where `b` was changed."""
    first = history.commit({"a": "1", "b": "1", "c": {"d": "1"}}, "First")
    side = history.commit({"a": "2", "b": "1", "c": {"d": "1"}}, "Change a", first, branch=None)
    main = history.commit({"a": "1", "b": "2", "c": {"d": "1"}}, "Change b", first)
    merge = history.commit({"a": "2", "b": "2", "c": {"d": "1"}}, "Merge", main, side)
    return first, side, main, merge


def test_all_commits_come_newest_first(opened, merged):
    assert titles(opened, "main") == ["Merge", "Change b", "Change a", "First"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a", ["Change a", "First"]),
        ("b", ["Change b", "First"]),
        ("c/d", ["First"]),
        ("c", ["First"]),
        ("nothing", []),
    ],
)
def test_the_history_of_a_path_is_what_changed_it(opened, merged, path, expected):
    assert titles(opened, f"main/{path}") == expected


def test_the_history_of_a_path_agrees_with_git(history, opened, merged):
    for path in ("a", "b", "c"):
        by_git = history.git("log", "--format=%s", "main", "--", path).splitlines()
        assert titles(opened, f"main/{path}") == by_git


def test_a_file_that_went_and_came_back_has_both_in_its_history(history, opened):
    one = history.commit({"a": "1", "b": "x"}, "Add")
    two = history.commit({"b": "x"}, "Remove", one)
    history.commit({"a": "1", "b": "x"}, "Add again", two)
    assert titles(opened, "main/a") == ["Add again", "Remove", "Add"]


def test_history_comes_in_pages(history, opened):
    tree, last = history.tree({"a": "1"}), []
    for number in range(histories.PAGE * 2 + 3):
        last = [history.commit(tree, f"Number {number}", *last)]
    first = histories.log(opened(), place(opened, "main"), 1)
    third = histories.log(opened(), place(opened, "main"), 3)
    assert (len(first.commits), first.more) == (histories.PAGE, True)
    assert ([one.title for one in third.commits], third.more) == (
        ["Number 2", "Number 1", "Number 0"],
        False,
    )
    assert histories.log(opened(), place(opened, "main"), 99).commits == ()


def test_a_page_is_within_bounds(history, opened):
    history.commit({"a": "1"})
    for asked, got in ((-5, 1), (0, 1), (10**30, histories.MOST_PAGES)):
        assert histories.log(opened(), place(opened, "main"), asked).number == got


def test_a_search_that_takes_too_long_says_so(history, opened, monkeypatch):
    monkeypatch.setattr(histories, "MOST_LOOKED_AT", 3)
    last = [history.commit({"a": "1"}, "First")]
    for number in range(5):
        last = [history.commit({"a": "1", "b": str(number)}, f"Number {number}", *last)]
    assert histories.log(opened(), place(opened, "main/a"), 1).gave_up
    assert not histories.log(opened(), place(opened, "main"), 1).gave_up


def test_a_search_that_reads_too_much_tells_what_it_found(history, opened, monkeypatch):
    monkeypatch.setattr(histories, "MOST_READ", 40_000)
    last = [history.commit({"a": "1"}, "First")]
    for number in range(40):
        files = {"a": str(number // 5), **{f"other-{one}": str(number) for one in range(10)}}
        last = [history.commit(files, f"Number {number}", *last)]
    found = histories.log(opened(), place(opened, "main/a"), 1)
    assert found.gave_up
    assert 0 < len(found.commits) < 9
    assert found.commits[0].title == "Number 35"
    everything = histories.log(opened(), place(opened, "main"), 1)
    assert (len(everything.commits), everything.more) == (histories.PAGE, True)


def test_last_changes_that_read_too_much_tell_nothing_wrong(history, opened, monkeypatch):
    last = [history.commit({"old": "1", "new": "0"}, "Old")]
    for number in range(1, 20):
        last = [history.commit({"old": "1", "new": str(number)}, f"New {number}", *last)]
    for most in range(0, 60_000, 1_000):
        monkeypatch.setattr(last_changes, "MOST_READ", most)
        assert changes(opened, "main").items() <= {("old", "Old"), ("new", "New 19")}
    assert changes(opened, "main") == {"old": "Old", "new": "New 19"}


def test_a_clock_that_went_back_does_not_hide_commits(history, opened):
    child = history.commit({"a": "1"}, "Later by the clock")
    history._minutes = -500
    history.commit({"a": "2"}, "Child", child)
    assert titles(opened, "main") == ["Child", "Later by the clock"]


def changes(opened, rest):
    store = opened()
    where = place(opened, rest)
    commit, entry = reading.at(store, where)
    listing = reading.listing(store, entry.id)
    found = last_changes.last_changes(store, commit, where.path, listing.entries)
    return {name.decode(): last.title for name, last in found.items()}


def test_each_name_of_a_folder_has_its_last_change(opened, merged):
    assert changes(opened, "main") == {"a": "Change a", "b": "Change b", "c": "First"}
    assert changes(opened, "main/c") == {"d": "First"}


def test_last_changes_agree_with_git(history, opened):
    last = [history.commit({"a": "0", "d": {"x": "0", "y": "0"}}, "Begin")]
    for number in range(1, 12):
        files = {
            "a": str(number // 3),
            "d": {"x": str(number // 4), "y": str(number // 5)},
            **({"late": "1"} if number > 6 else {}),
        }
        last = [history.commit(files, f"Number {number}", *last)]
    for folder in ("", "d/"):
        for name, title in changes(opened, f"main/{folder}").items():
            assert title == history.git("log", "-1", "--format=%s", "main", "--", folder + name)


def test_a_long_search_leaves_names_without_a_commit(history, opened, monkeypatch):
    monkeypatch.setattr(last_changes, "MOST_LOOKED_AT", 2)
    last = [history.commit({"old": "1"}, "Old")]
    for number in range(4):
        last = [history.commit({"old": "1", "new": str(number)}, f"New {number}", *last)]
    assert changes(opened, "main") == {"new": "New 3"}


def test_a_shallow_history_ends_where_a_parent_is_missing(history, opened):
    history.commit({"a": "1"}, "Orphan", branch="main")
    broken = (
        f"tree {history.tree({'a': '1'})}\nparent {'1' * 40}\n"
        "author A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nBroken\n"
    )
    made = history.git("hash-object", "-w", "-t", "commit", "--stdin", given=broken.encode())
    history.git("update-ref", "refs/heads/broken", made)
    with pytest.raises(NotFound):
        histories.log(opened(), place(opened, "broken"), 1)
    assert changes(opened, "broken") == {"a": "Broken"}
