"""What the bytes of a file are: text or not, an image that browsers draw, how many lines."""

import re

from watchword.accounts.names import BIDI
from watchword.lfs.model import Claim

LOOKED_AT = 8_000
"""Bytes that tell text from binary, as in git (buffer_is_binary)."""
SPELT_OUT = {ord(mark): f"\u27e8U+{ord(mark):04X}\u27e9" for mark in BIDI}
"""Marks that turn the direction of text (CVE-2021-42574), as something that can be seen."""
LFS = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n(?:[a-z0-9.-]+ [^\n]*\n)*?"
    rb"oid sha256:([0-9a-f]{64})\nsize (\d{1,15})\n"
)
IMAGES = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBPVP", re.DOTALL), "image/webp"),
    (re.compile(rb"....ftypavi[fs]", re.DOTALL), "image/avif"),
    (re.compile(rb"BM.{12}[\x0c\x28\x40\x6c\x7c]\0\0\0", re.DOTALL), "image/bmp"),
    (re.compile(rb"\x00\x00\x01\x00[\x01-\x40]\x00"), "image/x-icon"),
)
"""Raster images by their first bytes (WHATWG MIME Sniffing 6.1): a name proves nothing. SVG is not
among them: it is a document that can hold script."""


def is_binary(data: bytes) -> bool:
    """Whether git takes it for no text: there is a NUL near the beginning."""
    return b"\0" in data[:LOOKED_AT]


def image_type(data: bytes) -> str | None:
    """The media type of a raster image; None for anything else."""
    return next((name for magic, name in IMAGES if magic.match(data)), None)


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8; where it is none, each byte stands for itself (Latin-1)."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def line_count(data: bytes) -> int:
    """How many lines there are; the last one counts also when nothing ends it."""
    return data.count(b"\n") + (not data.endswith(b"\n") and bool(data))


def lfs_pointer(data: bytes) -> Claim | None:
    """The large file for which this one stands (Git LFS specification); None for no pointer."""
    found = LFS.fullmatch(data) if len(data) < 1_024 else None
    return Claim(found[1].decode(), int(found[2])) if found else None


def lfs_size(data: bytes) -> int | None:
    """The bytes of the file for which this one stands; None for no pointer."""
    found = lfs_pointer(data)
    return None if found is None else found.size


def visible(text: str) -> str:
    """The text with such marks spelt out, so that it reads as it runs."""
    return text.translate(SPELT_OUT)


def turns_direction(text: str) -> bool:
    """Whether it holds marks that make it read otherwise than it runs."""
    return not BIDI.isdisjoint(text)
