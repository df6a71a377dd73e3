"""Looks at what a push brings while it still lies in quarantine (git-receive-pack(1))."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from watchword.git_process.runner import GitFailed, Runner, body_file
from watchword.git_process.running import answer_of
from watchword.git_process.trees import Trees
from watchword.ref_updates.model import Command
from watchword.ref_updates.workflows import File, Files, refusals

MOST_ANSWER = 32 * 2**20
"""Bytes of one answer of git's that are held in memory."""
FOLDER = ".github"
WORKFLOWS = "workflows"


@dataclass(frozen=True, slots=True)
class Quarantine:
    """A repository as it would be with the objects of a push."""

    runner: Runner
    repository: Path
    objects: Path
    """The folder of the quarantine."""
    keep: Sequence[int]
    """The slots that the push holds."""

    def __post_init__(self) -> None:
        """Refuse a folder that is none of the repository's own."""
        if self.objects.parent.resolve() != (self.repository / "objects").resolve():
            raise GitFailed(f"{self.objects} is no quarantine of {self.repository.name}")

    async def workflow_refusals(
        self, commands: Sequence[Command], reason: Callable[[str], str]
    ) -> dict[str, str]:
        """The refs that would bring new files below `.github/workflows`, each with the reason.

        Compared are the ends of the refs. What lies in between may be had from nowhere until a ref
        ends there, and that is a push of its own. Raises GitFailed when it cannot be told.
        """
        trees = Trees(self._ask)
        ends = {end for one in commands for end in (one.old, one.new)}
        roots = await self._roots(trees, ends)
        changed = [
            one for one in commands if one.new in roots and roots[one.new] != roots.get(one.old)
        ]
        await trees.load(
            {roots[end] for one in changed for end in (one.old, one.new) if end in roots}
        )
        brought = {
            one.ref: (_workflows(trees, roots.get(one.new)), _workflows(trees, roots.get(one.old)))
            for one in changed
        }
        if not any(after - before for after, before in brought.values()):
            return {}
        return refusals(brought, await self._branches(trees), reason)

    async def _branches(self, trees: Trees) -> list[Files]:
        """The workflows on the branches as they are before the push."""
        tips = await self._ask(["for-each-ref", "--format=%(objectname)", "refs/heads/"], b"")
        roots = set((await self._roots(trees, set(tips.decode().split()))).values())
        await trees.load(roots)
        return [_workflows(trees, root) for root in roots]

    async def _roots(self, trees: Trees, ends: set[str]) -> dict[str, str]:
        """The folder `.github` of each of those commits or tags that has one."""
        names = {f"{end}:{FOLDER}": end for end in sorted(ends) if end.strip("0")}
        return {names[name]: tree for name, tree in (await trees.named(names)).items()}

    async def _ask(self, command: list[str], given: bytes) -> bytes:
        objects = {
            "GIT_OBJECT_DIRECTORY": str(self.objects),
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(self.repository / "objects"),
        }
        child = self.runner.start(
            command, self.repository, stdin=body_file(given), extra=objects, keep=self.keep
        )
        return await answer_of(child, MOST_ANSWER)


def _workflows(trees: Trees, root: str | None) -> Files:
    """What is below `.github/workflows`: files, links and submodules alike, or that itself."""
    if root is None:
        return frozenset()
    return frozenset(
        File(f"{FOLDER}/{path}", entry.object)
        for path, entry in trees.files(root)
        if path == WORKFLOWS or path.startswith(f"{WORKFLOWS}/")
    )
