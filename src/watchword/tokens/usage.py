"""When tokens were last used: observed in memory, written in batches."""

import threading

from watchword.access.gate import Grant
from watchword.access.table import tokens as table
from watchword.accounts.model import Site
from watchword.kernel.ids import TokenId
from watchword.tokens.model import Token
from watchword.tokens.ports import Used, Work

FLUSH_EVERY = 5
"""Seconds between two batches; `kill -9` may lose that much."""
BATCH = 500
RESOLUTION = 60
"""Seconds after a use that is written down for which more of them, from the same address, say
nothing new. The row of a token that is busy then stays as it is for a minute."""


class Usage:
    """The latest use of each token since the last batch, in one process."""

    def __init__(self) -> None:
        """Begin with nothing observed."""
        self._seen: dict[TokenId, tuple[int, str]] = {}
        self._lock = threading.Lock()

    def observe(self, token: Token, at: int, address: str) -> None:
        """Note a use of that token as it was found, at a time in seconds since 1970."""
        last = token.last_used_at
        if last is None or at - last >= RESOLUTION or token.last_used_from != address:
            # One assignment needs no lock.
            self._seen[token.id] = at, address

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
