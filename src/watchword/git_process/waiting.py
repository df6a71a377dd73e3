"""Who waits for a slot, and whose turn it is: accounts in turn, each in the order of coming.

Each worker has its own queue. A slot that was freed is not handed on inside of a worker; all of
them look for free slots at the same pace, so none of them starves another.
"""

import asyncio
from collections import OrderedDict, deque

from msgspec import Struct

from watchword.git_process.slots import Claim, Full, Seat, Slots
from watchword.kernel.errors import Busy

PACE = 0.025
"""Seconds between two looks."""
RETRY_AFTER = 30
"""Seconds that those are told who may not even wait."""
TEXT = "The server is busy with other git requests. Try again in a moment."


class _Waiter(Struct, eq=False):
    claim: Claim
    called: asyncio.Future[None]
    seat: Seat | None = None

    def take(self) -> Seat:
        seat, self.seat = self.seat, None
        assert seat is not None
        return seat


class Queue:
    """The requests of this process that wait for a git process of their own."""

    def __init__(self, slots: Slots, longest_wait: float = 600.0) -> None:
        """Let each wait for at most `longest_wait` seconds."""
        self._slots = slots
        self._longest = longest_wait
        self._waiting: OrderedDict[str, deque[_Waiter]] = OrderedDict()
        self._timer: asyncio.TimerHandle | None = None

    async def seat(self, claim: Claim) -> Seat:
        """Wait for a seat. Raises Busy when too many wait already, or when it takes too long."""
        waiter = _Waiter(claim, asyncio.get_running_loop().create_future())
        self._waiting.setdefault(claim.account, deque()).append(waiter)
        try:
            self._serve()
            if waiter.seat is None:
                await self._wait(waiter)
            return waiter.take()
        finally:
            self._forget(waiter)
            if waiter.seat is not None:
                waiter.seat.leave()

    async def _wait(self, waiter: _Waiter) -> None:
        try:
            place = self._slots.place_in_queue(waiter.claim)
        except Full:
            raise Busy(TEXT, RETRY_AFTER) from None
        try:
            self._look_later()
            async with asyncio.timeout(self._longest):
                await waiter.called
        except TimeoutError:
            raise Busy(TEXT, RETRY_AFTER) from None
        finally:
            place.leave()

    def _serve(self) -> None:
        """Seat whom there is room for: the first of each account, until a round seats nobody."""
        seated = True
        while seated and self._waiting:
            seated = False
            for account in list(self._waiting):
                try:
                    seat = self._slots.seat(self._waiting[account][0].claim)
                except Full as full:
                    if full.machine:
                        return
                    continue
                self._call(account, seat)
                seated = True

    def _call(self, account: str, seat: Seat) -> None:
        waiter = self._waiting[account].popleft()
        waiter.seat = seat
        if not waiter.called.done():
            waiter.called.set_result(None)
        if self._waiting[account]:
            self._waiting.move_to_end(account)
        else:
            del self._waiting[account]

    def _forget(self, waiter: _Waiter) -> None:
        queue = self._waiting.get(waiter.claim.account, deque())
        if waiter in queue:
            queue.remove(waiter)
            if not queue:
                del self._waiting[waiter.claim.account]

    def _look_later(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(PACE, self._look)

    def _look(self) -> None:
        self._timer = None
        self._serve()
        if self._waiting:
            self._look_later()
