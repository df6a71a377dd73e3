"""What the pages are given by the composition root."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from msgspec import Struct

from watchword.accounts.passwords import LONGEST, Passwords
from watchword.authn.throttle import Throttle
from watchword.kernel.clock import Clock
from watchword.kernel.entropy import Entropy
from watchword.kernel.errors import Busy
from watchword.kernel.events import Origin
from watchword.kernel.secret import KeyRing, Secret
from watchword.kernel.words import N_
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.web.about import About
from watchword.surfaces.web.rooms import Rooms
from watchword.work.unit import Database

T = TypeVar("T")

HASHING_AT_ONCE: Final = 2
"""Each takes a processor for some 50 ms and 46 MiB."""
UNTOLD: Final = About()
LONGEST_QUEUE: Final = 64
"""Checks that may wait: at two in 50 ms the last one waits 1.6 s."""


class PasswordRoom:
    """Checks and makes password hashes in threads of its own, a few at once, the others in line."""

    def __init__(self, passwords: Passwords) -> None:
        """Work with those settings of the hash."""
        self._passwords = passwords
        self._threads = ThreadPoolExecutor(HASHING_AT_ONCE, "password")
        self._inside = 0

    async def matches(self, password: Secret, kept: str | None) -> bool:
        """Check a password; without a kept hash the same work is done in vain. Raises Busy."""
        short = password if len(password.text) <= LONGEST else Secret("")
        return await self._run(lambda: self._passwords.matches(short, kept))

    async def hash(self, password: Secret) -> str:
        """Give what is kept of a password. Raises Busy."""
        return await self._run(lambda: self._passwords.hash(password))

    async def _run(self, work: Callable[[], T]) -> T:
        if self._inside >= HASHING_AT_ONCE + LONGEST_QUEUE:
            raise Busy(N_("Too many people sign in at once. Try again in a few seconds."))
        self._inside += 1
        # Counted down when the thread is done, not when the client goes away before that.
        running = asyncio.get_running_loop().run_in_executor(self._threads, work)
        running.add_done_callback(self._done)
        return await asyncio.shield(running)

    def _done(self, _running: object) -> None:
        self._inside -= 1


class Services(Struct, frozen=True):
    """What every page may need."""

    database: Database
    clock: Clock
    entropy: Entropy
    keys: KeyRing
    throttle: Throttle
    passwords: PasswordRoom
    rooms: Rooms
    """The repositories on disk."""
    public_url: str
    """Scheme, host and port, without a slash at the end: the beginning of clone addresses."""
    token_prefix: str = ""
    """What the site puts in front of its tokens."""
    mail_leaves: bool = False
    """Whether mails are sent: as long as they are only spooled, nobody can verify an address."""
    oauth_idle_days: int = 90
    """Days without use after which the token of an application dies, where it does not expire."""
    about: About = UNTOLD
    """What the manual says of this server, beyond its address."""
    ssh: Addresses | None = None
    """Where things are over SSH; None: it is not served."""

    async def is_password(
        self, origin: Origin, login: str, password: Secret, kept: str | None
    ) -> bool:
        """Check a password that was typed beside a login against the hash that is kept.

        Without one the same work is done in vain. Raises Busy, also after too many wrong ones.
        """
        self.throttle.try_password(origin.address, login)
        wrong = False
        try:
            wrong = not await self.passwords.matches(password, kept)
        finally:
            if not wrong:
                self.throttle.take_back_password(origin.address, login)
        return not wrong

    def ssh_url(self, full_name: str) -> str:
        """The address of a repository over SSH; empty where that is not served."""
        return "" if self.ssh is None else self.ssh.ssh_url(full_name)
