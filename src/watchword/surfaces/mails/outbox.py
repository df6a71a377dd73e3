"""Where mails leave: the port, and the folder that is there without any set-up."""

import contextlib
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

ENDING = ".eml"
HALF = ".part"


class Outbox(Protocol):
    """Takes mails. It blocks; whatever it raises lets the job try again later."""

    def send(self, key: str, message: EmailMessage) -> None:
        """Send a mail to the address in `To`. `key` tells it from all others."""


class SpoolFolder:
    """Writes each mail into a file of its own: there is no mail server yet."""

    def __init__(self, folder: Path) -> None:
        """Write into that folder."""
        self._folder = folder

    def send(self, key: str, message: EmailMessage) -> None:
        """Write a file that only the server's user can read; a second time it is replaced."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        half = self._folder / f"{key}{HALF}"
        half.touch(mode=0o600)
        half.write_bytes(message.as_bytes())
        half.rename(self._folder / f"{key}{ENDING}")

    def sweep(self, before: float) -> None:
        """Remove what was last changed before that second."""
        for path in [*self._folder.glob(f"*{ENDING}"), *self._folder.glob(f"*{HALF}")]:
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < before:
                    path.unlink()
