"""The refs of a repository as git lists them, where they lie as git writes them today.

Anything else is Unusual, and git's to answer: a configuration that is not the server's own,
symbolic refs beside HEAD, names that git refuses, links, other files.

Loose refs are read first, `packed-refs` last, and a loose one wins. Git packs by putting the new
`packed-refs` in its place before it removes the loose file, so a ref that is packed meanwhile is
found in one of the two; it deletes in the other order, so no value comes back that was replaced
before. What is read of `packed-refs` is one file, whatever is put in its place in the meantime.
"""

import mmap
import os
import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from msgspec import Struct, field

from watchword.git_process.environment import HIDDEN
from watchword.git_process.layout import CONFIG
from watchword.git_process.packed_refs import OBJECT, Entry, Packed, Unusual, blocks_from
from watchword.git_process.ref_files import DEEPEST, FILE
from watchword.ref_updates.names import LONGEST, are_ref_names

REFS = b"refs/"
LOOSE = re.compile(OBJECT + rb"\n")
HEAD = re.compile(rb"ref: (refs/heads/[^\n]+)\n|" + OBJECT + rb"\n")
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
OWN_CONFIG = CONFIG.encode()
HIDDEN_NAME = HIDDEN.encode()
READ_WHOLE = 64 * 1024
"""Bytes of a file up to which it is read; a longer one is mapped."""
MOST_OF_SMALL = 4_096
"""Bytes that are read of HEAD, the configuration and loose refs, which have a few hundred."""


class TooMany(Exception):  # noqa: N818 - says what is the matter
    """There are more refs than may be looked at here."""


class Most(NamedTuple):
    """How much may be looked at."""

    entries: int
    """Of folders of loose refs: each takes some calls of the kernel."""
    lines: int
    """Of `packed-refs`."""


class Snapshot(Struct):
    """Refs that were asked for."""

    head: bytes | None = None
    """The object on which HEAD stands; None: on a branch that is not born."""
    target: bytes | None = None
    """The branch that HEAD stands for; None: it stands on an object of its own."""
    refs: dict[bytes, bytes] = field(default_factory=dict)
    """Values by name."""
    peeled: dict[bytes, bytes | None] = field(default_factory=dict)
    """What refs lead to in the end, by name, as far as `packed-refs` tells it."""


def read(folder: bytes, prefixes: Sequence[bytes], most: Most) -> Snapshot:
    """Read the refs whose names begin like one of these (none: all of them), and HEAD.

    `prefixes` are in order and none is within another one. Hidden refs are left out. Raises
    Unusual, and TooMany where more than `most` would be looked at.
    """
    try:
        top = _open(folder, FOLDER, None)
    except FileNotFoundError:
        raise Unusual from None
    try:
        if _small(top, b"config") != OWN_CONFIG:
            raise Unusual
        snapshot = Snapshot()
        _read_head(top, snapshot)
        _Loose(snapshot.refs, most.entries).read(top, prefixes)
        branch = _loose_branch(top, snapshot, prefixes)
        with _packed(top) as packed:
            if packed is not None:
                _add_packed(packed, prefixes, snapshot, most.lines)
                if branch is None and snapshot.target is not None:
                    branch = _add_branch(packed, snapshot.target, snapshot)
    finally:
        os.close(top)
    if snapshot.target is not None:
        snapshot.head = branch
    _check_names(snapshot)
    return snapshot


def _read_head(top: int, snapshot: Snapshot) -> None:
    found = HEAD.fullmatch(_small(top, b"HEAD") or b"")
    if found is None or not (found[2] or are_ref_names([found[1]])):
        raise Unusual
    snapshot.target, snapshot.head = found.groups()


def _loose_branch(top: int, snapshot: Snapshot, prefixes: Sequence[bytes]) -> bytes | None:
    """The loose value of the branch that HEAD stands for, if it was not among what was read."""
    target = snapshot.target
    if target is None or not prefixes or target.startswith(tuple(prefixes)):
        return snapshot.refs.get(target or b"")
    *above, name = target.split(b"/")
    at = top
    opened: list[int] = []
    try:
        for part in above:
            at = _open(part, FOLDER, at)
            opened.append(at)
        return _value(at, name)
    except FileNotFoundError:
        return None
    finally:
        for descriptor in opened:
            os.close(descriptor)


class _Loose:
    """A walk through the folders of loose refs. Links are not followed: they are Unusual."""

    def __init__(self, found: dict[bytes, bytes], most: int) -> None:
        self._found = found
        self._left = most

    def read(self, top: int, prefixes: Sequence[bytes]) -> None:
        for prefix in prefixes or (b"",):
            within, _, _ = prefix.rpartition(b"/")
            parts = within.split(b"/") if prefix.startswith(REFS) else [b"refs"]
            # No name of a folder is empty or begins with a dot: neither `..` leads out of here.
            if REFS.startswith(prefix[: len(REFS)]) and not _odd(parts):
                self._descend(top, parts, b"", prefix)

    def _descend(self, at: int, parts: Sequence[bytes], name: bytes, prefix: bytes) -> None:
        if name and _is_file(at, parts[0]):
            return
        try:
            folder = _open(parts[0], FOLDER, at)
        except FileNotFoundError:
            return
        try:
            name += parts[0] + b"/"
            if len(parts) > 1:
                self._descend(folder, parts[1:], name, prefix)
            else:
                self._walk(folder, name, prefix, 0)
        finally:
            os.close(folder)

    def _walk(self, folder: int, above: bytes, prefix: bytes, depth: int) -> None:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = above + os.fsencode(entry.name)
                self._left -= 1
                if self._left < 0:
                    raise TooMany
                if entry.name.startswith(".") or name.endswith(b".lock"):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    self._enter(folder, entry.name, name, prefix, depth)
                elif name.startswith(prefix) and not _is_hidden(name):
                    if not entry.is_file(follow_symlinks=False):
                        raise Unusual
                    if value := _value(folder, entry.name):
                        self._found[name] = value

    def _enter(self, folder: int, short: str, name: bytes, prefix: bytes, depth: int) -> None:
        name += b"/"
        if not (name.startswith(prefix) or prefix.startswith(name)) or _is_hidden(name):
            return
        if depth == DEEPEST:
            raise Unusual
        try:
            inner = _open(short, FOLDER, folder)
        except FileNotFoundError:
            return
        try:
            self._walk(inner, name, prefix, depth + 1)
        finally:
            os.close(inner)


def _odd(parts: Sequence[bytes]) -> bool:
    return any(not part or part.startswith(b".") or part.endswith(b".lock") for part in parts)


def _add_packed(packed: Packed, prefixes: Sequence[bytes], snapshot: Snapshot, most: int) -> None:
    left = most
    for prefix in prefixes or (b"",):
        for block in blocks_from(packed, prefix):
            found = [entry for entry in block if entry[1].startswith(prefix)]
            left -= len(found)
            if left < 0:
                raise TooMany
            _add(snapshot, found)
            if len(found) < len(block):
                break


def _add(snapshot: Snapshot, entries: Sequence[Entry]) -> None:
    refs, peeled = snapshot.refs, snapshot.peeled
    for value, name, leads in entries:
        if not name.startswith(REFS):
            raise Unusual
        if name not in refs and not _is_hidden(name):
            refs[name] = value
            peeled[name] = leads or None


def _add_branch(packed: Packed, target: bytes, snapshot: Snapshot) -> bytes | None:
    """Look for the branch that HEAD stands for, whether or not it was asked for itself."""
    if target in snapshot.peeled:
        return snapshot.refs[target]
    value, name, leads = next(blocks_from(packed, target), [(b"", b"", b"")])[0]
    if name != target:
        return None
    snapshot.peeled[name] = leads or None
    return value


def _is_hidden(name: bytes) -> bool:
    return name.startswith(HIDDEN_NAME) and name[len(HIDDEN_NAME) :][:1] in {b"", b"/"}


def _check_names(snapshot: Snapshot) -> None:
    names = list(snapshot.refs)
    if not are_ref_names(names) or any(len(name) > LONGEST for name in names):
        raise Unusual


def _value(folder: int, name: bytes | str) -> bytes | None:
    """What stands in a loose ref; None: it is gone by now."""
    text = _small(folder, name)
    if text is None:
        return None
    found = LOOSE.fullmatch(text)
    if found is None:
        raise Unusual
    return found[1]


def _small(folder: int, name: bytes | str) -> bytes | None:
    """The bytes of a small file; None: there is none."""
    try:
        file = _open(name, FILE, folder)
    except FileNotFoundError:
        return None
    try:
        return os.read(file, MOST_OF_SMALL)
    except OSError:
        raise Unusual from None
    finally:
        os.close(file)


@contextmanager
def _packed(top: int) -> Iterator[Packed | None]:
    """Open `packed-refs`; None where there is none, or nothing in it."""
    try:
        file = _open(b"packed-refs", FILE, top)
    except FileNotFoundError:
        yield None
        return
    try:
        size = os.fstat(file).st_size
        if size <= READ_WHOLE:
            yield os.read(file, size) or None
        else:
            with mmap.mmap(file, 0, access=mmap.ACCESS_READ) as packed:
                yield packed
    finally:
        os.close(file)


def _is_file(folder: int, name: bytes) -> bool:
    try:
        return stat.S_ISREG(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
    except OSError:
        return False


def _open(name: bytes | str, how: int, folder: int | None) -> int:
    """Open something that is no link. Raises FileNotFoundError, and Unusual for what is odd."""
    try:
        return os.open(name, how, dir_fd=folder)
    except FileNotFoundError:
        raise
    except OSError:
        raise Unusual from None
