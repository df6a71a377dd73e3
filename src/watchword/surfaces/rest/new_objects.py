"""Git's own objects, made: no ref leads to them before one is moved there."""

import asyncio
from typing import ClassVar, Final, Literal

from msgspec import UNSET, Struct, UnsetType

from watchword.access.table import contents as table
from watchword.contents import reading, revisions, signatures, tag_objects, tree_listing, writing
from watchword.contents.drafts import Draft
from watchword.contents.editing import Path, edited
from watchword.contents.model import Commit
from watchword.contents.names import parts
from watchword.contents.ports import Store, Type
from watchword.contents.signatures import Signed
from watchword.contents.tag_objects import TagObject
from watchword.contents.tree_listing import Rows
from watchword.contents.writing import Line
from watchword.kernel.errors import Conflict, FieldError, Invalid, NotFound
from watchword.ref_updates.model import TAGS
from watchword.ref_updates.names import is_ref_name
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.file_changes import LARGEST, decoded
from watchword.surfaces.rest.git_objects import ID
from watchword.surfaces.rest.library import Rooms, rows
from watchword.surfaces.rest.moving import begun
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.signing import Signer
from watchword.surfaces.rest.whole_commits import EMPTY
from watchword.surfaces.shapes import git_data
from watchword.surfaces.shapes.commits import GitCommit, ShaLink, git_commit
from watchword.surfaces.shapes.git_data import Tag, Tree

MOST_ENTRIES: Final = 10_000
"""Entries of one request for a tree."""
MOST_PARENTS: Final = 16
TYPES: Final = {
    "100644": Type.BLOB,
    "100755": Type.BLOB,
    "120000": Type.BLOB,
    "040000": Type.TREE,
    "160000": Type.COMMIT,
}
Mode = Literal["100644", "100755", "040000", "160000", "120000"]
Kind = Literal["blob", "tree", "commit"]


class NewBlob(Struct, kw_only=True):
    """What a file is to hold."""

    largest: ClassVar[int] = LARGEST

    content: str
    encoding: str = "utf-8"


class NewEntry(Struct, kw_only=True):
    """What is to stand at a path: an object, a text, or (`sha` null) nothing."""

    path: str
    mode: Mode | None = None
    type: Kind | None = None
    sha: str | UnsetType | None = UNSET
    content: str | UnsetType = UNSET


class NewTree(Struct, kw_only=True):
    """What a tree is to hold, beside what stands in `base_tree`."""

    largest: ClassVar[int] = LARGEST

    tree: list[NewEntry]
    base_tree: str | None = None


class NewCommit(Struct, kw_only=True):
    """What a commit is to say."""

    message: str
    tree: str
    parents: list[str] = []
    author: Signer | None = None
    committer: Signer | None = None
    signature: str | None = None


class NewTag(Struct, kw_only=True):
    """What an annotated tag is to say."""

    tag: str
    message: str
    object: str
    type: Literal["commit", "tree", "blob"]
    tagger: Signer | None = None


class NewObjects(Rooms):
    """Handlers."""

    async def blob(self, steps: Steps[Repository], wanted: NewBlob) -> ShaLink:
        """Create a blob."""
        data = await asyncio.to_thread(_bytes, wanted)
        make = await begun(steps, self.at, self.library)

        def write(store: Store) -> Draft:
            draft = _drafted(store)
            draft.write(Type.BLOB, data)
            return draft

        draft = await make.here.read(write)
        await make.keep(draft.objects)
        return git_data.made(draft.objects[0], make.here.places)

    async def tree(self, steps: Steps[Repository], wanted: NewTree) -> Tree:
        """Create a tree."""
        if not wanted.tree:
            raise Invalid(text="Invalid tree info")
        if len(wanted.tree) > MOST_ENTRIES:
            raise Invalid(text=f"A tree takes at most {MOST_ENTRIES} entries at a time.")
        make = await begun(steps, self.at, self.library)

        def write(store: Store) -> tuple[Draft, Rows]:
            draft = _drafted(store)
            base = None
            if wanted.base_tree:
                base = _tree(draft, wanted.base_tree, make.to.repository.default_branch)
            made = edited(draft, base, [_change(draft, one) for one in wanted.tree])
            return draft, tree_listing.rows(draft, made, recursive=False)

        draft, rows_ = await make.here.read(write)
        await make.keep(draft.objects)
        return git_data.tree(rows_, make.here.places)

    async def commit(self, steps: Steps[Repository], wanted: NewCommit) -> GitCommit:
        """Create a commit."""
        make = await begun(steps, self.at, self.library)
        person = make.signature(self.at)
        author = wanted.author.signature(make.now) if wanted.author else person
        committer = wanted.committer.signature(make.now) if wanted.committer else author
        if len(wanted.parents) > MOST_PARENTS:
            raise Invalid(text=f"A commit takes at most {MOST_PARENTS} parents.")

        def write(store: Store) -> tuple[Draft, Commit, Signed | None]:
            draft = _drafted(store)
            tree = _object(draft, wanted.tree, Type.TREE, "Tree SHA does not exist")
            missing = "Parent SHA does not exist or is not a commit object"
            parents = [_object(draft, one, Type.COMMIT, missing) for one in wanted.parents]
            signature = wanted.signature or ""
            data = writing.commit(tree, parents, author, committer, wanted.message, signature)
            found = reading.commit(draft, draft.write(Type.COMMIT, data))
            return draft, found, signatures.signed(draft, found)

        draft, found, signed = await make.here.read(write)
        await make.keep(draft.objects)
        return git_commit(found, signed, make.here.places)

    async def tag(self, steps: Steps[Repository], wanted: NewTag) -> Tag:
        """Create a tag object."""
        if not is_ref_name(TAGS + wanted.tag):
            raise Invalid(FieldError("Tag", "tag", "invalid"))
        make = await begun(steps, self.at, self.library)
        tagger = wanted.tagger.signature(make.now) if wanted.tagger else make.signature(self.at)

        def write(store: Store) -> tuple[Draft, TagObject]:
            draft = _drafted(store)
            kind = Type(wanted.type)
            target = _object(draft, wanted.object, kind, "Could not find the object to tag")
            data = writing.tag(target, kind, wanted.tag, tagger, wanted.message)
            return draft, tag_objects.read(draft, draft.write(Type.TAG, data))

        draft, found = await make.here.read(write)
        await make.keep(draft.objects)
        return git_data.tag(found, make.here.places)


def _drafted(store: Store) -> Draft:
    if revisions.is_empty(store):
        raise Conflict(EMPTY)
    return Draft(store)


def _bytes(wanted: NewBlob) -> bytes:
    if wanted.encoding == "base64":
        return decoded(wanted.content)
    if wanted.encoding.lower() not in {"utf-8", "utf8"}:
        raise Invalid(FieldError("Blob", "encoding", "invalid"))
    return wanted.content.encode()


def _tree(store: Store, word: str, default_branch: str) -> str:
    try:
        return revisions.tree(store, word, default_branch)
    except NotFound:
        raise Invalid(text="base_tree is not a valid tree oid") from None


def _object(store: Store, sha: str, kind: Type, missing: str) -> str:
    """The object of that id and type. Raises Invalid."""
    name = sha.lower()
    try:
        if ID.fullmatch(name) and store.size(name)[0] is kind:
            return name
    except NotFound:
        pass
    raise Invalid(text=missing)


def _change(draft: Draft, wanted: NewEntry) -> tuple[Path, Line | None]:
    """A path, and what is to stand there. Raises Invalid."""
    path = parts(wanted.path.encode("utf-8", "replace"))
    if not path or wanted.path.endswith("/"):
        raise Invalid(text="tree.path contains a malformed path component")
    if wanted.sha is None:
        return path, None
    if wanted.mode is None:
        raise Invalid(text="Must supply a valid tree.mode")
    kind = TYPES[wanted.mode]
    if wanted.type is not None and wanted.type != kind.value:
        raise Invalid(text=f"tree.mode {wanted.mode} does not go with tree.type {wanted.type}")
    return path, Line(wanted.mode.lstrip("0").encode(), path[-1], _named(draft, wanted, kind))


def _named(draft: Draft, wanted: NewEntry, kind: Type) -> str:
    """The object of an entry: one that is there, or a file of the text that came."""
    if not isinstance(wanted.sha, str):
        if wanted.content is UNSET or kind is not Type.BLOB:
            raise Invalid(text="Must supply either tree.sha or tree.content")
        return draft.write(Type.BLOB, wanted.content.encode("utf-8", "replace"))
    name = wanted.sha.lower()
    if kind is Type.COMMIT and ID.fullmatch(name):
        # A submodule's commit is in another repository.
        return name
    return _object(draft, name, kind, f"tree.sha {name[:64]} is not a valid {kind.value}")


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    at, made = services.at, NewObjects(services.at, services.library)
    write = table.WRITE_OBJECT
    return [
        *rows(
            at, "POST", "/git/blobs", write, made.blob, NewBlob, "git/blobs#create-a-blob",
            status=201,
        ),
        *rows(
            at, "POST", "/git/trees", write, made.tree, NewTree, "git/trees#create-a-tree",
            status=201,
        ),
        *rows(
            at, "POST", "/git/commits", write, made.commit, NewCommit,
            "git/commits#create-a-commit", status=201,
        ),
        *rows(
            at, "POST", "/git/tags", write, made.tag, NewTag, "git/tags#create-a-tag-object",
            status=201,
        ),
    ]  # fmt: skip
