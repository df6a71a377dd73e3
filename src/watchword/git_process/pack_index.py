"""The index over several packs (multi-pack-index), where it names packs that are gone.

Git writes it under a lock, but takes packs away without one: a repack by hand beside upkeep can
leave an index of packs that it removed. Git then refuses to read the repository, though everything
is there. Without the index it reads the packs by their own.
"""

import os
import struct
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

NAME = "multi-pack-index"
HEADER = struct.Struct(">4sBBBBI")
"""gitformat-pack(5), multi-pack-index: signature, version, hash, chunks, bases, packs."""
SIGNATURE = b"MIDX"
CHUNK = struct.Struct(">4sQ")
"""An entry of the table of chunks: which one, and where it begins."""
PACK_NAMES = b"PNAM"


def packs_listed(index: Path) -> int | None:
    """How many packs an index lists; None where there is none."""
    with suppress(FileNotFoundError), index.open("rb") as file:
        header = file.read(HEADER.size)
        if len(header) == HEADER.size and header.startswith(SIGNATURE):
            packs: int = HEADER.unpack(header)[-1]
            return packs
    return None


def drop_stale(packs: Path) -> bool:
    """Remove the index in a folder of packs where one that it names is gone; gives whether it was.

    Who writes another one at that very moment may lose it: upkeep makes it again. Raises OSError.
    """
    index = packs / NAME
    try:
        with index.open("rb") as file:
            if all((packs / name).with_suffix(".pack").exists() for name in _names(file)):
                return False
            # A repack replaces the index first, and removes the packs of the old one then.
            if not os.path.samestat(os.fstat(file.fileno()), index.stat()):
                return False
            index.unlink()
    except FileNotFoundError:
        return False
    return True


def _names(file: BinaryIO) -> list[str]:
    """The packs that an open index names; none where it is no index that we can read."""
    header = file.read(HEADER.size)
    if len(header) < HEADER.size or not header.startswith(SIGNATURE):
        return []
    chunks = HEADER.unpack(header)[3]
    table = file.read(CHUNK.size * (chunks + 1))
    if len(table) < CHUNK.size * (chunks + 1):
        return []
    places = list(CHUNK.iter_unpack(table))
    for (name, begin), (_, end) in pairwise(places):
        if name == PACK_NAMES:
            file.seek(begin)
            return file.read(end - begin).rstrip(b"\0").decode("ascii", "replace").split("\0")
    return []
