"""A tree with some of its names changed, made of objects alone: there is no work tree anywhere."""

from collections.abc import Iterable
from typing import TypeAlias, Union

from watchword.contents import writing
from watchword.contents.drafts import Draft
from watchword.contents.ports import Type
from watchword.contents.reading import LARGEST_TREE
from watchword.contents.writing import FOLDER, Line
from watchword.kernel.errors import FieldError, Invalid, NotFound

Path: TypeAlias = tuple[bytes, ...]
Nested: TypeAlias = dict[bytes, Union[Line, "Nested", None]]
"""What is to stand under a name: a line (its name is not looked at), nothing, or a folder."""

DEEPEST = 100
"""Folders in folders that are written."""


def edited(draft: Draft, tree: str | None, changes: Iterable[tuple[Path, Line | None]]) -> str:
    """Write the tree that comes of another one (None: of nothing) by those changes.

    None in the place of a line takes a name away. Of two changes of one path the last one counts.
    Gives the id of the new tree. Raises Invalid where a path leads through a file or a link, and
    where it is too deep.
    """
    wanted: Nested = {}
    for path, line in changes:
        _put(wanted, path, line)
    return _edited(draft, tree, wanted) or draft.write(Type.TREE, b"")


def _put(wanted: Nested, path: Path, line: Line | None) -> None:
    if len(path) > DEEPEST:
        raise _refused("is too deep")
    for name in path[:-1]:
        below = wanted.get(name)
        if not isinstance(below, dict):
            below = wanted[name] = {}
        wanted = below
    wanted[path[-1]] = line


def _edited(draft: Draft, tree: str | None, wanted: Nested) -> str | None:
    """The same for one folder; None when nothing is left in it."""
    there = _lines(draft, tree)
    for name, change in wanted.items():
        line = _folder(draft, there.get(name), change) if isinstance(change, dict) else change
        if line is None:
            there.pop(name, None)
        else:
            there[name] = Line(line.mode, name, line.id)
    return draft.write(Type.TREE, writing.tree(there.values())) if there else None


def _folder(draft: Draft, old: Line | None, wanted: Nested) -> Line | None:
    if old is not None and not old.is_tree:
        raise _refused("leads through a file")
    made = _edited(draft, old.id if old else None, wanted)
    return None if made is None else Line(FOLDER, b"", made)


def _lines(draft: Draft, tree: str | None) -> dict[bytes, Line]:
    if tree is None:
        return {}
    kind, data = draft.read(tree, LARGEST_TREE)
    if kind is not Type.TREE:
        raise NotFound
    return {line.name: line for line in writing.lines(data)}


def _refused(why: str) -> Invalid:
    error = FieldError("Tree", "path", "custom", f"The path {why}")
    return Invalid(error, text=f"The path {why}.")
