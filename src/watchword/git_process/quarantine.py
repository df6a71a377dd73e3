"""Looks at what a push brings while it still lies in quarantine (git-receive-pack(1))."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path

from msgspec import Struct

from watchword.git_process.ancestry import straight
from watchword.git_process.push_glance import none_holds
from watchword.git_process.runner import GitFailed, Runner, body_file
from watchword.git_process.running import answer_of
from watchword.git_process.trees import TREE, Entry, Trees
from watchword.ref_updates.model import Command
from watchword.ref_updates.workflows import File, Files, refusals

MOST_ANSWER = 32 * 2**20
"""Bytes of one answer of git's that are held in memory."""
FOLDER = ".github"
WORKFLOWS = "workflows"
MOST_FILES = 2000
MOST_GLANCED = 16
"""Refs of a push at which it is looked without a process. Nearly all have one."""
FOLDERS = {TREE, "160000"}
MOST_NAMED = 5
NO_FOLDERS = "Gist does not support directories. These are the directories that cause problems"


class Quarantine(Struct, frozen=True):
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
        new = [one.new for one in commands if not one.deletes]
        asked = self.repository, self.objects, new, FOLDER.encode()
        if len(new) <= MOST_GLANCED and await asyncio.to_thread(none_holds, *asked):
            return {}
        trees = Trees(self._ask)
        places = await _places(trees, {end for one in commands for end in (one.old, one.new)})
        changed = [
            one for one in commands if places.get(one.new) not in {None, places.get(one.old)}
        ]
        if not changed:
            return {}
        ends = {end for one in changed for end in (one.old, one.new)}
        await _load(trees, [places[end] for end in ends if end in places])
        brought = {
            one.ref: (_files(trees, places.get(one.new)), _files(trees, places.get(one.old)))
            for one in changed
        }
        return refusals(brought, await self._branches(trees), reason)

    async def folder_refusals(self, commands: Sequence[Command]) -> dict[str, str]:
        """The refs whose ends hold folders or submodules: a gist has files only (GHES behaviour).

        Raises GitFailed when it cannot be told.
        """
        trees = Trees(self._ask)
        names = {f"{one.new}^{{tree}}": one.ref for one in commands if not one.deletes}
        tops = await trees.named(names)
        await trees.load(tops.values(), depth=1)
        found: dict[str, str] = {}
        for name, tree in tops.items():
            folders = [one.name for one in trees.entries(tree) if one.mode in FOLDERS]
            if folders:
                listed = ", ".join(folders[:MOST_NAMED])
                found[names[name]] = f"{NO_FOLDERS}: {listed}"
        return found

    async def straight(self, commands: Sequence[Command]) -> frozenset[Command]:
        """The commands that go on from where their ref stood. Raises GitFailed."""
        return await straight(self._ask, commands)

    async def _branches(self, trees: Trees) -> list[Files]:
        """The workflows on the branches as they are before the push."""
        tips = await self._ask(["for-each-ref", "--format=%(objectname)", "refs/heads/"], b"")
        places = set((await _places(trees, set(tips.decode().split()))).values())
        await _load(trees, places)
        return [_files(trees, place) for place in places]

    async def _ask(self, command: list[str], given: bytes) -> bytes:
        objects = {
            "GIT_OBJECT_DIRECTORY": str(self.objects),
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(self.repository / "objects"),
        }
        child = self.runner.start(
            command, self.repository, stdin=body_file(given), extra=objects, keep=self.keep
        )
        return await answer_of(child, MOST_ANSWER)


async def _places(trees: Trees, ends: set[str]) -> dict[str, Entry]:
    """What stands at `.github/workflows` in each of those commits or tags, where anything does."""
    names = {f"{end}:{FOLDER}": end for end in sorted(ends) if end.strip("0")}
    folders = {names[name]: tree for name, tree in (await trees.named(names)).items()}
    await trees.load(folders.values(), depth=1)
    there = ((tree, one) for tree in set(folders.values()) for one in trees.entries(tree))
    found = {tree: one for tree, one in there if one.name == WORKFLOWS}
    return {end: found[tree] for end, tree in folders.items() if tree in found}


async def _load(trees: Trees, places: Iterable[Entry]) -> None:
    await trees.load(place.object for place in places if place.mode == TREE)


def _files(trees: Trees, place: Entry | None) -> Files:
    """What is at that place: files, links and submodules alike, or the place itself.

    More files than MOST_FILES count as one thing, which is new whenever any of them is.
    """
    if place is None:
        return frozenset()
    path = f"{FOLDER}/{WORKFLOWS}"
    itself = frozenset({File(path, place.object)})
    if place.mode != TREE:
        return itself
    below = list(islice(trees.files(place.object, path), MOST_FILES + 1))
    if len(below) > MOST_FILES:
        return itself
    return frozenset(File(where, entry.object) for where, entry in below)
