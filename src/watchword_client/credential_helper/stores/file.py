"""A file that only its owner reads, 0600 from the start. Plain text, and chosen by name only."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from watchword_client.credential_helper import entry, private_files
from watchword_client.credential_helper.entry import Entry, Place
from watchword_client.credential_helper.ports import Unusable
from watchword_client.credential_helper.protocol import Malformed
from watchword_client.credential_helper.stores.locked import Locked

MOST: Final = 1_048_576
"""Bytes of the file."""


class InFile(Locked):
    """Keeps entries in a file; its locks lie beside it."""

    def __init__(self, path: Path) -> None:
        """Take the path of the file."""
        super().__init__(path.parent, path.name)
        self._file = path

    def read(self, place: Place) -> list[Entry]:
        """All that is kept for a place."""
        return [one for one in self._all() if one.place == place]

    def write(self, place: Place, entries: Sequence[Entry]) -> None:
        """Write the file anew."""
        others = [one for one in self._all() if one.place != place]
        private_files.replace(self._file, entry.write_all([*entries, *others]))

    def _all(self) -> list[Entry]:
        try:
            return entry.read_all(private_files.read(self._file, MOST) or b"")
        except Malformed as error:
            raise Unusable(f"{self._file} cannot be read: {error}") from error

    def _path(self, name: str) -> Path:
        # The folder of a file that the person names may be anybody's to look into, such as a home.
        if not self._folder.exists():
            private_files.folder(self._folder)
        return self._folder / name
