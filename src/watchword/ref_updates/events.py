"""Facts about refs."""

from watchword.kernel.events import Event
from watchword.kernel.ids import PushId, RepoId


class Pushed(Event, frozen=True):
    """Refs moved. One fact for one push, however many refs it moved.

    `ref`, `before` and `after` are those of the first one; all of them stand in the row of the push
    (PushStore.commands) for as long as that is kept.
    """

    name = "git.push"
    repository_id: RepoId
    push: PushId
    ref: str
    before: str
    after: str
    refs: int
    key: str
    """The name of the repository's folder."""
    told: tuple[tuple[str, str, str], ...] | None = None
    """Name, before and after of each ref that others are told of (ref_updates/told.py).

    None where the push moved one ref, and in facts of old.
    """
