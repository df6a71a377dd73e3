"""Stars and subscriptions as GitHub's JSON has them."""

from datetime import datetime

from msgspec import Struct

from watchword.repositories.model import Repository as Model
from watchword.social.model import Stargazer, Watch
from watchword.surfaces.shapes.addresses import Addresses, moment
from watchword.surfaces.shapes.repositories import Repository
from watchword.surfaces.shapes.users import SimpleUser, simple_user


class StarredRepository(Struct, kw_only=True):
    """A repository with the moment in which somebody marked it."""

    starred_at: datetime
    repo: Repository


class StargazerShape(Struct, kw_only=True):
    """Somebody who marked a repository, with the moment."""

    starred_at: datetime
    user: SimpleUser


class RepositorySubscription(Struct, kw_only=True):
    """What one wants to be told of a repository: everything, or nothing."""

    subscribed: bool
    ignored: bool
    reason: str | None
    created_at: datetime
    url: str
    repository_url: str


def stargazer(found: Stargazer, at: Addresses) -> StargazerShape:
    """Say who marked a repository, and when."""
    return StargazerShape(starred_at=moment(found.since), user=simple_user(found.user, at))


def subscription(
    repository: Model, watch: Watch, at: Addresses, *, subscribed: bool
) -> RepositorySubscription:
    """Say what somebody chose for a repository."""
    url = f"{at.api}/repos/{repository.full_name}"
    return RepositorySubscription(
        subscribed=subscribed,
        ignored=watch.ignored,
        reason=None,
        created_at=moment(watch.since),
        url=f"{url}/subscription",
        repository_url=url,
    )
