"""Names from inside of repositories: bytes, which may be anything but NUL; how they are shown.

Git keeps names of files and refs as bytes without an encoding. They stay bytes here, so that a name
in Latin-1 is found again by its link; only what is shown to people becomes text.
"""

from urllib.parse import quote_from_bytes, unquote_to_bytes

from watchword.accounts.names import BIDI

UNSEEN = str.maketrans(dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *map(ord, BIDI)), "\ufffd"))
"""Control characters and direction marks: they would make a name look like another one."""
LONGEST_PATH = 4_096
"""Bytes of a path that are looked at."""


def shown(name: bytes) -> str:
    """The name as people see it; what cannot be seen or is no UTF-8 is a replacement character."""
    text = name.decode("utf-8", "replace")
    # Most names are plain letters, all of which are seen.
    return text if text.isascii() and text.isprintable() else text.translate(UNSEEN)


def plain(name: bytes) -> str:
    """The name as programs are told it: unchanged as far as it is UTF-8."""
    return name.decode("utf-8", "replace")


def quoted(path: bytes) -> str:
    """The path as a part of an address: everything but letters, digits, `-._~` and `/` escaped."""
    return quote_from_bytes(path)


def unquoted(text: str) -> bytes:
    """The bytes of a part of an address."""
    return unquote_to_bytes(text)


def parts(path: bytes) -> tuple[bytes, ...] | None:
    """The names along a path from the top of a tree; None for what no path of a tree can be.

    A slash at the end is passed over. `.` and `..` are no names in a tree: nothing goes up from
    here (attack 50), and an empty name stands nowhere.
    """
    if len(path) > LONGEST_PATH or b"\0" in path:
        return None
    names = tuple(path.removesuffix(b"/").split(b"/")) if path else ()
    return None if any(name in {b"", b".", b".."} for name in names) else names
