"""Facts about secrets in pushed content, under the names that GitHub's log has for them."""

from watchword.kernel.events import Event
from watchword.kernel.ids import GistId, RepoId, TokenId, UserId


class AlertCreated(Event, frozen=True):
    """A secret was found that was not known in the repository."""

    name = "secret_scanning_alert.create"
    repository_id: RepoId
    alert: int
    """Its number in the repository."""
    secret_type: str
    pusher: UserId | None
    """Who pushed it."""


class LocationCreated(Event, frozen=True):
    """A secret was found in one more place."""

    name = "secret_scanning_alert_location.create"
    repository_id: RepoId
    alert: int
    location: int


class AlertResolved(Event, frozen=True):
    """Somebody saw to it."""

    name = "secret_scanning_alert.resolve"
    repository_id: RepoId
    alert: int
    secret_type: str
    resolution: str


class AlertReopened(Event, frozen=True):
    """It was not seen to after all."""

    name = "secret_scanning_alert.reopen"
    repository_id: RepoId
    alert: int
    secret_type: str


class OwnTokenLeaked(Event, frozen=True):
    """A live token of this server stands in a repository."""

    name = "secret_scanning_alert.own_token"
    user_id: UserId
    """Whose token it is."""
    repository_id: RepoId
    alert: int
    token: TokenId
    note: str
    hashed_token: str
    revoked: bool


class OwnTokenInGist(Event, frozen=True):
    """A token of this server stood in a gist, and was revoked."""

    name = "gist.own_token"
    user_id: UserId
    """Whose token it was."""
    gist: GistId
    token: TokenId
    note: str
    hashed_token: str
