"""Objects are read by libgit2, and nothing in the repository's folder says how."""

import pytest

from tests.histories import History
from watchword.contents.ports import Type
from watchword.git_process.objects import GitObjects
from watchword.kernel.errors import NotFound, TooLarge


@pytest.fixture
def history(tmp_path):
    return History(tmp_path / "repositories")


@pytest.mark.parametrize("packed", [False, True])
def test_objects_are_read_loose_and_packed(history, packed):
    commit = history.commit({"a": "text"})
    oid = history.blob("text")
    if packed:
        history.git("repack", "-adq")
        history.git("prune-packed")
    store = GitObjects(history.path)
    assert store.read(oid, 100) == (Type.BLOB, b"text")
    assert store.size(commit)[0] is Type.COMMIT
    assert store.complete(oid[:10]) == oid


@pytest.mark.parametrize("name", ["1" * 40, "zz", "", "x" * 40, "1" * 41, "HEAD", "\0", "é"])
def test_a_name_of_nothing_is_not_found(history, name):
    store = GitObjects(history.path)
    with pytest.raises(NotFound):
        store.size(name)
    with pytest.raises(NotFound):
        store.read(name, 100)
    assert store.complete(name) is None


def test_an_abbreviation_of_two_objects_is_none_of_them(history):
    found, number = {}, 0
    while True:
        oid = history.git("hash-object", "-w", "--stdin", given=str(number).encode())
        if oid[:2] in found:
            break
        found[oid[:2]], number = oid, number + 1
    assert GitObjects(history.path).complete(oid[:2]) is None


def test_an_object_beyond_the_bound_is_not_read(history):
    with pytest.raises(TooLarge):
        GitObjects(history.path).read(history.blob("x" * 101), 100)


def test_a_hostile_configuration_is_not_read(history, tmp_path):
    """Attack 49: neither the configuration nor attributes or alternates of the folder count."""
    other = History(tmp_path / "others")
    secret, plain = other.blob("secret"), history.blob("text")
    (history.path / "config").write_text(
        "[core]\n\trepositoryformatversion = 99\n\tworktree = /etc\n\tattributesFile = /etc\n"
        "[extensions]\n\tobjectFormat = sha256\n\tunknown = true\n"
        '[include]\n\tpath = /etc/passwd\n[diff "x"]\n\txfuncname = "((((((((a*)*)*)*)*)*)*)*)b"\n'
    )
    (history.path / "info").mkdir()
    (history.path / "info/attributes").write_text("* diff=x -diff binary\n")
    (history.path / "objects/info/alternates").write_text(f"{other.path}/objects\n")
    store = GitObjects(history.path)
    assert store.read(plain, 100) == (Type.BLOB, b"text")
    with pytest.raises(NotFound):
        store.size(secret)
    assert len(store.hunks(b"aaaa\n" * 50, b"aaaa\n" * 49)) == 1


def test_hunks_of_equal_texts_are_none(history):
    assert list(GitObjects(history.path).hunks(b"a\n", b"a\n")) == []
