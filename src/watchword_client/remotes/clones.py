"""Clones on this machine: finding them, reading their own configuration, and changing it.

Files are read and written by git itself, one by one and by name, so that neither the folder nor a
variable of the environment decides which file is meant.
"""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from watchword_client.git import Git
from watchword_client.remotes.remote_plan import Change, Setting
from watchword_client.speaking import Trouble

LOCK = ".lock"
"""Git's own way to say that a file is being written: whoever makes `config.lock` may."""


@dataclass(frozen=True, slots=True)
class Clone:
    """A repository on this machine."""

    folder: Path
    """Where the person works; of a bare one, the repository itself."""
    store: Path
    """Git's own folder, which all working trees of the repository share."""

    def files(self) -> Iterator[Path]:
        """Its files of configuration, those of its working trees and of its submodules as well."""
        for store in (self.store, *_submodules(self.store / "modules")):
            yield from (path for path in _configurations(store) if path.is_file())

    @property
    def is_mine(self) -> bool:
        """Whether it belongs to who runs this: git touches no repository of others either."""
        return not hasattr(os, "getuid") or self.store.stat().st_uid == os.getuid()


def around(git: Git, folder: Path) -> Clone:
    """The clone that the folder is in. Raises Trouble where there is none."""
    done = git.at(folder).run("rev-parse", "--git-common-dir")
    if done.status:
        said = done.complaint.strip().splitlines() or ["git said no"]
        raise Trouble(f"{folder} is in no clone: {said[0]}.", "Go to a clone, or name a folder.")
    top = git.at(folder).run("rev-parse", "--show-toplevel")
    store = (folder / done.text).resolve()
    return Clone(Path(top.text) if top.status == 0 and top.text else store, store)


def below(top: Path) -> Iterator[Clone]:
    """All clones in a folder, however deep; not those inside of clones, nor behind links."""
    for name, folders, files in os.walk(top):
        folder = Path(name)
        store = _store(folder, folders, files)
        if store is None:
            folders.sort()
            continue
        folders.clear()
        yield Clone(folder, store)


def apart(found: Iterable[Clone]) -> Iterator[Clone]:
    """Each repository once: working trees share the configuration of the first that was met."""
    met: set[Path] = set()
    for clone in found:
        store = clone.store.resolve()
        if store not in met:
            met.add(store)
            yield clone


def settings(git: Git, file: Path) -> list[Setting]:
    """All that a file of configuration says."""
    done = git.run("config", "--file", str(file), "-z", "--list")
    if done.status:
        said = done.complaint.strip().splitlines() or [""]
        raise Trouble(f"{file} cannot be read: {said[-1]}")
    pairs = (line.partition("\n") for line in done.output.decode("utf-8", "replace").split("\0"))
    return [Setting(file, key, value) for key, _, value in pairs if key]


def make(git: Git, changes: Sequence[Change]) -> None:
    """Make the changes, all of a file or none of it. Raises Trouble; the file is then as it was."""
    for file, group in groupby(changes, key=lambda one: one.setting.file):
        _change(git, file.resolve(), list(group))


def _change(git: Git, file: Path, changes: Sequence[Change]) -> None:
    draft = file.with_name(file.name + LOCK)
    try:
        with draft.open("xb") as copy, file.open("rb") as original:
            shutil.copyfileobj(original, copy)
    except FileExistsError:
        todo = f"If no git runs there, remove {draft}."
        raise Trouble(f"{file} is being written by somebody else.", todo) from None
    except OSError as error:
        raise Trouble(f"{file} cannot be changed: {error.strerror}.") from error
    try:
        shutil.copymode(file, draft)
        for one in changes:
            _replace(git, draft, one)
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(file)
    except OSError as error:
        raise Trouble(f"{file} cannot be changed: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)


def _replace(git: Git, draft: Path, change: Change) -> None:
    old, key = change.setting.value, change.setting.key
    words = ("--file", str(draft), "--fixed-value", "--replace-all", key, change.becomes, old)
    done = git.run("config", *words)
    if done.status:
        said = done.complaint.strip().splitlines() or ["git config failed"]
        raise Trouble(f"{change.setting.file} cannot be changed: {said[-1]}")


def _configurations(store: Path) -> Iterator[Path]:
    yield store / "config"
    yield store / "config.worktree"
    yield from sorted((store / "worktrees").glob("*/config.worktree"))


def _submodules(modules: Path) -> Iterator[Path]:
    """Git's folders of submodules; a submodule's name may hold slashes."""
    for name, folders, files in os.walk(modules):
        if "HEAD" in files and "config" in files:
            folders.clear()
            yield Path(name)
            yield from _submodules(Path(name) / "modules")


def _store(folder: Path, folders: Sequence[str], files: Sequence[str]) -> Path | None:
    if ".git" in folders:
        return folder / ".git" if (folder / ".git/HEAD").exists() else None
    if ".git" in files:
        return _linked(folder)
    is_bare = "HEAD" in files and "config" in files and {"objects", "refs"} <= set(folders)
    return folder if is_bare else None


def _linked(folder: Path) -> Path | None:
    """The store of a working tree that has a file `.git` (gitrepository-layout(5))."""
    try:
        said = (folder / ".git").read_text(errors="replace")
        store = folder / said.removeprefix("gitdir:").strip()
        shared = store / "commondir"
        if shared.is_file():
            store /= shared.read_text(errors="replace").strip()
        return store.resolve(strict=True) if said.startswith("gitdir:") else None
    except (OSError, ValueError):
        return None
