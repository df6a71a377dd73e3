"""Answers to fetches that are made once for all who ask the same of the same refs.

Asked only after access was granted, and named after nothing of who asks.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path

import structlog
from msgspec import Struct

from watchword.git_process.background import Background
from watchword.git_process.condition import pack_sizes
from watchword.git_process.layout import Layout
from watchword.git_process.response_cache import growing
from watchword.git_process.response_cache.growing import Part, Reader
from watchword.git_process.response_cache.large import LargeRequests
from watchword.git_process.response_cache.naming import name_of
from watchword.git_process.response_cache.ref_state import RefState, RefStates
from watchword.git_process.response_cache.store import Place, Store
from watchword.git_process.runner import Runner, state_of
from watchword.git_process.running import Running
from watchword.git_transport.request import Request
from watchword.kernel.clock import Clock

log = structlog.get_logger("watchword.git")

SOON = 1.0
"""Seconds for which one who comes second waits for the whole answer before reading a part of it."""
LOOKS = 2
"""Looks at the disk at a time: more threads would only keep each other, and the loop, waiting."""
LOOK = 0.25
"""Seconds between two looks whether anybody still reads what git writes."""
SHARE = 4
"""An answer may take that part of the quota; larger repositories are streamed."""
ROOM = 1 << 30
"""Bytes that stay free on the disk beside an answer."""

AT_ONCE = 64
"""Loose refs and their folders that are read on the event loop."""

Start = Callable[[int], Awaitable[Running]]
"""Starts git with that descriptor as its standard output. Raises Busy."""


class Joined(Struct, frozen=True):
    """An answer that somebody else has made, and where it will be if it is kept."""

    place: Place
    reader: Reader


class Own(Struct, frozen=True):
    """An answer that is ours to have made."""

    key: str
    place: Place
    state: RefState
    part: Part


class ResponseCache:
    """The answers of this data folder, as one process of the server uses them."""

    def __init__(
        self, store: Store, layout: Layout, runner: Runner, background: Background, clock: Clock
    ) -> None:
        """Keep answers in that store; with a quota of 0 nothing is kept and nothing shared."""
        self._store = store
        self._layout = layout
        self._runner = runner
        self._background = background
        self.large_requests = LargeRequests()
        self._looks = asyncio.Semaphore(LOOKS)
        self._states = RefStates(clock)
        self._settings = repr(sorted(runner.environment.variables().items()))

    @property
    def is_on(self) -> bool:
        """Whether there is anything to ask here."""
        return self._store.quota > 0

    def kept(self, key: str, request: Request) -> Path | None:
        """The kept answer to a request, where it is found out at once; else ask `find`.

        Raises DamagedRepository.
        """
        folder = self._layout.checked(key)
        state = self._states.read(folder, AT_ONCE)
        name = name_of(request, self._server()) if state else None
        if state is None or name is None:
            return None
        return self._store.find(self._store.place(key, state.digest, name))

    async def find(self, key: str, request: Request, start: Start) -> Path | Reader | None:
        """The answer to a request to the repository of that key.

        A path: the whole answer lies there. A reader: it is being written; `close` it. None: git
        must be asked directly. Raises Busy, and DamagedRepository.
        """
        looking = asyncio.ensure_future(self._looked(key, request))
        try:
            found = await asyncio.shield(looking)
        except asyncio.CancelledError:
            # A thread cannot be stopped; what it comes back with is let go.
            looking.add_done_callback(_let_go)
            raise
        if isinstance(found, Joined):
            return await self._kept_soon(found)
        if not isinstance(found, Own):
            return found
        with ExitStack() as undo:
            undo.callback(found.part.give_up)
            reader = found.part.read()
            undo.callback(reader.close)
            git = await start(found.part.descriptor)
            undo.pop_all()
        self._background.begin(self._carry(found, git))
        return reader

    async def _looked(self, key: str, request: Request) -> Path | Joined | Own | None:
        async with self._looks:
            return await asyncio.to_thread(self._look, key, request)

    async def _kept_soon(self, joined: Joined) -> Path | Reader:
        """The kept answer, if it is there before long: it takes least to send. Else the reader."""
        with ExitStack() as undo:
            undo.callback(joined.reader.close)
            over = await joined.reader.outlives_its_writer(SOON)
            if over and (kept := self._store.find(joined.place)) is not None:
                return kept
            undo.pop_all()
        return joined.reader

    def forget(self, key: str) -> None:
        """Drop all answers of a repository."""
        self._store.forget(key)

    def sweep(self) -> None:
        """Drop answers of refs that stand elsewhere by now, what was given up, and the oldest."""
        for key in self._store.repositories():
            state = self._states.read(self._layout.path(key))
            self._store.drop_others(key, state.digest if state else None)
        self._store.make_room()

    def _look(self, key: str, request: Request) -> Path | Joined | Own | None:
        """What there is, or a part to be written. Blocks: it reads the disk."""
        name = name_of(request, self._server())
        folder = self._layout.checked(key)
        state = self._states.read(folder)
        if name is None or state is None or not self._fits(folder):
            return None
        place = self._store.place(key, state.digest, name)
        try:
            return self._store.find(place) or self._join(key, place, state)
        except FileNotFoundError:
            return None  # The folder was removed meanwhile.

    def _join(self, key: str, place: Place, state: RefState) -> Path | Joined | Own | None:
        self._store.make_folder(place)
        self._store.note(place)
        if (joined := _joined(place)) is not None:
            return joined
        part = growing.begin(place.part)
        if part is None:
            return _joined(place) or self._store.find(place)
        kept = self._store.find(place)
        if kept is None and state.newest < part.begun:
            return Own(key, place, state, part)
        # Somebody was quicker; or a change to come could bear the same stamp as the last one.
        part.give_up()
        return kept

    def _server(self) -> bytes:
        """What decides about answers beside the repository: the program and its settings."""
        return f"{state_of(self._runner.program)} {self._settings}".encode()

    def _fits(self, folder: Path) -> bool:
        """Whether the answer to the largest request is no more than what is there for one."""
        packed = sum(pack_sizes(folder / "objects/pack"))
        disk = os.statvfs(folder)
        room = disk.f_bavail * disk.f_frsize - ROOM
        return packed < min(self._store.quota // SHARE, room)

    async def _carry(self, own: Own, git: Running) -> None:
        """See an answer to its end, for as long as anybody reads it."""
        try:
            while (status := await _ended(git)) is None:
                if not own.part.is_read():
                    return
            if status < 0:
                log.error("answer broke off", key=own.key, signal=-status, said=git.stderr.text)
                return
            # An error that git has a word for is in its answer already; it is not kept.
            own.part.finish()
            await asyncio.to_thread(self._settle, own, good=status == 0)
        finally:
            git.close()
            own.part.give_up()

    def _settle(self, own: Own, *, good: bool) -> None:
        """Keep a good answer, if the refs are still those for which it was made."""
        state = self._states.read(self._layout.path(own.key))
        if good and state == own.state:
            self._store.keep(own.part, own.place)


def _joined(place: Place) -> Joined | None:
    """The answer that somebody is making there, if it is alive."""
    try:
        reader = growing.read(place.part)
    except FileNotFoundError:
        return None
    if reader.alive:
        return Joined(place, reader)
    reader.close()
    return None


def _let_go(looking: "asyncio.Future[Path | Joined | Own | None]") -> None:
    """Close what nobody waits for any more."""
    if looking.cancelled() or looking.exception() is not None:
        return
    match looking.result():
        case Own() as own:
            own.part.give_up()
        case Joined() as joined:
            joined.reader.close()


async def _ended(git: Running) -> int | None:
    """Wait a little for git's end; its exit status, None when it still runs."""
    try:
        async with asyncio.timeout(LOOK):
            return await git.ended()
    except TimeoutError:
        return None
