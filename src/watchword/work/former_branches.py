"""Where addresses lead that name a branch as it was called before.

The row knows the names; the folder decides: a name that a branch or a tag has now leads nowhere,
and neither does one whose branch is gone. That is why it stands between units of work.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

from watchword.access.gate import Grant
from watchword.contents import resolve
from watchword.contents.ports import Readable, Shelf, Store, readable
from watchword.kernel.errors import NotFound
from watchword.ref_updates.model import BRANCHES
from watchword.repositories import former_branches
from watchword.repositories.former_branches import Led
from watchword.repositories.model import Repository
from watchword.work.unit import Work

R = TypeVar("R")


class Units(Protocol):
    """Units of work about one repository, in each of which the gate is asked again."""

    async def read(self, fn: Callable[[Work, Grant[Repository]], R]) -> R:
        """Run a unit that only reads."""


async def led_on(units: Units, shelf: Shelf, address: str) -> Led | None:
    """Where an address leads that begins with the former name of a branch, and with no other."""

    def known(work: Work, grant: Grant[Repository]) -> tuple[Led | None, Readable]:
        return former_branches.led(work, grant.target, address), readable(grant)

    led, there = await units.read(known)
    if led is None:
        return None

    def is_so(store: Store) -> bool:
        if resolve.branch(store, led.new) is None:
            return False
        try:
            resolve.place(store, address.encode("utf-8", "surrogateescape"), there.default_branch)
        except NotFound:
            return True
        # It begins with a name that is there: what is behind that is missing, nothing was renamed.
        return False

    return led if await shelf.open(there, is_so) else None


async def renamed(units: Units, shelf: Shelf, word: str) -> str | None:
    """The same word with the present name; it is a former one, short or behind `refs/heads/`."""
    short = word.removeprefix(BRANCHES)
    led = await led_on(units, shelf, short)
    return None if led is None or led.old != short else word.removesuffix(short) + led.new
