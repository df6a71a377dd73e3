"""Which file of a folder introduces it."""

from collections.abc import Iterable

from watchword.contents.model import Entry, Kind

STEM = b"readme"
ENDINGS = (b".md", b".markdown", b".mkd", b".txt", b"", b".rst", b".adoc")
"""In order of preference."""
MARKDOWN = (b".md", b".markdown", b".mkd")
LARGEST = 512 * 1_024
"""Bytes of a README that are shown."""


def find(entries: Iterable[Entry]) -> Entry | None:
    """The README of a folder; None when it has none. A link is not followed."""
    found: dict[bytes, Entry] = {}
    for entry in entries:
        name = entry.name.lower()
        if entry.kind in {Kind.FILE, Kind.EXECUTABLE} and name.startswith(STEM):
            found.setdefault(name[len(STEM) :], entry)
    return next((found[ending] for ending in ENDINGS if ending in found), None)


def is_markdown(name: bytes) -> bool:
    """Whether a file of that name is shown as Markdown."""
    return name.lower().endswith(MARKDOWN)
