"""A repository's objects through libgit2, opened without its configuration.

Only the object database is opened, by the folder of objects: no configuration, attributes, hooks or
alternates of the repository (or of the account that the server runs as) are read, so nothing that
lies there can change what is done (attack 49). One of these serves one call; what libgit2 keeps in
memory goes with it.
"""

from collections.abc import Sequence
from pathlib import Path

import pygit2
from pygit2.enums import ObjectType

from watchword.contents.ports import DiffLine, Hunk, Type
from watchword.git_process.ref_files import RefFiles
from watchword.kernel.errors import NotFound, TooLarge

TYPES = {
    ObjectType.COMMIT: Type.COMMIT,
    ObjectType.TREE: Type.TREE,
    ObjectType.BLOB: Type.BLOB,
    ObjectType.TAG: Type.TAG,
}
CACHE = 16 * 2**20
"""Bytes of objects that libgit2 keeps in memory."""
CONTEXT = 3
"""Lines around a change, as in git."""
AROUND = " "
ADDED = "+"
REMOVED = "-"

pygit2.settings.cache_max_size(CACHE)


class GitObjects:
    """One repository, open to be read."""

    def __init__(self, folder: Path, beside: Sequence[Path] = ()) -> None:
        """Open the repository in that folder, which was checked to be whole, as were all beside.

        Of those only objects are read, by their whole ids.
        """
        objects = str(folder / "objects")
        self._loose = pygit2.OdbBackendLoose(objects, -1, False)  # noqa: FBT003 - no keywords there
        self._packs = pygit2.OdbBackendPack(objects)
        self._database = pygit2.Odb()
        self._database.add_backend(self._loose, 1)
        self._database.add_backend(self._packs, 2)
        for number, other in enumerate(beside):
            there = str(other / "objects")
            loose = pygit2.OdbBackendLoose(there, -1, False)  # noqa: FBT003
            self._database.add_backend(loose, 3 + 2 * number)
            self._database.add_backend(pygit2.OdbBackendPack(there), 4 + 2 * number)
        self._refs = RefFiles(folder)

    def size(self, name: str) -> tuple[Type, int]:
        """Type of an object, and its bytes. Raises NotFound."""
        try:
            kind, size = self._database.read_header(name)
        except (KeyError, ValueError, pygit2.GitError) as error:
            raise NotFound from error
        return TYPES[kind], size

    def read(self, name: str, most: int) -> tuple[Type, bytes]:
        """An object of at most that many bytes. Raises NotFound, TooLarge."""
        kind, size = self.size(name)
        if size > most:
            msg = f"The object has {size} bytes; this reads {most}."
            raise TooLarge(msg)
        return kind, self._database.read(name)[1]

    def complete(self, prefix: str) -> str | None:
        """The one object whose id begins like that; None when there is none, or several."""
        found: set[str] = set()
        for backend in (self._loose, self._packs):
            try:
                found.add(str(backend.exists_prefix(prefix)))
            except KeyError:
                continue
            except (ValueError, pygit2.GitError):
                return None
        return found.pop() if len(found) == 1 else None

    def ref(self, full_name: bytes) -> str | None:
        """The object that a ref stands on."""
        return self._refs.find(full_name)

    def refs(self, prefix: bytes, most: int) -> Sequence[tuple[bytes, str]]:
        """Refs whose full names begin like that and the objects they stand on, by name."""
        return self._refs.under(prefix, most)

    def hunks(self, before: bytes, after: bytes) -> Sequence[Hunk]:
        """The difference between two texts."""
        # From plain bytes: with a blob of the repository libgit2 would look for attributes.
        patch = pygit2.Patch.create_from(before, after, context_lines=CONTEXT)
        return [_hunk(hunk) for hunk in patch.hunks]


def _hunk(hunk: pygit2.DiffHunk) -> Hunk:
    return Hunk(
        (hunk.old_start, hunk.old_lines),
        (hunk.new_start, hunk.new_lines),
        tuple(_line(line) for line in hunk.lines),
    )


def _line(line: pygit2.DiffLine) -> DiffLine:
    """Both numbers are None for the remark that no newline ends a file."""
    return DiffLine(
        line.old_lineno if line.origin in {AROUND, REMOVED} else None,
        line.new_lineno if line.origin in {AROUND, ADDED} else None,
        line.raw_content.strip(b"\n") if line.origin in {AROUND, ADDED, REMOVED} else b"",
    )
