"""Commits, folders and files of a repository, by an id or by `REVISION:PATH`."""

import base64
import re
from functools import partial
from typing import Any, Final

import strawberry
from msgspec import Struct

from watchword.access.table import contents as table
from watchword.contents import items, names, reading, revisions, text
from watchword.contents.items import Item
from watchword.contents.model import Kind
from watchword.contents.ports import Store, Type, readable
from watchword.contents.writing import MODES
from watchword.kernel.errors import NotFound
from watchword.repositories.model import Repository
from watchword.surfaces.graphql.asking import Here, asks, here
from watchword.surfaces.graphql.errors import TOO_MUCH, Told
from watchword.surfaces.graphql.scalars import LARGEST_INT, URI, Base64String, GitObjectID
from watchword.surfaces.shapes.node_ids import BLOB, COMMIT, TREE, named_id

Info = strawberry.Info[Any, Any]
WHOLE: Final = re.compile(r"[0-9a-f]{40}")
SHORT: Final = 7
"""Digits of an id that are told where it is told in short."""
LARGEST_TEXT: Final = 512 * 1_000
"""Bytes of a file that are told (GHES behaviour)."""
AS_MANY: Final = 1_000
"""Values for which the bytes of a file count: some fifty files fit in a request."""
TYPES: Final = {Kind.TREE: "tree", Kind.SUBMODULE: "commit"}
"""Kinds of entries by the type of their objects; all others are blobs."""


@strawberry.interface(description="An object of git.")
class GitObject:
    """An object of git."""

    id: strawberry.ID
    oid: GitObjectID
    abbreviated_oid: str


@strawberry.type(description="A commit.")
class Commit(GitObject):
    """A commit."""

    url: URI
    resource_path: URI


@strawberry.type(description="Another repository that stands in a folder.")
class Submodule:
    """Another repository that stands in a folder."""

    name: str
    path: str
    git_url: URI
    branch: str | None
    subproject_commit_oid: GitObjectID | None


@strawberry.type(description="A file or a folder in a folder.")
class TreeEntry:
    """A file or a folder in a folder."""

    name: str
    name_raw: Base64String
    path: str | None
    path_raw: Base64String | None
    type: str
    mode: int
    oid: GitObjectID
    size: int
    submodule: Submodule | None


@strawberry.type(description="A folder.")
class Tree(GitObject):
    """A folder."""

    model: strawberry.Private[Repository]
    top: strawberry.Private[str]
    path: strawberry.Private[items.Path]

    @asks(table.READ, description="What lies in it.", most=reading.MOST_ENTRIES)
    def entries(self, info: Info) -> list[TreeEntry] | None:
        """What lies in it, in git's order. Raises Told where that is very much."""
        run = here(info)
        place = readable(run.require(table.READ, self.model))
        look = partial(items.inside_of, tree=self.top, folder=str(self.oid), path=self.path)
        found = run.reads(place, look)
        if len(found) == reading.MOST_ENTRIES:
            way = f"GET /repos/{self.model.full_name}/git/trees/{self.oid}"
            raise Told(TOO_MUCH, f"This folder has too many entries: {way} lists them.")
        return [_entry(one) for one in found]


@strawberry.type(description="A file.")
class Blob(GitObject):
    """A file."""

    model: strawberry.Private[Repository]
    byte_size: int
    is_truncated: bool

    @asks(
        table.READ, description="Whether it is no text; null where it is too large.", most=AS_MANY
    )
    def is_binary(self, info: Info) -> bool | None:
        """Whether it is no text; None where it is too large to tell."""
        data = self._data(info)
        return None if data is None else text.is_binary(data)

    @asks(table.READ, description="What is in it; null for no text and too much.", most=AS_MANY)
    def text(self, info: Info) -> str | None:
        """What is in it; None where it is no text, or too large."""
        data = self._data(info)
        return None if data is None or text.is_binary(data) else data.decode("utf-8", "replace")

    def _data(self, info: Info) -> bytes | None:
        run = here(info)
        place = readable(run.require(table.READ, self.model))
        return run.reads(place, lambda store: reading.blob(store, self.oid, LARGEST_TEXT).data)


class _Found(Struct, frozen=True):
    """What was looked for: its type and id; for a folder where it stands; for a file its bytes."""

    type: Type
    id: str
    top: str = ""
    path: items.Path = ()
    size: int = 0


def found(
    run: Here, repository: Repository, expression: str | None, oid: str | None
) -> GitObject | None:
    """What an id means, or an expression: a branch, a tag or a commit, and `:PATH` behind it.

    None where there is nothing of that name. Annotated tags lead to their commits.
    """
    place = readable(run.require(table.READ, repository))
    word = expression or oid or ""
    try:
        one = run.reads(place, partial(_look, word=word, default_branch=place.default_branch))
    except NotFound:
        return None
    if one.type is Type.TREE:
        named = _named(TREE, repository, one.id)
        return Tree(**named, model=repository, top=one.top, path=one.path)
    if one.type is Type.BLOB:
        named, size = _named(BLOB, repository, one.id), min(one.size, LARGEST_INT)
        return Blob(**named, model=repository, byte_size=size, is_truncated=size > LARGEST_TEXT)
    return commit_of(run, repository, one.id)


def commit_of(run: Here, repository: Repository, sha: str) -> Commit:
    """Tell of a commit that is there."""
    path = f"/{repository.full_name}/commit/{sha}"
    named = _named(COMMIT, repository, sha)
    return Commit(**named, url=URI(run.at.site + path), resource_path=URI(path))


def _look(store: Store, *, word: str, default_branch: str) -> _Found:
    revision, colon, path = word.partition(":")
    if not revision:
        raise NotFound
    if colon:
        return _at(store, revisions.tree(store, revision, default_branch), path)
    if WHOLE.fullmatch(word):
        kind, size = store.size(word)
        if kind in {Type.TREE, Type.BLOB}:
            return _Found(kind, word, top=word, size=size)
    return _Found(Type.COMMIT, revisions.commit(store, word, default_branch).commit)


def _at(store: Store, top: str, path: str) -> _Found:
    where = names.parts(path.encode("utf-8", "surrogateescape"))
    entry = None if where is None else reading.lookup(store, top, where)
    if where is None or entry is None or entry.kind is Kind.SUBMODULE:
        raise NotFound
    kind, size = store.size(entry.id)
    return _Found(kind, entry.id, top, where, size)


def _named(kind: str, repository: Repository, sha: str) -> dict[str, Any]:
    return {
        "id": strawberry.ID(named_id(kind, repository.id, sha)),
        "oid": GitObjectID(sha),
        "abbreviated_oid": sha[:SHORT],
    }


def _entry(one: Item) -> TreeEntry:
    name, path = names.plain(one.name), names.plain(one.whole)
    submodule = None
    if one.kind is Kind.SUBMODULE and one.leads_to is not None:
        url, at = URI(one.leads_to), GitObjectID(one.id)
        submodule = Submodule(
            name=path, path=path, git_url=url, branch=None, subproject_commit_oid=at
        )
    return TreeEntry(
        name=name,
        name_raw=_raw(one.name),
        path=path,
        path_raw=_raw(one.whole),
        type=TYPES.get(one.kind, "blob"),
        mode=int(MODES[one.kind], 8),
        oid=GitObjectID(one.id),
        size=min(one.size, LARGEST_INT),
        submodule=submodule,
    )


def _raw(name: bytes) -> Base64String:
    return Base64String(base64.b64encode(name).decode())
