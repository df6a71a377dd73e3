"""When SSH keys were last used: observed in memory, written in batches."""

import threading
from collections.abc import Mapping

from watchword.access.gate import Grant
from watchword.access.table import keys as table
from watchword.accounts.model import Site
from watchword.kernel.ids import KeyId
from watchword.keys.ports import Work

BATCH = 500


class KeyUsage:
    """The latest use of each key since the last batch, in one process."""

    def __init__(self) -> None:
        """Begin with nothing observed."""
        self._seen: dict[KeyId, int] = {}
        self._lock = threading.Lock()

    def observe(self, key: KeyId, at: int) -> None:
        """Note a use, at a time in seconds since 1970."""
        with self._lock:
            self._seen[key] = at

    def take(self) -> dict[KeyId, int]:
        """Take what was observed, at most one batch."""
        with self._lock:
            keys = list(self._seen)[:BATCH]
            return {key: self._seen.pop(key) for key in keys}

    def put_back(self, batch: Mapping[KeyId, int]) -> None:
        """Take a batch back that could not be written; what was seen since then is newer."""
        with self._lock:
            self._seen = {**batch, **self._seen}


def write(work: Work, grant: Grant[Site], batch: Mapping[KeyId, int]) -> None:
    """Write a batch."""
    grant.must_cover(table.NOTE_USAGE)
    work.public_keys.note_usage(batch)
