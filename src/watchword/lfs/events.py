"""Facts about large files and locks."""

from watchword.kernel.events import Event
from watchword.kernel.ids import RepoId


class LargeFileUploaded(Event, frozen=True):
    """A repository has a large file that it had not."""

    name = "git_lfs.upload"
    repository_id: RepoId
    oid: str
    size: int


class PathLocked(Event, frozen=True):
    """Somebody works on a path, and nobody else is to."""

    name = "git_lfs.lock"
    repository_id: RepoId
    path: str


class PathUnlocked(Event, frozen=True):
    """A lock was ended, by its owner or in spite of them."""

    name = "git_lfs.unlock"
    repository_id: RepoId
    path: str
    forced: bool
    holder: str
    """The login of who had locked it."""


class LfsEnabled(Event, frozen=True):
    """A repository takes large files again."""

    name = "git_lfs.enable"
    repository_id: RepoId


class LfsDisabled(Event, frozen=True):
    """A repository takes no large files any more."""

    name = "git_lfs.disable"
    repository_id: RepoId
