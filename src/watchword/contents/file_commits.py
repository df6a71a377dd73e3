"""A commit that changes one file on top of a branch; written, and not kept yet."""

from typing import Final

from msgspec import Struct

from watchword.contents import reading, resolve, revisions, writing
from watchword.contents.drafts import Draft
from watchword.contents.editing import Path, edited
from watchword.contents.model import Entry, Kind
from watchword.contents.names import plain
from watchword.contents.ports import Store, Type
from watchword.contents.signature import Signature
from watchword.contents.writing import MODES, Line
from watchword.kernel.errors import Conflict, Invalid, NotFound
from watchword.ref_updates.model import BRANCHES, ZERO, Command

NO_SHA: Final = 'Invalid request.\n\n"sha" wasn\'t supplied.'


class NoBranch(NotFound):
    """There is no branch of that name to build upon."""


class FileChange(Struct, frozen=True):
    """What is to become of one file."""

    path: Path
    data: bytes | None
    """None: it goes."""
    sha: str | None
    """The object that is there now; None for a new file."""
    branch: str
    """Short name."""
    message: str
    author: Signature
    committer: Signature


class Planned(Struct, frozen=True):
    """A commit that is not kept yet, and the change of the branch that leads to it."""

    draft: Draft
    command: Command
    commit: str
    parent: str | None
    replaces: bool
    """Whether a file was there before."""


def plan(store: Store, change: FileChange) -> Planned:
    """Write the commit. The first one of an empty repository has no parent.

    Raises NoBranch, NotFound where there is no file to delete, Conflict where another object stands
    at the path than the change says, and Invalid.
    """
    draft = Draft(store)
    place = resolve.branch(store, change.branch)
    if place is None and not revisions.is_empty(store):
        raise NoBranch
    parent = place.commit if place else None
    tree = reading.commit(store, parent).tree if parent else None
    old = reading.lookup(store, tree, change.path) if tree else None
    _must_match(change, old)
    made = edited(draft, tree, [(change.path, _line(draft, change, old))])
    commit = draft.write(
        Type.COMMIT,
        writing.commit(
            made, [parent] if parent else [], change.author, change.committer, change.message
        ),
    )
    command = Command(BRANCHES + change.branch, parent or ZERO, commit)
    return Planned(draft, command, commit, parent, replaces=old is not None)


def _line(draft: Draft, change: FileChange, old: Entry | None) -> Line | None:
    """What is to stand there; a file that is changed stays executable, or a link."""
    if change.data is None:
        return None
    mode = MODES[old.kind if old else Kind.FILE]
    return Line(mode, change.path[-1], draft.write(Type.BLOB, change.data))


def _must_match(change: FileChange, old: Entry | None) -> None:
    """Compare what is there with what the change says is there (GHES behaviour)."""
    path = plain(b"/".join(change.path))
    if old is None:
        if change.data is None:
            raise NotFound
        if change.sha:
            raise Conflict(f"{path} does not match {change.sha[:64]}")
        return
    if not old.kind.is_blob:
        raise Invalid(text=f"{path} is a directory or a submodule, not a file.")
    if not change.sha:
        raise Invalid(text=NO_SHA)
    if old.id != change.sha.lower():
        raise Conflict(f"{path} does not match {change.sha[:64]}")
