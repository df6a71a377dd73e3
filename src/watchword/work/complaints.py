"""What is wrong with repositories, told once in the log though it is found every few minutes."""

from typing import Final

import structlog

log = structlog.get_logger("watchword")

ADVICE: Final = (
    "Put the folder back from a backup, or mend it with git: it is looked at again by itself."
)


class Complaints:
    """What was told. The same is told again when it changed, or by another process."""

    def __init__(self) -> None:
        """Begin with nothing told."""
        self._told: dict[str, str] = {}

    def tell(self, event: str, key: str, error: Exception, **more: object) -> None:
        """Tell in a line what keeps us from a repository, unless that was the last thing told."""
        why = str(error) or type(error).__name__
        if self._told.get(key) != why:
            self._told[key] = why
            log.error(event, key=key, why=why, advice=ADVICE, **more)

    def end(self, key: str) -> None:
        """Note that nothing is wrong with it any more."""
        self._told.pop(key, None)
