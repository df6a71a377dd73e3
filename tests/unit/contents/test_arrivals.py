"""Which commits came with a move of a ref."""

from watchword.contents import arrivals as module
from watchword.contents.arrivals import arrivals
from watchword.git_process.objects import GitObjects
from watchword.ref_updates.model import ZERO

MAIN = "refs/heads/main"


def came(history, old, new, ref=MAIN):
    found = arrivals(GitObjects(history.path), ref, old, new)
    return [one.commit.id for one in found.commits], found


def test_the_commits_of_a_push_come_with_the_oldest_first(history):
    one = history.commit({"a": "1"}, "One")
    two = history.commit({"a": "2", "b": "1"}, "Two", one)
    three = history.commit({"b": "1"}, "Three", two)
    ids, found = came(history, one, three)
    assert ids == [two, three]
    first, second = found.commits
    assert (first.added, first.modified, first.removed) == (("b",), ("a",), ())
    assert (second.added, second.modified, second.removed) == ((), (), ("a",))
    assert found.head == second
    assert not found.forced


def test_all_of_the_history_came_with_the_first_branch(history):
    one = history.commit({"a": "1"}, "One")
    two = history.commit({"a": "2"}, "Two", one)
    assert came(history, ZERO, two)[0] == [one, two]


def test_with_a_new_branch_came_what_no_other_one_holds(history):
    one = history.commit({"a": "1"}, "One")
    two = history.commit({"a": "2"}, "Two", one, branch="topic")
    assert came(history, ZERO, two, "refs/heads/topic")[0] == [two]
    history.git("update-ref", "refs/heads/same", one)
    ids, found = came(history, ZERO, one, "refs/heads/same")
    assert (ids, found.head.commit.id) == ([], one)


def test_what_was_rewritten_is_told_as_forced(history):
    one = history.commit({"a": "1"}, "One")
    old = history.commit({"a": "2"}, "Old", one)
    new = history.commit({"a": "3"}, "New", one)
    ids, found = came(history, old, new)
    assert (ids, found.forced) == ([new], True)
    ids, found = came(history, old, one)
    assert (ids, found.forced, found.head.commit.id) == ([], True, one)


def test_both_sides_of_a_merge_come(history):
    one = history.commit({"a": "1"}, "One")
    left = history.commit({"a": "2"}, "Left", one)
    right = history.commit({"a": "1", "b": "1"}, "Right", one, branch=None)
    merge = history.commit({"a": "2", "b": "1"}, "Merge", left, right)
    ids, found = came(history, left, merge)
    assert (ids, found.forced) == ([right, merge], False)


def test_nothing_comes_with_what_is_deleted(history):
    one = history.commit({"a": "1"}, "One")
    assert came(history, one, ZERO)[1] == module.Arrivals((), None, forced=False)


def test_a_tag_leads_to_its_commit_and_one_of_a_tree_to_none(history):
    one = history.commit({"a": "1"}, "One")
    tag = history.git(
        "tag", "-a", "-m", "first", "v1", one, GIT_COMMITTER_NAME="a", GIT_COMMITTER_EMAIL="b"
    )
    assert tag == ""
    name = history.git("rev-parse", "v1")
    assert came(history, ZERO, name, "refs/tags/v1")[1].head.commit.id == one
    tree = history.git("rev-parse", f"{one}^{{tree}}")
    assert came(history, ZERO, tree, "refs/tags/tree")[1].head is None


def test_of_many_commits_the_newest_are_told(history, monkeypatch):
    monkeypatch.setattr(module, "MOST_COMMITS", 3)
    made = [history.commit({"a": "0"}, "0")]
    for count in range(1, 6):
        made.append(history.commit({"a": str(count)}, str(count), made[-1]))
    assert came(history, made[0], made[-1])[0] == made[-3:]


def test_where_there_is_much_text_files_are_left_out(history, monkeypatch):
    monkeypatch.setattr(module, "MOST_TEXT", 36)
    one = history.commit({"a": "1"}, "One")
    two = history.commit({"a" * 30: "1"}, "Two", one)
    three = history.commit({"b" * 30: "1"}, "Three", two)
    _, found = came(history, one, three)
    assert found.commits[0].added == ("a" * 30,)
    assert found.commits[1].added == ()


def test_a_history_with_a_hole_tells_what_is_there(history):
    one = history.commit({"a": "1"}, "One")
    two = history.commit({"a": "2"}, "Two", one)
    (history.path / "objects" / one[:2] / one[2:]).unlink()
    assert came(history, ZERO, two)[0] == [two]
