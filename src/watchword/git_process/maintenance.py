"""Upkeep of repositories in the background: few packs, fast walks, nothing left lying about.

A push is noted, and its repository looked at once it has been quiet for a while. What is not noted
(another process took the push, the server was restarted) is found by looking at all of them.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import structlog

from watchword.git_process.layout import DamagedRepository, Layout
from watchword.git_process.runner import GitFailed, Runner
from watchword.git_process.settling import Settling
from watchword.git_process.slots import LockFile, number_of
from watchword.kernel.clock import Clock

log = structlog.get_logger("watchword.git")

QUIET = 10
"""Seconds without a push after which a repository is looked at."""
MOST_PACKS = 8
MOST_LOOSE = 512
"""Loose objects, estimated from one of the 256 folders (as `git gc --auto` does it)."""
MOST_LOOSE_REFS = 200
SMALL = 2**20
"""Bytes of packs up to which bitmaps gain nothing."""
UNREACHED_LIFE = 14 * 86_400
"""Seconds for which objects that left all refs stay."""
PRUNE_EVERY = 7 * 86_400
LONGEST = 6 * 3_600
"""Seconds that one command may take."""

GATHER = ("--geometric=2",)
"""Repack what is small compared with the rest."""
SIFT = ("--cruft", f"--cruft-expiration={UNREACHED_LIFE}.seconds.ago")
"""Repack all of it, and drop what left all refs long ago."""
PRUNED = "watchword-pruned"
"""A file in the repository's folder; it was last pruned when that was last changed."""


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Looks after the repositories of one data folder."""

    layout: Layout
    runner: Runner
    settling: Settling
    run: Path
    clock: Clock
    _noted: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, key: str) -> None:
        """Note that something was pushed to the repository of that key."""
        with self._lock:
            self._noted[key] = self.clock.seconds()

    def work_off(self) -> int:
        """Look after what was noted and is quiet by now; gives how many needed it."""
        quiet_since = self.clock.seconds() - QUIET
        with self._lock:
            due = [key for key, noted in self._noted.items() if noted <= quiet_since]
            for key in due:
                del self._noted[key]
        return sum(self.look_after(key) for key in due)

    def look_everywhere(self) -> int:
        """Look after all repositories; gives how many needed it."""
        every = self.layout.keys()
        return sum(self.look_after(key) for key, _ in every)

    def look_after(self, key: str) -> bool:
        """Repack and prune a repository if it needs that and nobody else is at it."""
        try:
            path = self.layout.checked(key)
            prune = self._prune_is_due(path)
            return (prune or needs_repacking(path)) and self.repack(key, prune=prune)
        except (DamagedRepository, GitFailed, OSError):
            log.exception("repository not looked after", key=key)
            return False

    def repack(self, key: str, *, prune: bool) -> bool:
        """Repack a repository; False when somebody else is at it.

        With `prune` the objects that left all refs 14 days ago go. Raises DamagedRepository, and
        GitFailed when git could not do it.
        """
        path = self.layout.checked(key)
        with self._turn(key) as slot:
            if slot is None:
                return False
            self._run(path, slot, "pack-refs", "--all")
            how = SIFT if prune else GATHER
            bitmaps = ("--write-midx", "--write-bitmap-index")
            self._run(path, slot, "repack", *how, "-d", "-l", "-q", *bitmaps)
            walks = ("--reachable", "--split", "--changed-paths", "--no-progress")
            self._run(path, slot, "commit-graph", "write", *walks)
            if prune:
                (path / PRUNED).touch()
        return True

    def _run(self, path: Path, slot: int, *command: str) -> None:
        self.runner.run(command, path, keep=(slot,), seconds=LONGEST, background=True)

    def _prune_is_due(self, path: Path) -> bool:
        """Whether a week has passed since the last time, and anything was pushed since then."""
        last = _changed(path / PRUNED) or _changed(path / "config")
        pushed = max(_changed(path / "packed-refs"), _changed(path / "objects/pack"))
        return last < self.clock.seconds() - PRUNE_EVERY and last < pushed

    @contextmanager
    def _turn(self, key: str) -> Iterator[int | None]:
        """Be the only one who repacks that repository, in a slot of its own.

        What ended processes left behind is removed first, if nothing of git's runs in it.
        """
        place = number_of(key)
        turn = LockFile(self.run / "git-maintenance").take(range(place, place + 1))
        if turn is None:
            yield None
            return
        try:
            self.settling.tidy(key)
            slot = self.settling.slots.repositories.take(key)
            try:
                yield slot
            finally:
                if slot is not None:
                    os.close(slot)
        finally:
            os.close(turn)


def needs_repacking(path: Path) -> bool:
    """Whether a repository has many packs, loose objects or loose refs, or lacks its bitmap."""
    packs = list((path / "objects/pack").glob("pack-*.pack"))
    loose = len(list((path / "objects/17").glob("*"))) * 256
    refs = sum(1 for _ in islice((path / "refs").rglob("*"), MOST_LOOSE_REFS + 1))
    index = path / "objects/pack/multi-pack-index"
    lacking = not index.exists() and sum(one.stat().st_size for one in packs) > SMALL
    return len(packs) > MOST_PACKS or loose > MOST_LOOSE or refs > MOST_LOOSE_REFS or lacking


def _changed(path: Path) -> int:
    """When it was last changed, in seconds since 1970; 0 when it is not there."""
    with suppress(FileNotFoundError):
        return int(path.stat().st_mtime)
    return 0
