"""Facts about gists."""

from watchword.kernel.events import Event
from watchword.kernel.ids import GistId, PushId, UserId


class GistCreated(Event, frozen=True):
    """There is a new gist."""

    name = "gist.create"
    gist: GistId
    user_id: UserId
    visibility: str
    forked_from: GistId | None = None


class GistUpdated(Event, frozen=True):
    """Its description changed."""

    name = "gist.update"
    gist: GistId
    user_id: UserId


class GistPushed(Event, frozen=True):
    """What is in it changed: by git, by the API or on the web."""

    name = "gist.push"
    gist: GistId
    push: PushId
    ref: str
    before: str
    after: str
    refs: int
    key: str
    """The name of the gist's folder."""


class GistDeleted(Event, frozen=True):
    """The row is gone; the folder follows."""

    name = "gist.destroy"
    gist: GistId
    user_id: UserId
    key: str


class GistCommentCreated(Event, frozen=True):
    """Somebody wrote below a gist."""

    name = "gist_comment.create"
    gist: GistId
    comment: int


class GistCommentUpdated(Event, frozen=True):
    """A comment reads otherwise now."""

    name = "gist_comment.update"
    gist: GistId
    comment: int


class GistCommentDeleted(Event, frozen=True):
    """A comment is gone."""

    name = "gist_comment.destroy"
    gist: GistId
    comment: int
