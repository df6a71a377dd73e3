"""Writes what is in gists: into a new folder before anybody can see it, or as one more commit."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from watchword.access.gate import Grant
from watchword.contents import gist_files
from watchword.contents.gist_files import KINDS, GistFile
from watchword.contents.signature import Signature
from watchword.gists.edit import FileEdit, Kept, Written, applied
from watchword.gists.model import DEFAULT_BRANCH, Gist
from watchword.git_process.copying import copy, place
from watchword.git_process.new_objects import NewObjects, TreeEntry
from watchword.git_process.objects import GitObjects
from watchword.git_process.parts import Parts
from watchword.git_process.ref_writer import RefWriter
from watchword.kernel.events import Origin
from watchword.ref_updates.model import BRANCHES, ZERO, Command
from watchword.work.ref_changes import Change
from watchword.work.unit import Work

FILE: Final = b"100644"
Edits = Mapping[str, FileEdit | None]
Files = Mapping[str, Kept[GistFile] | Written]


class GistWriter:
    """Writes gists on this machine's disk."""

    def __init__(self, parts: Parts) -> None:
        """Work with the parts that requests of git share."""
        self._parts = parts
        self._refs = RefWriter(parts)

    async def begin(self, key: str, edits: Edits, who: Signature) -> None:
        """Make the folder of a new gist with its first commit. Raises Invalid for bad files.

        Its row comes later: nobody can read or write it before, so no push is told of it.
        """
        files: Files = applied({}, edits)
        commit = await asyncio.to_thread(self._begin, key, files, who)
        ref = f"{BRANCHES}{DEFAULT_BRANCH}".encode()
        await place(self._parts, key, [(ref, commit)])

    def _begin(self, key: str, files: Files, who: Signature) -> str:
        layout = self._parts.layout
        layout.create(key, DEFAULT_BRANCH)
        objects = NewObjects(layout.checked(key))
        return objects.commit(objects.tree(_entries(objects, files)), (), who, "")

    async def fork(self, source: Gist, key: str, account: str) -> None:
        """Make the folder of a copy that shares nothing with its source.

        Raises Busy, and GitFailed.
        """
        await asyncio.to_thread(self._parts.layout.create, key, source.default_branch)
        await copy(self._parts, source.key, key, account)

    async def remove(self, key: str) -> None:
        """Remove a folder of which nothing came."""
        await asyncio.to_thread(self._parts.layout.remove, key)

    async def edit(
        self,
        gist: Gist,
        edits: Edits,
        who: Signature,
        authorise: Callable[[Work], Grant[Gist]],
        origin: Origin,
    ) -> None:
        """Make one more commit, unless all stays as it is.

        Raises Invalid for bad files, Conflict when somebody else was faster, Busy, and what the
        gate raises.
        """
        commands = await asyncio.to_thread(self._edited, gist, edits, who)
        if commands:
            await self._refs.update_refs(Change(gist, commands, authorise, origin))

    def _edited(self, gist: Gist, edits: Edits, who: Signature) -> Sequence[Command]:
        folder = self._parts.layout.checked(gist.key)
        now = gist_files.snapshot(GitObjects(folder), gist.default_branch, contents=False)
        before = {one.shown: one for one in now.files}
        objects = NewObjects(folder)
        tree = objects.tree(_entries(objects, applied(before, edits)))
        if now.commit is not None and now.commit.tree == tree:
            return ()
        parents = () if now.commit is None else (now.commit.id,)
        commit = objects.commit(tree, parents, who, "")
        old = ZERO if now.commit is None else now.commit.id
        return (Command(f"{BRANCHES}{gist.default_branch}", old, commit),)


def _entries(objects: NewObjects, files: Files) -> Sequence[TreeEntry]:
    return [_entry(objects, name, file) for name, file in files.items()]


def _entry(objects: NewObjects, name: str, file: Kept[GistFile] | Written) -> TreeEntry:
    if isinstance(file, Written):
        return TreeEntry(FILE, name.encode(), objects.blob(file.content))
    kept = file.file
    # A name that is no UTF-8 stays the bytes that it is, unless it is given another one.
    spelt = kept.name if kept.shown == name else name.encode()
    return TreeEntry(KINDS[kept.entry.kind], spelt, kept.entry.id)
