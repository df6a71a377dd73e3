"""A look at what a push brings that starts nothing: whether there is anything to look at at all."""

from collections.abc import Iterable
from pathlib import Path

import pygit2
from pygit2.enums import ObjectType

LARGEST = 2**20
"""Bytes of a commit or of a folder that is read."""
TREE = b"tree "
HEXADECIMAL = 40
BINARY = 20


def none_holds(repository: Path, quarantine: Path, commits: Iterable[str], folder: bytes) -> bool:
    """Whether none of these commits has something of that name at its top.

    False also where that cannot be told: git is to be asked then. Blocks for some reads. Only the
    folders of objects are opened, as in `objects.py`.
    """
    try:
        database = _opened(quarantine, repository / "objects")
        return not any(folder in _names(database, one) for one in commits)
    except (KeyError, ValueError, OSError, pygit2.GitError):
        # A pack may go while it is opened: upkeep puts another one in its place.
        return False


def _opened(*places: Path) -> pygit2.Odb:
    database = pygit2.Odb()
    for number, place in enumerate(map(str, places)):
        loose = pygit2.OdbBackendLoose(place, -1, False)  # noqa: FBT003 - no keywords there
        database.add_backend(loose, 1 + 2 * number)
        database.add_backend(pygit2.OdbBackendPack(place), 2 + 2 * number)
    return database


def _names(database: pygit2.Odb, commit: str) -> frozenset[bytes]:
    """What stands at the top of a commit. Raises ValueError for what is no ordinary one."""
    told = _read(database, commit, ObjectType.COMMIT)
    if not told.startswith(TREE):
        raise ValueError
    top = told[len(TREE) : len(TREE) + HEXADECIMAL].decode("ascii")
    tree = _read(database, top, ObjectType.TREE)
    names = []
    at = 0
    while at < len(tree):
        nul = tree.index(b"\0", at)
        names.append(tree[tree.index(b" ", at, nul) + 1 : nul])
        at = nul + 1 + BINARY
    if at != len(tree):
        raise ValueError
    return frozenset(names)


def _read(database: pygit2.Odb, name: str, kind: ObjectType) -> bytes:
    """An object of that kind. Raises ValueError for any other one, and KeyError for none."""
    found, size = database.read_header(name)
    if found != kind or size > LARGEST:
        raise ValueError
    content: bytes = database.read(name)[1]
    return content
