"""What a ref may be called: the rules of git-check-ref-format(1), without asking git."""

import re
from collections.abc import Sequence

LONGEST = 255
"""Bytes of a full name; a component must fit a file name of 255 bytes together with ".lock"."""

FORBIDDEN = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{")
FORBIDDEN_IN_ANY = re.compile(
    rb"[\x01-\x20\x7f~^:?*\[\\]|\.\.|@\{|/[/.\x00]|\.lock[/\x00]|\.\x00|\x00[/.\x00]"
)
"""The same, and the rules for components, in names of which each ends with a NUL."""


def is_ref_name(name: str) -> bool:
    """Whether git takes that full name, one with at least one slash.

    The numbers are those of the manual page.
    """
    components = name.split("/")
    return (
        len(components) > 1  # 2 (9 speaks of a name without a slash)
        and not FORBIDDEN.search(name)  # 3 4 5 8 10
        and not name.endswith(".")  # 7
        and all(_is_component(one) for one in components)  # 1 6
    )


def are_ref_names(names: Sequence[bytes]) -> bool:
    """Whether git takes all of those names: `is_ref_name` for thousands, in one go."""
    joined = b"".join([b"\0", *(name + b"\0" for name in names)])
    return (
        joined.count(b"\0") == len(names) + 1
        and all(b"/" in name for name in names)
        and not FORBIDDEN_IN_ANY.search(joined)
    )


def _is_component(text: str) -> bool:
    return bool(text) and not text.startswith(".") and not text.endswith(".lock")


def short(ref: str) -> str:
    """The name as people write it: without `refs/heads/` or `refs/tags/`."""
    for prefix in ("refs/heads/", "refs/tags/"):
        if ref.startswith(prefix):
            return ref[len(prefix) :]
    return ref


def is_branch_name(name: str) -> bool:
    """Whether that is a name for a branch: as above, no leading hyphen, not HEAD."""
    full = f"refs/heads/{name}"
    return (
        is_ref_name(full)
        and not name.startswith("-")
        and name != "HEAD"
        and len(full.encode("utf-8", "surrogateescape")) <= LONGEST
    )
