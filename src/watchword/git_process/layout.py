"""Where repositories lie on disk, and how a folder comes and goes: whole or not at all."""

import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from watchword.git_process import strangers
from watchword.git_process.pack_index import drop_stale
from watchword.git_process.ref_files import RefFiles

KEY = re.compile(r"[a-z0-9]{32}")
ENDING = ".git"
MAKING = ".making"
LEAVING = ".leaving"

MUST_BE = ("objects", "refs", "objects/info", "HEAD", "config")
FOLDERS = ("objects", "objects/info", "objects/pack", "refs", "refs/heads", "refs/tags")
MUST_NOT_BE = ("objects/info/alternates", "objects/info/http-alternates", "commondir")

CONFIG = """\
[core]
\trepositoryformatversion = 0
\tfilemode = true
\tbare = true
"""
"""All that a repository says of itself; the rest is told to each process (environment.py)."""

REMAINS = (
    "*.lock",
    "packed-refs.new",
    "refs/**/*.lock",
    "objects/??/tmp_obj_*",
    "objects/pack/*.lock",
    "objects/pack/tmp_*",
    "objects/pack/.tmp-*",
    "objects/info/*.lock",
    "objects/info/commit-graphs/*.lock",
    "objects/info/commit-graphs/tmp_graph_*",
)
"""Files of git processes that were ended: with these there, the next ones would fail or grow."""


MOST_REMEMBERED = 10_000
"""Repositories whose index over packs need not be read again until a pack comes or goes."""


class DamagedRepository(Exception):  # noqa: N818 - a state of the disk, told in one word
    """The folder is not as this server makes it; the text says how."""


class Layout:
    """The folder of all repositories: `ab/cd/KEY.git` below its root, KEY beginning with abcd."""

    def __init__(self, root: Path) -> None:
        """Keep repositories below `root`; it is made when the first one is."""
        self.root = root
        self._sound: dict[str, int] = {}
        """When folders of packs were last changed, whose index was looked at since."""

    def path(self, key: str) -> Path:
        """Where the repository of that key is, or would be. Raises ValueError for no key."""
        if not KEY.fullmatch(key):
            msg = f"{key!r} is no key of a repository"
            raise ValueError(msg)
        return self.root / f"{key[:2]}/{key[2:4]}/{key}{ENDING}"

    def checked(self, key: str) -> Path:
        """The same, of a repository that is there and holds nothing that leads elsewhere.

        Objects that are borrowed from another repository, or a link in the place of a folder, would
        let readers out of it (attack 49). An index that names packs which are gone would let git
        refuse to read it, and is removed. Raises DamagedRepository.
        """
        path = self.path(key)
        place = str(path)
        # System calls without a Path for each, and without errors where nothing is to be found:
        # this is done on every request.
        for name in MUST_BE:
            kind = _kind(f"{place}/{name}")
            if kind is None or stat.S_ISLNK(kind):
                msg = f"{name} of {key} is missing or a link"
                raise DamagedRepository(msg)
        for name in MUST_NOT_BE:
            if os.access(f"{place}/{name}", os.F_OK, follow_symlinks=False):
                msg = f"{key} has {name}: this server never shares objects between repositories"
                raise DamagedRepository(msg)
        self._drop_stale_index(f"{place}/objects/pack")
        return path

    def _drop_stale_index(self, packs: str) -> None:
        """See that the index over the packs names none that is gone, where any came or went."""
        try:
            changed = os.stat(packs).st_mtime_ns  # noqa: PTH116 - on every request
            if self._sound.get(packs) == changed:
                return
            drop_stale(Path(packs))
        except OSError:
            # Git says what is the matter with it.
            return
        if len(self._sound) >= MOST_REMEMBERED:
            self._sound.clear()
        self._sound[packs] = changed

    def create(self, key: str, default_branch: str) -> None:
        """Make an empty bare repository whose HEAD is the branch of that short name.

        It is made under another name and moved, so that nobody ever finds half a repository. It is
        on the disk when this returns, and not before that: whoever needs it to last waits for that.
        Synced is all at the end, files before folders: what is still to be written then is written
        at once. An empty folder lasts as what the one that it is in holds. Raises FileExistsError.
        """
        path = self.path(key)
        if path.exists():
            raise FileExistsError(path)
        (self.root / MAKING).mkdir(parents=True, exist_ok=True)
        # A name that nobody else takes: two may be asked for the same key at once.
        making = tempfile.mkdtemp(prefix=f"{key}.", dir=self.root / MAKING)
        for folder in FOLDERS:
            os.mkdir(f"{making}/{folder}")  # noqa: PTH102 - a Path for each takes longer
        with (
            _written(f"{making}/config", CONFIG) as config,
            _written(f"{making}/HEAD", f"ref: refs/heads/{default_branch}\n") as head,
        ):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.rename(making, path)  # noqa: PTH104 - what is moved is no Path
            except OSError as taken:
                shutil.rmtree(making, ignore_errors=True)
                raise FileExistsError(path) from taken
            for file in (config, head):
                os.fsync(file.fileno())
        for folder in ("objects", "refs", "."):
            _sync(path / folder)
        for parent in (path.parent, path.parent.parent, self.root):
            _sync(parent)

    def remove(self, key: str) -> None:
        """Remove a repository, if it is there. Its name is gone at once, its files soon after."""
        leaving = self.root / LEAVING
        leaving.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            self.path(key).rename(leaving / key)
        shutil.rmtree(leaving / key, ignore_errors=True)

    def keys(self) -> Iterator[tuple[str, int]]:
        """All folders: the key, and when the folder was last changed (seconds since 1970)."""
        for path in self.root.glob(f"[a-z0-9][a-z0-9]/[a-z0-9][a-z0-9]/*{ENDING}"):
            key = path.name.removesuffix(ENDING)
            if KEY.fullmatch(key):
                with suppress(FileNotFoundError):
                    yield key, int(path.stat().st_mtime)

    def size(self, key: str) -> int:
        """Bytes of all files in the folder of a repository; 0 where there is none."""
        total = 0
        for folder, _, names in os.walk(self.path(key)):
            for name in names:
                with suppress(FileNotFoundError):
                    total += os.lstat(os.path.join(folder, name)).st_size  # noqa: PTH118 - many
        return total

    def finish_removing(self, before: int) -> None:
        """Remove what a crash left half made or half removed before that second (since 1970)."""
        for left in (*self.root.glob(f"{MAKING}/*"), *self.root.glob(f"{LEAVING}/*")):
            with suppress(FileNotFoundError):
                if left.stat().st_mtime < before:
                    shutil.rmtree(left, ignore_errors=True)

    def remove_remains(self, key: str) -> bool:
        """Remove what git processes that were ended left: locks, quarantines, unfinished packs.

        To be called while no git of ours runs in the repository. Where somebody else's does, all is
        left: a lock may be its. Gives whether nobody's did.
        """
        path = self.path(key)
        # Git before 2.34 had no "tmp_objdir" in front of it.
        folders = [*path.glob("objects/tmp_objdir-*"), *path.glob("objects/incoming-*")]
        files = [found for pattern in REMAINS for found in path.glob(pattern)]
        kept = list(path.glob("objects/pack/*.keep"))
        # Only now: what belongs to one that begins later is in no list.
        if strangers.at_work(path):
            return False
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
        for file in files:
            file.unlink(missing_ok=True)
        for file in kept:
            # A pack that a push has just brought; one that somebody wants to keep says otherwise.
            with suppress(FileNotFoundError):
                if file.read_bytes().startswith(b"receive-pack "):
                    file.unlink(missing_ok=True)
        return True

    def head(self, key: str) -> str:
        """The full name of the branch that HEAD stands for; empty when HEAD is something else."""
        text = (self.path(key) / "HEAD").read_text("utf-8", "surrogateescape")
        return text.removeprefix("ref: ").rstrip("\n") if text.startswith("ref: ") else ""

    def has_branch(self, key: str, branch: str) -> bool:
        """Whether there is a branch of that short name."""
        name = f"refs/heads/{branch}".encode("utf-8", "surrogateescape")
        return RefFiles(self.path(key)).find(name) is not None

    def point_head(self, key: str, branch: str) -> None:
        """Let HEAD stand for the branch of that short name, in the way git itself writes it.

        Raises FileExistsError while git holds the lock of HEAD.
        """
        path = self.path(key)
        lock = path / "HEAD.lock"
        with _written(str(lock), f"ref: refs/heads/{branch}\n") as head:
            os.fsync(head.fileno())
        lock.rename(path / "HEAD")
        _sync(path)


def _kind(place: str) -> int | None:
    """What is there, links not followed; None: nothing."""
    try:
        return os.lstat(place).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None


@contextmanager
def _written(path: str, text: str) -> Iterator[TextIO]:
    """Write a new file, and keep it open."""
    with open(path, "x", encoding="utf-8", errors="surrogateescape") as file:  # noqa: PTH123
        file.write(text)
        file.flush()
        yield file


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
