"""Where answers lie: `cache/git/KEY/STATE-REQUEST.answer`, and what else there is beside them."""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from watchword.git_process.layout import KEY
from watchword.git_process.response_cache import growing
from watchword.kernel.clock import Clock

ANSWER, PART, SEEN = ".answer", ".part", ".seen"
MINUTES = 600
"""Seconds within which somebody else must ask the same, so that an answer is kept."""
GRACE = 30
"""Seconds for which what was used last is left alone: beside a crowd it is opened 10 s later."""
UNUSED = 86_400
"""Seconds after which an answer that nobody asks for goes."""


class Place(Struct, frozen=True):
    """Where the answer to one request in one state is, or would be."""

    folder: Path
    name: str

    @property
    def answer(self) -> Path:
        """The kept answer."""
        return self.folder / (self.name + ANSWER)

    @property
    def part(self) -> Path:
        """The answer while it is made."""
        return self.folder / (self.name + PART)

    @property
    def seen(self) -> Path:
        """As many bytes as there were requests of late."""
        return self.folder / (self.name + SEEN)


class Store:
    """The answers of one data folder, of all its repositories."""

    def __init__(self, root: Path, quota: int, clock: Clock) -> None:
        """Keep at most `quota` bytes below that folder."""
        self._root = root
        self.quota = quota
        self._clock = clock
        self._added = 0

    def place(self, key: str, state: str, request: str) -> Place:
        """The place of an answer."""
        return Place(self._root / key, f"{state}-{request}")

    def make_folder(self, place: Place) -> None:
        """Make the folder of the repository."""
        place.folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def find(self, place: Place) -> Path | None:
        """The kept answer, if there is one; it counts as used now."""
        with suppress(FileNotFoundError):
            self._touch(place.answer)
            return place.answer
        return None

    def note(self, place: Place) -> None:
        """Note that somebody asked for it."""
        descriptor = os.open(place.seen, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC)
        try:
            # Whoever begins the count anew takes nobody's note away. Closing it unlocks it.
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if os.fstat(descriptor).st_mtime < self._clock.seconds() - MINUTES:
                os.ftruncate(descriptor, 0)
            os.write(descriptor, b".")
            self._touch(descriptor)
        finally:
            os.close(descriptor)

    def keep(self, part: growing.Part, place: Place) -> None:
        """Keep a whole answer if it was asked for again, and make room for it."""
        if not self._came_again(place):
            return
        self._added += part.keep(place.answer)
        self._touch(place.answer)
        if self._added > self.quota // 16:
            self._added = 0
            self.make_room()

    def make_room(self) -> None:
        """Remove those answers that were not used for longest until the rest fits the quota."""
        left = self.quota
        until = self._clock.seconds() - GRACE
        for used, size, path in sorted(self._answers(), reverse=True):
            left -= size
            if used < until and (left < 0 or used < until - UNUSED):
                path.unlink(missing_ok=True)

    def forget(self, key: str) -> None:
        """Remove all that is kept of a repository; nothing for what is no key of one."""
        if KEY.fullmatch(key):
            shutil.rmtree(self._root / key, ignore_errors=True)

    def repositories(self) -> list[str]:
        """The keys of repositories of which there is anything."""
        with suppress(FileNotFoundError):
            return [one.name for one in self._root.iterdir() if KEY.fullmatch(one.name)]
        return []

    def drop_others(self, key: str, state: str | None) -> None:
        """Remove the answers of other states than that one, and what was given up or forgotten."""
        now = self._clock.seconds()
        for path, found in _files([self._root / key]):
            age = now - found.st_mtime
            if path.suffix == ANSWER:
                over = age > GRACE and not (state and path.name.startswith(f"{state}-"))
            elif path.suffix == PART:
                over = _is_given_up(path)
            else:
                over = age > MINUTES
            if over:
                path.unlink(missing_ok=True)
        with suppress(OSError):
            (self._root / key).rmdir()  # Only where nothing is left.

    def _answers(self) -> Iterator[tuple[float, int, Path]]:
        folders = (self._root / key for key in self.repositories())
        for path, found in _files(folders):
            if path.suffix == ANSWER:
                yield found.st_mtime, found.st_blocks * 512, path

    def _came_again(self, place: Place) -> bool:
        with suppress(FileNotFoundError):
            return place.seen.stat().st_size > 1
        return False

    def _touch(self, what: Path | int) -> None:
        now = self._clock.seconds()
        os.utime(what, (now, now))


def _files(folders: Iterable[Path]) -> Iterator[tuple[Path, os.stat_result]]:
    for folder in folders:
        with suppress(FileNotFoundError):
            for path in folder.iterdir():
                with suppress(FileNotFoundError):
                    yield path, path.lstat()


def _is_given_up(path: Path) -> bool:
    with suppress(FileNotFoundError):
        reader = growing.read(path)
        try:
            return not reader.alive
        finally:
            reader.close()
    return False
