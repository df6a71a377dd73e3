"""The file `packed-refs`: found in it by halving, since git writes it sorted (git-pack-refs(1))."""

import operator
import re
from collections.abc import Iterator
from mmap import mmap
from typing import TypeAlias

Packed: TypeAlias = bytes | mmap
PEELED, BLANK = b"^ "
VALUE = re.compile(rb"[0-9a-f]{40}")
HEADER = b"# pack-refs with:"
OBJECT = rb"((?!0{40})[0-9a-f]{40})"
"""An object's id; nothing but zeros says that there is none."""
ENTRY = re.compile(OBJECT + rb" ([^\n]+)\n(?:\^([0-9a-f]{40})\n)?")
LENGTH = 42
"""Bytes of an entry beside its name, and of the line that follows a tag."""
FIRST_BLOCK, LARGEST_BLOCK = 1_024, 65_536
"""Bytes that are read at a time."""


class Unusual(Exception):  # noqa: N818 - says what is the matter
    """Refs do not lie there as git writes them now. Git may still be able to read them."""


Entry: TypeAlias = tuple[bytes, bytes, bytes]
"""Value, name, and what an annotated tag leads to in the end; nothing there for anything else."""


def blocks_from(packed: Packed, wanted: bytes) -> Iterator[list[Entry]]:
    """Refs from the first whose name is not before that one: some, then more and more at a time.

    Raises Unusual for a file that is not sorted or does not tell what tags lead to, and at a line
    that is not as git writes it.
    """
    head = packed[: packed.find(b"\n") + 1]
    if not (head.startswith(HEADER) and {b"fully-peeled", b"sorted"}.issubset(head.split())):
        raise Unusual
    at, before = halved(packed, wanted, len(head)) if wanted else len(head), b""
    size = FIRST_BLOCK
    while at < len(packed):
        end = _block_end(packed, at, size)
        found: list[Entry] = ENTRY.findall(packed[at:end])
        names = [name for _, name, _ in found]
        peeled = sum(1 for _, _, leads in found if leads)
        # Whatever is no entry is passed over by the search, and missing in the sum.
        if sum(map(len, names)) + LENGTH * (len(found) + peeled) != end - at:
            raise Unusual
        if not all(map(operator.lt, [before, *names], names)):
            raise Unusual
        yield found
        at, before, size = end, names[-1], min(2 * size, LARGEST_BLOCK)


def _block_end(packed: Packed, at: int, size: int) -> int:
    """Where the lines end that begin there and have about that many bytes; no entry is parted.

    Raises Unusual for a last line that breaks off.
    """
    end = packed.rfind(b"\n", at, at + size) + 1 or packed.find(b"\n", at) + 1
    if packed[end : end + 1] == b"^":
        end = packed.find(b"\n", end) + 1
    if not end:
        raise Unusual
    return end


def refs_from(packed: Packed, wanted: bytes) -> Iterator[tuple[bytes, str]]:
    """Names and values from the first whose name is not before that one, of any such file.

    Git writes it sorted and says so in the first line; a file without that word is read from its
    beginning and sorted here.
    """
    head = packed[: packed.find(b"\n") + 1]
    if not (head.startswith(HEADER) and b" sorted" in head):
        lines = sorted(line for line in map(_read, _lines(packed, 0)) if line)
        yield from (line for line in lines if line[0] >= wanted)
        return
    start = halved(packed, wanted, len(head))
    yield from (found for found in map(_read, _lines(packed, start)) if found)


def halved(packed: Packed, wanted: bytes, first: int) -> int:
    """Where the first ref begins whose name is not before that one.

    The file is halved down to the line; `first` is where its refs begin.
    """
    low, high = first, len(packed)
    while low < high:
        start = _ref_start(packed, (low + high) // 2, low)
        end = packed.find(b"\n", start)
        # A line of another form counts as one before all others: it is left to who reads it.
        if end > start + 40 and packed[start + 40] == BLANK and packed[start + 41 : end] >= wanted:
            high = start
        else:
            low = _next_ref(packed, end + 1) if end >= 0 else high
    return low


def _ref_start(packed: Packed, at: int, first: int) -> int:
    """Where the ref's line around `at` begins; `first` is the beginning of one.

    A line that begins with ^ tells what the tag before it leads to, so it goes with that one.
    """
    start = max(packed.rfind(b"\n", 0, at) + 1, first)
    while start > first and packed[start] == PEELED:
        start = max(packed.rfind(b"\n", 0, start - 1) + 1, first)
    return start


def _next_ref(packed: Packed, at: int) -> int:
    """The beginning of the first line of a ref from there on."""
    while at < len(packed) and packed[at] == PEELED:
        at = _line_at(packed, at)[1]
    return at


def _line_at(packed: Packed, start: int) -> tuple[bytes, int]:
    """The line that begins there, and where the next one does; a line that breaks off is empty."""
    end = packed.find(b"\n", start)
    return (packed[start:end], end + 1) if end >= 0 else (b"", len(packed))


def _lines(packed: Packed, start: int) -> Iterator[bytes]:
    while start < len(packed):
        line, start = _line_at(packed, start)
        yield line


def _read(line: bytes) -> tuple[bytes, str] | None:
    """Name and value of a line; None for headers and for lines that begin with ^."""
    value, blank, name = line.partition(b" ")
    found = value_of(value)
    return (name, found) if found and blank else None


def value_of(text: bytes) -> str | None:
    """The id of an object; None for what is none."""
    return text.decode() if VALUE.fullmatch(text) else None
