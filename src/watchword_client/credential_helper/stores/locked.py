"""Locks for stores that are no file themselves: they lie in a folder of the person."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from watchword_client.credential_helper import private_files
from watchword_client.credential_helper.entry import Place

PATIENCE: Final = 5.0
REFRESHING: Final = 45.0
"""Seconds to wait for somebody else's change, and for their refresh."""


class Locked:
    """Locks by name in one folder, made when they are first wanted."""

    def __init__(self, folder: Path, name: str) -> None:
        """Take the folder, and what the locks of this store begin with."""
        self._folder = folder
        self._name = name

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the store for reading and writing anew."""
        with private_files.lock(self._path(f"{self._name}.lock"), PATIENCE):
            yield

    @contextmanager
    def refreshing(self, place: Place) -> Iterator[None]:
        """Be the only one who refreshes what is kept for a place."""
        name = f"{self._name}.{private_files.lock_name(place)}"
        with private_files.lock(self._path(name), REFRESHING):
            yield

    def _path(self, name: str) -> Path:
        return private_files.folder(self._folder) / name
