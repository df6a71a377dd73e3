"""What the process that highlights is asked."""

from typing import TypeAlias

import msgspec


class Code(msgspec.Struct, tag="code", frozen=True):
    """A file to be shown as numbered lines; the name tells the language."""

    name: str
    text: str


class Base(msgspec.Struct, frozen=True):
    """Where a Markdown file stands, so that its relative links lead somewhere.

    Parts of addresses are quoted; the two beginnings end in a slash.
    """

    folder: str
    """The folder of the file in the repository, without slashes around it."""
    blob: str
    """What stands before the path of a file in the address of its page."""
    raw: str
    """The same for its bytes."""


class Markdown(msgspec.Struct, tag="markdown", frozen=True):
    """A Markdown file to be shown as a page."""

    text: str
    base: Base


Question: TypeAlias = Code | Markdown

encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(Question).decode
