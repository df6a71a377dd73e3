"""When tokens were last used: observed in memory, written in batches."""

import threading

from watchword.access.gate import Grant
from watchword.access.table import tokens as table
from watchword.accounts.model import Site
from watchword.kernel.ids import TokenId
from watchword.tokens.ports import Used, Work

FLUSH_EVERY = 5
"""Seconds between two batches; `kill -9` may lose that much."""
BATCH = 500


class Usage:
    """The latest use of each token since the last batch, in one process."""

    def __init__(self) -> None:
        """Begin with nothing observed."""
        self._seen: dict[TokenId, tuple[int, str]] = {}
        self._lock = threading.Lock()

    def observe(self, token: TokenId, at: int, address: str) -> None:
        """Note a use, at a time in seconds since 1970, from an address."""
        # One assignment needs no lock.
        self._seen[token] = at, address

    def take(self) -> list[Used]:
        """Take what was observed, at most one batch."""
        with self._lock:
            keys = list(self._seen)[:BATCH]
            return [Used(key, *self._seen.pop(key)) for key in keys]

    def put_back(self, batch: list[Used]) -> None:
        """Take a batch back that could not be written; what was seen since then is newer."""
        with self._lock:
            for used in batch:
                self._seen.setdefault(used.token, (used.at, used.address))


def write(work: Work, grant: Grant[Site], batch: list[Used]) -> None:
    """Write a batch."""
    grant.must_cover(table.NOTE_USAGE)
    work.tokens.note_usage(batch)
