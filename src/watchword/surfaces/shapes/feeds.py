"""What happened of late, as GitHub's JSON has it."""

from datetime import datetime

from msgspec import UNSET, Struct, UnsetType

from watchword.repositories.model import Repository as Model
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.commit_comments import CommitComment
from watchword.surfaces.shapes.releases import Release
from watchword.surfaces.shapes.repositories import Repository
from watchword.surfaces.shapes.users import AVATAR, SimpleUser


class EventActor(Struct, kw_only=True):
    """Who did it."""

    id: int
    login: str
    display_login: str
    gravatar_id: str
    url: str
    avatar_url: str


class EventOrganization(Struct, kw_only=True):
    """Whose repository it is, where that is no person."""

    id: int
    login: str
    gravatar_id: str
    url: str
    avatar_url: str


class EventRepository(Struct, kw_only=True):
    """Where it happened."""

    id: int
    name: str
    """With its owner."""
    url: str


class EventPayload(Struct, kw_only=True):
    """What happened: which of these are told depends on the type."""

    action: str | UnsetType = UNSET
    repository_id: int | UnsetType = UNSET
    push_id: int | UnsetType = UNSET
    ref: str | UnsetType | None = UNSET
    """The full name of a ref that moved; the short one of a ref that is new, or gone."""
    head: str | UnsetType = UNSET
    before: str | UnsetType = UNSET
    ref_type: str | UnsetType = UNSET
    full_ref: str | UnsetType = UNSET
    master_branch: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET
    pusher_type: str | UnsetType = UNSET
    forkee: Repository | UnsetType = UNSET
    comment: CommitComment | UnsetType = UNSET
    release: Release | UnsetType = UNSET


class Event(Struct, kw_only=True):
    """One thing that happened."""

    id: str
    type: str
    actor: EventActor
    repo: EventRepository
    org: EventOrganization | UnsetType = UNSET
    payload: EventPayload
    public: bool
    created_at: datetime


def event_actor(user: SimpleUser) -> EventActor:
    """Say who did it."""
    return EventActor(
        id=user.id,
        login=user.login,
        display_login=user.login,
        gravatar_id=user.gravatar_id,
        url=user.url,
        avatar_url=user.avatar_url,
    )


def event_repository(found: Model, at: Addresses) -> EventRepository:
    """Say where it happened."""
    name = found.full_name
    return EventRepository(id=found.id, name=name, url=f"{at.api}/repos/{name}")


def event_organization(found: Model, at: Addresses) -> EventOrganization | UnsetType:
    """Say whose repository it is, where an organization owns it."""
    if not found.in_organization:
        return UNSET
    return EventOrganization(
        id=found.owner,
        login=found.owner_login,
        gravatar_id="",
        url=f"{at.api}/orgs/{found.owner_login}",
        avatar_url=at.api + AVATAR.format(id=found.owner),
    )
