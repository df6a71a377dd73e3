"""What lies in a gist: its files, and how they came to be what they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import gists as table
from watchword.contents import compare, differences, history, reading, resolve
from watchword.contents.model import Commit, Entry, Kind
from watchword.contents.names import shown
from watchword.contents.ports import Readable, Store
from watchword.gists.model import Gist
from watchword.kernel.errors import NotFound, TooLarge

MOST_FILES: Final = 300
"""Files of one gist that are told, as on GitHub."""
LARGEST_CONTENT: Final = 2**20
"""Bytes of one file that are told with it, as on GitHub."""
MOST_CONTENT: Final = 8 * 2**20
"""Bytes of all files together that are told with one gist."""
MOST_VERSIONS: Final = 30
"""Versions that are told with a gist itself."""
MOST_LINES: Final = 20_000
"""Lines of one version that are compared to count what changed."""


@dataclass(frozen=True, slots=True)
class GistFile:
    """One file."""

    name: bytes
    entry: Entry
    size: int
    data: bytes | None = field(default=None, repr=False)
    """Its bytes, or the first of them, where they were asked for and are not too many."""
    truncated: bool = False

    @property
    def shown(self) -> str:
        """The name as people see it."""
        return shown(self.name)


class Version(Struct, frozen=True):
    """One commit, and how many lines it changed; None where that was too much to count."""

    commit: Commit
    added: int | None
    removed: int | None


class Snapshot(Struct, frozen=True):
    """A gist as it was at a commit; None when nothing was ever committed."""

    commit: Commit | None
    files: tuple[GistFile, ...]
    cut: bool = False
    """There are more files than are told."""
    versions: tuple[Version, ...] = ()


def readable(grant: Grant[Gist]) -> Readable:
    """Let what follows read the gist, outside of the unit of work. The gate said yes to that."""
    assert grant.operation in READING, f"{grant.operation.name} does not read a gist"
    return Readable(grant.target.key, grant.target.default_branch)


READING: Final = frozenset({table.READ, table.UPDATE, table.FORK})


def snapshot(
    store: Store,
    default_branch: str,
    *,
    version: str | None = None,
    contents: bool = True,
    versions: int = 0,
) -> Snapshot:
    """The files at a version (the id of a commit), or as they are now. Raises NotFound.

    With `versions` as many of the newest commits are told along.
    """
    name = _commit(store, default_branch, version)
    if name is None:
        return Snapshot(None, ())
    commit = reading.commit(store, name)
    found = [one for one in reading.entries(store, commit.tree).values() if one.kind.is_blob]
    left = MOST_CONTENT if contents else 0
    files: list[GistFile] = []
    for entry in found[:MOST_FILES]:
        file = _file(store, entry, left)
        left -= len(file.data or b"")
        files.append(file)
    told = log(store, default_branch, version=name, count=versions) if versions else ()
    return Snapshot(commit, tuple(files), len(found) > MOST_FILES, told)


def log(
    store: Store, default_branch: str, *, version: str | None = None, skip: int = 0, count: int
) -> tuple[Version, ...]:
    """Versions from the newest on."""
    name = _commit(store, default_branch, version)
    if name is None:
        return ()
    commits = history.newest(store, name, skip, count)
    return tuple(_version(store, one) for one in commits)


def file_at(store: Store, default_branch: str, version: str | None, name: bytes) -> Entry:
    """The file of that name, at a version or as it is now. Raises NotFound."""
    commit = _commit(store, default_branch, version)
    entry = commit and reading.entries(store, reading.commit(store, commit).tree).get(name)
    if not entry or not entry.kind.is_blob:
        raise NotFound
    return entry


def _commit(store: Store, default_branch: str, version: str | None) -> str | None:
    if version is not None:
        return resolve.commit(store, version.encode("ascii", "replace"))
    top = resolve.first(store, default_branch)
    return None if top is None else top.commit


def _file(store: Store, entry: Entry, left: int) -> GistFile:
    most = min(LARGEST_CONTENT, left)
    try:
        blob = reading.blob(store, entry.id, most)
    except NotFound:
        return GistFile(entry.name, entry, 0, b"")
    if blob.data is not None or left <= 0:
        return GistFile(entry.name, entry, blob.size, blob.data, truncated=blob.data is None)
    data = b""
    if blob.size <= MOST_CONTENT:
        data = store.read(entry.id, MOST_CONTENT)[1][:most]
    return GistFile(entry.name, entry, blob.size, data, truncated=True)


def _version(store: Store, commit: Commit) -> Version:
    """How many lines a commit changed; not told where a file is too large or is no text."""
    try:
        changes = compare.of_commit(store, commit)
        files: Sequence[differences.FileDifference] = differences.of(store, changes, MOST_LINES)
    except (NotFound, TooLarge):
        return Version(commit, None, None)
    if changes.cut or any(one.hidden is differences.Hidden.TOO_LARGE for one in files):
        return Version(commit, None, None)
    return Version(commit, *differences.totals(files))


KINDS: Final = {Kind.EXECUTABLE: b"100755", Kind.LINK: b"120000", Kind.FILE: b"100644"}
"""The modes under which files are kept when another one of the gist is edited."""
