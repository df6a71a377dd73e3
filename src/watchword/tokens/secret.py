"""The format of tokens: exactly GitHub's, with an optional prefix of the site in front.

A prefix for its kind, 30 random characters of base 62, and 6 of checksum: the CRC-32 of the random
part, written in base 62 with the digits first (GHES behaviour).
"""

import re
import zlib
from typing import Final

from watchword.kernel.entropy import BASE62, Entropy, random_base62
from watchword.kernel.secret import Secret

PURPOSE: Final = "token"
"""Keeps the keyed hashes of tokens apart from those of other secrets."""
CLASSIC: Final = "ghp_"
OAUTH: Final = "gho_"
REFRESH: Final = "ghr_"
BEARERS: Final = (CLASSIC, OAUTH)
"""What a request may be made with; a refresh token only gets another token."""
RANDOM: Final = 30
CHECK: Final = 6
SITE_PREFIX = re.compile(r"[A-Za-z0-9]{1,12}")
PAIRS: Final = tuple(first + second for first in BASE62 for second in BASE62)
"""Numbers below 62 squared, written in base 62."""
LONGEST: Final = 13 + 4 + RANDOM + CHECK
"""With the longest prefix of a site and its underscore."""

BODY = re.compile(rf"[A-Za-z0-9]{{{RANDOM + CHECK}}}")
LOOKS_LIKE = re.compile(r"(?:gh[pousr]_|github_pat_)[A-Za-z0-9_]{20,}")


def checksum(body: str) -> str:
    """Six characters of base 62 that belong to the random part."""
    rest, last = divmod(zlib.crc32(body.encode("ascii")), len(PAIRS))
    first, middle = divmod(rest, len(PAIRS))
    return PAIRS[first] + PAIRS[middle] + PAIRS[last]


def mint(entropy: Entropy, site_prefix: str = "", kind: str = CLASSIC) -> Secret:
    """Make a token's secret: about 178 bits of chance."""
    body = random_base62(entropy, RANDOM)
    return Secret(f"{in_front(site_prefix)}{kind}{body}{checksum(body)}")


def is_well_formed(secret: Secret, site_prefix: str = "", kinds: tuple[str, ...] = BEARERS) -> bool:
    """Whether the secret can be a token of this site, of one of those kinds: form and checksum.

    A site that takes up a prefix goes on to accept the tokens that were made before.
    """
    text = secret.text
    front = in_front(site_prefix)
    if front and text.startswith(front):
        text = text[len(front) :]
    if not text.startswith(kinds) or not BODY.fullmatch(body := text[len(CLASSIC) :]):
        return False
    return checksum(body[:RANDOM]) == body[RANDOM:]


def looks_like_token(text: str) -> bool:
    """Whether a text is shaped like any token, so that it must not be logged or shown."""
    return LOOKS_LIKE.search(text) is not None


def in_front(site_prefix: str) -> str:
    """What stands before `ghp_`. Raises ValueError for a prefix that is not allowed."""
    if not site_prefix:
        return ""
    if not SITE_PREFIX.fullmatch(site_prefix):
        msg = "token_prefix takes letters and digits, at most 12"
        raise ValueError(msg)
    return f"{site_prefix}_"
