"""What a credential can see at all."""

from typing import Final

from watchword.access.actor import Actor
from watchword.access.kinds import SCOPED
from watchword.access.table import repositories as table
from watchword.repositories.model import Visibility

PUBLIC: Final = frozenset({Visibility.PUBLIC})
EVERY: Final = frozenset(Visibility)


def carried(actor: Actor) -> frozenset[Visibility]:
    """What the credential can see of repositories: without `repo` only what is public."""
    if actor.kind in SCOPED and not table.READ.needs(public=False) & actor.scopes:
        return PUBLIC
    return EVERY
