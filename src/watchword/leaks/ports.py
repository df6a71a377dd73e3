"""What this slice needs of storage."""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from watchword.kernel.ids import OrgId, RepoId, TokenId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.leaks.model import Alert, Location, Place, Resolution, State, Validity
from watchword.repositories.model import Repository
from watchword.tokens import ports as tokens


class NewAlert(Struct, frozen=True):
    """An alert to be kept."""

    number: int
    kind: str
    digest: bytes
    """Keyed hash of the secret: the same secret is one alert."""
    sealed: bytes
    token: TokenId | None
    validity: Validity


class AlertListing(Struct, frozen=True):
    """Which alerts are wanted; None for all."""

    state: State | None = None
    kinds: frozenset[str] | None = None
    resolutions: frozenset[Resolution] | None = None
    validities: frozenset[Validity] | None = None
    by_update: bool = False
    """In the order of their last change instead of that of their making."""
    descending: bool = True


class AlertStore(Protocol):
    """Alerts."""

    def find(self, repository: Repository, number: int) -> Alert | None:
        """Find one of that repository."""

    def by_digest(self, repository: Repository, digests: Sequence[bytes]) -> Alert | None:
        """Find the alert about a secret."""

    def next_number(self, repository: RepoId) -> int:
        """The number of the next one."""

    def add(self, repository: Repository, new: NewAlert, now: int) -> Alert:
        """Keep a new one."""

    def page(
        self, repository: Repository, listing: AlertListing, request: PageRequest
    ) -> Page[Alert]:
        """A page of those of a repository."""

    def of_organization(
        self,
        org: OrgId,
        viewer: UserId | None,
        listing: AlertListing,
        request: PageRequest,
        *,
        public_only: bool,
    ) -> Page[Alert]:
        """A page of those of all repositories of an organization."""

    def set_state(
        self,
        alert: int,
        resolution: Resolution | None,
        comment: str | None,
        by: UserId | None,
        now: int,
    ) -> None:
        """Resolve it, or open it again (no resolution)."""

    def set_validity(self, alert: int, validity: Validity, now: int) -> None:
        """Note whether the secret still opens anything."""

    def stands_at(self, alert: int, place: Place) -> bool:
        """Whether this place of it is known."""

    def add_location(self, alert: int, place: Place, now: int) -> Location:
        """Keep one more place."""

    def count_locations(self, alert: int) -> int:
        """In how many places it is known to stand."""

    def location(self, alert: int, location: int) -> Location | None:
        """Find a place of that alert."""

    def locations(self, alert: int, request: PageRequest) -> Page[Location]:
        """Its places, the first one first."""

    def is_elsewhere(self, alert: Alert) -> bool:
        """Whether the secret is known in another repository as well."""

    def scanned(self, repository: RepoId) -> Sequence[str]:
        """Commits that were looked through with all that they come from."""

    def note_scanned(self, repository: RepoId, tips: Sequence[str], now: int) -> None:
        """Note some more; of very many the oldest are forgotten."""


class Work(tokens.Work, Protocol):
    """A unit of work with alerts in it."""

    @property
    def alerts(self) -> AlertStore:
        """Alerts about secrets."""
