"""A commit with what it changed, from the repository to GitHub's shape."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from watchword.contents import compare, differences, reading, renames, revisions, signatures
from watchword.contents.differences import FileDifference
from watchword.contents.model import Commit as Model
from watchword.contents.model import Place
from watchword.contents.ports import Store
from watchword.contents.signatures import Signed
from watchword.kernel.errors import Conflict, Invalid, NotFound
from watchword.kernel.pagination import PageRequest
from watchword.surfaces.rest.authors import Around
from watchword.surfaces.rest.library import Opened
from watchword.surfaces.shapes.commits import (
    Commit,
    DiffEntry,
    Places,
    Stats,
    WholeCommit,
    commit,
    diff_entry,
)

EMPTY: Final = "Git Repository is empty."
LONGEST: Final = 255


class Shown(Struct, frozen=True):
    """A commit with its signature, and files that it changed."""

    commit: Model
    signed: Signed | None
    files: Sequence[FileDifference] = ()


def found_commit(store: Store, here: Opened, word: str) -> Place:
    """The commit of a branch, a tag or an id. Raises Conflict where nothing was pushed yet."""
    if revisions.is_empty(store):
        raise Conflict(EMPTY)
    try:
        return revisions.commit(store, word, here.readable.default_branch)
    except NotFound:
        text = word[:LONGEST].encode("utf-8", "replace").decode()
        raise Invalid(text=f"No commit found for SHA: {text}") from None


def one(store: Store, name: str) -> Shown:
    """A commit without its files."""
    found = reading.commit(store, name)
    return Shown(found, signatures.signed(store, found))


def with_files(store: Store, name: str) -> Shown:
    """A commit with what it changed against its first parent."""
    found = reading.commit(store, name)
    changes = renames.paired(store, compare.of_commit(store, found))
    return Shown(found, signatures.signed(store, found), differences.of(store, changes))


def files(found: Sequence[FileDifference], commit_id: str, places: Places) -> list[DiffEntry]:
    """Say of changed files what became of them."""
    return [diff_entry(file, commit_id, places) for file in found]


def listed(shown: Shown, known: Around, places: Places) -> Commit:
    """Say of a commit what lists say."""
    comments = known.comments.get(shown.commit.id, 0)
    return commit(shown.commit, shown.signed, known.people, places, comments)


def whole(shown: Shown, known: Around, places: Places, part: PageRequest | None) -> WholeCommit:
    """Say of a commit all there is to say; of its files the part that is wanted."""
    added, removed = differences.totals(shown.files)
    brief = listed(shown, known, places)
    wanted = shown.files
    if part is not None:
        wanted = wanted[part.offset : part.offset + part.size]
    return WholeCommit(
        sha=brief.sha,
        node_id=brief.node_id,
        commit=brief.commit,
        url=brief.url,
        html_url=brief.html_url,
        comments_url=brief.comments_url,
        author=brief.author,
        committer=brief.committer,
        parents=brief.parents,
        stats=Stats(total=added + removed, additions=added, deletions=removed),
        files=files(wanted, shown.commit.id, places),
    )
