"""What tags lead to: asked of libgit2 once, then known.

An object's name says what is in it, so what it leads to never changes. That it is there at all is
known for as long as the folder of packs is as it was when the object was seen in it; the file of
an object that is in no pack is looked for each time. Git never lets go of what a ref stands on:
this is for repositories that were damaged.
"""

import os
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

import pygit2
from msgspec import Struct, field

from watchword.contents.ports import Type
from watchword.git_process.objects import GitObjects
from watchword.git_process.packed_refs import Unusual
from watchword.kernel.errors import NotFound, TooLarge

MOST_KNOWN = 50_000
"""Objects that are kept in mind, of all repositories: some 10 MiB. Those of repositories where
something was found out last stay longest."""
LARGEST_TAG = 2**20
"""Bytes of a tag that is read."""
LONGEST_CHAIN = 16
"""Tags of tags that are followed."""

Peeled: TypeAlias = dict[bytes, bytes | None]
"""What an object leads to in the end; None for one that is no tag."""
Stamp: TypeAlias = tuple[int, int, int]


class Found(Struct):
    """What is known of the objects of one repository."""

    stamp: Stamp
    """The state of the folder of packs before the packed ones were looked for."""
    packed: Peeled = field(default_factory=dict)
    loose: Peeled = field(default_factory=dict)

    def __len__(self) -> int:
        """How many objects."""
        return len(self.packed) + len(self.loose)


class Peelings:
    """What one process of the server knows of the objects on which refs stand."""

    def __init__(self, most: int = MOST_KNOWN) -> None:
        """Keep at most that many objects in mind."""
        self._most = most
        self._known: OrderedDict[bytes, Found] = OrderedDict()
        self._size = 0

    def of(self, folder: bytes, names: Iterable[bytes]) -> tuple[Peeled, set[bytes]]:
        """What these lead to, as far as it is known, and those of which it is not known."""
        known = self._known.get(folder)
        if known is None:
            return {}, set(names)
        same = known.stamp == stamp_of(folder)
        found: Peeled = {}
        missing: set[bytes] = set()
        for name in names:
            if same and name in known.packed:
                found[name] = known.packed[name]
            elif name in known.loose and is_loose(folder, name):
                found[name] = known.loose[name]
            else:
                missing.add(name)
        return found, missing

    def files(self, folder: bytes, names: Iterable[bytes]) -> Iterable[bytes]:
        """The files of those of these objects that are known to lie in files of their own."""
        known = self._known.get(folder)
        return [_loose(folder, name) for name in names if known and name in known.loose]

    def keep(self, folder: bytes, found: Found) -> None:
        """Keep in mind what was found. On the event loop only."""
        before = self._known.pop(folder, None)
        if before is not None:
            self._size -= len(before)
            if before.stamp == found.stamp:
                found = Found(found.stamp, before.packed | found.packed, before.loose | found.loose)
        self._known[folder] = found
        self._size += len(found)
        while self._size > self._most:
            self._size -= len(self._known.popitem(last=False)[1])


def look(folder: bytes, names: Iterable[bytes]) -> Found:
    """Look for objects, in a thread. Raises Unusual where one is missing or not to be read."""
    found = Found(stamp_of(folder))
    objects = GitObjects(Path(os.fsdecode(folder)))
    for name in set(names):
        apart = is_loose(folder, name)
        (found.loose if apart else found.packed)[name] = _peeled(objects, name.decode())
    return found


def stamp_of(folder: bytes) -> Stamp:
    """The state of the folder of packs: another one when a file came or went."""
    try:
        status = os.stat(folder + b"/objects/pack")  # noqa: PTH116 - bytes
    except OSError:
        raise Unusual from None
    return status.st_ino, status.st_mtime_ns, status.st_ctime_ns


def _peeled(objects: GitObjects, name: str) -> bytes | None:
    """What a tag leads to. Raises Unusual where git would find out that something is wrong."""
    try:
        kind, _ = objects.size(name)
        if kind is not Type.TAG:
            return None
        for _ in range(LONGEST_CHAIN):
            name, said = _tagged(objects.read(name, LARGEST_TAG)[1])
            kind, _ = objects.size(name)
            if kind.value.encode() != said:
                raise Unusual
            if kind is not Type.TAG:
                return name.encode()
    except (NotFound, TooLarge, KeyError, ValueError, pygit2.GitError):
        raise Unusual from None
    raise Unusual


def _tagged(tag: bytes) -> tuple[str, bytes]:
    """The object of a tag, and the type that the tag says it has (git-mktag(1))."""
    first, second, *_ = *tag.split(b"\n", 2), b"", b""
    if not (first.startswith(b"object ") and second.startswith(b"type ")):
        raise Unusual
    return first[7:].decode("ascii", "replace"), second[5:]


def is_loose(folder: bytes, name: bytes) -> bool:
    """Whether an object lies in a file of its own."""
    return os.path.exists(_loose(folder, name))  # noqa: PTH110 - thousands of times


def _loose(folder: bytes, name: bytes) -> bytes:
    return b"%b/objects/%b/%b" % (folder, name[:2], name[2:])
