"""Which changes of refs go on from where the ref stood, and which rewrite history."""

from collections.abc import Awaitable, Callable, Sequence

from watchword.git_process.runner import GitFailed
from watchword.ref_updates.model import Command
from watchword.ref_updates.rules import OBJECT_NAME

MOST = 1_000
"""Changes of one push that are looked at; what comes after counts as rewriting."""
NO = 1
"""The exit status with which git-merge-base(1) says that it is no ancestor."""
Ask = Callable[[list[str], bytes], Awaitable[bytes]]


async def straight(ask: Ask, commands: Sequence[Command]) -> frozenset[Command]:
    """The commands, of the first MOST, whose new end has the old one among its ancestors.

    `ask` runs git where the objects of both are to be seen. Raises GitFailed when it cannot tell.
    """
    return frozenset([one for one in commands[:MOST] if await _goes_on(ask, one)])


async def _goes_on(ask: Ask, command: Command) -> bool:
    if not (OBJECT_NAME.fullmatch(command.old) and OBJECT_NAME.fullmatch(command.new)):
        return False
    try:
        await ask(["merge-base", "--is-ancestor", command.old, command.new], b"")
    except GitFailed as failed:
        if failed.status != NO:
            raise
        return False
    return True
