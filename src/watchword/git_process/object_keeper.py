"""Objects that the server wrote itself, handed to git as a pack (gitformat-pack(5)).

`git unpack-objects --strict` checks them as it checks those of a push: names like `.git`, what
tells of submodules, ids that lead nowhere. Only then are they taken over, and no ref leads there.
"""

import asyncio
import hashlib
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from watchword.contents.drafts import NewObject
from watchword.contents.keeping import Writable
from watchword.contents.ports import Type
from watchword.git_process.environment import PUSHING
from watchword.git_process.objects_apart import apart, take_over, written_there
from watchword.git_process.parts import Parts
from watchword.git_process.runner import GitFailed, body_file
from watchword.git_process.running import answer_of
from watchword.git_process.slots import Claim, Seat
from watchword.kernel.errors import FieldError, Invalid

FSCK = "receive.fsck."
LENIENT = ",".join(
    f"{key.removeprefix(FSCK)}={value}" for key, value in PUSHING if key.startswith(FSCK)
)
"""What is no error in a push is none here."""
COMMAND = ("unpack-objects", "-q", f"--strict={LENIENT}")
TYPES = {Type.COMMIT: 1, Type.TREE: 2, Type.BLOB: 3, Type.TAG: 4}
MOST_ANSWER = 65_536
FAULT = re.compile(r"object [0-9a-f]{40}: (?P<id>\w+): (?P<text>[^\n]{1,200})")
UNKNOWN_FAULT = "an object names something that is not there, or is of another type"


class ObjectKeeper:
    """Keeps objects in repositories."""

    def __init__(self, parts: Parts) -> None:
        """Use git as the other requests do."""
        self._parts = parts

    async def keep(self, to: Writable, objects: Sequence[NewObject], account: str) -> None:
        """Keep them; `account` is for whom the slot is. Raises Invalid and Busy."""
        if not objects:
            return
        pack = await asyncio.to_thread(packed, objects)
        parts, key = self._parts, to.repository.key
        seat = await parts.queue.seat(Claim(key, account))
        try:
            folder = parts.layout.checked(key)
            with apart(folder) as beside:
                await self._unpack(folder, beside, pack, seat)
                await asyncio.to_thread(take_over, beside, folder)
        finally:
            # Not before: who holds a seat is not tidied up after.
            seat.leave()

    async def _unpack(self, folder: Path, beside: Path, pack: bytes, seat: Seat) -> None:
        child = self._parts.runner.start(
            COMMAND,
            folder,
            stdin=body_file(pack),
            extra=written_there(beside, folder),
            keep=seat.descriptors,
        )
        try:
            await answer_of(child, MOST_ANSWER)
        except GitFailed as failed:
            if failed.status <= 0:
                raise
            raise _refused(str(failed)) from failed


def packed(objects: Sequence[NewObject]) -> bytes:
    """The objects as a pack."""
    body = b"".join((b"PACK", struct.pack(">II", 2, len(objects)), *_entries(objects)))
    return body + hashlib.sha1(body, usedforsecurity=False).digest()


def _entries(objects: Sequence[NewObject]) -> Iterator[bytes]:
    for one in objects:
        yield _head(TYPES[one.type], len(one.data))
        yield zlib.compress(one.data, 1)


def _head(kind: int, size: int) -> bytes:
    """Type and size: four bits of the size with the type, seven in each further byte."""
    found = [kind << 4 | size & 0x0F]
    size >>= 4
    while size:
        found[-1] |= 0x80
        found.append(size & 0x7F)
        size >>= 7
    return bytes(found)


def _refused(complaint: str) -> Invalid:
    found = FAULT.search(complaint)
    reason = f"{found['id']}: {found['text']}" if found else UNKNOWN_FAULT
    return Invalid(FieldError("Object", "object", "custom", reason), text=f"Git refused: {reason}")
