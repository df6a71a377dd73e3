"""What a request costs, by what it does and not by the clock: statements, and keyed hashes."""

import hmac
import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.pool import Pool

from watchword.kernel.secret import Keyed

VALUES = re.compile(r"X?'(?:[^']|'')*'|\b[0-9]+\b|\bNULL\b")


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that SQLite runs meanwhile, without its values.

    To be entered before the database is asked anything: connections are watched from their start.
    """
    seen: list[str] = []

    def note(driver, _record):
        driver.set_trace_callback(lambda text: seen.append(VALUES.sub("?", text)))

    event.listen(Pool, "connect", note)
    try:
        yield seen
    finally:
        event.remove(Pool, "connect", note)


@contextmanager
def keyed_hashes(monkeypatch) -> Iterator[list[int]]:
    """The length of every text that is hashed under a key meanwhile."""
    seen: list[int] = []
    real, real_keyed = hmac.digest, Keyed.digest

    def counted(key, text, digest):
        seen.append(len(text))
        return real(key, text, digest)

    def counted_keyed(self, rest):
        seen.append(len(rest))
        return real_keyed(self, rest)

    with monkeypatch.context() as patch:
        patch.setattr(hmac, "digest", counted)
        patch.setattr(Keyed, "digest", counted_keyed)
        yield seen
