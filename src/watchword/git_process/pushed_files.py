"""What git is asked about a push: the files that its commits brought."""

import asyncio
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

import structlog

from watchword.contents.ports import Readable
from watchword.git_process.genealogist import ID
from watchword.git_process.parts import Parts
from watchword.git_process.runner import GitFailed, body_file
from watchword.git_process.running import Running
from watchword.work.leak_scan import MOST_BLOBS, PushedFile

SECONDS: Final = 60.0
"""For one answer; what was told until then is looked through."""
MOST_COMMITS: Final = 20_000
MOST_ANSWER: Final = 8 * 2**20
"""Bytes of one answer: room for the files that are looked through, at some 400 bytes each."""
COMMAND: Final = (
    "log",
    "-z",
    "--raw",
    "--no-abbrev",
    "--no-renames",
    "--no-ext-diff",
    "--no-color",
    "--no-show-signature",
    "--no-mailmap",
    "--root",
    "-m",
    "--diff-filter=AMT",
    "--format=%H",
    f"--max-count={MOST_COMMITS}",
    "--ignore-missing",
    "--stdin",
)
FILES: Final = frozenset({b"100644", b"100755", b"120000"})

log = structlog.get_logger("watchword")


class PushedFiles:
    """Asks git."""

    def __init__(self, parts: Parts) -> None:
        """Use git as the other jobs do."""
        self._parts = parts

    def between(
        self, of: Readable, tips: Sequence[str], known: Sequence[str]
    ) -> Sequence[PushedFile]:
        """Files that commits below the tips brought and those below the known ones did not.

        Newest commits first, each content once. Bounded: of a very long history the oldest part is
        left out. Blocks, and runs an event loop of its own.
        """
        lines = [one for one in tips if ID.fullmatch(one)]
        if not lines:
            return []
        lines += [f"^{one}" for one in known if ID.fullmatch(one)]
        answer = asyncio.run(self._ask(of, "".join(f"{one}\n" for one in lines).encode()))
        # One more than is looked through, so that the scan knows that it left some out.
        return list(islice(_files(answer), MOST_BLOBS + 1))

    async def _ask(self, of: Readable, asked: bytes) -> bytes:
        """What git writes, cut off where it is too much or takes too long. Raises GitFailed."""
        folder = self._parts.layout.checked(of.key)
        git = Running(self._parts.runner.start(COMMAND, folder, stdin=body_file(asked)))
        parts: list[bytes] = []
        left = MOST_ANSWER
        try:
            async with asyncio.timeout(SECONDS):
                while left > 0 and (block := await git.stdout.read()):
                    left -= len(block)
                    parts.append(block)
                if left > 0 and (status := await git.ended()):
                    raise GitFailed(f"git log ended with {status}: {git.stderr.text}", status)
        except TimeoutError:
            left = 0
        finally:
            git.close()
        if left <= 0:
            log.warning("leak scan cut short", seconds=SECONDS, most_bytes=MOST_ANSWER)
        return b"".join(parts)


def _files(answer: bytes) -> Iterator[PushedFile]:
    """Take the answer apart: ids of commits, and pairs of what changed and its path."""
    words = iter(answer.split(b"\0")[:-1])
    commit = ""
    seen: set[bytes] = set()
    for word in words:
        said = word.strip(b"\n")
        if not said.startswith(b":"):
            commit = said.decode("ascii", "replace")
            continue
        path = next(words, None)
        parts = said.split(b" ")
        if path is None or len(parts) != len(("old", "new", "before", "after", "what")):
            return
        if parts[1] in FILES and parts[3] not in seen:
            seen.add(parts[3])
            yield PushedFile(parts[3].decode("ascii"), path.decode("utf-8", "replace"), commit)
