"""Stylesheet, script and icons: read once, served under names that change with the content."""

import gzip
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from msgspec import Struct

TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
PREFIX = "/static/"
HASH_LENGTH = 12
"""Hexadecimal digits of the SHA-256 in the name."""


class Asset(Struct, frozen=True):
    """One file. `url` holds the hash of the content, so it may be cached for ever."""

    url: str
    type: str
    content: bytes
    packed: bytes
    """The same by gzip."""


class Assets:
    """All files of the `static` folder."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Take the files by their plain names."""
        self._by_name = {name: _asset(name, content) for name, content in files.items()}
        self._by_url = {asset.url: asset for asset in self._by_name.values()}

    def url(self, name: str) -> str:
        """Give the address of a file. Raises KeyError when there is none of that name."""
        return self._by_name[name].url

    def at(self, path: str) -> Asset | None:
        """Find a file by its address; an old hash finds nothing."""
        return self._by_url.get(path)

    def __iter__(self) -> Iterator[Asset]:
        """Go through all files."""
        return iter(self._by_name.values())


@cache
def built_in() -> Assets:
    """The files that come with the server."""
    folder = resources.files("watchword.surfaces.web") / "static"
    return Assets({entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.is_file()})


def _asset(name: str, content: bytes) -> Asset:
    stem, _, ending = name.rpartition(".")
    digest = hashlib.sha256(content).hexdigest()[:HASH_LENGTH]
    url = f"{PREFIX}{stem}.{digest}.{ending}"
    # The time stamp is left out, so that all workers and nodes send the same bytes.
    return Asset(url, TYPES[ending], content, gzip.compress(content, 9, mtime=0))
