"""Objects that the server itself makes, without a process for each.

They are written one by one through libgit2, each of them on the disk before its name is given.
"""

from collections.abc import Iterable
from pathlib import Path

import pygit2
from msgspec import Struct
from pygit2.enums import ObjectType

from watchword.contents.signature import Signature

LEVEL = -1
"""Of compression: zlib's own choice."""


class TreeEntry(Struct, frozen=True):
    """One name in a tree."""

    mode: bytes
    name: bytes
    object: str


class NewObjects:
    """Writes objects into one repository. All of it blocks."""

    def __init__(self, folder: Path) -> None:
        """Write into the repository in that folder, which was checked to be whole."""
        self._loose = pygit2.OdbBackendLoose(str(folder / "objects"), LEVEL, True)  # noqa: FBT003 - no keywords there
        self._database = pygit2.Odb()
        self._database.add_backend(self._loose, 1)

    def blob(self, data: bytes) -> str:
        """Keep the bytes of a file; gives the name of the object."""
        return str(self._database.write(ObjectType.BLOB, data))

    def tree(self, entries: Iterable[TreeEntry]) -> str:
        """Keep a tree of files; gives its name. Names are in git's order, whatever theirs was."""
        lines = sorted(entries, key=lambda one: one.name)
        data = b"".join(b"%s %s\0%s" % (e.mode, e.name, bytes.fromhex(e.object)) for e in lines)
        return str(self._database.write(ObjectType.TREE, data))

    def commit(self, tree: str, parents: Iterable[str], who: Signature, message: str) -> str:
        """Keep a commit; gives its name."""
        lines = [f"tree {tree}".encode(), *(f"parent {one}".encode() for one in parents)]
        lines += [b"author " + who.line(), b"committer " + who.line(), b""]
        text = message.replace("\0", "").encode("utf-8", "replace")
        return str(self._database.write(ObjectType.COMMIT, b"\n".join([*lines, text])))
