"""An address tells a branch, a tag or a commit, and a path, with nothing between them."""

import pytest

from watchword.contents import resolve
from watchword.contents.model import RefKind
from watchword.kernel.errors import NotFound


@pytest.fixture
def commit(history):
    made = history.commit({"a": {"b": "text"}})
    history.git("update-ref", "refs/heads/feature/login", made)
    history.git("update-ref", "refs/heads/release", made)
    history.git("update-ref", "refs/tags/release/1", made)
    history.tag("v1", made, "The first one")
    return made


def place(opened, rest):
    found = resolve.place(opened(), rest, "main")
    return found.kind, found.name, found.path


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        (b"main", (RefKind.BRANCH, b"main", ())),
        (b"main/", (RefKind.BRANCH, b"main", ())),
        (b"main/a/b", (RefKind.BRANCH, b"main", (b"a", b"b"))),
        (b"feature/login", (RefKind.BRANCH, b"feature/login", ())),
        (b"feature/login/a/b", (RefKind.BRANCH, b"feature/login", (b"a", b"b"))),
        (b"release", (RefKind.BRANCH, b"release", ())),
        (b"release/a", (RefKind.BRANCH, b"release", (b"a",))),
        (b"release/1/a", (RefKind.TAG, b"release/1", (b"a",))),
        (b"v1/a/b", (RefKind.TAG, b"v1", (b"a", b"b"))),
        (b"HEAD/a", (RefKind.BRANCH, b"main", (b"a",))),
    ],
)
def test_the_longest_name_of_a_branch_or_tag_wins(history, opened, commit, rest, expected, packed):
    if packed:
        history.git("pack-refs", "--all", "--prune")
    assert place(opened, rest) == expected


def test_a_branch_wins_over_a_tag_of_the_same_name(history, opened, commit):
    history.git("update-ref", "refs/tags/main", commit)
    assert place(opened, b"main")[0] is RefKind.BRANCH


def test_an_annotated_tag_leads_to_its_commit(opened, commit):
    assert resolve.place(opened(), b"v1", "main").commit == commit


@pytest.mark.parametrize("length", [40, 12, 7])
def test_a_commit_is_found_by_its_id_whole_or_abbreviated(opened, commit, length):
    found = resolve.place(opened(), commit[:length].encode() + b"/a/b", "main")
    assert (found.kind, found.name.decode(), found.path) == (
        RefKind.COMMIT,
        commit,
        (b"a", b"b"),
    )


def test_a_tree_or_file_is_no_commit(history, opened, commit):
    tree = history.git("rev-parse", f"{commit}^{{tree}}")
    for name in (tree, tree[:10], history.blob("text")):
        with pytest.raises(NotFound):
            resolve.place(opened(), name.encode(), "main")


def test_a_tag_of_a_file_leads_nowhere(history, opened, commit):
    history.tag("file", history.blob("text"), "A file")
    with pytest.raises(NotFound):
        resolve.place(opened(), b"file", "main")


@pytest.mark.parametrize(
    "rest",
    [
        b"",
        b"/",
        b"nothing",
        b"feature",
        b"ffffff",
        b"f" * 40,
        b"main//a",
        b"main/../a",
        b"..",
        b"main/./a",
        b"main\0",
        b"@{0}",
        b"main^",
        b"main~1",
        b"-x",
        b"refs/heads/main.lock",
        b"../../../../etc/passwd",
        b"main/" + b"a/" * 4_000,
        b"x" * 5_000,
    ],
)
def test_what_names_nothing_is_not_found(opened, commit, rest):
    """Attack 41: no syntax of git's revisions, no way out of the folder of refs."""
    with pytest.raises(NotFound):
        resolve.place(opened(), rest, "main")


def test_a_name_in_another_encoding_is_found(history, opened):
    made = history.commit({"caf\u00e9".encode("latin-1"): "text"})
    found = resolve.place(opened(), b"main/caf\xe9", "main")
    assert (found.commit, found.path) == (made, (b"caf\xe9",))


def test_the_top_of_a_branch_is_found_by_its_short_name(opened, commit):
    assert resolve.branch(opened(), "main").commit == commit
    assert resolve.branch(opened(), "v1") is None
    assert resolve.branch(opened(), "nothing") is None
