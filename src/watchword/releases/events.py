"""Facts about releases."""

from watchword.kernel.events import Event
from watchword.kernel.ids import RepoId, UserId


class ReleaseCreated(Event, frozen=True):
    """There is a new release, or the draft of one."""

    name = "release.create"
    repository_id: RepoId
    release: int
    tag: str
    draft: bool


class ReleasePublished(Event, frozen=True):
    """Everybody who may read the repository sees the release from now on."""

    name = "release.published"
    repository_id: RepoId
    release: int
    tag: str


class ReleaseUpdated(Event, frozen=True):
    """What is said of a release changed."""

    name = "release.update"
    repository_id: RepoId
    release: int
    fields: tuple[str, ...]
    former_name: str | None = None
    """What it was called before."""


class ReleaseDeleted(Event, frozen=True):
    """A release is gone; its tag stays."""

    name = "release.destroy"
    repository_id: RepoId
    release: int
    tag: str
    target: str | None = None
    title: str | None = None
    draft: bool = False
    prerelease: bool = False
    author: UserId | None = None
    created_at: int = 0
    published_at: int | None = None


class AssetAdded(Event, frozen=True):
    """A file was added to a release."""

    name = "release_asset.create"
    repository_id: RepoId
    release: int
    asset: int
    file: str
    size: int


class AssetDeleted(Event, frozen=True):
    """A file of a release is gone."""

    name = "release_asset.destroy"
    repository_id: RepoId
    release: int
    asset: int
    file: str
