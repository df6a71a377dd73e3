"""Copies what the branches and tags of one repository lead to into another one.

The copy shares nothing with its source: git's protocol serves any object of a store by its name,
so a store that two repositories share would show the one what is private to the other.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from watchword.git_process.parts import Parts
from watchword.git_process.ref_files import RefFiles
from watchword.git_process.runner import GitFailed, body_file
from watchword.git_process.running import Running, answer_of
from watchword.git_process.slots import Claim
from watchword.kernel.errors import TooLarge
from watchword.kernel.words import N_
from watchword.ref_updates.model import BRANCHES, TAGS, ZERO

PACK: Final = ("pack-objects", "--revs", "--stdout", "--delta-base-offset", "-q")
TAKE: Final = ("index-pack", "--stdin")
MOST_REFS: Final = 100_000
MOST_ANSWER: Final = 65_536
"""Bytes of what git says of a pack that it took: its name."""


async def copy(
    parts: Parts, source: str, target: str, account: str, branch: str | None = None
) -> int:
    """Copy branches and tags with all that they lead to; gives how many refs there are now.

    `source` and `target` are keys of folders; the target is one that nobody else can reach yet.
    With `branch` (a short name) only that one is copied. Raises Busy, TooLarge, and GitFailed.
    """
    refs = refs_of(parts.layout.checked(source), branch)
    if refs:
        await carry(parts, source, target, account, [name for _, name in refs])
        await place(parts, target, refs)
    return len(refs)


def refs_of(folder: Path, branch: str | None = None) -> Sequence[tuple[bytes, str]]:
    """Branches and tags, or that branch alone, and the objects they stand on."""
    files = RefFiles(folder)
    if branch is not None:
        full = (BRANCHES + branch).encode("utf-8", "surrogateescape")
        found = files.find(full)
        return [] if found is None else [(full, found)]
    refs = [ref for space in (BRANCHES, TAGS) for ref in files.under(space.encode(), MOST_REFS + 1)]
    if len(refs) > MOST_REFS:
        raise TooLarge(N_("The repository has too many branches and tags to be copied."))
    return refs


async def carry(parts: Parts, source: str, target: str, account: str, names: Sequence[str]) -> None:
    """Copy objects and all that they lead to, from git to git. Raises Busy, and GitFailed."""
    wanted = "".join(f"{name}\n" for name in dict.fromkeys(names)).encode()
    from_folder, to_folder = parts.layout.checked(source), parts.layout.checked(target)
    seat = await parts.queue.seat(Claim(source, account))
    try:
        giving = parts.runner.start(
            PACK, from_folder, stdin=body_file(wanted), keep=seat.descriptors
        )
        # Git reads from its end of the pipe until it is empty; ours must not hold it open.
        stdin = os.dup(giving.stdout)
        os.set_blocking(stdin, True)
        packing = Running(giving)
        packing.stdout.close()
        try:
            taking = parts.runner.start(TAKE, to_folder, stdin=stdin, keep=seat.descriptors)
        except BaseException:
            packing.close()
            raise
    finally:
        seat.leave()
    try:
        await answer_of(taking, MOST_ANSWER)
        if status := await packing.ended():
            raise GitFailed(f"pack-objects ended with {status}: {packing.stderr.text}", status)
    finally:
        packing.close()


async def place(parts: Parts, target: str, refs: Sequence[tuple[bytes, str]]) -> None:
    """Let refs stand on objects that were copied, all of them at once. Raises GitFailed."""
    lines = b"".join(
        b"update %s\0%s\0%s\0" % (ref, name.encode(), ZERO.encode()) for ref, name in refs
    )
    child = parts.runner.start(
        ("update-ref", "--stdin", "-z"), parts.layout.checked(target), stdin=body_file(lines)
    )
    await answer_of(child, MOST_ANSWER)
