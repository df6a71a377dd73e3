"""Git's own objects and refs as GitHub's JSON has them."""

from msgspec import UNSET, Struct, UnsetType

from watchword.contents.drafts import NewObject
from watchword.contents.model import Kind
from watchword.contents.names import plain, quoted
from watchword.contents.ports import Type
from watchword.contents.revisions import Ref as Model
from watchword.contents.tag_objects import TagObject
from watchword.contents.tree_listing import Row, Rows
from watchword.surfaces.shapes.commits import (
    GitPerson,
    Places,
    ShaLink,
    Verification,
    git_person,
    verification,
)
from watchword.surfaces.shapes.contents import wrapped
from watchword.surfaces.shapes.node_ids import BLOB, REF, TAG, named_id

MODES = {
    Kind.TREE: "040000",
    Kind.FILE: "100644",
    Kind.EXECUTABLE: "100755",
    Kind.LINK: "120000",
    Kind.SUBMODULE: "160000",
}
BELOW = {Type.COMMIT: "commits", Type.TREE: "trees", Type.BLOB: "blobs", Type.TAG: "tags"}


class Blob(Struct, kw_only=True):
    """A file's bytes."""

    sha: str
    node_id: str
    size: int
    url: str
    content: str
    encoding: str


class TreeEntry(Struct, kw_only=True):
    """One entry of a tree."""

    path: str
    mode: str
    type: str
    sha: str
    size: int | UnsetType = UNSET
    url: str | UnsetType = UNSET
    """Absent for submodules."""


class Tree(Struct, kw_only=True):
    """A tree."""

    sha: str
    url: str
    tree: list[TreeEntry]
    truncated: bool


class TypedLink(Struct, kw_only=True):
    """An object with its type."""

    sha: str
    type: str
    url: str


class Ref(Struct, kw_only=True):
    """A ref."""

    ref: str
    node_id: str
    url: str
    object: TypedLink


class Tag(Struct, kw_only=True):
    """An annotated tag."""

    node_id: str
    sha: str
    url: str
    tagger: GitPerson
    object: TypedLink
    tag: str
    message: str
    verification: Verification


def link(sha: str, kind: Type, places: Places) -> TypedLink:
    """An object with its type."""
    return TypedLink(sha=sha, type=kind.value, url=f"{places.api}/git/{BELOW[kind]}/{sha}")


def ref(found: Model, places: Places) -> Ref:
    """Say where a ref stands."""
    name = plain(found.name)
    return Ref(
        ref=name,
        node_id=named_id(REF, places.id, name),
        url=f"{places.api}/git/{quoted(found.name)}",
        object=link(found.object, found.type, places),
    )


def tree(found: Rows, places: Places) -> Tree:
    """Say what stands in a tree."""
    return Tree(
        sha=found.id,
        url=places.tree(found.id).url,
        tree=[_entry(row, places) for row in found.rows],
        truncated=found.cut,
    )


def _entry(row: Row, places: Places) -> TreeEntry:
    kind = row.entry.kind
    type_ = {Kind.TREE: Type.TREE, Kind.SUBMODULE: Type.COMMIT}.get(kind, Type.BLOB)
    told = TreeEntry(path=plain(row.path), mode=MODES[kind], type=type_.value, sha=row.entry.id)
    if row.size is not None:
        told.size = row.size
    if kind is not Kind.SUBMODULE:
        told.url = f"{places.api}/git/{BELOW[type_]}/{row.entry.id}"
    return told


def blob(sha: str, data: bytes, places: Places) -> Blob:
    """Give a file's bytes."""
    return Blob(
        sha=sha,
        node_id=named_id(BLOB, places.id, sha),
        size=len(data),
        url=f"{places.api}/git/blobs/{sha}",
        content=wrapped(data),
        encoding="base64",
    )


def made(new: NewObject, places: Places) -> ShaLink:
    """Say of a new object where it is."""
    return ShaLink(sha=new.id, url=f"{places.api}/git/{BELOW[new.type]}/{new.id}")


def tag(found: TagObject, places: Places) -> Tag:
    """Say what an annotated tag says."""
    return Tag(
        node_id=named_id(TAG, places.id, found.id),
        sha=found.id,
        url=f"{places.api}/git/tags/{found.id}",
        tagger=git_person(found.tag.tagger),
        object=link(found.tag.target, found.type, places),
        tag=found.name,
        message=found.tag.message,
        verification=verification(found.signed),
    )
