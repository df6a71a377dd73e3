"""Objects that lie beside those of a repository until it is known that they are good.

The same as git does for a push (git-receive-pack(1), Quarantine Environment), with the same name,
so that what a crash leaves is found and removed in the same way (Layout.remove_remains).
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PREFIX = "tmp_objdir-incoming-"
FAN = 2
"""Letters of the folders in which loose objects lie."""


@contextmanager
def apart(repository: Path) -> Iterator[Path]:
    """A folder for new objects, which goes with all that was not taken over."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=repository / "objects"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def written_there(folder: Path, repository: Path) -> Mapping[str, str]:
    """What tells git to write there, and to read what the repository has as well."""
    return {
        "GIT_OBJECT_DIRECTORY": str(folder),
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(repository / "objects"),
    }


def take_over(folder: Path, repository: Path) -> None:
    """Move all loose objects from there into the repository, on the disk for good. Blocks."""
    objects = repository / "objects"
    for fan in sorted(one for one in folder.iterdir() if len(one.name) == FAN):
        target = objects / fan.name
        target.mkdir(exist_ok=True)
        for file in fan.iterdir():
            if not (target / file.name).exists():
                file.rename(target / file.name)
        _sync(target)
    _sync(objects)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
