"""Which facts wake whom. One page: event -> names of listeners; app.py maps names to functions."""

from collections.abc import Mapping
from typing import TypeAlias

from watchword.kernel.events import Event
from watchword.ref_updates.events import Pushed
from watchword.repositories.events import RepositoryDeleted

Listeners: TypeAlias = Mapping[type[Event], tuple[str, ...]]

LISTENERS: Listeners = {
    Pushed: ("git.note_push",),
    RepositoryDeleted: ("folders.remove",),
}
