"""What people are told of, as GitHub's JSON has it."""

from datetime import datetime
from typing import Final

from msgspec import Struct

from watchword.notifications.model import Choice, Subject
from watchword.notifications.model import Thread as Model
from watchword.surfaces.shapes.addresses import Addresses, moment
from watchword.surfaces.shapes.repositories import Repository

TITLES: Final = {
    Subject.REPOSITORY_INVITATION: "Invitation to join {repository} from {title}",
    Subject.SECRET: "Secret found in {repository}: {title}",
    Subject.TOKEN_LEAKED: "Your token “{title}” was found in {repository}",
}
"""What is told beyond the heart of it; of all others that is all."""


class About(Struct, kw_only=True):
    """What a thread is about."""

    title: str
    url: str | None
    latest_comment_url: str | None
    type: str


class Thread(Struct, kw_only=True):
    """A thread with its repository."""

    id: str
    repository: Repository
    subject: About
    reason: str
    unread: bool
    updated_at: datetime
    last_read_at: datetime | None
    url: str
    subscription_url: str


class ThreadSubscription(Struct, kw_only=True):
    """What somebody chose for a thread."""

    subscribed: bool
    ignored: bool
    reason: str | None
    created_at: datetime | None
    url: str
    thread_url: str
    repository_url: str


def thread(found: Model, repository: Repository, at: Addresses) -> Thread:
    """Say of a thread what it is about, and how far it was read."""
    url = url_of(found, at)
    return Thread(
        id=str(found.id),
        repository=repository,
        subject=_about(found, repository),
        reason=found.reason.value,
        unread=found.unread,
        updated_at=moment(found.updated_at),
        last_read_at=None if found.last_read_at is None else moment(found.last_read_at),
        url=url,
        subscription_url=f"{url}/subscription",
    )


def subscription(found: Model, repository_url: str, at: Addresses) -> ThreadSubscription:
    """Say what somebody chose; who chose nothing is told for as long as they take part."""
    url = url_of(found, at)
    ignored = found.choice is Choice.IGNORED
    return ThreadSubscription(
        subscribed=not ignored,
        ignored=ignored,
        reason=found.reason.value,
        created_at=moment(found.created_at if found.chosen_at is None else found.chosen_at),
        url=f"{url}/subscription",
        thread_url=url,
        repository_url=repository_url,
    )


def url_of(found: Model, at: Addresses) -> str:
    """Where the API answers for a thread."""
    return f"{at.api}/notifications/threads/{found.id}"


def _about(found: Model, repository: Repository) -> About:
    words = TITLES.get(found.subject, "{title}")
    base, url, latest = repository.url, None, None
    match found.subject:
        case Subject.COMMIT:
            url = f"{base}/commits/{found.detail}"
            latest = url if found.comment is None else f"{base}/comments/{found.comment}"
        case Subject.REPOSITORY_INVITATION:
            url = f"{base}/invitations"
        case Subject.SECRET:
            url = f"{base}/secret-scanning/alerts/{found.detail}"
    return About(
        title=words.format(repository=repository.full_name, title=found.title),
        url=url,
        latest_comment_url=latest or url,
        type=found.subject.value,
    )
