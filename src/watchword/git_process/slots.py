"""How many git processes run at a time: on the machine, for a repository, for an account.

A slot is a lock on one byte of a file in DIR/run (fcntl(2), "open file description locks"). The
descriptor is handed to git, so the kernel frees the slot when the last process that holds it is
gone, whichever way it went; nothing has to be counted, and nothing can be forgotten. The byte's
place says whose slot it is, so there is no file for each account and nothing to tidy up.
"""

import fcntl
import hashlib
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

ROOM = 1024
"""Places for each name, the last of them for work in the background: no limit can be larger."""


class Limits(Struct, frozen=True):
    """How many at a time."""

    machine: int = 16
    repository: int = 12
    account: int = 8
    waiting: int = 512
    waiting_of_account: int = 384
    """Less than all: whoever fills the queue leaves room for others to wait in."""


class Claim(Struct, frozen=True):
    """For whom a slot is."""

    repository: str
    """The key of the repository."""
    account: str
    """The account, or the network of somebody who has none."""


def number_of(text: str) -> int:
    """A number of 40 bits for a text. Two texts of one number would merely share their slots."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:5])


class LockFile:
    """A file whose bytes are locks."""

    def __init__(self, path: Path) -> None:
        """Use that file; it is made when it is not there, and stays empty."""
        self._path = path

    def take(self, places: range, length: int = 1, *, shared: bool = False) -> int | None:
        """Lock `length` bytes at the first of those places where nobody has any of them.

        Gives the descriptor that holds the lock, or None. A shared lock meets only exclusive ones.
        """
        kind = fcntl.F_RDLCK if shared else fcntl.F_WRLCK
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            for place in places:
                asked = struct.pack("hhqqi4x", kind, os.SEEK_SET, place, length, 0)
                with suppress(BlockingIOError):
                    fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, asked)
                    return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
        return None

    def is_free(self, places: range) -> bool:
        """Whether nobody holds the first of those places."""
        descriptor = self.take(places[:1])
        if descriptor is not None:
            os.close(descriptor)
        return descriptor is not None


class Pool:
    """Slots of one kind."""

    def __init__(self, path: Path, limit: int) -> None:
        """Allow `limit` slots for each name."""
        self._file = LockFile(path)
        self._limit = min(limit, ROOM - 1)

    def take(self, whose: str = "") -> int | None:
        """A slot of that name, or None when all are taken."""
        number = number_of(whose)
        return self._file.take(range(number * ROOM, number * ROOM + self._limit))

    def beside(self, whose: str) -> int | None:
        """A place of that name that is none of its slots, for who works in the background.

        It takes no slot from anybody, and keeps others from being `alone`; None when it is taken.
        """
        number = number_of(whose)
        return self._file.take(range(number * ROOM + ROOM - 1, (number + 1) * ROOM))

    @contextmanager
    def alone(self, whose: str) -> Iterator[bool]:
        """Hold all slots of a name if none of them is taken; says whether they are held."""
        number = number_of(whose)
        descriptor = self._file.take(range(number * ROOM, number * ROOM + 1), ROOM)
        try:
            yield descriptor is not None
        finally:
            if descriptor is not None:
                os.close(descriptor)


class Full(Exception):  # noqa: N818 - says what is the matter
    """All slots are taken; `machine` says whether they are those that everybody shares."""

    def __init__(self, *, machine: bool) -> None:
        """Keep which limit it was."""
        super().__init__()
        self.machine = machine


class Seat:
    """The slots of one git process: give `descriptors` to it, then call `leave`."""

    def __init__(self) -> None:
        """Begin with none."""
        self.descriptors: tuple[int, ...] = ()

    def add(self, descriptor: int | None, *, machine: bool = False) -> None:
        """Take one more slot; lets go of all and raises Full when there was none."""
        if descriptor is None:
            self.leave()
            raise Full(machine=machine)
        self.descriptors += (descriptor,)

    def leave(self) -> None:
        """Let go of them here; git holds them on if it was given them."""
        held, self.descriptors = self.descriptors, ()
        for descriptor in held:
            os.close(descriptor)


class Slots:
    """The slots of this machine."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        """Keep the locks in that folder, which all processes of the server share."""
        self.limits = limits
        self.repositories = Pool(folder / "git-repositories", limits.repository)
        self._machine = Pool(folder / "git-machine", limits.machine)
        self._accounts = Pool(folder / "git-accounts", limits.account)
        self._waiting = Pool(folder / "git-waiting", limits.waiting)
        self._waiting_of = Pool(folder / "git-waiting-accounts", limits.waiting_of_account)

    def seat(self, claim: Claim) -> Seat:
        """A seat for a git process. Raises Full when one of the three limits is reached."""
        seat = Seat()
        seat.add(self._machine.take(), machine=True)
        seat.add(self._accounts.take(claim.account))
        seat.add(self.repositories.take(claim.repository))
        return seat

    def place_in_queue(self, claim: Claim) -> Seat:
        """A place among those who wait. Raises Full when there are too many."""
        seat = Seat()
        seat.add(self._waiting.take(), machine=True)
        seat.add(self._waiting_of.take(claim.account))
        return seat
