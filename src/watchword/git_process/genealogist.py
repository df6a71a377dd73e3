"""What git itself is asked about histories: questions with short answers, and archives.

Libgit2 holds the interpreter while it walks through a history; a process does not, and it is ended
when its answer takes too long. Only ids of commits are handed over, never a name.
"""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence

from watchword.contents.drafts import NewObject
from watchword.contents.kinship import Contributor, Form, Format, Kinship, Merged
from watchword.contents.ports import Readable, Type
from watchword.git_process.objects_apart import apart, written_there
from watchword.git_process.parts import Parts
from watchword.git_process.runner import Child, GitFailed, body_file
from watchword.git_process.running import Running, answer_of
from watchword.git_process.slots import Claim
from watchword.kernel.errors import Busy, TooLarge

ID = re.compile(r"[0-9a-f]{40}")
SECONDS = 30.0
"""For one answer."""
MOST_ANSWER = 8 * 2**20
"""Bytes of one answer."""
MOST_MEMORY = 2**30
"""Bytes that git may take for it: what is asked here needs far less, and many ask at once."""
MOST_COMMITS = 20_000
"""Commits whose authors are counted."""
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
PLAIN = ("--no-color", "--no-ext-diff", "--no-textconv", "-M")
DIFF = ("diff-tree", "-p", *PLAIN)
PATCH = ("format-patch", "--stdout", "--no-signature", *PLAIN)
ALL_OBJECTS = ("cat-file", "--batch-all-objects", "--batch", "--buffer")
OWN_OBJECTS = "GIT_OBJECT_DIRECTORY"
OTHERS_OBJECTS = "GIT_ALTERNATE_OBJECT_DIRECTORIES"
CONFLICT = 1
"""The exit status of `merge-tree` for trees in conflict, and of `merge-base` for strangers."""


class Genealogist:
    """Asks git."""

    def __init__(self, parts: Parts) -> None:
        """Use git as the other requests do."""
        self._parts = parts

    async def kinship(self, of: Readable, base: str, head: str, account: str) -> Kinship:
        """How two commits are related."""
        counts = ["rev-list", "--left-right", "--count", f"{_id(base)}...{_id(head)}", "--"]
        behind, ahead = (await self._ask(of, counts, account)).split()
        try:
            bases = await self._ask(of, ["merge-base", _id(base), _id(head)], account)
        except GitFailed as failed:
            if failed.status != CONFLICT:
                raise
            bases = b""
        return Kinship(bases.decode().strip() or None, int(ahead), int(behind))

    async def between(
        self, of: Readable, base: str, head: str, part: slice, account: str
    ) -> Sequence[str]:
        """Commits of the head that the base has not; the part counts from the newest."""
        bounds = [f"--skip={part.start:d}", f"--max-count={part.stop - part.start:d}"]
        command = ["rev-list", *bounds, f"^{_id(base)}", _id(head), "--"]
        return (await self._ask(of, command, account)).decode().split()

    async def merged(self, of: Readable, base: str, head: str, account: str) -> Merged | None:
        """What comes of merging two commits; None when they are in conflict. Raises TooLarge."""
        command = ["merge-tree", "--write-tree", "--no-messages", _id(base), _id(head)]
        repository = self._parts.layout.checked(of.key)
        with apart(repository) as beside:
            there = written_there(beside, repository)
            try:
                answer = await self._ask(of, command, account, there)
                told = await self._ask(of, ALL_OBJECTS, account, {OWN_OBJECTS: str(beside)})
            except GitFailed as failed:
                if failed.status == CONFLICT:
                    return None
                if failed.status:
                    raise
                raise TooLarge("What came of the merge is too large.") from failed
        return Merged(_id(answer.decode().split("\n")[0]), tuple(_objects(told)))

    async def written(
        self, of: Readable, base: str | None, head: str, form: Form, account: str
    ) -> bytes:
        """The difference between two commits. Raises TooLarge."""
        if form is Form.DIFF:
            command = [*DIFF, _id(base or EMPTY_TREE), _id(head)]
        elif base is None:
            command = [*PATCH, "--root", "-1", _id(head)]
        else:
            command = [*PATCH, f"{_id(base)}..{_id(head)}"]
        try:
            return await self._ask(of, [*command, "--"], account)
        except GitFailed as failed:
            if failed.status:
                raise
            raise TooLarge("This difference is too large to be told. Clone it instead.") from failed

    async def contributors(self, of: Readable, head: str, account: str) -> Sequence[Contributor]:
        """Who wrote most of the newest commits, the most first; merges are not counted."""
        command = [
            "log", "--no-merges", f"--max-count={MOST_COMMITS:d}", "--format=%ae%x00%an",
            _id(head), "--",
        ]  # fmt: skip
        answer = (await self._ask(of, command, account)).decode("utf-8", "replace")
        return await asyncio.to_thread(_counted, answer)

    async def archive(
        self, of: Readable, commit: str, prefix: str, form: Format, account: str
    ) -> AsyncGenerator[bytes, None]:
        """All files of a commit as one archive, block by block."""
        command = ["archive", f"--format={form.value}", f"--prefix={prefix}", _id(commit)]
        git = Running(await self._start(of, command, account))
        try:
            while block := await git.stdout.read():
                yield block
            if status := await git.ended():
                raise GitFailed(f"archive ended with {status}: {git.stderr.text}")
        finally:
            git.close()
            await git.ended()

    async def _start(
        self,
        of: Readable,
        command: Sequence[str],
        account: str,
        extra: Mapping[str, str] | None = None,
    ) -> Child:
        parts = self._parts
        seat = await parts.queue.seat(Claim(of.key, account))
        try:
            return parts.runner.start(
                command,
                parts.layout.checked(of.key),
                stdin=body_file(b""),
                extra={**self._beside(of), **(extra or {})},
                keep=seat.descriptors,
                memory=MOST_MEMORY,
            )
        finally:
            seat.leave()

    def _beside(self, of: Readable) -> Mapping[str, str]:
        """What lets this one process read the objects of others too; it is written nowhere."""
        if not of.beside:
            return {}
        folders = (str(self._parts.layout.checked(key) / "objects") for key in of.beside)
        return {OTHERS_OBJECTS: ":".join(_quoted(one) for one in folders)}

    async def _ask(
        self,
        of: Readable,
        command: Sequence[str],
        account: str,
        extra: Mapping[str, str] | None = None,
    ) -> bytes:
        """The answer of git. Raises Busy when it takes too long, and GitFailed.

        That is without a status where the answer is too large to be kept, by git or here.
        """
        child = await self._start(of, command, account, extra)
        try:
            async with asyncio.timeout(SECONDS):
                return await answer_of(child, MOST_ANSWER)
        except TimeoutError:
            raise Busy("This takes too long at the moment. Clone it instead.") from None
        except GitFailed as failed:
            if failed.wants_memory:
                raise GitFailed(str(failed)) from failed
            raise


def _id(text: str) -> str:
    """An id and nothing else: what is handed to git as a word is checked at this last place."""
    if not ID.fullmatch(text):
        msg = "that is no id of an object"
        raise ValueError(msg)
    return text


def _quoted(path: str) -> str:
    """A path in a list of paths, whatever stands in it (git(1), the variable of that name)."""
    escaped = path.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _objects(answer: bytes) -> Iterator[NewObject]:
    """Take the answer of `cat-file --batch` apart."""
    at = 0
    while at < len(answer):
        end = answer.index(b"\n", at)
        name, kind, size = answer[at:end].decode().split(" ")
        start, at = end + 1, end + 2 + int(size)
        yield NewObject(name, Type(kind), answer[start : start + int(size)])


def _counted(answer: str) -> Sequence[Contributor]:
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for line in answer.splitlines():
        email, _, name = line.partition("\0")
        counts[email] += 1
        names.setdefault(email, name)
    return [Contributor(email, names[email], count) for email, count in counts.most_common()]
