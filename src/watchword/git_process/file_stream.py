"""Files of any size as a stream of blocks, by `git cat-file` (git-cat-file(1)).

libgit2 holds a file in memory as a whole, and the interpreter while it unpacks it. Git does neither
for a large file; it takes a slot among the other git processes.
"""

from collections.abc import AsyncGenerator

from watchword.contents.ports import Readable
from watchword.git_process.parts import Parts
from watchword.git_process.runner import GitFailed
from watchword.git_process.running import Running
from watchword.git_process.slots import Claim


class FileStreams:
    """Opens files as streams."""

    def __init__(self, parts: Parts) -> None:
        """Use git as the other requests do."""
        self._parts = parts

    async def blocks(
        self, repository: Readable, blob: str, account: str
    ) -> AsyncGenerator[bytes, None]:
        """Give the bytes of a file, as much at a time as a pipe holds.

        `account` is for whom the slot is; Busy is raised before the first block. Raises GitFailed
        when it breaks off. What was begun must be closed (aclosing).
        """
        parts = self._parts
        folder = parts.layout.checked(repository.key)
        seat = await parts.queue.seat(Claim(repository.key, account))
        try:
            child = parts.runner.start(["cat-file", "blob", blob], folder, keep=seat.descriptors)
        finally:
            seat.leave()
        git = Running(child)
        try:
            while block := await git.stdout.read():
                yield block
            if status := await git.ended():
                raise GitFailed(f"cat-file ended with {status}: {git.stderr.text}")
        finally:
            git.close()
            await git.ended()
