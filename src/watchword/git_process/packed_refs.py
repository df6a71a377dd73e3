"""The file `packed-refs`: found in it by halving, since git writes it sorted (git-pack-refs(1))."""

import re
from collections.abc import Iterator
from mmap import mmap
from typing import TypeAlias

Packed: TypeAlias = bytes | mmap
PEELED = ord("^")
VALUE = re.compile(rb"[0-9a-f]{40}")
HEADER = b"# pack-refs with:"
OBJECT = rb"((?!0{40})[0-9a-f]{40})"
"""An object's id; nothing but zeros says that there is none."""
ENTRY = re.compile(OBJECT + rb" ([^\n]+)\n(?:\^([0-9a-f]{40})\n)?")


class Unusual(Exception):  # noqa: N818 - says what is the matter
    """Refs do not lie there as git writes them now. Git may still be able to read them."""


Entry: TypeAlias = tuple[bytes, bytes, bytes | None]
"""Name, value, and what an annotated tag leads to in the end."""


def entries_from(packed: Packed, wanted: bytes) -> Iterator[Entry]:
    """Refs from the first whose name is not before that one.

    Raises Unusual for a file that is not sorted or does not tell what tags lead to, and at a line
    that is not as git writes it.
    """
    head = packed[: packed.find(b"\n") + 1]
    if not (head.startswith(HEADER) and {b"fully-peeled", b"sorted"}.issubset(head.split())):
        raise Unusual
    at, before = halved(packed, wanted, len(head)) if wanted else len(head), b""
    while at < len(packed):
        found = ENTRY.match(packed, at)
        if found is None:
            raise Unusual
        value, name, peeled = found.groups()
        if name <= before:
            raise Unusual
        yield name, value, peeled
        at, before = found.end(), name


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
        line, end = _line_at(packed, start)
        if (found := _read(line)) and found[0] >= wanted:
            high = start
        else:
            low = _next_ref(packed, end)
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
