"""Which refs of a push others are told of: webhooks, and who reads what happened of late."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from watchword.ref_updates.model import BRANCHES, TAGS, Command

MOST_TAGS: Final = 3
"""Of one push; where it moves more of them, no tag of it is told (GHES behaviour)."""
MOST_BRANCHES: Final = 50
"""Of one push; the branches after these are not told."""


def told_of(commands: Sequence[Command]) -> list[Command]:
    """The refs of a push that are told: branches and tags, and not too many of them."""
    branches = [one for one in commands if one.ref.startswith(BRANCHES)]
    tags = [one for one in commands if one.ref.startswith(TAGS)]
    return branches[:MOST_BRANCHES] + (tags if len(tags) <= MOST_TAGS else [])


def told_by(body: Mapping[str, Any]) -> list[Command]:
    """The same, read from the fact of a push; of an old fact the first ref alone is known."""
    if (several := body.get("told")) is not None:
        return [Command(*one) for one in several]
    return told_of([Command(body["ref"], body["before"], body["after"])])
