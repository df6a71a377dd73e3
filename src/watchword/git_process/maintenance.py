"""Upkeep of repositories in the background: few packs, fast walks, nothing left lying about.

A push is noted, and its repository looked at once it has been quiet for a while. What was not noted
(the server was restarted, a repository was put there) is found by looking at all of them. One
repository at a time on a machine, within a budget; what does not fit in waits.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

from msgspec import Struct, field

from watchword.git_process import strangers
from watchword.git_process.budget import Budget
from watchword.git_process.condition import PRUNED, Condition, condition_of
from watchword.git_process.layout import DamagedRepository, Layout
from watchword.git_process.runner import GitFailed, Runner
from watchword.git_process.settling import Settling
from watchword.git_process.slots import LockFile, number_of
from watchword.kernel.clock import Clock
from watchword.work.complaints import Complaints

QUIET = 10
"""Seconds without a push after which a repository is looked at."""
HANDICAP = 2**20
"""Bytes of packs for which a repository lets others, pushed to a second later, go first."""
RESTS = 20
"""A repository rests that many times as long as its last repack took."""
UNREACHED_LIFE = 14 * 86_400
"""Seconds for which objects that left all refs stay."""
LONGEST = 6 * 3_600
"""Seconds that one command may take."""

REPACK = ("repack", "-d", "-l", "-q", "--threads=1", "--write-midx", "--write-bitmap-index")
GATHER = ("--geometric=2",)
"""Repack what is small compared with the rest."""
SIFT = ("--cruft", f"--cruft-expiration={UNREACHED_LIFE}.seconds.ago")
"""Repack all of it, and drop what left all refs long ago."""
GRAPH = ("commit-graph", "write", "--reachable", "--changed-paths", "--no-progress")


class Task(Enum):
    """What is done for a repository: the commands, from the cheapest to the dearest."""

    EXTEND = ((*GRAPH, "--split"),)
    """Add new commits to the graph."""
    GATHER = (("pack-refs", "--all"), (*REPACK, *GATHER), (*GRAPH, "--split"))
    PRUNE = (("pack-refs", "--all"), (*REPACK, *SIFT), (*GRAPH, "--split=replace"))
    """The graph is written anew: it may name commits that are gone."""


class Upkeep(Struct, frozen=True):
    """Looks after the repositories of one data folder."""

    layout: Layout
    runner: Runner
    settling: Settling
    run: Path
    clock: Clock
    budget: Budget
    _noted: dict[str, int] = field(default_factory=dict)
    """When something was last pushed; 0 for what was found."""
    _resting: dict[str, int] = field(default_factory=dict)
    """Until when."""
    _failed: set[str] = field(default_factory=set)
    """Where git failed the last time."""
    _complaints: Complaints = field(default_factory=Complaints)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, key: str) -> None:
        """Note that something was pushed to the repository of that key."""
        with self._lock:
            self._noted[key] = self.clock.seconds()

    def work_off(self) -> int:
        """Look after what was noted and is quiet by now; gives how many needed it.

        Ends when the budget is spent, or when another process of this machine is at it.
        """
        done = 0
        with self._machine() as held:
            for key in self._due() if held is not None else ():
                if self.budget.left() <= 0:
                    break
                with self._lock:
                    self._noted.pop(key, None)
                done += self.look_after(key, held)
        return done

    def look_everywhere(self) -> int:
        """Look at all repositories, and after those that need it; gives after how many."""
        for key in waiting(self.layout, self.clock.seconds(), self._complain):
            with self._lock:
                self._noted[key] = 0
        return self.work_off()

    def look_after(self, key: str, held: int | None = None) -> bool:
        """Do for a repository what it needs, unless somebody else is at it.

        `held` is a descriptor that git holds as long as it works.
        """
        try:
            task = _needed(self.layout, key, self.clock.seconds())
            done = task is not None and self._do(key, task, held)
        except GitFailed as error:
            # Packs come and go while somebody else repacks: what fails once is tried once more.
            if key in self._failed and not strangers.at_work(self.layout.path(key)):
                self._complain(key, error)
            else:
                self.note(key)
            self._failed.add(key)
            return False
        except (DamagedRepository, OSError) as error:
            self._complain(key, error)
            return False
        self._failed.discard(key)
        self._complaints.end(key)
        return done

    def repack(self, key: str, *, prune: bool) -> bool:
        """Repack a repository whatever its condition; False when somebody else is at it.

        With `prune` the objects that left all refs 14 days ago go. Raises DamagedRepository, and
        GitFailed when git could not do it.
        """
        return self._do(key, Task.PRUNE if prune else Task.GATHER, None)

    def _complain(self, key: str, error: Exception) -> None:
        self._complaints.tell("repository not looked after", key, error)

    def _due(self) -> list[str]:
        """What was noted, is quiet and does not rest; large ones let others go before them."""
        now = self.clock.seconds()
        with self._lock:
            noted = [(at, key) for key, at in self._noted.items() if at <= now - QUIET]
        awake = [(at, key) for at, key in noted if self._resting.get(key, 0) <= now]
        return [key for _, key in sorted((at + self._handicap(key), key) for at, key in awake)]

    def _handicap(self, key: str) -> int:
        try:
            return condition_of(self.layout.path(key)).bytes // HANDICAP
        except OSError:
            return 0

    def _do(self, key: str, task: Task, held: int | None) -> bool:
        path = self.layout.checked(key)
        with self._turn(key) as turn:
            if turn is None:
                return False
            began = self.clock.milliseconds()
            try:
                for command in task.value:
                    keep = turn if held is None else (*turn, held)
                    self.runner.run(command, path, keep=keep, seconds=LONGEST, background=True)
            finally:
                self._count(key, (self.clock.milliseconds() - began) / 1000)
            if task is Task.PRUNE:
                (path / PRUNED).touch()
        return True

    def _count(self, key: str, seconds: float) -> None:
        self.budget.spend(seconds)
        now = self.clock.seconds()
        with self._lock:
            for one in [one for one, until in self._resting.items() if until <= now]:
                del self._resting[one]
            self._resting[key] = now + round(RESTS * seconds)

    @contextmanager
    def _machine(self) -> Iterator[int | None]:
        """Be the only one on this machine who looks after repositories unasked."""
        held = LockFile(self.run / "git-upkeep").take(range(1))
        try:
            yield held
        finally:
            if held is not None:
                os.close(held)

    @contextmanager
    def _turn(self, key: str) -> Iterator[tuple[int, ...] | None]:
        """Be the only one who repacks that repository; gives what git must hold meanwhile.

        Where somebody repacks it by hand, it is noted again.

        What ended processes left behind is removed first, if nothing of git's runs in it. Git holds
        the turn itself: when we are killed and it goes on, it is still the only one.
        """
        place = number_of(key)
        turn = LockFile(self.run / "git-maintenance").take(range(place, place + 1))
        if turn is None:
            yield None
            return
        try:
            self.settling.tidy(key)
            if strangers.at_work(self.layout.path(key)):
                self.note(key)
                yield None
                return
            beside = self.settling.slots.repositories.beside(key)
            try:
                yield None if beside is None else (turn, beside)
            finally:
                if beside is not None:
                    os.close(beside)
        finally:
            os.close(turn)


def waiting(layout: Layout, now: int, complain: Callable[[str, Exception], None]) -> list[str]:
    """The keys of all repositories that would gain much by upkeep at that time.

    `complain` is told which ones cannot be read, and why.
    """
    found: list[str] = []
    for key, _ in layout.keys():  # noqa: SIM118 - no mapping
        try:
            if _needed(layout, key, now) not in {None, Task.EXTEND}:
                found.append(key)
        except (DamagedRepository, OSError) as error:
            complain(key, error)
    return found


def _needed(layout: Layout, key: str, now: int) -> Task | None:
    """What would be done for a repository; nothing for one that is gone.

    Raises DamagedRepository and OSError.
    """
    return needed(condition_of(layout.checked(key)), now) if layout.path(key).exists() else None


def needed(found: Condition, now: int) -> Task | None:
    """What a repository in that condition needs at that time (seconds since 1970)."""
    if found.is_due_for_pruning(now):
        return Task.PRUNE
    if found.scattered:
        return Task.GATHER
    return Task.EXTEND if found.sizeable else None
