"""Git's own objects, read: blobs, trees, commits, annotated tags."""

import re
from typing import Final

from msgspec import Struct

from watchword.access.table import contents as table
from watchword.contents import reading, revisions, signatures, tag_objects, tree_listing
from watchword.contents.model import Blob as Bytes
from watchword.contents.model import Commit
from watchword.contents.ports import Store
from watchword.contents.signatures import Signed
from watchword.contents.tag_objects import TagObject
from watchword.contents.tree_listing import Rows
from watchword.kernel.errors import Conflict, NotFound, NotPermitted
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.rest.answers import Plain, Stream
from watchword.surfaces.rest.contents import LARGEST_RAW, RAW, SANDBOX, TOO_LARGE
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.library import Rooms, rows
from watchword.surfaces.rest.reading import ByMedia, InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.whole_commits import EMPTY
from watchword.surfaces.shapes import git_data
from watchword.surfaces.shapes.commits import GitCommit, git_commit
from watchword.surfaces.shapes.git_data import Blob, Tag, Tree

ID: Final = re.compile(r"[0-9a-f]{40}")
LARGEST_JSON: Final = 16 * 2**20
"""Bytes of a file that is told in base 64; larger ones come as they are, by the type `raw`."""


class OfBlob(Struct, kw_only=True):
    """Which file, and in what form."""

    file_sha: InPath = ""
    media: ByMedia = "json"


class OfTree(Struct, kw_only=True):
    """Which tree: by its id, or by a branch, a tag or a commit. Any value asks for all below it."""

    tree_sha: InPath = ""
    recursive: str | None = None


class OfCommit(Struct, kw_only=True):
    """Which commit."""

    commit_sha: InPath = ""


class OfTag(Struct, kw_only=True):
    """Which tag: by the id of its object."""

    tag_sha: InPath = ""


class GitObjects(Rooms):
    """Handlers."""

    async def blob(self, steps: Steps[Repository], asked: OfBlob) -> Blob | Plain | Stream:
        """Get a blob."""
        here = await self.opened(steps)
        name = id_of(asked.file_sha)

        def look(store: Store) -> Bytes:
            return reading.blob(store, name, LARGEST_JSON)

        found = await here.read(look)
        if found.size > LARGEST_RAW or (found.data is None and asked.media != "raw"):
            raise NotPermitted(TOO_LARGE)
        if found.data is None:
            blocks = self.library.streams.blocks(here.readable, name, here.account)
            return Stream(blocks, RAW.decode(), name, found.size)
        if asked.media == "raw":
            return Plain(RAW, found.data, SANDBOX)
        return git_data.blob(name, found.data, here.places)

    async def tree(self, steps: Steps[Repository], asked: OfTree) -> Tree:
        """Get a tree."""
        here = await self.opened(steps)

        def look(store: Store) -> Rows:
            if revisions.is_empty(store):
                raise Conflict(EMPTY)
            found = revisions.tree(store, asked.tree_sha, here.readable.default_branch)
            return tree_listing.rows(store, found, recursive=asked.recursive is not None)

        return git_data.tree(await here.read(look), here.places)

    async def commit(self, steps: Steps[Repository], asked: OfCommit) -> GitCommit:
        """Get a commit object."""
        here = await self.opened(steps)
        name = id_of(asked.commit_sha)

        def look(store: Store) -> tuple[Commit, Signed | None]:
            found = reading.commit(store, name)
            return found, signatures.signed(store, found)

        found, signed = await here.read(look)
        return git_commit(found, signed, here.places)

    async def tag(self, steps: Steps[Repository], asked: OfTag) -> Tag:
        """Get an annotated tag."""
        here = await self.opened(steps)
        name = id_of(asked.tag_sha)

        def look(store: Store) -> TagObject:
            return tag_objects.read(store, name)

        return git_data.tag(await here.read(look), here.places)


def id_of(text: str) -> str:
    """An id of an object. Raises NotFound for what is none."""
    if not ID.fullmatch(text.lower()):
        raise NotFound
    return text.lower()


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    at, made, read = services.at, GitObjects(services.at, services.library), table.READ
    commit, tag = "git/commits#get-a-commit-object", "git/tags#get-a-tag"
    blobs, trees = "/git/blobs/{file_sha}", "/git/trees/{*tree_sha}"
    return [
        *rows(at, "GET", blobs, read, made.blob, OfBlob, "git/blobs#get-a-blob"),
        *rows(at, "GET", trees, read, made.tree, OfTree, "git/trees#get-a-tree"),
        *rows(at, "GET", "/git/commits/{commit_sha}", read, made.commit, OfCommit, commit),
        *rows(at, "GET", "/git/tags/{tag_sha}", read, made.tag, OfTag, tag),
    ]
