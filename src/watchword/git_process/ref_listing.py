"""`ls-refs` without a process: on the event loop where that is quick, else in one of few threads.

None is the answer to whatever is unusual, and to lists so long that git makes them as quickly.
"""

import asyncio
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import ParamSpec, TypeVar

from msgspec import Struct, field

from watchword.git_process import ref_snapshot
from watchword.git_process.environment import HIDDEN_FROM_PUSHES
from watchword.git_process.kept_listings import Asked, KeptListings
from watchword.git_process.packed_refs import Unusual
from watchword.git_process.peelings import Found, Peeled, Peelings, is_loose, look
from watchword.git_process.ref_snapshot import REFS, Most, Snapshot, TooMany
from watchword.git_transport.advertisement import for_push
from watchword.git_transport.ls_refs import HEAD, LsRefs, Ref

AT_ONCE = Most(entries=64, lines=256)
"""What is read on the event loop."""
AT_LENGTH = Most(entries=10_000, lines=10_000)
"""What is read in a thread. More than that is for git, whose answer may be kept."""
THREADS = 2
SHALLOW = b"/shallow"
KEPT_BACK = f"{HIDDEN_FROM_PUSHES}/".encode()
P = ParamSpec("P")
T = TypeVar("T")


class RefListing(Struct, frozen=True):
    """Lists refs; one for each process of the server."""

    peelings: Peelings = field(default_factory=Peelings)
    kept: KeptListings = field(default_factory=KeptListings)
    _threads: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(THREADS))

    async def answer(self, folder: Path, asked: LsRefs, request: Asked) -> bytes | None:
        """The whole answer, or None: git is to be asked. It may be kept for the same request."""
        place = os.fsencode(folder)
        stamps = self.kept.begin(request, place)
        try:
            if (found := self._at_once(place, asked)) is not None:
                answer, objects = found
                if stamps is not None:
                    self.kept.keep(request, stamps, answer, self.peelings.files(place, objects))
                return answer
            answer, looked = await self._in_thread(self._at_length, place, asked)
        except (Unusual, TooMany):
            return None
        if looked is not None:
            self.peelings.keep(place, looked)
        return answer

    async def for_push(self, folder: Path, capabilities: bytes) -> bytes | None:
        """What a push is told of the refs in version 0, or None: git is to be asked."""
        place = os.fsencode(folder)
        try:
            try:
                told, missing = self._pushable(place, AT_ONCE)
            except TooMany:
                told, missing = await self._in_thread(self._pushable, place, AT_LENGTH)
            if missing:
                self.peelings.keep(place, await self._in_thread(look, place, missing))
        except (Unusual, TooMany):
            return None
        return for_push(told, capabilities)

    def _pushable(
        self, folder: bytes, most: Most
    ) -> tuple[Iterable[tuple[bytes, bytes]], set[bytes]]:
        """Names and values, and objects of which it is not known that they are there.

        Raises Unusual and TooMany.
        """
        if os.access(folder + SHALLOW, os.F_OK, follow_symlinks=False):
            raise Unusual
        snapshot = ref_snapshot.read(folder, (REFS,), most)
        told = [(name, value) for name, value in snapshot.refs.items() if not _is_kept_back(name)]
        loose = (value for name, value in told if name not in snapshot.peeled)
        # Git leaves out what stands on an object that is not there.
        _, missing = self.peelings.of(folder, (one for one in loose if not is_loose(folder, one)))
        return sorted(told), missing

    async def _in_thread(self, look: Callable[P, T], *asked: P.args, **by_name: P.kwargs) -> T:
        async with self._threads:
            return await asyncio.to_thread(look, *asked, **by_name)

    def _at_once(self, folder: bytes, asked: LsRefs) -> tuple[bytes, Sequence[bytes]] | None:
        """The answer, if that is quick, and the objects that must be there. Raises Unusual."""
        try:
            snapshot = ref_snapshot.read(folder, asked.prefixes, AT_ONCE)
        except TooMany:
            return None
        objects = list(_values(asked, snapshot))
        peeled, missing = self.peelings.of(folder, objects)
        return None if missing else (asked.answer(_told(asked, snapshot, peeled)), objects)

    def _at_length(self, folder: bytes, asked: LsRefs) -> tuple[bytes, Found | None]:
        """The answer, and what was found out on the way. Raises Unusual and TooMany."""
        snapshot = ref_snapshot.read(folder, asked.prefixes, AT_LENGTH)
        peeled, missing = self.peelings.of(folder, _values(asked, snapshot))
        found = look(folder, missing) if missing else None
        if found is not None:
            peeled |= found.packed | found.loose
        return asked.answer(_told(asked, snapshot, peeled)), found


def _is_kept_back(name: bytes) -> bool:
    """Whether pushes are not told of it (environment.py)."""
    return name.startswith(KEPT_BACK) or name == KEPT_BACK[:-1]


def _values(asked: LsRefs, snapshot: Snapshot) -> Iterator[bytes]:
    """The objects of which it must be found out what they lead to."""
    if asked.peel:
        yield from (v for name, v in snapshot.refs.items() if name not in snapshot.peeled)
        if snapshot.head is not None and snapshot.target not in snapshot.peeled:
            yield snapshot.head


def _told(asked: LsRefs, snapshot: Snapshot, peeled: Peeled) -> Iterator[Ref]:
    """The refs in git's order."""
    head, target, packed = snapshot.head, snapshot.target, snapshot.peeled
    if asked.wants(HEAD) and (head is not None or (asked.unborn and asked.symrefs)):
        leads = packed[target] if target in packed else peeled.get(head or b"")
        yield Ref(HEAD, head, leads, target)
    for name, value in sorted(snapshot.refs.items()):
        yield Ref(name, value, packed[name] if name in packed else peeled.get(value))
