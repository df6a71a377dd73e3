"""What this slice needs of storage, and of the disk."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Protocol

from msgspec import Struct

from watchword.access.roles import Role
from watchword.kernel.ids import ProtectionId, RepoId, RepoInvitationId, TeamId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.organizations import ports as organizations
from watchword.repositories.footprint import FootprintStore
from watchword.repositories.former_branches import FormerBranchStore
from watchword.repositories.invitation import RepositoryInvitation
from watchword.repositories.lineage import LineageStore
from watchword.repositories.looks import LookStore
from watchword.repositories.model import Collaborator, Repository, Visibility
from watchword.repositories.offer import Offer
from watchword.repositories.protection import Protection, ProtectionRules
from watchword.repositories.search import SearchStore
from watchword.repositories.watching import Watching


class NewRepository(Struct, frozen=True):
    """A repository to be kept; all fields checked, its folder made."""

    key: str
    owner: UserId
    name: str
    description: str | None
    homepage: str | None
    visibility: Visibility
    default_branch: str


class Affiliation(Enum):
    """Why a repository is on somebody's list."""

    OWNER = "owner"
    COLLABORATOR = "collaborator"
    ORGANIZATION_MEMBER = "organization_member"


class Sort(Enum):
    """By what a list of repositories is ordered."""

    FULL_NAME = "full_name"
    CREATED = "created"
    UPDATED = "updated"
    PUSHED = "pushed"
    STARS = "stars"
    MARKED = "marked"
    """When the person marked it whose stars are listed."""


class Listing(Struct, frozen=True):
    """Which repositories are wanted, in which order."""

    of: UserId | None
    """Whose list it is; None for everybody's."""
    viewer: UserId | None
    affiliations: frozenset[Affiliation] = frozenset(Affiliation)
    visibilities: frozenset[Visibility] = frozenset(Visibility)
    """What the viewer's credential may see and asked for."""
    sort: Sort = Sort.FULL_NAME
    descending: bool = False
    since: int | None = None
    before: int | None = None
    archived: bool | None = None
    """Only read-only ones, or only others; None for both."""
    forks: bool | None = None
    """Only forks, or only others; None for both."""
    forked_from: RepoId | None = None
    """Only what was forked from that one."""
    team: TeamId | None = None
    """Only those that a team works with, by itself or through teams above it."""
    starred_by: UserId | None = None
    """Only those that somebody marked with a star."""
    watched_by: UserId | None = None
    """Only those that somebody watches."""


class RepositoryStore(FormerBranchStore, LookStore, Protocol):
    """Repositories and their collaborators."""

    def find(self, owner: str, name: str, viewer: UserId | None) -> Repository | None:
        """Find by present or former name, whatever the case; a present name wins.

        What is hidden takes as many look-ups as what is missing (attack 52).
        """

    def named(self, owner: str, name: str, viewer: UserId | None) -> tuple[Repository, bool] | None:
        """Find by present name, whatever the case; and whether it is still being copied.

        One look-up. Nobody may be told that this found nothing before `find` was asked as well.
        """

    def standing(
        self, digest: bytes, owner: str, name: str, viewer: UserId
    ) -> Sequence[object] | None:
        """All rows that decide what the bearer of a token may do with a repository.

        One look-up; to be compared with what was there before, not to be read. `owner` and `name`
        are in lower case, `digest` is the token's, `viewer` whom it is thought to belong to. None
        where one of them is not there.
        """

    def by_id(self, repository: RepoId, viewer: UserId | None) -> Repository | None:
        """Find by number."""

    def page(self, listing: Listing, request: PageRequest) -> Page[Repository]:
        """A page of a list."""

    def keys(self) -> frozenset[str]:
        """The folders of all repositories."""

    def add(self, new: NewRepository, now: int) -> Repository:
        """Keep a new repository; a former name that it takes leads elsewhere no longer.

        Raises Conflict when the owner has one of that name.
        """

    def update(self, repository: RepoId, values: Mapping[str, str | int | None], now: int) -> None:
        """Change columns. Raises Conflict when the owner has another one of that name."""

    def rename(self, repository: Repository, name: str, now: int) -> None:
        """Change the name; the old one leads to it. Raises Conflict."""

    def transfer(self, repository: Repository, owner: UserId, name: str, now: int) -> None:
        """Give it another owner and that name; the old address leads to it, teams let go of it.

        Raises Conflict when the owner has one of that name.
        """

    def pushed(self, repository: RepoId, at: int) -> None:
        """Note a push."""

    def delete(self, repository: RepoId, now: int) -> None:
        """Forget a repository with all that hangs on it."""

    def collaborators(self, repository: RepoId) -> Sequence[Collaborator]:
        """Who works with it, by login."""

    def set_collaborator(self, repository: RepoId, user: UserId, role: Role, now: int) -> None:
        """Let somebody work with it, or change the role."""

    def remove_collaborator(self, repository: RepoId, user: UserId) -> bool:
        """Let somebody work with it no longer; whether anything changed."""


class ProtectionStore(Protocol):
    """Rules of protected branches."""

    def of(self, repository: RepoId) -> Sequence[Protection]:
        """The rules of a repository, the oldest first."""

    def add(self, repository: RepoId, pattern: str, rules: ProtectionRules, now: int) -> Protection:
        """Keep a rule. Raises Conflict when there is one for that pattern."""

    def replace(self, protection: ProtectionId, rules: ProtectionRules, now: int) -> None:
        """Keep other rules in the place of those."""

    def rename(self, protection: ProtectionId, pattern: str, now: int) -> None:
        """Keep another pattern. Raises Conflict when there is a rule for it."""

    def delete(self, protection: ProtectionId) -> None:
        """Forget a rule."""


class InvitationStore(Protocol):
    """Invitations to work with repositories."""

    def put(
        self,
        repository: RepoId,
        invitee: UserId,
        inviter: UserId | None,
        role: Role,
        now: int,
    ) -> RepositoryInvitation:
        """Keep an invitation, in the place of the one that the person has there already."""

    def of_repository(self, repository: RepoId) -> Sequence[RepositoryInvitation]:
        """Those to a repository, the oldest first."""

    def of_invitee(self, invitee: UserId) -> Sequence[RepositoryInvitation]:
        """Those that a person has, the oldest first."""

    def set_role(self, invitation: RepoInvitationId, role: Role) -> None:
        """Ask for another role."""

    def delete(self, invitation: RepoInvitationId) -> None:
        """Forget an invitation."""


class OfferStore(Protocol):
    """Repositories that other people may have: each is offered to one at a time."""

    def put(self, offer: Offer) -> None:
        """Keep an offer, in the place of an earlier one."""

    def of(self, repository: RepoId) -> Offer | None:
        """To whom a repository is offered."""

    def to(self, receiver: UserId) -> Sequence[Offer]:
        """What a person was offered, the oldest first."""

    def delete(self, repository: RepoId) -> None:
        """Forget an offer, if there is one."""


class Work(organizations.Work, Protocol):
    """A unit of work with repositories in it."""

    @property
    def repository_offers(self) -> OfferStore:
        """Repositories that other people may have."""

    @property
    def repository_invitations(self) -> InvitationStore:
        """Invitations to work with repositories."""

    @property
    def repositories(self) -> RepositoryStore:
        """Repositories."""

    @property
    def protections(self) -> ProtectionStore:
        """Rules of protected branches."""

    @property
    def lineage(self) -> LineageStore:
        """Where they come from."""

    @property
    def watches(self) -> Watching:
        """Who watches them."""

    @property
    def footprints(self) -> FootprintStore:
        """How much space they take."""

    @property
    def search(self) -> SearchStore:
        """Finds them, and accounts."""


class Folders(Protocol):
    """Where the repositories' files are."""

    def create(self, key: str, default_branch: str) -> None:
        """Make an empty bare repository, whole or not at all."""

    def remove(self, key: str) -> None:
        """Remove a folder, if it is there."""
