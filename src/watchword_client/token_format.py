"""Telling a mistyped token from a whole one, without asking anybody (GHES behaviour).

Four characters for its kind, 30 of chance in base 62, and 6 that are the CRC-32 of those 30,
written in base 62 with the digits first. A site may put `PREFIX_` in front.
"""

import re
import zlib
from enum import StrEnum
from typing import Final

from watchword_client.secret import Secret

BASE62: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
RANDOM: Final = 30
TOKEN = re.compile(
    r"(?:[A-Za-z0-9]{1,12}_)?(?P<kind>gh[pousr]_)(?P<body>[A-Za-z0-9]{36})", re.ASCII
)
FINE_GRAINED = re.compile(
    r"(?:[A-Za-z0-9]{1,12}_)?github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}", re.ASCII
)
INSIDE = re.compile(r"(?:[A-Za-z0-9]{1,12}_)?(?:gh[pousr]_|github_pat_)[A-Za-z0-9_]{20,}", re.ASCII)


class Verdict(StrEnum):
    """What can be told from the form alone."""

    WHOLE = "whole"
    MISTYPED = "mistyped"
    """Shaped as a token, but its checksum is wrong: a character was lost or changed."""
    NO_TOKEN = "no token"
    """A password, most likely."""


def judge(secret: Secret) -> Verdict:
    """Look at form and checksum. Of fine-grained tokens only the form is looked at."""
    text = secret.text
    if FINE_GRAINED.fullmatch(text):
        return Verdict.WHOLE
    found = TOKEN.fullmatch(text)
    if found is None:
        return Verdict.MISTYPED if INSIDE.match(text) else Verdict.NO_TOKEN
    body = found["body"]
    return Verdict.WHOLE if checksum(body[:RANDOM]) == body[RANDOM:] else Verdict.MISTYPED


def kind(secret: Secret) -> str:
    """The prefix of its kind, as `ghp_`, `gho_` or `github_pat_`; "" where it is no token."""
    found = TOKEN.fullmatch(secret.text)
    if found is not None:
        return found["kind"]
    return "github_pat_" if FINE_GRAINED.fullmatch(secret.text) else ""


def checksum(body: str) -> str:
    """Six characters of base 62 that belong to the random part."""
    number = zlib.crc32(body.encode("ascii"))
    digits = ""
    for _ in range(6):
        number, digit = divmod(number, 62)
        digits = BASE62[digit] + digits
    return digits


def masked(text: str) -> str:
    """The same text with stars where anything in it is shaped as a token."""
    return INSIDE.sub("***", text)
