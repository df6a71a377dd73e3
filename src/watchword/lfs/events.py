"""Facts about large files and locks."""

from dataclasses import dataclass

from watchword.kernel.events import Event
from watchword.kernel.ids import RepoId


@dataclass(frozen=True, slots=True)
class LargeFileUploaded(Event):
    """A repository has a large file that it had not."""

    name = "git_lfs.upload"
    repository_id: RepoId
    oid: str
    size: int


@dataclass(frozen=True, slots=True)
class PathLocked(Event):
    """Somebody works on a path, and nobody else is to."""

    name = "git_lfs.lock"
    repository_id: RepoId
    path: str


@dataclass(frozen=True, slots=True)
class PathUnlocked(Event):
    """A lock was ended, by its owner or in spite of them."""

    name = "git_lfs.unlock"
    repository_id: RepoId
    path: str
    forced: bool
    holder: str
    """The login of who had locked it."""


@dataclass(frozen=True, slots=True)
class LfsEnabled(Event):
    """A repository takes large files again."""

    name = "git_lfs.enable"
    repository_id: RepoId


@dataclass(frozen=True, slots=True)
class LfsDisabled(Event):
    """A repository takes no large files any more."""

    name = "git_lfs.disable"
    repository_id: RepoId
