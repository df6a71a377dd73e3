"""Chance, as an argument."""

import os
from collections.abc import Callable
from typing import TypeAlias

Entropy: TypeAlias = Callable[[int], bytes]
"""Gives that many unpredictable bytes."""

BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

system_entropy: Entropy = os.urandom


def random_base62(entropy: Entropy, length: int) -> str:
    """Draw characters of base 62, each equally likely.

    Bytes from 248 on are thrown away: 256 is no multiple of 62, and a plain remainder would favour
    the first eight characters.
    """
    drawn: list[str] = []
    while len(drawn) < length:
        drawn += [BASE62[byte % 62] for byte in entropy(length) if byte < 248]
    return "".join(drawn[:length])
