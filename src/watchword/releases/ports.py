"""What this slice needs of storage."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from watchword.kernel.ids import UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.releases.model import Asset, Release
from watchword.repositories import ports as repositories
from watchword.repositories.model import Repository


class NewRelease(Struct, frozen=True):
    """A release to be kept; all fields checked."""

    tag: str
    target: str
    name: str | None
    body: str | None
    draft: bool
    prerelease: bool
    author: UserId | None
    latest_at: int | None
    """By what it counts among the latest; None: it never is the latest."""


class NewAsset(Struct, frozen=True):
    """A file to be kept whose bytes are stored already."""

    key: str
    name: str
    label: str | None
    content_type: str
    size: int
    sha256: str
    uploader: UserId | None


class Order(Struct, frozen=True):
    """In which order releases are wanted: the newest first, unless told otherwise."""

    by_name: bool = False
    ascending: bool = False


NEWEST_FIRST = Order()


class ReleaseStore(Protocol):
    """Releases and their files."""

    def find(self, repository: Repository, release: int) -> Release | None:
        """Find one of that repository."""

    def by_tag(self, repository: Repository, tag: str) -> Release | None:
        """The published release of a tag."""

    def draft_by_tag(self, repository: Repository, tag: str) -> Release | None:
        """The newest draft that is to have a tag."""

    def latest(self, repository: Repository) -> Release | None:
        """The one that is shown as the latest: published, and no prerelease."""

    def page(
        self,
        repository: Repository,
        request: PageRequest,
        *,
        drafts: bool,
        order: Order = NEWEST_FIRST,
    ) -> Page[Release]:
        """A page of them; with drafts for those who may see them."""

    def retarget_drafts(self, repository: Repository, old: str, new: str) -> None:
        """Let drafts that name a branch name another one."""

    def add(self, repository: Repository, new: NewRelease, now: int) -> Release:
        """Keep a new one. Raises Conflict when a published release has that tag."""

    def update(self, release: int, values: Mapping[str, str | int | bool | None]) -> None:
        """Change columns. Raises Conflict when a published release has that tag."""

    def delete(self, release: int) -> None:
        """Forget one with its files' rows."""

    def assets(self, releases: Sequence[Release]) -> Mapping[int, Sequence[Asset]]:
        """The files of several releases, by the release's number, each in its order."""

    def asset(self, repository: Repository, asset: int) -> Asset | None:
        """Find a file of one of that repository's releases."""

    def asset_named(self, release: Release, name: str) -> Asset | None:
        """Find a file of a release by its name."""

    def add_asset(self, release: Release, new: NewAsset, now: int) -> Asset:
        """Keep a file. Raises Conflict when the release has one of that name."""

    def update_asset(self, asset: int, name: str, label: str | None, now: int) -> None:
        """Change what a file is called. Raises Conflict when the release has one of that name."""

    def downloaded(self, asset: int) -> None:
        """Count a download."""

    def delete_asset(self, asset: int) -> None:
        """Forget a file's row."""

    def keys(self) -> frozenset[str]:
        """The names under which all files are kept."""


class Work(repositories.Work, Protocol):
    """A unit of work with releases in it."""

    @property
    def releases(self) -> ReleaseStore:
        """Releases."""
