"""What a process remembers of requests, found again by who asks and by what is asked."""

import hashlib
from typing import TypeAlias, TypeVar

from watchword.surfaces.http_kit.asgi import Scope, headers_of, repeats_a_header

LONGEST = 1_024
"""Bytes of what something is found by: what has a longer query or header is not remembered."""
HASH = 16
"""Bytes by which a credential is found again. It is not kept itself."""

V = TypeVar("V")
Key: TypeAlias = tuple[str | bytes | None, ...]
"""The hash of what was presented, and all else of a request that the value depends on."""


def asker(scope: Scope) -> bytes | None:
    """The hash of what was presented.

    None for nobody in particular, and where a header came twice: it depends which of them counts.
    """
    presented = headers_of(scope).get(b"authorization")
    if presented is None or repeats_a_header(scope):
        return None
    return hashlib.blake2b(presented, digest_size=HASH).digest()


class Remembered(dict[Key, V]):
    """So many values at most; those that were kept first go first."""

    def __init__(self, most: int) -> None:
        """Begin with none."""
        super().__init__()
        self._most = most

    def keep(self, key: Key, value: V) -> None:
        """Remember a value, unless it would be found by very much."""
        if sum(len(part) for part in key if part is not None) > LONGEST:
            return
        if len(self) >= self._most:
            del self[next(iter(self))]
        self[key] = value
