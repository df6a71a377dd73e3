"""What git is asked about a push: the files that its commits brought."""

import asyncio
from collections.abc import Sequence
from typing import Final

import structlog

from watchword.contents.ports import Readable
from watchword.git_process.genealogist import ID
from watchword.git_process.parts import Parts
from watchword.git_process.runner import GitFailed, body_file
from watchword.git_process.running import Running
from watchword.work.leak_scan import PushedFile

SECONDS: Final = 60.0
"""For one answer; what was told until then is looked through."""
MOST_COMMITS: Final = 20_000
MOST_FILES: Final = 20_000
MOST_MEMORY: Final = 2**30
"""Bytes that git may take: it collects all that a commit changed before it tells any of it, and
ten trees, each of them ten times in the next one, are endlessly many files (attack 45)."""
LONGEST_WORD: Final = 2**20
"""Bytes of a path; whoever makes longer ones is not followed further."""
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
        return asyncio.run(self._ask(of, "".join(f"{one}\n" for one in lines).encode()))

    async def _ask(self, of: Readable, asked: bytes) -> Sequence[PushedFile]:
        """What git tells of, up to the bounds. Raises GitFailed."""
        folder = self._parts.layout.checked(of.key)
        stdin = body_file(asked)
        git = Running(self._parts.runner.start(COMMAND, folder, stdin=stdin, memory=MOST_MEMORY))
        told, whole = Told(), False
        try:
            async with asyncio.timeout(SECONDS):
                while not told.is_enough and (block := await git.stdout.read()):
                    told.hear(block)
                whole = not told.is_enough
                if whole and (status := await git.ended()):
                    whole = False
                    failed = GitFailed(f"git log ended with {status}: {git.stderr.text}", status)
                    if not failed.wants_memory:
                        raise failed
        except TimeoutError:
            whole = False
        finally:
            git.close()
        if not whole:
            log.warning("leak scan cut short", files=len(told.files))
        return told.files


class Told:
    """Takes the answer apart as it comes: ids of commits, pairs of what changed and its path."""

    def __init__(self) -> None:
        """Nothing was told yet."""
        self.files: list[PushedFile] = []
        self._seen: set[bytes] = set()
        self._commit = ""
        self._blob: bytes | None = None
        """What changed, while its path is awaited; empty: it is none to be looked through."""
        self._rest = b""

    @property
    def is_enough(self) -> bool:
        """Whether a bound is reached."""
        return len(self.files) >= MOST_FILES or len(self._rest) > LONGEST_WORD

    def hear(self, block: bytes) -> None:
        """Take a block, wherever it was cut."""
        *words, self._rest = (self._rest + block).split(b"\0")
        for word in words:
            if self.is_enough:
                return
            self._word(word)

    def _word(self, word: bytes) -> None:
        if self._blob is not None:
            if self._blob and self._blob not in self._seen:
                self._seen.add(self._blob)
                path = word.decode("utf-8", "replace")
                self.files.append(PushedFile(self._blob.decode("ascii"), path, self._commit))
            self._blob = None
        elif (said := word.strip(b"\n")).startswith(b":"):
            _, mode, _, after, _ = said.split(b" ")
            self._blob = after if mode in FILES else b""
        else:
            self._commit = said.decode("ascii", "replace")
