"""Facts about gists."""

from dataclasses import dataclass

from watchword.kernel.events import Event
from watchword.kernel.ids import GistId, PushId, UserId


@dataclass(frozen=True, slots=True)
class GistCreated(Event):
    """There is a new gist."""

    name = "gist.create"
    gist: GistId
    user_id: UserId
    visibility: str
    forked_from: GistId | None = None


@dataclass(frozen=True, slots=True)
class GistUpdated(Event):
    """Its description changed."""

    name = "gist.update"
    gist: GistId
    user_id: UserId


@dataclass(frozen=True, slots=True)
class GistPushed(Event):
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


@dataclass(frozen=True, slots=True)
class GistDeleted(Event):
    """The row is gone; the folder follows."""

    name = "gist.destroy"
    gist: GistId
    user_id: UserId
    key: str


@dataclass(frozen=True, slots=True)
class GistCommentCreated(Event):
    """Somebody wrote below a gist."""

    name = "gist_comment.create"
    gist: GistId
    comment: int


@dataclass(frozen=True, slots=True)
class GistCommentUpdated(Event):
    """A comment reads otherwise now."""

    name = "gist_comment.update"
    gist: GistId
    comment: int


@dataclass(frozen=True, slots=True)
class GistCommentDeleted(Event):
    """A comment is gone."""

    name = "gist_comment.destroy"
    gist: GistId
    comment: int
