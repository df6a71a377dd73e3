"""Files, folders, links and submodules as GitHub's JSON has them."""

import base64
from urllib.parse import quote

from msgspec import UNSET, Struct, UnsetType, field

from watchword.contents.items import Found, Item
from watchword.contents.model import Kind, RefKind
from watchword.contents.names import plain, quoted
from watchword.surfaces.shapes.commits import GitCommit, Places

TYPES = {
    Kind.TREE: "dir",
    Kind.FILE: "file",
    Kind.EXECUTABLE: "file",
    Kind.LINK: "symlink",
    Kind.SUBMODULE: "submodule",
}


class Links(Struct, kw_only=True):
    """The same addresses once more."""

    self: str
    git: str | None
    html: str | None


class Content(Struct, kw_only=True):
    """One thing at a path."""

    name: str
    path: str
    sha: str
    size: int
    url: str
    html_url: str | None
    git_url: str | None
    download_url: str | None
    type: str
    content: str | UnsetType = UNSET
    """In base 64; empty where there is too much of it."""
    encoding: str | UnsetType = UNSET
    target: str | UnsetType = UNSET
    """Of a link."""
    submodule_git_url: str | UnsetType | None = UNSET
    entries: "list[Content] | UnsetType" = UNSET
    """Of a folder, by the media type `object`."""
    links: Links = field(name="_links")


class FileCommit(Struct, kw_only=True):
    """What came of a change of a file."""

    content: Content | None
    commit: GitCommit


def content(item: Item, found: Found, places: Places, *, with_data: bool = True) -> Content:
    """Say what stands at a path, with the bytes of a file unless they are not wanted."""
    ref = found.place.name
    path = quoted(item.whole)
    url = f"{places.api}/contents/{path}?ref={quote(ref, safe='')}"
    is_folder, is_module = item.kind is Kind.TREE, item.kind is Kind.SUBMODULE
    way = f"{'tree' if is_folder else 'blob'}/{quoted(ref)}/{path}".rstrip("/")
    html = None if is_module else f"{places.site}/{way}"
    git = f"{places.api}/git/{'trees' if is_folder else 'blobs'}/{item.id}"
    told = Content(
        name=plain(item.name),
        path=plain(item.whole),
        sha=item.id,
        size=item.size,
        url=url,
        html_url=html,
        git_url=None if is_module else git,
        download_url=None if is_folder or is_module else _raw(places, found, path),
        type=TYPES[item.kind],
        links=Links(self=url, git=None if is_module else git, html=html),
    )
    if with_data and item.kind.is_blob and item.kind is not Kind.LINK:
        told.content = "" if item.data is None else wrapped(item.data)
        told.encoding = "none" if item.data is None else "base64"
    if item.kind is Kind.LINK:
        told.target = item.leads_to or ""
    if is_module:
        told.submodule_git_url = item.leads_to
    return told


def _raw(places: Places, found: Found, path: str) -> str:
    place = found.place
    ref = place.commit if place.kind is RefKind.COMMIT else quoted(place.name)
    return f"{places.site}/raw/{ref}/{path}"


def wrapped(data: bytes) -> str:
    """Base 64 in lines of sixty letters, each ended by a newline (GHES behaviour)."""
    text = base64.b64encode(data).decode()
    return "".join(f"{text[at : at + 60]}\n" for at in range(0, len(text), 60))
